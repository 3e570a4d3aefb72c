"""The life of a twin link as one table. `stage` is written here and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twinning.exceptions import EndComesApart, WrongStage
from twinning.link_enums import LinkStage

if TYPE_CHECKING:
    import datetime as dt

    from twinning.models import TwinLink

CONTACT, LETTER, TALKS, MEMORANDUM, AGREEMENT, ACTIVE, DORMANT, ENDED = LinkStage

# From → where it may go. What has ended, or sleeps, may come back to life.
STEPS: dict[str, tuple[LinkStage, ...]] = {
    CONTACT: (LETTER, TALKS, ENDED),
    LETTER: (TALKS, ENDED),
    TALKS: (MEMORANDUM, AGREEMENT, ENDED),
    MEMORANDUM: (AGREEMENT, ACTIVE, ENDED),
    AGREEMENT: (ACTIVE, ENDED),
    ACTIVE: (DORMANT, ENDED),
    DORMANT: (ACTIVE, ENDED),
    ENDED: (ACTIVE,),
}
# A link may come into the register at any stage of its life but the last.
FIRST = frozenset(LinkStage) - {ENDED}
# What a coordinator says of the own community without an official.
PROPOSED = frozenset({CONTACT, LETTER})
# From here on a partner is more than a candidate.
SIGNED = frozenset({MEMORANDUM, AGREEMENT, ACTIVE, DORMANT})


def steps_from(stage: str) -> tuple[LinkStage, ...]:
    return STEPS[stage]


def begin(link: TwinLink, stage: str) -> None:
    """Give a new link its first stage. Refuses WrongStage."""
    if stage not in FIRST:
        raise WrongStage
    link.stage = stage


def go_back(link: TwinLink, stage: str, *, ended_on: dt.date | None) -> None:
    """Undo a step that was taken by mistake. Does not save. `ended_on` counts if it had ended."""
    link.stage = stage
    link.ended_on = ended_on if stage == ENDED else None


def move(link: TwinLink, stage: str, *, ended_on: dt.date | None = None) -> None:
    """Set the stage, if a step leads there. Does not save. Refuses WrongStage, EndComesApart."""
    if stage not in STEPS[link.stage]:
        raise WrongStage
    if (stage == ENDED) != (ended_on is not None):
        raise EndComesApart
    link.stage = stage
    link.ended_on = ended_on
