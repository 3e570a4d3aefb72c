"""The papers of a meeting: invitation with the agenda, minutes, report of what was carried out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from common.design.formats import long_date, number
from common.design.languages import wording
from common.documents.document import Block, Document, Head, Signature, blocks_of
from common.documents.languages import date_in
from communities.models import Office
from cooperation.meeting_enums import MeetingStatus, Presence, TaskStatus
from cooperation.meeting_permissions import can_see_people
from cooperation.meeting_times import in_zone, when_lines
from cooperation.meeting_words import owner_shown, represented, task_pill
from cooperation.models import Meeting, MeetingTask, Participant
from partners.models import Partner

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

INVITATION, MINUTES, EXECUTION = "invitation", "minutes", "execution"


@dataclass(frozen=True)
class Paper:
    """`is_for(meeting, leads, has_decisions)`: whether the reader can have it now."""

    label: _StrPromise
    is_for: Callable[[Meeting, bool, bool], bool]


def _may_invite(meeting: Meeting, leads: bool, has_decisions: bool) -> bool:  # noqa: FBT001
    """A draft is printed by its office alone, to be looked at before it is announced."""
    return meeting.status == MeetingStatus.ANNOUNCED or (
        leads and meeting.status == MeetingStatus.DRAFT
    )


def _may_read(meeting: Meeting, leads: bool, has_decisions: bool) -> bool:  # noqa: FBT001
    return meeting.status == MeetingStatus.PUBLISHED or (
        leads and meeting.status == MeetingStatus.HELD
    )


def _may_report(meeting: Meeting, leads: bool, has_decisions: bool) -> bool:  # noqa: FBT001
    return has_decisions and _may_read(meeting, leads, has_decisions)


PAPERS = {
    INVITATION: Paper(gettext_lazy("Invitation with the agenda"), _may_invite),
    MINUTES: Paper(gettext_lazy("Minutes"), _may_read),
    EXECUTION: Paper(gettext_lazy("Report of execution"), _may_report),
}


@dataclass(frozen=True)
class Reader:
    """What of people and partners the paper may name: `partners` are the keys of those known."""

    sees_people: bool
    partners: frozenset[int]


def reader_of(meeting: Meeting, user: Any) -> Reader:
    keys = MeetingTask.objects.filter(decision__meeting=meeting).values("partner")
    known = Partner.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True)
    return Reader(can_see_people(user, meeting), frozenset(known))


def paper_of(kind: str, meeting: Meeting, language: str, reader: Reader) -> Document:
    """In Ukrainian or English; texts fall back to the language in which they were typed.

    Names of people, the place, the link, partners stand in it only for those who may know them.
    """
    makers = {INVITATION: _invitation, MINUTES: _minutes, EXECUTION: _execution}
    with override(language):
        return makers[kind](meeting, language, reader)


def _head(office: Office) -> Head:
    lines = (office.postal_address, ", ".join(filter(None, (office.phone, office.email))))
    return Head(name=wording(office, "name").text, lines=tuple(filter(None, lines)))


def _document(
    meeting: Meeting, language: str, title: str, blocks: Iterator[Block], *, is_signed: bool
) -> Document:
    day = in_zone(meeting.starts_at, meeting.time_zone).date()
    signatures = (
        (
            Signature(name="", position=_("Chair of the meeting")),
            Signature(name="", position=_("Secretary of the meeting")),
        )
        if is_signed
        else ()
    )
    return Document(
        language=language,
        title=title,
        subject=title,
        head=_head(meeting.office),
        dated=date_in(language, day),
        reference=meeting.reference,
        blocks=tuple(blocks),
        signatures=signatures,
    )


# The invitation


def _invitation(meeting: Meeting, language: str, reader: Reader) -> Document:
    title = _("Invitation")
    blocks = _invitation_blocks(meeting, reader)
    return _document(meeting, language, title, blocks, is_signed=False)


def _invitation_blocks(meeting: Meeting, reader: Reader) -> Iterator[Block]:
    said = {"title": wording(meeting, "title").text, "kind": str(meeting.get_kind_display())}
    yield Block("paragraph", _("We invite you to “%(title)s” (%(kind)s).") % said)
    for line in when_lines(meeting):
        yield Block("item", _("When: %(when)s") % {"when": line})
    yield from _where(meeting, reader)
    about = wording(meeting, "about").text
    if about:
        yield Block("heading", _("What it is about"))
        yield from blocks_of(about)
    yield from _agenda(meeting)
    office = meeting.office
    answers = ", ".join(filter(None, (office.email, office.phone)))
    if answers:
        yield Block(
            "paragraph", _("Please tell us whether you will come: %(to)s.") % {"to": answers}
        )


def _where(meeting: Meeting, reader: Reader) -> Iterator[Block]:
    place = wording(meeting, "place").text
    if place and (reader.sees_people or meeting.shows_place):
        yield Block("item", _("Where: %(place)s") % {"place": place})
    if meeting.link and reader.sees_people:
        yield Block("item", _("To join online: %(link)s") % {"link": meeting.link})


def _agenda(meeting: Meeting) -> Iterator[Block]:
    items = list(meeting.agenda.all())
    if not items:
        return
    yield Block("heading", _("Agenda"))
    for place, one in enumerate(items, start=1):
        spoken = _(" Speaks: %(who)s.") % {"who": one.speaker} if one.speaker else ""
        yield Block("paragraph", f"{place}. {_sentence(wording(one, 'title').text)}{spoken}")


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


# The minutes


def _minutes(meeting: Meeting, language: str, reader: Reader) -> Document:
    kind = str(meeting.get_kind_display())
    title = _("Minutes: %(kind)s “%(title)s”") % {
        "kind": kind,
        "title": wording(meeting, "title").text,
    }
    blocks = _minutes_blocks(meeting, reader)
    return _document(meeting, language, title, blocks, is_signed=True)


def _minutes_blocks(meeting: Meeting, reader: Reader) -> Iterator[Block]:
    for line in when_lines(meeting):
        yield Block("item", _("When: %(when)s") % {"when": line})
    yield from _where(meeting, reader)
    yield from _present(meeting, reader)
    yield from _agenda(meeting)
    minutes = wording(meeting, "minutes").text
    if minutes:
        yield Block("heading", _("What was said"))
        yield from blocks_of(minutes)
    decisions = list(meeting.decisions.all())
    if decisions:
        yield Block("heading", _("Decided"))
    tasks = _tasks(meeting)
    for one in decisions:
        yield Block("paragraph", f"{one.number}. {wording(one, 'text').text}")
        for task in tasks.get(one.pk, ()):
            yield Block("item", _task_line(task, reader))


def _present(meeting: Meeting, reader: Reader) -> Iterator[Block]:
    people = meeting.participants.select_related("office", "community", "partner")
    came = [one for one in people if one.status == Presence.CAME]
    if not came:
        return
    yield Block("heading", _("Present"))
    if reader.sees_people:
        for one in came:
            yield Block("item", _who(one))
        return
    for name in dict.fromkeys(represented(one) for one in came if one.partner_id is None):
        yield Block("item", name)
    text = ngettext("%(count)s participant in all.", "%(count)s participants in all.", len(came))
    yield Block("paragraph", text % {"count": number(len(came))})


def _who(person: Participant) -> str:
    return ", ".join(filter(None, (person.full_name, person.position, represented(person))))


# The report


def _execution(meeting: Meeting, language: str, reader: Reader) -> Document:
    title = _("Report of execution: “%(title)s”") % {"title": wording(meeting, "title").text}
    return _document(meeting, language, title, _execution_blocks(meeting, reader), is_signed=False)


def _execution_blocks(meeting: Meeting, reader: Reader) -> Iterator[Block]:
    tasks = _tasks(meeting)
    every = [one for held in tasks.values() for one in held if one.status != TaskStatus.DROPPED]
    done = sum(one.status == TaskStatus.DONE for one in every)
    late = sum(task_pill(one).tone == "bad" for one in every)
    said = {"total": number(len(every)), "done": number(done), "late": number(late)}
    yield Block("paragraph", _("Tasks: %(total)s. Done: %(done)s. Late: %(late)s.") % said)
    for one in meeting.decisions.all():
        yield Block("heading", f"{one.number}. {wording(one, 'text').text}")
        held = tasks.get(one.pk, ())
        if not held:
            yield Block("paragraph", _("Nobody was given a task."))
        for task in held:
            state = capfirst(task_pill(task).label)
            result = f" {_sentence(task.result)}" if task.result else ""
            yield Block("item", f"{_task_line(task, reader)} {state}.{result}")


def _task_line(task: MeetingTask, reader: Reader) -> str:
    due = _("until %(day)s") % {"day": long_date(task.due_on)} if task.due_on else ""
    who = ", ".join(filter(None, (owner_shown(task, reader.partners), due)))
    return _sentence(f"{wording(task, 'what').text} – {who}")


def _tasks(meeting: Meeting) -> dict[int, list[MeetingTask]]:
    rows = MeetingTask.objects.filter(decision__meeting=meeting).select_related(
        "office", "community", "partner"
    )
    found: dict[int, list[MeetingTask]] = {}
    for one in rows:
        found.setdefault(one.decision_id, []).append(one)
    return found
