"""The life of an agreement as one table. Its `status` is written here and nowhere else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from partners.agreement_enums import AgreementStatus
from partners.agreement_exceptions import AgreementWrongStatus
from partners.exceptions import InvalidData

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from partners.models import Agreement

(
    IDEA,
    DRAFT,
    SENT,
    MINISTRY_APPROVED,
    COUNCIL_APPROVED,
    SIGNED,
    REGISTERED,
    IN_FORCE,
    RENEWED,
    EXPIRED,
    TERMINATED,
) = AgreementStatus

ANY, LAW, FREE = "any", "law", "free"


@dataclass(frozen=True)
class Step:
    """A step: from where, to where, for which kinds, and what it needs besides its date.

    `path`: LAW for the kinds of Law 3668-IX, FREE for memoranda and the like, ANY for both.
    `on` and `no` name the columns that keep the date and the number of the document.
    `by_hand` is False for steps that have a service of their own.
    """

    code: str
    label: _StrPromise
    sources: frozenset[str]
    target: str
    path: str = ANY
    on: str = ""
    no: str = ""
    needs_number: bool = False
    needs_note: bool = False
    by_hand: bool = True
    help: _StrPromise | str = ""

    def fits(self, agreement: Agreement) -> bool:
        if agreement.status not in self.sources:
            return False
        return self.path == ANY or (self.path == LAW) == agreement.is_under_law

    @property
    def writes(self) -> tuple[str, ...]:
        """The columns that the step changes."""
        return tuple(filter(None, ("status", self.on, self.no, *_MORE.get(self.code, ()))))


# What steps change beside their own date and number.
_MORE = {
    "return": ("sent_on",),
    "sign": ("signed_place",),
    "renew": ("ended_on",),
    "terminate": ("end_reason",),
}

DRAW_UP = Step(
    "draw_up",
    _("The draft is drawn up"),
    frozenset({IDEA}),
    DRAFT,
    help=_("There is a text that both sides discuss."),
)
SEND = Step(
    "send",
    _("Sent to the ministry"),
    frozenset({DRAFT}),
    SENT,
    LAW,
    on="sent_on",
    help=_("The letter with the draft. The 30 days of the procedure are counted from this day."),
)
RETURN = Step(
    "return",
    _("Returned by the ministry"),
    frozenset({SENT}),
    DRAFT,
    LAW,
    needs_note=True,
    help=_("Write down the remarks: the draft goes back to work."),
)
MINISTRY_APPROVE = Step(
    "ministry_approve",
    _("Approved by the ministry"),
    frozenset({SENT}),
    MINISTRY_APPROVED,
    LAW,
    on="ministry_order_on",
    no="ministry_order_no",
    needs_number=True,
    help=_("Number and date of the ministry’s order."),
)
COUNCIL_APPROVE = Step(
    "council_approve",
    _("Approved by the council"),
    frozenset({MINISTRY_APPROVED}),
    COUNCIL_APPROVED,
    LAW,
    on="council_decision_on",
    no="council_decision_no",
    needs_number=True,
    help=_("Number and date of the council’s decision."),
)
SIGN_BY_LAW = Step(
    "sign",
    _("Signed"),
    frozenset({COUNCIL_APPROVED}),
    SIGNED,
    LAW,
    on="signed_on",
    help=_("The day on which the last of the parties signed."),
)
SIGN = Step(
    "sign",
    _("Signed"),
    frozenset({IDEA, DRAFT}),
    SIGNED,
    FREE,
    on="signed_on",
    help=_("The day on which the last of the parties signed."),
)
REGISTER = Step(
    "register",
    _("Entered in the state register"),
    frozenset({SIGNED}),
    REGISTERED,
    LAW,
    on="registered_on",
    no="registration_no",
    needs_number=True,
    help=_("Registration number and date."),
)
ENTER_BY_LAW = Step(
    "enter_into_force",
    _("Came into force"),
    frozenset({REGISTERED}),
    IN_FORCE,
    LAW,
    on="effective_on",
)
ENTER = Step(
    "enter_into_force",
    _("Came into force"),
    frozenset({SIGNED}),
    IN_FORCE,
    FREE,
    on="effective_on",
)
RENEW = Step(
    "renew",
    _("Renewed"),
    frozenset({IN_FORCE, RENEWED, EXPIRED}),
    RENEWED,
    by_hand=False,
)
EXPIRE = Step(
    "expire",
    _("Its term is over"),
    frozenset({IN_FORCE, RENEWED}),
    EXPIRED,
    on="ended_on",
    by_hand=False,
)
TERMINATE = Step(
    "terminate",
    _("Terminated"),
    frozenset({SIGNED, REGISTERED, IN_FORCE, RENEWED}),
    TERMINATED,
    on="ended_on",
    needs_note=True,
    help=_("Why, and by whose decision. It stays in the register with its history."),
)

STEPS = (
    DRAW_UP,
    SEND,
    RETURN,
    MINISTRY_APPROVE,
    COUNCIL_APPROVE,
    SIGN_BY_LAW,
    SIGN,
    REGISTER,
    ENTER_BY_LAW,
    ENTER,
    RENEW,
    EXPIRE,
    TERMINATE,
)
# What an agreement may be entered as: old ones come into the register long after they were signed.
FIRST = frozenset(AgreementStatus.values)
# The way as the page shows it, from the first status to being in force.
LAW_WAY = (
    IDEA,
    DRAFT,
    SENT,
    MINISTRY_APPROVED,
    COUNCIL_APPROVED,
    SIGNED,
    REGISTERED,
    IN_FORCE,
)
FREE_WAY = (IDEA, DRAFT, SIGNED, IN_FORCE)
LARGEST_NUMBER = 60
LARGEST_NOTE = 500


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What a person says of a step."""

    on: dt.date
    number: str = ""
    note: str = ""


def steps_from(agreement: Agreement) -> list[Step]:
    """Steps that people can take now. None from an archived record."""
    if agreement.is_archived:
        return []
    return [step for step in STEPS if step.by_hand and step.fits(agreement)]


def step_of(agreement: Agreement, code: str) -> Step:
    """The step of that code that leads on from here. Refuses AgreementWrongStatus."""
    found = next((one for one in STEPS if one.code == code and one.fits(agreement)), None)
    if found is None or agreement.is_archived:
        raise AgreementWrongStatus(agreement, found.target if found else "")
    return found


def is_step(code: str) -> bool:
    return any(one.code == code for one in STEPS)


def step_called(code: str) -> Step:
    """The step of that code, of whichever path: they write the same columns."""
    return next(one for one in STEPS if one.code == code)


def way_of(agreement: Agreement) -> tuple[str, ...]:
    return LAW_WAY if agreement.is_under_law else FREE_WAY


def begin(agreement: Agreement, status: str) -> None:
    """Give a new record its first status. Refuses AgreementWrongStatus."""
    if status not in FIRST or (not agreement.is_under_law and status in ONLY_BY_LAW):
        raise AgreementWrongStatus
    agreement.status = status


ONLY_BY_LAW = frozenset({SENT, MINISTRY_APPROVED, COUNCIL_APPROVED, REGISTERED})


def move(agreement: Agreement, step: Step, taken: Taken) -> None:
    """Set the status and what the step keeps. Does not save.

    Refuses AgreementWrongStatus, InvalidData (on, number, note).
    """
    if not step.fits(agreement) or agreement.is_archived:
        raise AgreementWrongStatus(agreement, step.target)
    errors = dict(_lacking(agreement, step, taken))
    if errors:
        raise InvalidData(errors)
    if step.on:
        setattr(agreement, step.on, taken.on)
    if step.no:
        setattr(agreement, step.no, taken.number.strip())
    if step is TERMINATE:
        agreement.end_reason = taken.note.strip()
    if step is RETURN:
        agreement.sent_on = None
    if step is RENEW:
        agreement.ended_on = None
    agreement.status = step.target


def before(agreement: Agreement, step: Step) -> dict[str, Any]:
    """What the step is going to change, as it can be kept in JSON."""
    values = {name: getattr(agreement, name) for name in step.writes}
    return {
        name: value.isoformat() if isinstance(value, dt.date) else value
        for name, value in values.items()
    }


def take_back(agreement: Agreement, step: Step, before: Mapping[str, Any]) -> None:
    """Undo the step that was taken last: its columns are again as `before`. Does not save.

    Refuses AgreementWrongStatus: no longer the status that the step led to, archived, or one
    from which the step never leads.
    """
    came_from = before.get("status")
    if agreement.is_archived or agreement.status != step.target:
        raise AgreementWrongStatus
    if not any(came_from in one.sources for one in STEPS if one.code == step.code):
        raise AgreementWrongStatus
    for name in step.writes:
        column: Any = agreement._meta.get_field(name)
        setattr(agreement, name, column.to_python(before.get(name, column.get_default())))


def _lacking(agreement: Agreement, step: Step, taken: Taken) -> Iterator[tuple[str, list[str]]]:
    number, note = taken.number.strip(), taken.note.strip()
    if step.needs_number and not number:
        yield "number", [_now("Give the number of the document.")]
    if len(number) > LARGEST_NUMBER:
        yield "number", [_now("The number is too long.")]
    if step.needs_note and not note:
        yield "note", [_now("Write why.")]
    if len(note) > LARGEST_NOTE:
        yield "note", [_now("The note is too long.")]
    before = _day_before(agreement, step)
    if before and taken.on < before:
        yield "on", [_now("This cannot have happened before the step that went ahead of it.")]


_BEFORE = {
    "ministry_approve": "sent_on",
    "return": "sent_on",
    "council_approve": "ministry_order_on",
    "register": "signed_on",
    "enter_into_force": "signed_on",
    "terminate": "signed_on",
}


def _day_before(agreement: Agreement, step: Step) -> dt.date | None:
    if step is SIGN_BY_LAW:
        return agreement.council_decision_on
    name = _BEFORE.get(step.code, "")
    found: dt.date | None = getattr(agreement, name) if name else None
    return found
