"""The life of a letter as one table. `status` is written here and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twinning.letter_enums import LetterStatus
from twinning.letter_exceptions import WrongLetterStep

if TYPE_CHECKING:
    from twinning.models import Letter

DRAFT, SENT, ANSWERED, NO_ANSWER, WITHDRAWN = LetterStatus

# From → where it may go. An answer may come after nobody waited for it any more.
STEPS: dict[str, tuple[LetterStatus, ...]] = {
    DRAFT: (SENT, WITHDRAWN),
    SENT: (ANSWERED, NO_ANSWER, WITHDRAWN),
    ANSWERED: (),
    NO_ANSWER: (ANSWERED,),
    WITHDRAWN: (),
}
# What ends the waiting; sending is a step of its own, with a day and a way.
CLOSING = (ANSWERED, NO_ANSWER, WITHDRAWN)


def steps_from(status: str) -> tuple[LetterStatus, ...]:
    return STEPS[status]


def closings_from(status: str) -> list[str]:
    return [one.value for one in STEPS[status] if one in CLOSING]


def move(letter: Letter, status: str) -> None:
    """Set the status, if a step leads there. Does not save. Refuses WrongLetterStep."""
    if status not in STEPS[letter.status]:
        raise WrongLetterStep
    letter.status = status
