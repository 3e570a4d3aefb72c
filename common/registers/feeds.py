"""Registers for feed readers, as Atom (RFC 4287) and RSS."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.translation import gettext as _

from common.design.formats import current_language
from common.registers.formats import LICENCE
from common.registers.register import Register

MOST = 100
FORMATS: dict[str, type[Atom1Feed | Rss201rev2Feed]] = {"atom": Atom1Feed, "rss": Rss201rev2Feed}


def feed_answer(
    register: Register,
    request: HttpRequest,
    file_format: str,
    *,
    title: str,
    entries: Iterable[Mapping[str, Any]],
) -> HttpResponse:
    """`entries` are what `SyndicationFeed.add_item` takes. 404 for a format that there is not.

    The feed leads to the list with the same filters.
    """
    if file_format not in FORMATS:
        raise Http404
    query = request.GET.urlencode()
    feed = FORMATS[file_format](
        title=title,
        link=f"{settings.SITE_URL}{reverse(register.page)}{'?' if query else ''}{query}",
        description=str(register.about),
        language=current_language(),
        feed_url=request.build_absolute_uri(),
        feed_copyright=LICENCE,
        author_name=_("Mosty, portal of the regional offices of international cooperation"),
    )
    for one in entries:
        feed.add_item(**one)
    answer = HttpResponse(content_type=feed.content_type)
    feed.write(answer, "utf-8")
    return answer
