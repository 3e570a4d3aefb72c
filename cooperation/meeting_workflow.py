"""The life of a meeting as one table. Its `status` is written here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cooperation.meeting_enums import MeetingFileKind, MeetingStatus
from cooperation.meeting_exceptions import InvalidData, MeetingIncomplete, MeetingWrongStatus

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from cooperation.models import Meeting

DRAFT, ANNOUNCED, HELD, PUBLISHED, CANCELLED = MeetingStatus

LARGEST_NOTE = 1000


@dataclass(frozen=True)
class Step:
    """From where, to where, what it needs and what it tells whom; the organiser takes each.

    `done` says in words that it was taken. `backwards` steps are offered after the others.
    """

    code: str
    label: _StrPromise
    sources: frozenset[str]
    target: str
    done: _StrPromise
    tells: _StrPromise | str = ""
    needs: _StrPromise | str = ""
    needs_note: bool = False
    backwards: bool = False
    help: _StrPromise | str = ""


NOBODY = _("nobody")

ANNOUNCE = Step(
    "announce",
    _("Announce"),
    frozenset({DRAFT}),
    ANNOUNCED,
    done=pgettext_lazy("what happened", "The meeting is announced"),
    tells=_("each participant by a letter with a calendar file, unless the meeting is over"),
    needs=_("a place or a link"),
    help=_(
        "From now on it is seen by those for whom it is meant, and the participants get their "
        "invitations."
    ),
)
HOLD = Step(
    "hold",
    _("The meeting took place"),
    frozenset({DRAFT, ANNOUNCED}),
    HELD,
    done=pgettext_lazy("what happened", "The meeting took place"),
    tells=NOBODY,
    needs=_("its beginning is past"),
    help=_("Mark who came, write the minutes and the decisions, then publish them."),
)
PUBLISH = Step(
    "publish",
    _("Publish the minutes"),
    frozenset({HELD}),
    PUBLISHED,
    done=pgettext_lazy("what happened", "The minutes are published"),
    tells=_("participants; those who got tasks, with the day they are due"),
    needs=_("minutes as a text or a file"),
    help=_(
        "Minutes and decisions are seen by those who see the meeting. Participants and those who "
        "got tasks are told."
    ),
)
CORRECT = Step(
    "correct",
    _("Take the minutes back to correct them"),
    frozenset({PUBLISHED}),
    HELD,
    done=pgettext_lazy("what happened", "The minutes are taken back to be corrected"),
    tells=NOBODY,
    needs_note=True,
    backwards=True,
    help=_("Minutes and decisions are hidden until you publish them again. Write why."),
)
CANCEL = Step(
    "cancel",
    pgettext_lazy("meeting", "Cancel the meeting"),
    frozenset({DRAFT, ANNOUNCED}),
    CANCELLED,
    done=pgettext_lazy("what happened", "The meeting is cancelled"),
    tells=_("each participant who was invited, by a letter that takes it out of the calendar"),
    needs_note=True,
    backwards=True,
    help=_("Participants get the reason by letter, and the meeting leaves their calendars."),
)
REOPEN = Step(
    "reopen",
    _("Prepare it anew"),
    frozenset({CANCELLED}),
    DRAFT,
    done=pgettext_lazy("what happened", "The meeting is a draft again"),
    tells=NOBODY,
    help=_("It becomes a draft. Set another day and announce it: everybody is invited anew."),
)

# No step: the announced meeting got another time, place or title, and participants a letter.
CHANGED = "change"

STEPS = (ANNOUNCE, HOLD, PUBLISH, REOPEN, CORRECT, CANCEL)
# The way as the page shows it.
WAY = (DRAFT, ANNOUNCED, HELD, PUBLISHED)


def steps_from(meeting: Meeting) -> list[Step]:
    """Steps that the organiser can take now."""
    return [step for step in STEPS if meeting.status in step.sources and _is_time(meeting, step)]


def is_step(code: str) -> bool:
    return any(one.code == code for one in STEPS)


def step_of(meeting: Meeting, code: str) -> Step:
    """The step of that code that leads on from here. Refuses MeetingWrongStatus."""
    found = next((one for one in STEPS if one.code == code), None)
    if found is None or meeting.status not in found.sources:
        raise MeetingWrongStatus(meeting, found.target if found else "")
    return found


def move(meeting: Meeting, step: Step, note: str = "") -> None:
    """Set the status and what the step keeps. Does not save.

    Refuses: MeetingWrongStatus, InvalidData (note), MeetingIncomplete.
    """
    if meeting.status not in step.sources:
        raise MeetingWrongStatus(meeting, step.target)
    note = note.strip()
    if step.needs_note and not note:
        raise InvalidData({"note": [_now("Write why.")]})
    if len(note) > LARGEST_NOTE:
        raise InvalidData({"note": [_now("The note is too long.")]})
    missing = dict(missing_for(meeting, step))
    if missing:
        raise MeetingIncomplete(missing)
    meeting.status = step.target
    meeting.cancel_reason = note if step is CANCEL else ""
    _date(meeting, step)


def _date(meeting: Meeting, step: Step) -> None:
    now = timezone.now()
    if step in {ANNOUNCE, HOLD}:
        meeting.announced_at = meeting.announced_at or now
    if step is REOPEN:
        # A draft is known to nobody, also when it was announced before.
        meeting.announced_at = None
    meeting.published_at = now if step is PUBLISH else None
    if step is ANNOUNCE or (step is CANCEL and meeting.announced_at):
        # Calendars replace what they hold by what has the higher number.
        meeting.sequence += 1


def _is_time(meeting: Meeting, step: Step) -> bool:
    """Nobody says of a meeting to come that it took place."""
    return step is not HOLD or meeting.starts_at <= timezone.now()


def missing_for(meeting: Meeting, step: Step) -> Iterator[tuple[str, list[str]]]:
    """What the step needs and the meeting does not say: field → words."""
    if step is ANNOUNCE and not (meeting.place or meeting.place_en or meeting.link):
        yield "place", [_now("Say where: a place, or a link for those who join online.")]
    if not _is_time(meeting, step):
        yield "starts_at", [_now("The meeting has not begun yet.")]
    if step is PUBLISH and not (meeting.minutes or meeting.minutes_en or _has_paper(meeting)):
        yield "minutes", [_now("Write the minutes, or attach the signed ones.")]


def _has_paper(meeting: Meeting) -> bool:
    kept = meeting.files.filter(kind=MeetingFileKind.MINUTES, is_withdrawn=False)
    return bool(kept.exists())
