"""What the pages of partners, projects, agreements, offices and places say of news."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from common.design.formats import long_date
from common.design.languages import wording
from common.design.parts import Link
from communities.models import Community, Oblast, Office
from communities.places import (
    PlaceSection,
    add_community_section,
    add_oblast_section,
    add_office_section,
)
from partners.models import Agreement, Partner
from partners.related import add_agreement_section, add_partner_section
from portal.news.models import NewsItem
from projects.models import Project
from projects.related import add_project_section

SHOWN = 5
ON_HOME = 3


def latest_news(user: Any) -> list[NewsItem]:
    """For the home page: published, by one query."""
    return list(_rows(user).select_related("office__oblast")[:ON_HOME])


def news_of_oblast(oblast: Oblast, user: Any) -> PlaceSection | None:
    return _section(_rows(user).filter(office__oblast=oblast), {"oblast": oblast.code})


def news_of_office(office: Office, user: Any) -> PlaceSection | None:
    return _section(_rows(user).filter(office=office), {"office": office.slug})


def news_of_community(community: Community, user: Any) -> PlaceSection | None:
    rows = _rows(user).filter(newscommunity_rows__community=community)
    return _section(rows, {"community": community.code})


def news_of_partner(partner: Partner, user: Any) -> PlaceSection | None:
    rows = _rows(user).filter(newspartner_rows__partner=partner)
    return _section(rows, {"partner": str(partner.public_id)})


def news_of_project(project: Project, user: Any) -> PlaceSection | None:
    rows = _rows(user).filter(newsproject_rows__project=project)
    return _section(rows, {"project": str(project.public_id)})


def news_of_agreement(agreement: Agreement, user: Any) -> PlaceSection | None:
    return _section(_rows(user).filter(newsagreement_rows__agreement=agreement), {})


def _rows(user: Any) -> Any:
    return NewsItem.objects.visible_to(user).published().newest_first()


def _section(rows: Any, query: dict[str, str]) -> PlaceSection | None:
    """By one query: the way to all of them is there when there are more."""
    found = list(rows[: SHOWN + 1])
    if not found:
        return None
    has_more = bool(query) and len(found) > SHOWN
    return PlaceSection(
        title=_("News"),
        anchor="news",
        links=[_link(one) for one in found[:SHOWN]],
        url=f"{reverse('news:news-list')}?{urlencode(query)}" if has_more else "",
        url_label=_("All news") if has_more else "",
    )


def _link(item: NewsItem) -> Link:
    return Link(wording(item, "title").text, item.get_absolute_url(), note=long_date(item.dated_at))


def register_news_sections() -> None:
    add_oblast_section(news_of_oblast)
    add_office_section(news_of_office)
    add_community_section(news_of_community)
    add_partner_section(news_of_partner)
    add_agreement_section(news_of_agreement)
    add_project_section(news_of_project)
