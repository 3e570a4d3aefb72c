"""News for feed readers, by the filters of the list."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Enclosure
from django.utils.html import linebreaks
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from common.design.languages import wording
from common.registers.feeds import MOST, feed_answer
from common.registers.listing import listing
from portal.news.enums import NewsFileKind
from portal.news.models import NewsFile, NewsItem
from portal.news.registers import NEWS


@require_safe
@cache_control(public=True, max_age=900)
def news_feed(request: HttpRequest, file_format: str = "atom") -> HttpResponse:
    """What everybody may see, also to a signed-in reader: the address may be given on."""
    everybody = AnonymousUser()
    parameters = request.GET.copy()
    for name in ("cursor", "ordering"):
        parameters.pop(name, None)
    photos = NewsFile.objects.visible_to(everybody).filter(kind=NewsFileKind.PHOTO)
    rows = (
        listing(NEWS, parameters, everybody)
        .rows.newest_first()
        .select_related("office")
        .prefetch_related("themes", Prefetch("files", photos, "photos"))
    )
    entries = (_entry(one) for one in rows[:MOST])
    return feed_answer(NEWS, request, file_format, title=_("News of the offices"), entries=entries)


def _entry(item: NewsItem) -> dict[str, Any]:
    """The address of an entry holds no title: a corrected title is no new entry."""
    return {
        "title": wording(item, "title").text,
        "link": settings.SITE_URL + item.get_absolute_url(),
        "description": linebreaks(wording(item, "text").text, autoescape=True),
        "unique_id": f"urn:uuid:{item.public_id}",
        "pubdate": item.published_at,
        "updateddate": item.updated_at,
        "author_name": wording(item.office, "name").text,
        "categories": [wording(one, "name").text for one in item.themes.all()],
        "enclosures": [_picture(item, one) for one in item.photos[:1]],  # type: ignore[attr-defined]
    }


def _picture(item: NewsItem, photo: NewsFile) -> Enclosure:
    photo.news = item
    address = settings.SITE_URL + photo.get_absolute_url()
    return Enclosure(address, str(photo.size), photo.content_type)
