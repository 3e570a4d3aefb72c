"""The history of news with everything that belongs to them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.permissions import is_administrator
from common.audit.registry import HistoryOf, Owned, register
from communities.permissions import offices_of
from portal.news.models import (
    NewsAgreement,
    NewsCommunity,
    NewsFile,
    NewsItem,
    NewsMeeting,
    NewsPartner,
    NewsProject,
    NewsTheme,
)


def _its_office(user: Any, item: NewsItem) -> bool:
    """The people of the office that writes, analysts too."""
    return is_administrator(user) or item.office_id in offices_of(user)


def _journal(user: Any) -> Any:
    if is_administrator(user):
        return NewsItem.objects.all()
    own = offices_of(user)
    return NewsItem.objects.filter(office__in=own) if own else None


def register_news_histories() -> None:
    register(
        HistoryOf(
            kind="news",
            model=NewsItem,
            label=_("News"),
            visible=NewsItem.objects.visible_to,
            can_see=_its_office,
            journal=_journal,
            owned=(
                Owned(NewsTheme, "news", _("Theme")),
                Owned(NewsCommunity, "news", _("Community")),
                Owned(NewsPartner, "news", _("Partner")),
                Owned(NewsProject, "news", _("Project")),
                Owned(NewsAgreement, "news", _("Agreement")),
                Owned(NewsMeeting, "news", _("Meeting")),
                Owned(NewsFile, "news", _("File"), summary=("name", "kind", "visibility")),
            ),
        )
    )
