"""The life of a monitoring card as one table. Its `status` is written here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from projects.enums import CardStatus
from projects.mta_exceptions import CardWrongStatus, InvalidData

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from accounts.models import User
    from projects.models import MonitoringCard

DUE, DRAFTED, SUBMITTED, RETURNED, ACCEPTED, WAIVED = CardStatus
# Whoever is of the office may also do what the recipient does: not every one is on the portal.
RECIPIENT, OFFICE = "recipient", "office"
LARGEST_NOTE = 1000


@dataclass(frozen=True)
class Step:
    """From where, to where, by whom. `backwards` steps are offered after the others."""

    code: str
    label: _StrPromise
    sources: frozenset[str]
    target: str
    who: str
    is_whole: bool = False
    needs_note: bool = False
    backwards: bool = False
    help: _StrPromise | str = ""


SUBMIT = Step(
    "submit",
    _("Hand in the card"),
    frozenset({DRAFTED, RETURNED}),
    SUBMITTED,
    RECIPIENT,
    is_whole=True,
    help=_("The regional office reads it and accepts it or sends it back with remarks."),
)
REWORK = Step(
    "rework",
    _("Take back to rework"),
    frozenset({SUBMITTED}),
    DRAFTED,
    RECIPIENT,
    backwards=True,
    help=_("As long as the office has not decided you can take the card back and change it."),
)
ACCEPT = Step("accept", _("Accept"), frozenset({SUBMITTED}), ACCEPTED, OFFICE)
SEND_BACK = Step(
    "send-back",
    _("Send back to be mended"),
    frozenset({SUBMITTED, ACCEPTED}),
    RETURNED,
    OFFICE,
    needs_note=True,
    backwards=True,
    help=_("Write what has to be mended: the recipient gets it by letter and sees it on the card."),
)
WAIVE = Step(
    "waive",
    _("Not needed"),
    frozenset({DUE, DRAFTED, RETURNED}),
    WAIVED,
    OFFICE,
    needs_note=True,
    backwards=True,
    help=_(
        "When no card is owed for this half-year, such as when the work has not begun, or when it "
        "was handed in on paper. Write why."
    ),
)
DEMAND = Step(
    "demand",
    _("Needed after all"),
    frozenset({WAIVED}),
    DRAFTED,
    OFFICE,
    help=_("The card is to be filled in again, with its old last day."),
)
STEPS = (SUBMIT, ACCEPT, DEMAND, REWORK, SEND_BACK, WAIVE)
# What is written into a card that is due becomes a draft; one that was returned stays so.
WRITABLE = frozenset({DUE, DRAFTED, RETURNED})


def steps_from(card: MonitoringCard, *roles: str) -> list[Step]:
    """Steps that people with these roles can take now, forward ones first."""
    return [step for step in STEPS if card.status in step.sources and step.who in roles]


def step_called(code: str) -> Step | None:
    return next((one for one in STEPS if one.code == code), None)


def write(card: MonitoringCard) -> None:
    """Somebody fills it in. Does not save. Refuses CardWrongStatus."""
    if card.status not in WRITABLE:
        raise CardWrongStatus
    if card.status == DUE:
        card.status = DRAFTED


def move(card: MonitoringCard, step: Step, actor: User | None, note: str = "") -> None:
    """Set the status and what the step keeps. Does not save.

    Refuses: CardWrongStatus, InvalidData (note; what the card does not say yet).
    """
    if card.status not in step.sources:
        raise CardWrongStatus
    note = note.strip()
    if step.needs_note and not note:
        raise InvalidData({"note": [_now("Write why.")]})
    if len(note) > LARGEST_NOTE:
        raise InvalidData({"note": [_now("The note is too long.")]})
    missing = dict(missing_in(card)) if step.is_whole else {}
    if missing:
        raise InvalidData(missing)
    card.status = step.target
    card.return_reason = note if step.needs_note else ""
    _sign(card, step, actor)


def _sign(card: MonitoringCard, step: Step, actor: User | None) -> None:
    today = timezone.localdate()
    if step is SUBMIT:
        card.submitted_on, card.submitted_by = today, actor
    if step is REWORK or step is DEMAND:
        card.submitted_on = card.submitted_by = None
    decides = step in (ACCEPT, SEND_BACK, WAIVE)
    card.decided_on, card.decided_by = (today, actor) if decides else (None, None)


def missing_in(card: MonitoringCard) -> Iterator[tuple[str, list[str]]]:
    """What the office must know and the card does not say: field → words."""
    if not card.done:
        yield "done", [_now("Write what was done in this half-year, task by task.")]
    if not card.results_in_words and not card.results_in_numbers:
        yield "results_in_words", [_now("Write what came of it, in words or in numbers.")]
    if card.spent is None:
        yield "spent", [_now("Give the money spent in the half-year; nought if there was none.")]
    if not card.next_steps and not card.is_final:
        yield "next_steps", [_now("Write what comes next.")]
