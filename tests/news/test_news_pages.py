"""News as people read them: list, page, feed, search, home, pages of others; for mirrors."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from common.registers.changes.follow import follow
from communities.models import Community, Office
from partners.models import Partner
from portal.news.models import NewsItem
from portal.news.services.news import take_news_step
from tests.factories.news import NewsFactory, about, draft
from tests.factories.partners import PartnerFactory

pytestmark = pytest.mark.django_db
Browse = Callable[[str], Client]
JPEG = b"\xff\xd8\xff\xdb\x00\x04\x00\x00\xff\xda\x00\x04\x00\x00picture\xff\xd9"


@pytest.fixture
def item(office: Office, community: Community, partner: Partner) -> NewsItem:
    made = NewsFactory.create(office=office, title="Сонячна школа", title_en="A school of sun")
    return about(made, community=community, partner=partner)


def _cost(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_many_rows_cost_no_more_queries(
    client: Client, item: NewsItem, office: Office, community: Community, partner: Partner
) -> None:
    addresses = (
        "/news/",
        item.get_absolute_url(),
        "/",
        "/news/feed.atom",
        partner.get_absolute_url(),
        community.get_absolute_url(),
        office.get_absolute_url(),
    )
    few = [_cost(client, one) for one in addresses]
    for _ in range(29):
        about(NewsFactory.create(office=office), community=community, partner=partner)
    many = [_cost(client, one) for one in addresses]
    assert many == few


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("search=сонячн", True),
        ("search=school", True),
        ("search=вітряк", False),
        ("from=2026-03-12&until=2026-03-12", True),
        ("from=2026-03-13", False),
        ("oblast=UA53000000000028050", True),
        ("oblast=UA59000000000057109", False),
        ("partner={partner}", True),
        ("partner={other}", False),
        ("community={community}", True),
    ],
)
def test_filters(
    client: Client,
    item: NewsItem,
    sumy: Any,
    partner: Partner,
    community: Community,
    query: str,
    is_found: bool,  # noqa: FBT001 - a case
) -> None:
    keys = {
        "partner": partner.public_id,
        "other": PartnerFactory.create().public_id,
        "community": community.code,
    }
    said = query.format(**keys)
    assert (item.title in client.get(f"/news/?{said}").content.decode()) == is_found
    assert (item.title in client.get(f"/news/feed.rss?{said}").content.decode()) == is_found
    found = json.loads(client.get(f"/api/v1/news/?{said}").content)["results"]
    assert [one["id"] for one in found] == ([str(item.public_id)] if is_found else [])


def test_a_partner_that_is_not_public_is_named_nowhere(
    client: Client, item: NewsItem, browse: Browse
) -> None:
    secret = PartnerFactory.create(visibility="internal", name="Таємний фонд")
    about(item, partner=secret)
    for address in (item.get_absolute_url(), f"/api/v1/news/{item.public_id}/", "/news/feed.atom"):
        assert "Таємний фонд" not in json_or_text(client.get(address))
    assert client.get(f"/api/v1/news/?partner={secret.public_id}").json()["results"] == []
    assert "Таємний фонд" in browse("officer").get(item.get_absolute_url()).content.decode()


def json_or_text(answer: Any) -> str:
    text: str = answer.content.decode()
    return json.dumps(json.loads(text), ensure_ascii=False) if text.startswith("{") else text


def test_the_feed_is_of_its_language(client: Client, item: NewsItem) -> None:
    ours = client.get("/news/feed.atom").content.decode()
    theirs = client.get("/en/news/feed.atom").content.decode()
    assert f"<title>{item.title}</title>" in ours
    assert f"<title>{item.title_en}</title>" in theirs
    for feed in (ours, theirs):
        assert f"<id>urn:uuid:{item.public_id}</id>" in feed
    assert client.get("/news/feed.exe").status_code == 404


def test_markup_in_news_is_text(client: Client, office: Office) -> None:
    item = NewsFactory.create(office=office, text="<script>alert(1)</script>", title="<b>так</b>")
    page = client.get(item.get_absolute_url()).content.decode()
    assert "<script>alert(1)" not in page
    assert "<b>так" not in page


def test_search_home_and_site_map_know_of_news(client: Client, item: NewsItem) -> None:
    assert item.get_absolute_url() in client.get("/search/?q=сонячна").content.decode()
    assert item.title in client.get("/").content.decode()
    assert item.get_absolute_url() in client.get("/sitemap.xml").content.decode()
    assert item.title_en in client.get(f"/en{item.get_absolute_url()}").content.decode()


def test_what_is_archived_leaves_a_tombstone(client: Client, item: NewsItem, officer: User) -> None:
    follow()
    page = client.get("/api/v1/news/?updated_since=2000-01-01").json()
    assert [one["id"] for one in page["results"]] == [str(item.public_id)]
    take_news_step(actor=officer, item=item, code="archive", reason="Помилка")
    follow()
    after = client.get(page["resume"]).json()
    assert [one["id"] for one in after["removed"]] == [str(item.public_id)]


# Writing


def test_from_draft_to_readers(browse: Browse, office: Office, partner: Partner) -> None:
    officer, visitor = browse("officer"), browse("anonymous")
    said = {
        "office": office.slug,
        "title": "Нова угода",
        "text": "Підписано.",
        "visibility": "public",
        "partners_1_0": str(partner.slug),
    }
    assert officer.post("/news/new/", {**said, "title": ""}).status_code == 200
    made = officer.post("/news/new/", said)
    item = NewsItem.objects.get()
    assert made["Location"] == item.get_absolute_url()
    files = reverse("news:file-new", args=[item.reference])
    photo = {"kind": "photo", "visibility": "public", "alt": "Двоє тиснуть руки"}
    without = {**photo, "alt": "", "file": io.BytesIO(JPEG)}
    assert officer.post(files, without).status_code == 200
    upload = io.BytesIO(JPEG)
    upload.name = "hands.jpg"
    assert officer.post(files, {**photo, "file": upload}).status_code == 302
    assert visitor.get(item.get_absolute_url()).status_code == 404
    officer.post(reverse("news:news-step", args=[item.reference, "publish"]))
    page = visitor.get(item.get_absolute_url()).content.decode()
    assert "Двоє тиснуть руки" in page
    shown = visitor.get(item.files.get().get_absolute_url())
    assert shown["Content-Type"] == "image/jpeg"
    b"".join(shown)
    photos = visitor.get(f"/api/v1/news/{item.public_id}/").json()["photos"]
    assert [one["alt"]["uk"] for one in photos] == ["Двоє тиснуть руки"]


def test_two_officers_lose_nothing(browse: Browse, office: Office) -> None:
    item = draft(office=office)
    edit = reverse("news:news-edit", args=[item.reference])
    seen = item.updated_at.isoformat()
    said = {"text": "Текст", "visibility": "public", "seen": seen}
    assert browse("officer").post(edit, {**said, "title": "Перша"}).status_code == 302
    second = browse("head").post(edit, {**said, "title": "Друга"})
    assert second.status_code == 409
    assert "Друга" in second.content.decode()
    item.refresh_from_db()
    assert item.title == "Перша"


def test_an_archived_item_is_not_changed(browse: Browse, office: Office) -> None:
    item = draft(office=office, record_status="archived", archive_reason="Помилка")
    officer = browse("officer")
    for name in ("news:news-edit", "news:file-new"):
        assert officer.get(reverse(name, args=[item.reference])).status_code == 409
    publish = reverse("news:news-step", args=[item.reference, "publish"])
    assert officer.post(publish).status_code == 409
    assert "Помилка" in officer.get(item.get_absolute_url()).content.decode()
