"""Reading meetings: the lists, one meeting, its files."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from common.audit.registry import history_url, may_see_history
from common.design.formats import moment
from common.design.languages import wording
from common.design.parts import Event, Fact, Link
from common.intake.given import file_answer
from common.registers.pages import list_page
from common.registers.views import list_view
from cooperation import meeting_permissions as permissions
from cooperation import meeting_workflow as workflow
from cooperation.decision_registers import DECISIONS
from cooperation.meeting_enums import COMING as NOT_YET_HELD
from cooperation.meeting_enums import MeetingFileKind, MeetingStatus, Presence
from cooperation.meeting_registers import COMING, MEETINGS, OVER
from cooperation.meeting_times import when_lines
from cooperation.meeting_words import meeting_pill, presence_pill, represented, way
from cooperation.meeting_workflow import PUBLISH
from cooperation.models import CoordinationRequest, Meeting, MeetingFile, Participant
from cooperation.views.meeting_common import crumbs_of, find_meeting, keys_seen, list_crumbs
from cooperation.views.meeting_papers import papers_of
from cooperation.views.meeting_tasks import decisions_of
from partners.models import Agreement, Partner
from projects.models import Project


def section_tabs(current: str) -> list[Link]:
    meetings = reverse("meetings:meeting-list")
    return [
        Link(pgettext("meetings", "All"), meetings, current == "all"),
        Link(_("To come"), f"{meetings}?when={COMING}&ordering=starts_at", current == COMING),
        Link(pgettext("meetings", "Over"), f"{meetings}?when={OVER}", current == OVER),
        Link(_("Decisions"), reverse("meetings:decision-list"), current == "decisions"),
    ]


@require_safe
def meeting_list(request: HttpRequest) -> HttpResponse:
    page = list_page(MEETINGS, request)
    user = request.user
    when = request.GET.get("when", "")
    context = {
        "list": page,
        "crumbs": list_crumbs(),
        "tabs": section_tabs(when if when in {COMING, OVER} else "all"),
        "may_write": permissions.can_write_meetings(user),
        "has_calendar": user.is_authenticated,
        "feed": f"{reverse('meetings:feed')}?{request.GET.urlencode()}".rstrip("?"),
    }
    return render(request, "meetings/meeting_list.html", context)


decision_list = list_view(
    DECISIONS,
    "meetings/decision_list.html",
    lambda: list_crumbs(Link(_("Decisions"), "")),
    lambda _request: {"tabs": section_tabs("decisions")},
)


@require_safe
def meeting_detail(request: HttpRequest, reference: str) -> HttpResponse:
    meeting = find_meeting(request, reference)
    user = request.user
    leads = permissions.can_change_meeting(user, meeting)
    sees_people = permissions.can_see_people(user, meeting)
    files = list(MeetingFile.objects.visible_to(user).filter(meeting=meeting))
    for one in files:
        one.meeting = meeting
    decisions = decisions_of(meeting, user)
    people = list(meeting.participants.select_related("office", "community", "partner", "user"))
    context = {
        "meeting": meeting,
        "crumbs": crumbs_of(meeting),
        "status": meeting_pill(meeting.status),
        "way": way(meeting) if leads else [],
        "when": when_lines(meeting),
        "facts": _facts(meeting, sees_people=sees_people),
        "agenda": _agenda(meeting, files),
        "materials": [_file(one) for one in files if _is_loose(one)],
        "photos": [one for one in files if one.kind == MeetingFileKind.PHOTO],
        "people": [_person(one, meeting) for one in people] if sees_people else [],
        "sides": _sides(people, user),
        "related": _related(meeting, user),
        "themes": list(meeting.themes.all()),
        "decisions": decisions,
        "sees_minutes": meeting.status == MeetingStatus.PUBLISHED or leads,
        "mine": _mine(meeting, user),
        "events": _events(meeting) if leads else [],
        "history_url": history_url(meeting) if may_see_history(user, meeting) else "",
        "papers": papers_of(meeting, user, has_decisions=bool(decisions)),
        **_actions(meeting, leads=leads, has_people=bool(people)),
    }
    return render(request, "meetings/meeting_detail.html", context)


def _facts(meeting: Meeting, *, sees_people: bool) -> list[Fact]:
    place = wording(meeting, "place").text
    sees_place = sees_people or meeting.shows_place
    office = meeting.office
    return [
        Fact(_("Kind"), capfirst(meeting.get_kind_display())),
        Fact(_("Organiser"), wording(office, "name").text, office.get_absolute_url()),
        Fact(_("Place"), place if sees_place else (_("told to participants") if place else "")),
        Fact(_("Link to join"), meeting.link if sees_people else "", meeting.link),
    ]


def _agenda(meeting: Meeting, files: list[MeetingFile]) -> list[dict[str, Any]]:
    kept = [one for one in files if one.kind == MeetingFileKind.MATERIAL]
    return [
        {"item": item, "files": [_file(one) for one in kept if one.item_id == item.pk]}
        for item in meeting.agenda.all()
    ]


def _is_loose(file: MeetingFile) -> bool:
    """A paper of the whole meeting."""
    return file.kind != MeetingFileKind.PHOTO and file.item_id is None


def _file(file: MeetingFile) -> dict[str, Any]:
    note = _("%(size)s KB") % {"size": max(1, round(file.size / 1024))}
    if file.is_withdrawn:
        note = f"{note}, {_('withdrawn')}"
    label = file.name
    if file.kind == MeetingFileKind.MINUTES:
        label = f"{file.get_kind_display().capitalize()}: {file.name}"
    return {"record": file, "link": Link(label, file.get_absolute_url(), note=note)}


def _person(person: Participant, meeting: Meeting) -> dict[str, Any]:
    pill = presence_pill(person.status, meeting)
    return {"record": person, "side": represented(person), "pill": pill}


def _sides(people: list[Participant], user: Any) -> list[str]:
    """Who meets, without names of people and without partners that the reader may not know."""
    keys = {one.partner_id for one in people if one.partner_id}
    known = set(Partner.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True))
    here = [one for one in people if one.status not in {Presence.DECLINED, Presence.ABSENT}]
    names = [represented(one) for one in here if not one.partner_id or one.partner_id in known]
    return list(dict.fromkeys(names))


def _related(meeting: Meeting, user: Any) -> list[tuple[str, list[Link]]]:
    """Partners, communities, projects, agreements, requests: those that the reader may know."""
    found: list[tuple[str, Any, str]] = [
        (_("Partners"), meeting.partners.filter(pk__in=keys_seen(Partner, user)), "name"),
        (_("Communities"), meeting.communities.all(), "full_name"),
        (_("Projects"), meeting.projects.filter(pk__in=keys_seen(Project, user)), "title"),
        (_("Agreements"), meeting.agreements.filter(pk__in=keys_seen(Agreement, user)), "title"),
    ]
    if user.is_authenticated:
        requests = meeting.requests.filter(pk__in=keys_seen(CoordinationRequest, user))
        found.append((_("Requests"), requests, "subject"))
    listed = [
        (title, [Link(wording(one, name).text, one.get_absolute_url()) for one in rows])
        for title, rows, name in found
    ]
    return [one for one in listed if one[1]]


def _mine(meeting: Meeting, user: Any) -> Participant | None:
    """The reader's own invitation, as long as it can be answered."""
    if not user.is_authenticated or meeting.status != MeetingStatus.ANNOUNCED:
        return None
    if meeting.ends_at <= timezone.now():
        return None
    found: Participant | None = meeting.participants.filter(user=user).first()
    return found


def _events(meeting: Meeting) -> list[Event]:
    """Steps, the latest first."""
    labels = {one.code: str(one.done) for one in workflow.STEPS}
    labels[workflow.CHANGED] = pgettext("what happened", "Time, place or title changed")
    rows = meeting.steps.select_related("author").order_by("-made_at", "-pk")
    return [
        Event(
            what=labels.get(one.code, one.code),
            at=one.made_at,
            when=moment(one.made_at),
            who=str(one.author or ""),
            note=one.note,
        )
        for one in rows
    ]


def _actions(meeting: Meeting, *, leads: bool, has_people: bool) -> dict[str, Any]:
    steps = workflow.steps_from(meeting) if leads else []
    is_open = meeting.status not in {MeetingStatus.CANCELLED, MeetingStatus.PUBLISHED}
    return {
        "leads": leads,
        "first": _first(meeting, has_people=has_people) if leads else None,
        "steps": [one for one in steps if not one.backwards],
        "steps_back": [one for one in steps if one.backwards],
        "may_edit": leads and meeting.status != MeetingStatus.CANCELLED,
        "may_arrange": leads and is_open,
        "may_invite": leads and meeting.status in NOT_YET_HELD,
        "may_record": leads and meeting.status == MeetingStatus.HELD,
        "may_attach": leads and meeting.status != MeetingStatus.CANCELLED,
        "is_known": meeting.announced_at is not None,
    }


def _first(meeting: Meeting, *, has_people: bool) -> Link | None:
    """What has to be done before the next step makes sense."""
    if meeting.status == MeetingStatus.DRAFT and not has_people:
        return Link(_("Name the participants"), "#people")
    if meeting.status == MeetingStatus.HELD and dict(workflow.missing_for(meeting, PUBLISH)):
        return Link(_("Write the minutes"), reverse("meetings:minutes", args=[meeting.reference]))
    return None


@require_safe
def meeting_file(request: HttpRequest, reference: str, public_id: UUID) -> FileResponse:
    """404 alike for a missing file and one that the person may not see. Photographs are shown."""
    rows = MeetingFile.objects.visible_to(request.user).filter(meeting__reference=reference)
    return file_answer(get_object_or_404(rows, public_id=public_id))
