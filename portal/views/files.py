"""Small files that programs look for at fixed addresses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from common.design.languages import address_in
from common.registers.register import registers
from communities.models import Community, Oblast, Office, Strategy
from cooperation.models import Meeting
from partners.models import Agreement, Partner, Programme
from portal.news.models import NewsItem
from projects.models import AidDelivery, Call, Project, ProjectIdea
from twinning.models import Municipality, TwinLink

# RFC 9116: a file that is not renewed within a year counts as stale.
SECURITY_TXT_VALID = timedelta(days=180)
LANGUAGES = ("uk", "en")
# Besides the list of each register.
PAGES = (
    "portal:home",
    "portal:open-data",
    "portal:developers",
    "portal:about",
    "portal:accessibility",
    "portal:privacy",
    "aid:aid-totals",
    "twinning:link-map",
    "twinning:country-list",
    "twinning:finder",
)


@require_safe
@cache_control(public=True, max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    """Lists with filters have endless addresses: robots read the lists and the records."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /en/admin/",
        "Disallow: /accounts/",
        "Disallow: /en/accounts/",
        "Disallow: /search/",
        "Disallow: /en/search/",
        "Disallow: /*?",
        f"Sitemap: {settings.SITE_URL}/sitemap.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=3600)
def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116."""
    expires = timezone.now().replace(microsecond=0) + SECURITY_TXT_VALID
    lines = [
        f"Contact: mailto:{settings.CONTACT_EMAIL}",
        f"Expires: {expires.isoformat()}",
        "Preferred-Languages: uk, en",
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=3600)
def sitemap(request: HttpRequest) -> HttpResponse:
    """Public pages in both languages, each naming its twin."""
    with translation.override("uk"):
        entries = "".join(_entries(path) for path in _paths())
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:xhtml="http://www.w3.org/1999/xhtml">\n{entries}</urlset>\n'
    )
    return HttpResponse(text, content_type="application/xml; charset=utf-8")


def _lists() -> list[str]:
    return [one.page for one in registers() if one.page]


def _paths() -> Iterator[str]:
    """The Ukrainian address of each public page."""
    yield from (reverse(name) for name in (*PAGES, *_lists()))
    yield from _countries()
    for name, key, records in _records():
        yield from (
            reverse(name, kwargs={key: value})
            for value in records.order_by("pk").values_list(key, flat=True)
        )


def _countries() -> list[str]:
    """Those with public twin links."""
    links = TwinLink.objects.public().alive().order_by("municipality__country")
    codes = links.values_list("municipality__country", flat=True).distinct()
    return [reverse("twinning:country", args=[str(code)]) for code in codes]


def _records() -> Iterator[tuple[str, str, Any]]:
    """(name of the address, its column, the records) of everything that has a page."""
    everybody = AnonymousUser()
    yield "communities:oblast-detail", "slug", Oblast.objects.visible_to(everybody).in_force()
    yield "communities:office-detail", "slug", Office.objects.visible_to(everybody)
    yield "communities:community-detail", "code", Community.objects.visible_to(everybody).in_force()
    yield "ideas:idea-detail", "reference", ProjectIdea.objects.visible_to(everybody)
    yield "meetings:meeting-detail", "reference", Meeting.objects.visible_to(everybody)
    yield "news:news-detail", "reference", NewsItem.objects.visible_to(everybody)
    yield "strategies:strategy-detail", "slug", Strategy.objects.visible_to(everybody)
    yield "partners:partner-detail", "slug", Partner.objects.visible_to(everybody)
    yield "agreements:agreement-detail", "reference", Agreement.objects.visible_to(everybody)
    yield "twinning:link-detail", "public_id", TwinLink.objects.visible_to(everybody)
    yield "twinning:municipality-detail", "public_id", Municipality.objects.in_relations()
    yield "calls:call-detail", "reference", Call.objects.visible_to(everybody)
    yield "aid:aid-detail", "reference", AidDelivery.objects.visible_to(everybody)
    yield "programmes:programme-detail", "slug", Programme.objects.visible_to(everybody)
    yield "projects:project-detail", "reference", Project.objects.visible_to(everybody)


def _entries(path: str) -> str:
    addresses = {
        language: escape(settings.SITE_URL + address_in(language, path)) for language in LANGUAGES
    }
    twins = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href="{address}"/>'
        for language, address in addresses.items()
    )
    return "".join(f"<url><loc>{address}</loc>{twins}</url>\n" for address in addresses.values())
