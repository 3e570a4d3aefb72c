"""The life of a partner's record as one table. `status` is written here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from partners.enums import PartnerStatus
from partners.exceptions import PartnerMerged, ReasonMissing, WrongStatus

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from partners.models import Partner

CANDIDATE, ACTIVE, DORMANT, ARCHIVED = PartnerStatus


@dataclass(frozen=True)
class Step:
    """A step people can take: from where, to where, and the verb on its button."""

    code: str
    label: _StrPromise
    sources: frozenset[str]
    targets: frozenset[str]
    needs_reason: bool = False


ACTIVATE = Step(
    "activate", _("Mark as active"), frozenset({CANDIDATE, DORMANT}), frozenset({ACTIVE})
)
REST = Step("rest", _("Mark as dormant"), frozenset({ACTIVE}), frozenset({DORMANT}))
ARCHIVE = Step(
    "archive",
    _("Archive"),
    frozenset({CANDIDATE, ACTIVE, DORMANT}),
    frozenset({ARCHIVED}),
    needs_reason=True,
)
# Back to what the record was before it was archived.
RESTORE = Step(
    "restore", _("Restore"), frozenset({ARCHIVED}), frozenset({CANDIDATE, ACTIVE, DORMANT})
)

STEPS = (ACTIVATE, REST, ARCHIVE, RESTORE)
# A record may be born in any of these: an imported partner is rarely a candidate.
FIRST = frozenset({CANDIDATE, ACTIVE, DORMANT})


def steps_from(partner: Partner) -> list[Step]:
    """Steps that lead on from the partner's status. None from a merged record."""
    if partner.merged_into_id:
        return []
    return [step for step in STEPS if partner.status in step.sources]


def step_between(source: str, target: str) -> Step | None:
    found = (step for step in STEPS if source in step.sources and target in step.targets)
    return next(found, None)


def begin(partner: Partner, status: str) -> None:
    """Give a new record its first status. Refuses WrongStatus."""
    if status not in FIRST:
        raise WrongStatus
    partner.status = status


def move(partner: Partner, target: str, *, reason: str = "") -> None:
    """Set the status, if a step leads there. Does not save.

    Refuses PartnerMerged, WrongStatus, ReasonMissing.
    """
    if partner.merged_into_id:
        raise PartnerMerged
    step = step_between(partner.status, target)
    if step is None:
        raise WrongStatus
    if step.needs_reason and not reason.strip():
        raise ReasonMissing
    partner.status = target
    partner.archive_reason = reason.strip() if step.needs_reason else ""


def absorb(partner: Partner, survivor: Partner, *, reason: str) -> None:
    """Close the record as merged into `survivor`, whatever its status. Does not save."""
    if partner.merged_into_id:
        raise PartnerMerged
    partner.status = ARCHIVED
    partner.archive_reason = partner.archive_reason or reason
    partner.merged_into = survivor
