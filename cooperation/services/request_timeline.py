"""What happens to a request besides its steps: messages, people, offices, deadline, links."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.audit.context import acting
from common.design.languages import wording
from common.intake.texts import many_lines, one_line
from common.workdays.counting import add_working_days
from communities.models import Office
from cooperation import request_deadlines as deadlines
from cooperation import request_workflow as workflow
from cooperation.models import CoordinationRequest, RequestEntry, RequestLink, RequestMention
from cooperation.request_enums import OPEN, RUNNING, EntryKind, RequestStatus, Side
from cooperation.request_exceptions import InvalidData, RequestWrongStatus
from cooperation.request_moves import Given
from cooperation.request_notices import (
    tell_of_deadline,
    tell_of_mention,
    tell_of_note,
    tell_of_office,
    tell_of_officer,
)
from cooperation.request_permissions import officers_for, who_may_read
from cooperation.services.pressed_twice import just_entered
from cooperation.services.requests import enter, locked, move_by
from partners.models import Agreement
from projects.models import Project, ProjectIdea
from twinning.models import TwinLink

LARGEST_TEXT = 4000
MOST_MENTIONED = 10
LONGEST_EXTENSION_DAYS = 366
# So many working days a request rests after somebody has chased it.
REST_DAYS = 3


@transaction.atomic
def write_note(
    *,
    actor: User,
    request: CoordinationRequest,
    text: str,
    is_internal: bool = False,
    asks: bool = False,
    mentioned: Sequence[User] = (),
) -> RequestEntry:
    """A line of the timeline, for everybody inside or for officials only; the other side is told.

    A public message says whose turn it is: of the office once the community has written; of the
    community when the office `asks`. It ends the rest after a chase.
    The same said a moment ago is that line: the button was pressed twice.
    Refuses: InvalidData (text, mentioned).
    """
    request = locked(request)
    text = _said(text, needed=True)
    people = list(dict.fromkeys(mentioned))
    said = {"text": text, "is_internal": is_internal}
    made = just_entered(actor=actor, request=request, kind=EntryKind.NOTE, **said)
    if made is not None and set(made.mentioned.all()) == set(people):
        return made
    _refuse_strange_readers(request, people, is_internal=is_internal)
    with acting(actor=actor):
        entry = enter(request, EntryKind.NOTE, actor, text=text, is_internal=is_internal)
        _mention(entry, people)
        if not is_internal:
            _pass_turn(request, entry.side, asks=asks)
    tell_of_note(entry, people, actor)
    return entry


@transaction.atomic
def answer_office(
    *, actor: User, request: CoordinationRequest, text: str, mentioned: Sequence[User] = ()
) -> RequestEntry:
    """The community's answer: what was sent back is submitted again, what waits for the community
    goes on. When nothing waits any more it is a message. Pressed twice, it is said once.

    Refuses: RequestIncomplete, InvalidData (text, note, mentioned).
    """
    text = _said(text, needed=True)
    request = locked(request)
    made = just_entered(actor=actor, request=request, kind=EntryKind.STEP, text=text)
    if made is not None:
        return made
    step = workflow.answering(request)
    if step is None:
        return write_note(actor=actor, request=request, text=text, mentioned=mentioned)
    people = list(dict.fromkeys(mentioned))
    _refuse_strange_readers(request, people, is_internal=False)
    moved = move_by(actor=actor, request=request, step=step, given=Given(note=text))
    entry = moved.entries.latest("pk")
    with acting(actor=actor):
        _mention(entry, people)
    tell_of_mention(entry, people, actor)
    return entry


def _refuse_strange_readers(
    request: CoordinationRequest, people: Sequence[User], *, is_internal: bool
) -> None:
    """Only who will see the line can be mentioned in it."""
    readers = set(who_may_read(request, is_internal=is_internal))
    strange = ", ".join(str(one) for one in people if one not in readers)
    if strange and is_internal:
        text = _("Internal notes are not seen by: %(people)s.") % {"people": strange}
        raise InvalidData({"mentioned": [text]})
    if strange or len(people) > MOST_MENTIONED:
        raise InvalidData({"mentioned": [_("Choose at most 10 people who may read the message.")]})


def _mention(entry: RequestEntry, people: Sequence[User]) -> None:
    for one in people:
        RequestMention.objects.create(entry=entry, person=one)


def _pass_turn(request: CoordinationRequest, side: str, *, asks: bool) -> None:
    """Who has written has acted: what asked for attention does so no longer. What was sent back
    asks the community until it is submitted again.
    """
    is_sent_back = request.status == RequestStatus.RETURNED and side == Side.COMMUNITY
    if request.status == RequestStatus.CLOSED or is_sent_back:
        return
    if side == Side.COMMUNITY:
        request.attention = Side.OFFICE
    elif asks:
        request.attention = Side.COMMUNITY
    elif request.attention == Side.OFFICE and request.status != RequestStatus.SUBMITTED:
        request.attention = ""
    request.chased_until = None
    request.save(update_fields=["attention", "chased_until", "updated_at"])


@transaction.atomic
def assign(
    *, actor: User, request: CoordinationRequest, officer: User, note: str = ""
) -> CoordinationRequest:
    """Give the open request to another officer of the same office, who is told. Pressed twice, it
    is given once.

    Refuses: RequestWrongStatus, InvalidData (officer, note).
    """
    request = _locked_open(request)
    note = _said(note)
    if not officers_for(request.office).filter(pk=officer.pk).exists():
        raise InvalidData({"officer": [_("Choose somebody of the office that deals with it.")]})
    text = _lines(officer.full_name or officer.email, note)
    if just_entered(actor=actor, request=request, kind=EntryKind.ASSIGNED, text=text):
        return request
    if request.assignee == officer:
        raise InvalidData({"officer": [_("This officer deals with it already.")]})
    request.assignee = officer
    with acting(actor=actor):
        request.save(update_fields=["assignee", "updated_at"])
        entry = enter(request, EntryKind.ASSIGNED, actor, text=text, is_internal=True)
    tell_of_officer(request, entry, note, actor)
    return request


@transaction.atomic
def hand_over(
    *, actor: User, request: CoordinationRequest, office: Office, note: str
) -> CoordinationRequest:
    """Another office deals with it from now on. The first one sees it still; the deadline
    stays.

    Refuses: RequestWrongStatus, InvalidData (office, note).
    """
    request = _locked_open(request)
    note = _said(note, needed=True)
    if office.pk == request.office_id:
        raise InvalidData({"office": [_("This office deals with it already.")]})
    request.office, request.assignee, request.attention = office, None, Side.OFFICE
    request.chased_until = None
    names = ["office", "assignee", "attention", "chased_until", "updated_at"]
    with acting(actor=actor):
        request.save(update_fields=names)
        text = _lines(wording(office, "name").text, note)
        entry = enter(request, EntryKind.HANDED_OVER, actor, text=text)
    tell_of_office(request, entry, note, actor)
    return request


@transaction.atomic
def extend_deadline(
    *, actor: User, request: CoordinationRequest, until: dt.date, why: str
) -> CoordinationRequest:
    """An official moves the deadline, later or earlier, with the reason; the community is told.
    The same day for the same reason changes nothing.

    Refuses: RequestWrongStatus (the deadline does not run), InvalidData (until, why).
    """
    request = locked(request)
    why = _said(why, needed=True, name="why")
    if request.status not in RUNNING or request.due_on is None:
        raise RequestWrongStatus
    if not 0 <= (until - timezone.localdate()).days <= LONGEST_EXTENSION_DAYS:
        raise InvalidData({"until": [_("Choose a day from today on, within a year.")]})
    if (request.extended_to, request.extended_why) == (until, why[:1000]):
        return request
    deadlines.extend(request, until, why[:1000])
    with acting(actor=actor):
        request.save(update_fields=["extended_to", "extended_why", "due_on", "updated_at"])
        entry = enter(request, EntryKind.EXTENDED, actor, text=why)
    tell_of_deadline(request, entry, actor)
    return request


@transaction.atomic
def chase(*, actor: User, request: CoordinationRequest, note: str = "") -> CoordinationRequest:
    """Somebody was called or written to: it leaves the list of what needs attention for three
    working days, or until something happens to it. The deadline is not touched.

    Refuses: RequestWrongStatus, InvalidData (note).
    """
    request = _locked_open(request)
    note = _said(note)
    if just_entered(actor=actor, request=request, kind=EntryKind.CHASED, text=note):
        return request
    request.chased_until = add_working_days(timezone.localdate(), REST_DAYS)
    with acting(actor=actor):
        request.save(update_fields=["chased_until", "updated_at"])
        enter(request, EntryKind.CHASED, actor, text=note, is_internal=True)
    return request


@transaction.atomic
def set_quiet(*, actor: User, request: CoordinationRequest, is_quiet: bool) -> CoordinationRequest:
    """Switch automatic reminders about this one request off or on."""
    request = locked(request)
    request.is_quiet = is_quiet
    with acting(actor=actor):
        request.save(update_fields=["is_quiet", "updated_at"])
    return request


# Links


@transaction.atomic
def link_record(
    *, actor: User, request: CoordinationRequest, named: str, is_result: bool = False
) -> RequestLink:
    """Tie it to an agreement, project, idea or twin link, named by its number or its address.

    Linked already: only `is_result` is set. Refuses: InvalidData (named).
    """
    request = locked(request)
    column, record = find_record(actor, named)
    with acting(actor=actor):
        found: RequestLink | None = request.links.filter(**{column: record}).first()
        if found is None:
            link = RequestLink.objects.create(
                request=request, is_result=is_result, **{column: record}
            )
            enter(request, EntryKind.LINKED, actor, text=str(record)[:LARGEST_TEXT])
            return link
        found.is_result = found.is_result or is_result
        found.save(update_fields=["is_result"])
    return found


@transaction.atomic
def unlink(*, actor: User, link: RequestLink) -> None:
    with acting(actor=actor):
        link.delete()


def find_record(actor: User, named: str) -> tuple[str, Any]:
    """(column of a link, record) by a number such as PL-AGR-2026-0007 or by the address of its
    page, among those that the person sees. Refuses InvalidData (named).
    """
    word = one_line(named).rstrip("/").rpartition("/")[2].split("?")[0].split("#")[0][:60]
    for column, model in _BY_NUMBER.items():
        found = model.objects.visible_to(actor).filter(reference__iexact=word).first()
        if found:
            return column, found
    if word.count("-") == 4:
        rows = TwinLink.objects.visible_to(actor)
        link = next((one for one in rows.filter(public_id=_uuid(word))), None)
        if link:
            return "twin_link", link
    text = _("There is no such agreement, project, idea or twin link: check the number.")
    raise InvalidData({"named": [text]})


_BY_NUMBER: dict[str, Any] = {"agreement": Agreement, "project": Project, "idea": ProjectIdea}


def _uuid(word: str) -> Any:
    try:
        return UUID(word)
    except ValueError:
        return None


def _locked_open(request: CoordinationRequest) -> CoordinationRequest:
    request = locked(request)
    if request.status not in OPEN:
        raise RequestWrongStatus
    return request


def _said(text: str, *, needed: bool = False, name: str = "note") -> str:
    text = many_lines(text)
    if needed and not text:
        raise InvalidData({name: [_("Write something.")]})
    if len(text) > LARGEST_TEXT:
        raise InvalidData({name: [_("The text is too long: at most 4,000 characters.")]})
    return text


def _lines(*texts: str) -> str:
    return "\n\n".join(text for text in texts if text)
