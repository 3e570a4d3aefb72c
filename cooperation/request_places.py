"""Requests on the pages of communities and oblasts."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.design.formats import number
from common.design.languages import wording
from common.design.parts import Link
from communities.models import Community, Oblast
from communities.places import PlaceSection, add_community_section, add_oblast_section
from cooperation.models import CoordinationRequest
from cooperation.request_words import request_pill

SHOWN = 6


def requests_of_oblast(oblast: Oblast, user: Any) -> PlaceSection | None:
    return _section(_rows(user).filter(oblast=oblast), {"oblast": oblast.code})


def requests_of_community(community: Community, user: Any) -> PlaceSection | None:
    return _section(_rows(user).filter(community=community), {"community": community.code})


def _rows(user: Any) -> Any:
    return CoordinationRequest.objects.visible_to(user).open().order_by("-submitted_at", "-pk")


def _section(rows: Any, query: dict[str, str]) -> PlaceSection | None:
    found = list(rows[: SHOWN + 1])
    if not found:
        return None
    count = len(found) if len(found) <= SHOWN else rows.count()
    text = ngettext("%(count)s open request.", "%(count)s open requests.", count)
    return PlaceSection(
        title=_("Requests to the office"),
        anchor="requests",
        lead=text % {"count": number(count)},
        links=[_link(one) for one in found[:SHOWN]],
        url=f"{reverse('requests:request-list')}?{urlencode(query)}",
        url_label=_("All of them, with filters"),
    )


def _link(request: CoordinationRequest) -> Link:
    title = wording(request, "subject").text
    short = title if len(title) <= 90 else f"{title[:88].rstrip()}…"
    pill = request_pill(request.status, request.outcome)
    return Link(short, request.get_absolute_url(), note=pill.label)


def register_request_sections() -> None:
    add_oblast_section(requests_of_oblast)
    add_community_section(requests_of_community)
