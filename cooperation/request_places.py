"""Requests on the pages of communities and oblasts; sections that others add to a request's page.

A helper of this app that keeps something about a request (offers, meetings, matching) adds a
section: a function of the request and the viewer, who sees the request from inside or outside.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.design.formats import number
from common.design.parts import Link
from communities.models import Community, Oblast
from communities.places import (
    PlaceSection,
    add_community_section,
    add_oblast_section,
    first_of,
    short_title,
)
from cooperation.models import CoordinationRequest
from cooperation.request_words import request_pill

SHOWN = 6


@dataclass(frozen=True, kw_only=True)
class RequestSection:
    """A section of a request's page: links, or a template with its context under `section`."""

    title: str
    anchor: str
    links: list[Link] = field(default_factory=list)
    template: str = ""
    context: dict[str, Any] = field(default_factory=dict)
    actions: list[Link] = field(default_factory=list)


_sections: list[Callable[[CoordinationRequest, Any], RequestSection | None]] = []


def add_request_section(
    section: Callable[[CoordinationRequest, Any], RequestSection | None],
) -> None:
    """Show `section(request, user)` on the page of every request; once however often added."""
    if section not in _sections:
        _sections.append(section)


def sections_of_request(request: CoordinationRequest, user: Any) -> list[RequestSection]:
    found = (section(request, user) for section in _sections)
    return [one for one in found if one is not None]


def requests_of_oblast(oblast: Oblast, user: Any) -> PlaceSection | None:
    return _section(_rows(user).filter(oblast=oblast), {"oblast": oblast.code})


def requests_of_community(community: Community, user: Any) -> PlaceSection | None:
    return _section(_rows(user).filter(community=community), {"community": community.code})


def _rows(user: Any) -> Any:
    return CoordinationRequest.objects.visible_to(user).open().order_by("-submitted_at", "-pk")


def _section(rows: Any, query: dict[str, str]) -> PlaceSection | None:
    found, count = first_of(rows, SHOWN)
    if not found:
        return None
    text = ngettext("%(count)s open request.", "%(count)s open requests.", count)
    return PlaceSection(
        title=_("Requests to the office"),
        anchor="requests",
        lead=text % {"count": number(count)},
        links=[_link(one) for one in found],
        url=f"{reverse('requests:request-list')}?{urlencode(query)}",
        url_label=_("All of them, with filters"),
    )


def _link(request: CoordinationRequest) -> Link:
    pill = request_pill(request.status, request.outcome)
    return Link(short_title(request, "subject"), request.get_absolute_url(), note=pill.label)


def register_request_sections() -> None:
    add_oblast_section(requests_of_oblast)
    add_community_section(requests_of_community)
