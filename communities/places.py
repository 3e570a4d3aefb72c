"""What higher apps add to the pages of places: a registry, so that this app need not know them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from common.design.languages import wording
from common.design.parts import Link
from communities.models import Community, Oblast, Office

LONGEST_TITLE = 90


@dataclass(frozen=True, kw_only=True)
class PlaceSection:
    """One section of the page of an oblast, a community, an office. Nothing to say: no section."""

    title: str
    anchor: str
    lead: str = ""
    links: list[Link] = field(default_factory=list)
    url: str = ""
    url_label: str = ""


def first_of(rows: Any, most: int) -> tuple[list[Any], int]:
    """The first of the rows, and how many there are. At most two queries."""
    found = list(rows[: most + 1])
    return found[:most], len(found) if len(found) <= most else rows.count()


def short_title(record: Any, name: str = "title") -> str:
    """On one line of a section; the whole stands on the record's own page."""
    title = wording(record, name).text
    return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 2].rstrip()}…"


OblastSection = Callable[[Oblast, Any], PlaceSection | None]
CommunitySection = Callable[[Community, Any], PlaceSection | None]
OfficeSection = Callable[[Office, Any], PlaceSection | None]

_of_oblasts: list[OblastSection] = []
_of_communities: list[CommunitySection] = []
_of_offices: list[OfficeSection] = []


def add_oblast_section(section: OblastSection) -> None:
    """Show `section(oblast, user)` on the page of every oblast; once however often it is added."""
    if section not in _of_oblasts:
        _of_oblasts.append(section)


def add_community_section(section: CommunitySection) -> None:
    """Show `section(community, user)` on the page of every community."""
    if section not in _of_communities:
        _of_communities.append(section)


def add_office_section(section: OfficeSection) -> None:
    """Show `section(office, user)` on the page of every office."""
    if section not in _of_offices:
        _of_offices.append(section)


def sections_of_oblast(oblast: Oblast, user: Any) -> list[PlaceSection]:
    return list(_filled(section(oblast, user) for section in _of_oblasts))


def sections_of_community(community: Community, user: Any) -> list[PlaceSection]:
    return list(_filled(section(community, user) for section in _of_communities))


def sections_of_office(office: Office, user: Any) -> list[PlaceSection]:
    return list(_filled(section(office, user) for section in _of_offices))


def _filled(sections: Iterator[PlaceSection | None]) -> Iterator[PlaceSection]:
    return (section for section in sections if section is not None)
