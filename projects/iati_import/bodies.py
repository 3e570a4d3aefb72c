"""Organisations of a file: who of ours they are, by identifier first, then by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from common.exchange.vocabulary import word_key
from communities.models import Office
from partners.enums import IdentifierScheme
from partners.imports.index import PartnerIndex
from projects.iati.bodies import edrpou_ref
from projects.iati_enums import BodyMatch
from projects.iati_import.places import Unit, names_of
from projects.models import IatiImport, StagedBody


@dataclass
class Bodies:
    """What is known of organisations. `match` asks nothing of the database."""

    units: dict[str, Unit]
    index: PartnerIndex = field(default_factory=PartnerIndex)
    offices: dict[str, int] = field(default_factory=dict)
    office_names: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for one in Office.objects.all():
            names = filter(None, (word_key(one.name), word_key(one.name_en)))
            self.office_names |= dict.fromkeys(names, one.pk)
            if one.edrpou:
                self.offices[edrpou_ref(one.edrpou)] = one.pk
        self.communities = names_of(self.units, "community")
        self.oblasts = names_of(self.units, "oblast")

    def match(self, body: StagedBody) -> StagedBody:
        if body.ref in self.offices:
            body.office_id, body.match = self.offices[body.ref], BodyMatch.IDENTIFIER
        elif partner := self._by_ref(body.ref):
            body.partner_id, body.match = partner, BodyMatch.IDENTIFIER
        else:
            self._by_name(body)
        return body

    def _by_ref(self, ref: str) -> int:
        held = self.index.by_identifier
        found = held.get(f"{IdentifierScheme.IATI}:{ref}")
        for scheme in IdentifierScheme.values:
            if found is None and ref.startswith(f"{scheme}-"):
                found = held.get(f"{scheme}:{ref.removeprefix(f'{scheme}-')}")
        return self.index.survivor(found) if found else 0

    def _by_name(self, body: StagedBody) -> None:
        for name in filter(None, (word_key(body.name), word_key(body.name_en))):
            partners = {self.index.survivor(pk) for pk in self.index.by_name.get(name, ())}
            if len(partners) == 1:
                body.partner_id = partners.pop()
            elif unit := self.communities.get(name):
                body.community_id = unit.community
            elif unit := self.oblasts.get(name):
                body.oblast_id = unit.oblast
            elif office := self.office_names.get(name):
                body.office_id = office
            else:
                continue
            body.match = BodyMatch.NAME
            return


def keep_bodies(
    job: IatiImport,
    known: Bodies,
    named: Iterable[tuple[tuple[str, str, str, str], str]],
    uses: Mapping[str, int],
) -> None:
    """Keep the organisations that the file names, each with the one of ours that it is."""
    rows = [
        known.match(
            StagedBody(
                job=job, key=key, ref=said[0], kind=said[1], name=said[2], name_en=said[3],
                uses=uses.get(key, 0),
            )
        )
        for said, key in named
    ]  # fmt: skip
    StagedBody.objects.bulk_create(rows, batch_size=1000)
