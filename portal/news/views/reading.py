"""Reading news: the list, one item, its files."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.audit.registry import history_url, may_see_history
from common.design.formats import long_date
from common.design.languages import wording
from common.design.parts import Fact, Link
from common.intake.given import file_answer
from common.registers.pages import list_page
from cooperation.models import Meeting
from partners.models import Agreement, Partner
from partners.programme_enums import RecordStatus
from partners.record_workflow import steps_from
from portal.news.enums import NewsFileKind
from portal.news.models import NewsFile, NewsItem
from portal.news.permissions import can_change_news, can_write_news
from portal.news.registers import NEWS
from projects.aid_words import pill_unless_published
from projects.models import Project


def list_crumbs(*more: Link) -> list[Link]:
    home = Link(_("Home"), reverse("portal:home"))
    if not more:
        return [home, Link(_("News"), "")]
    return [home, Link(_("News"), reverse("news:news-list")), *more]


def crumbs_of(item: NewsItem, *more: Link) -> list[Link]:
    here = Link(item.reference, item.get_absolute_url() if more else "")
    return list_crumbs(here, *more)


def find_news(request: HttpRequest, reference: str) -> NewsItem:
    """404 when there is none that the person may know of."""
    rows = NewsItem.objects.visible_to(request.user).select_related("office__oblast")
    found: NewsItem = get_object_or_404(rows, reference=reference)
    return found


def find_allowed(request: HttpRequest, reference: str) -> NewsItem:
    """As `find_news`; 403 unless the person keeps it."""
    item = find_news(request, reference)
    if not can_change_news(request.user, item):
        raise PermissionDenied
    return item


@require_safe
def news_list(request: HttpRequest) -> HttpResponse:
    query = request.GET.copy()
    for name in ("cursor", "ordering"):
        query.pop(name, None)
    said = f"?{query.urlencode()}" if query else ""
    context = {
        "list": list_page(NEWS, request),
        "crumbs": list_crumbs(),
        "may_write": can_write_news(request.user),
        "feeds": [
            Link(label, f"{reverse('news:feed', args=[name])}{said}")
            for name, label in (("atom", "Atom"), ("rss", "RSS"))
        ],
    }
    return render(request, "news/news_list.html", context)


@require_safe
def news_detail(request: HttpRequest, reference: str) -> HttpResponse:
    item = find_news(request, reference)
    user = request.user
    may_change = can_change_news(user, item)
    is_kept = item.record_status != RecordStatus.ARCHIVED
    files = list(NewsFile.objects.visible_to(user).filter(news=item))
    for one in files:
        one.news = item
    context = {
        "item": item,
        "crumbs": crumbs_of(item),
        "status": pill_unless_published(item.record_status),
        "photos": [one for one in files if one.kind == NewsFileKind.PHOTO],
        "documents": [one for one in files if one.kind != NewsFileKind.PHOTO],
        "related": _related(item, user),
        "themes": list(item.themes.all()),
        "may_change": may_change and is_kept,
        "steps": steps_from(item) if may_change else [],
        "keeping": _keeping(item) if may_change else [],
        "history_url": history_url(item) if may_see_history(user, item) else "",
        "api_url": reverse("api:news-detail", args=[item.public_id]) if is_kept else "",
    }
    return render(request, "news/news_detail.html", context)


def _related(item: NewsItem, user: Any) -> list[tuple[str, list[Link]]]:
    """What the news are about: records that the reader may know of."""

    def known(rows: Any, model: Any) -> Any:
        return rows.filter(pk__in=model.objects.visible_to(user).values("pk"))

    found: list[tuple[str, Any, str]] = [
        (_("Partners"), known(item.partners, Partner), "name"),
        (_("Communities"), item.communities.all(), "full_name"),
        (_("Projects"), known(item.projects, Project), "title"),
        (_("Agreements"), known(item.agreements, Agreement), "title"),
        (_("Meetings"), known(item.meetings, Meeting), "title"),
    ]
    listed = [
        (title, [Link(wording(one, name).text, one.get_absolute_url()) for one in rows])
        for title, rows, name in found
    ]
    return [one for one in listed if one[1]]


def _keeping(item: NewsItem) -> list[Fact]:
    return [
        Fact(_("Who may see it"), str(item.get_visibility_display())),
        Fact(_("State of the record"), str(item.get_record_status_display())),
        Fact(_("Entered on"), long_date(item.created_at)),
        Fact(_("Where the data come from"), item.source_note),
    ]


@require_safe
def news_file(request: HttpRequest, reference: str, public_id: UUID) -> FileResponse:
    """404 alike for a missing file and one that the person may not see. Photographs are shown."""
    rows = NewsFile.objects.visible_to(request.user).filter(news__reference=reference)
    return file_answer(get_object_or_404(rows, public_id=public_id))
