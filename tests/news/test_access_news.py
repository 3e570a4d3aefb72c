"""Who may open which page of news. 200 opens, 302 asks to sign in, 403 no, 404 unknown."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from common.codelists.enums import Visibility
from communities.models import Community, Office
from partners.models import Partner
from portal.news.models import NewsItem
from portal.news.services.files import attach_file
from projects.services.kept_files import Given
from tests.conftest import CAST
from tests.factories.news import NewsFactory, about, draft
from tests.tables import each

Browse = Callable[[str], Client]
PDF = b"%PDF-1.7\n1 0 obj\n"

#                        admin head offic sumy analy coord else edit repr read newc anon
ALL = (200,) * 12
WRITERS = (200, 200, 200, 200, 403, 403, 403, 403, 403, 403, 403, 302)
# What is known to everybody and kept by its office.
KEEPERS = (200, 200, 200, 403, 403, 403, 403, 403, 403, 403, 403, 302)
OWN_OFFICE = (200, 200, 200, 404, 200, 404, 404, 404, 404, 404, 404, 404)
REGISTERED = (200,) * 10 + (404, 404)
INTERNAL = (200,) * 5 + (404,) * 7


def opened(browse: Browse, who: str, url: str) -> int:
    answer = browse(who).get(url)
    if answer.streaming:
        b"".join(answer)
    return answer.status_code


@pytest.fixture
def item(office: Office, community: Community, partner: Partner) -> NewsItem:
    made = NewsFactory.create(office=office, reference="PL-NEWS-2026-0001")
    return about(made, community=community, partner=partner)


PAGES = {
    "news:news-list": ALL,
    "news:feed": ALL,
    "news:news-download": ALL,
    "api:news-list": ALL,
    "news:news-new": WRITERS,
}
KEYS = {"news:feed": ["rss"], "news:news-download": ["csv"]}


@each("page", PAGES)
@each("who", CAST)
def test_pages(browse: Browse, page: str, who: str, item: NewsItem) -> None:
    url = reverse(page, args=KEYS.get(page))
    assert opened(browse, who, url) == PAGES[page][CAST.index(who)]


OF_ITEM = {
    "news:news-detail": ((), ALL),
    "news:news-edit": ((), KEEPERS),
    "news:news-step": (("archive",), KEEPERS),
    "news:file-new": ((), KEEPERS),
}


@each("page", OF_ITEM)
@each("who", CAST)
def test_pages_of_an_item(browse: Browse, page: str, who: str, item: NewsItem) -> None:
    keys, expected = OF_ITEM[page]
    url = reverse(page, args=(item.reference, *keys))
    assert opened(browse, who, url) == expected[CAST.index(who)]


@each("who", CAST)
def test_what_is_not_published_tells_nobody(browse: Browse, who: str, office: Office) -> None:
    place = CAST.index(who)
    hidden = draft(office=office, title="Ще ніхто не знає")
    archived = draft(office=office, record_status="archived", archive_reason="помилка")
    api = reverse("api:news-detail", args=[hidden.public_id])
    assert opened(browse, who, hidden.get_absolute_url()) == OWN_OFFICE[place]
    assert opened(browse, who, archived.get_absolute_url()) == OWN_OFFICE[place]
    assert opened(browse, who, api) == OWN_OFFICE[place]
    listed = browse(who).get(reverse("news:news-list")).content.decode()
    assert (hidden.title in listed) == (OWN_OFFICE[place] == 200)
    feed = browse(who).get(reverse("news:feed", args=["atom"])).content.decode()
    assert hidden.title not in feed
    assert hidden.title not in browse(who).get(reverse("portal:home")).content.decode()


@each("who", CAST)
def test_visibility(browse: Browse, who: str, office: Office) -> None:
    place = CAST.index(who)
    for visibility, expected in (("registered", REGISTERED), ("internal", INTERNAL)):
        hidden = NewsFactory.create(office=office, visibility=visibility)
        api = reverse("api:news-detail", args=[hidden.public_id])
        assert opened(browse, who, hidden.get_absolute_url()) == expected[place]
        assert opened(browse, who, api) == expected[place]


@each("who", CAST)
def test_files(browse: Browse, who: str, item: NewsItem) -> None:
    place = CAST.index(who)
    for visibility, expected in ((Visibility.PUBLIC, ALL), (Visibility.INTERNAL, INTERNAL)):
        given = Given("release.pdf", PDF, visibility)
        file = attach_file(actor=None, item=item, kind="document", given=given)
        url = reverse("news:news-file", args=[item.reference, file.public_id])
        assert opened(browse, who, url) == expected[place]
    withdraw = reverse("news:file-withdraw", args=[item.reference, file.public_id])
    keepers = tuple(302 if code == 200 else code for code in KEEPERS)
    assert browse(who).post(withdraw).status_code == keepers[place]
