"""What would become of each activity: new, changed, colliding, unchanged, not ours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from accounts.permissions import is_administrator
from common.exchange.vocabulary import word_key
from communities.permissions import curated_oblasts
from projects.iati.elements.recipient_country import UKRAINE
from projects.iati_enums import CollisionReason, StagedOutcome
from projects.iati_import.parts import Around
from projects.iati_import.payload import Payload
from projects.iati_import.register import Held, held_projects, look_closer, same_projects
from projects.models import IatiImport

# Numbers are only ever added: a file takes none away.
ADDED = "identifiers"


@dataclass(slots=True)
class Verdict:
    outcome: str
    reason: str = ""
    project: int | None = None
    changes: list[str] = field(default_factory=list)
    collisions: list[str] = field(default_factory=list)

    @property
    def take(self) -> list[str]:
        """What goes in without anybody being asked: of a collision nothing."""
        sure = {StagedOutcome.NEW, StagedOutcome.CHANGED}
        return self.changes if self.outcome in sure else []


class Judge:
    """Judges the activities of one import in batches."""

    def __init__(self, job: IatiImport, around: Around) -> None:
        self.job, self.around = job, around
        self.actor = job.uploaded_by
        self.may_all = self.actor is None or is_administrator(self.actor)
        self.oblasts = set() if self.may_all else curated_oblasts(self.actor)
        self.words = word_key(job.words).split()

    def judge(self, payloads: Sequence[Payload]) -> list[Verdict]:
        ours = [one for one in payloads if self.is_ours(one)]
        named, doubtful = same_projects(ours, self.around.own_refs)
        held = held_projects([*named.values(), *doubtful.values()])
        differing = {
            pk: held[pk]
            for one in ours
            if (pk := named.get(one.identifier) or doubtful.get(one.identifier))
            and any(held[pk].sources.get(name) != said for name, said in one.hashes.items())
        }
        if differing:
            look_closer(differing, self.around, self.actor)
        inside = {id(one) for one in ours}
        return [
            self._verdict(one, held.get(named.get(one.identifier, 0)),
                          held.get(doubtful.get(one.identifier, 0)))
            if id(one) in inside else Verdict(StagedOutcome.OUTSIDE)
            for one in payloads
        ]  # fmt: skip

    def is_ours(self, payload: Payload) -> bool:
        """By the filters of the import. One that names no country at all may well be ours."""
        country, territory = self.job.country, self.job.territory_id
        if country and payload.countries and country not in payload.countries:
            return False
        if territory and territory not in self._oblasts_of(payload):
            return False
        return not self.words or all(word in word_key(payload.values) for word in self.words)

    def _oblasts_of(self, payload: Payload) -> set[int]:
        """Those named by code, else those whose name stands in the title."""
        if payload.oblasts or (payload.countries and UKRAINE not in payload.countries):
            return payload.oblasts
        text = word_key(payload.values)
        return {unit.oblast for name, unit in self.around.unit_names.items() if name in text}

    def _verdict(self, payload: Payload, same: Held | None, alike: Held | None) -> Verdict:
        if same is not None:
            return self._compared(payload, same)
        fields = list(payload.hashes)
        if alike is not None:
            reason = self._refusal(alike) or CollisionReason.SAME_NUMBER
            changes, collisions = _differences(payload, alike)
            return Verdict(StagedOutcome.COLLIDING, reason, alike.pk, changes, collisions)
        return Verdict(StagedOutcome.NEW, changes=fields)

    def _compared(self, payload: Payload, held: Held) -> Verdict:
        changes, collisions = _differences(payload, held)
        if not changes and not collisions:
            return Verdict(StagedOutcome.UNCHANGED, project=held.pk)
        reason = self._refusal(held)
        if not reason and held.publishers and payload.reporting_ref not in held.publishers:
            reason, changes, collisions = CollisionReason.PUBLISHER, [], [*changes, *collisions]
        elif not reason and collisions:
            reason = CollisionReason.EDITED if held.sources else CollisionReason.DIFFERS
        outcome = StagedOutcome.COLLIDING if reason else StagedOutcome.CHANGED
        return Verdict(outcome, reason, held.pk, changes, collisions)

    def _refusal(self, held: Held) -> str:
        """Why this person may not change the record, whatever is decided."""
        if not self.may_all and held.oblast not in self.oblasts:
            return CollisionReason.OTHER_OFFICE
        return CollisionReason.ARCHIVED if held.record_status == "archived" else ""


def _differences(payload: Payload, held: Held) -> tuple[list[str], list[str]]:
    """Fields that may change without a question, and fields that people wrote themselves."""
    changes, collisions = [], []
    for name, said in payload.hashes.items():
        if held.sources.get(name) == said or said in held.exported.get(name, ()):
            continue
        if name == "currency" and held.has_amount:
            continue
        known = name in held.sources and name not in held.edited
        if known or name not in held.filled or name == ADDED:
            changes.append(name)
        else:
            collisions.append(name)
    return changes, collisions


REFUSALS: frozenset[str] = frozenset({CollisionReason.OTHER_OFFICE, CollisionReason.ARCHIVED})


def may_be_decided(reason: Any) -> bool:
    return reason not in REFUSALS
