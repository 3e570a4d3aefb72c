"""What the services of news take: plain typed values, cleaned in one place."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

from common.codelists.enums import Visibility
from common.codelists.models import Theme
from common.intake.texts import many_lines, once, one_line
from communities.models import Community
from cooperation.models import Meeting
from partners.models import Agreement, Partner
from portal.news.models import NewsItem
from projects.models import Project

LINES = ("title", "title_en", "summary", "summary_en", "source_note")
TEXTS = ("text", "text_en")
LINKED = ("themes", "communities", "partners", "projects", "agreements", "meetings")


@dataclass(frozen=True, kw_only=True)
class NewsData:
    """All that people say of a news item; its files have services of their own."""

    title: str
    text: str
    title_en: str = ""
    summary: str = ""
    summary_en: str = ""
    text_en: str = ""
    visibility: str = Visibility.PUBLIC.value
    source_note: str = ""
    themes: tuple[Theme, ...] = ()
    communities: tuple[Community, ...] = ()
    partners: tuple[Partner, ...] = ()
    projects: tuple[Project, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    meetings: tuple[Meeting, ...] = ()

    def cleaned(self) -> NewsData:
        plain: dict[str, Any] = {name: one_line(getattr(self, name)) for name in LINES}
        plain |= {name: many_lines(getattr(self, name)) for name in TEXTS}
        plain |= {name: once(getattr(self, name)) for name in LINKED}
        return replace(self, **plain)


COLUMNS = tuple(one.name for one in fields(NewsData) if one.name not in LINKED)


def news_data_of(item: NewsItem) -> NewsData:
    """The item as it is now, to change a few fields with `dataclasses.replace`."""
    plain = {name: getattr(item, name) for name in COLUMNS}
    linked: dict[str, Any] = {name: tuple(getattr(item, name).all()) for name in LINKED}
    return NewsData(**plain, **linked)
