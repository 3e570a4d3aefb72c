"""The life of a progress report as one table. Its `status` is written here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.intake.refusals import Refusal
from common.intake.texts import many_lines
from projects.enums import ReportStatus
from projects.exceptions import InvalidData

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from accounts.models import User
    from projects.models import ProgressReport

WAITING, ACCEPTED, REFUSED, WITHDRAWN = ReportStatus
OFFICE, PARTY = "office", "party"
LARGEST_NOTE = 1000
# What the office is told of a report that came.
REPORTED = _("Look at the report, then accept it or say why not.")


class ReportDecided(Refusal):
    message = _("The report has been decided or withdrawn meanwhile.")


@dataclass(frozen=True)
class Step:
    """`done` is told once it is taken; `news` to the other side."""

    code: str
    label: _StrPromise
    target: str
    who: str
    done: _StrPromise
    news: _StrPromise
    needs_note: bool = False


ACCEPT = Step(
    "accept",
    pgettext_lazy("progress", "Accept"),
    ACCEPTED,
    OFFICE,
    _("Accepted: the values stand in the project."),
    _("The office has accepted your report. Its values stand in the project now."),
)
REFUSE = Step(
    "refuse",
    pgettext_lazy("progress", "Do not accept"),
    REFUSED,
    OFFICE,
    _("Not accepted. Who reported is told why."),
    _("The office has not accepted your report. You can send another one."),
    needs_note=True,
)
WITHDRAW = Step(
    "withdraw",
    pgettext_lazy("progress", "Withdraw"),
    WITHDRAWN,
    PARTY,
    _("The report is withdrawn."),
    _("The report is withdrawn: there is nothing to decide."),
)
STEPS = (ACCEPT, REFUSE, WITHDRAW)
BY_CODE = {one.code: one for one in STEPS}


def steps_from(report: ProgressReport, roles: frozenset[str]) -> list[Step]:
    """What people with these roles can do now."""
    return [one for one in STEPS if report.status == WAITING and one.who in roles]


def move(report: ProgressReport, step: Step, actor: User | None, note: str = "") -> None:
    """Does not save. Refuses: ReportDecided, InvalidData (note)."""
    if report.status != WAITING:
        raise ReportDecided
    note = many_lines(note)
    if step.needs_note and not note:
        raise InvalidData({"note": [_now("Write why.")]})
    if len(note) > LARGEST_NOTE:
        raise InvalidData({"note": [_now("The note is too long.")]})
    report.status, report.decision_note = step.target, note
    report.decided_on, report.decided_by = timezone.localdate(), actor
