"""What the pages of partners, agreements, projects, offices and places say of meetings."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.design.formats import long_date, number
from common.design.parts import Link
from communities.models import Community, Oblast, Office
from communities.places import (
    PlaceSection,
    add_community_section,
    add_oblast_section,
    add_office_section,
    first_of,
    short_title,
)
from cooperation.meeting_enums import MeetingStatus
from cooperation.meeting_permissions import can_write_meetings
from cooperation.meeting_times import in_zone
from cooperation.models import CoordinationRequest, Meeting, MeetingPartner
from cooperation.request_places import RequestSection, add_request_section
from partners.models import Agreement, Partner
from partners.related import add_agreement_section, add_partner_section
from projects.models import Project
from projects.related import add_project_section

SHOWN = 6


def meetings_of_oblast(oblast: Oblast, user: Any) -> PlaceSection | None:
    return _section(_rows(user).of_oblast(oblast), {"oblast": oblast.code})


def meetings_of_office(office: Office, user: Any) -> PlaceSection | None:
    return _section(_rows(user).filter(office=office), {"office": office.slug})


def meetings_of_community(community: Community, user: Any) -> PlaceSection | None:
    rows = _rows(user).filter(meeting_communities__community=community)
    return _section(rows, {"community": community.code})


def meetings_of_partner(partner: Partner, user: Any) -> PlaceSection | None:
    """Those with the partner, and how often there were some lately: whether to call again."""
    rows = _rows(user).filter(
        pk__in=MeetingPartner.objects.filter(partner=partner).values("meeting")
    )
    return _section(rows, {"partner": str(partner.public_id)})


def meetings_of_agreement(agreement: Agreement, user: Any) -> PlaceSection | None:
    return _section(_rows(user).filter(meeting_agreements__agreement=agreement), {})


def meetings_of_project(project: Project, user: Any) -> PlaceSection | None:
    rows = _rows(user).filter(meeting_projects__project=project)
    return _section(rows, {"project": str(project.public_id)})


def meetings_of_request(request: CoordinationRequest, user: Any) -> RequestSection | None:
    """With the way to plan one, for those who may."""
    found = _section(_rows(user).filter(meeting_requests__request=request), {})
    actions = []
    if can_write_meetings(user):
        plan = f"{reverse('meetings:meeting-new')}?request={request.reference}"
        actions.append(Link(_("Plan a meeting"), plan))
    if found is None and not actions:
        return None
    return RequestSection(
        title=_("Meetings"),
        anchor="meetings",
        links=found.links if found else [],
        actions=actions,
    )


def _rows(user: Any) -> Any:
    rows = Meeting.objects.visible_to(user).exclude(status=MeetingStatus.CANCELLED)
    return rows.order_by("-starts_at", "-pk")


def _section(rows: Any, query: dict[str, str]) -> PlaceSection | None:
    found, count = first_of(rows, SHOWN)
    if not found:
        return None
    text = ngettext("%(count)s meeting.", "%(count)s meetings.", count)
    return PlaceSection(
        title=_("Meetings"),
        anchor="meetings",
        lead=text % {"count": number(count)},
        links=[_link(one) for one in found],
        url=f"{reverse('meetings:meeting-list')}?{urlencode(query)}" if query else "",
        url_label=_("All of them, with filters") if query else "",
    )


def _link(meeting: Meeting) -> Link:
    note = long_date(in_zone(meeting.starts_at, meeting.time_zone).date())
    if meeting.status == MeetingStatus.ANNOUNCED:
        is_coming = meeting.starts_at > timezone.now()
        note = _("%(day)s, to come") % {"day": note} if is_coming else note
    else:
        note = f"{note}, {meeting.get_status_display()}"
    return Link(short_title(meeting), meeting.get_absolute_url(), note=note)


def register_meeting_sections() -> None:
    add_oblast_section(meetings_of_oblast)
    add_office_section(meetings_of_office)
    add_community_section(meetings_of_community)
    add_partner_section(meetings_of_partner)
    add_agreement_section(meetings_of_agreement)
    add_project_section(meetings_of_project)
    add_request_section(meetings_of_request)
