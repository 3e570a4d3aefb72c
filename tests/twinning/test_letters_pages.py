"""Pages of letters: the way of a letter, queries, strange addresses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from communities.models import Community, Office
from tests.factories.letters import LetterFactory
from tests.factories.twinning import MunicipalityFactory
from twinning.models import Letter, LetterBatch, Municipality
from twinning.services.letter_templates import load_templates

Browse = Callable[[str], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def templates(db: None) -> None:
    load_templates()


@pytest.fixture
def place() -> Municipality:
    return MunicipalityFactory.create(name="Bad Pyrmont")


def new_url(community: Community, place: Municipality, kind: str = "proposal") -> str:
    query = f"?community={community.code}&municipality={place.public_id}&kind={kind}&language="
    return reverse("twinning:letter-new") + query


def typed(**changes: str) -> dict[str, str]:
    values = {
        "language": "de",
        "subject": "Vorschlag",
        "body": "Guten Tag!",
        "dated_on": "2026-11-21",
    }
    return values | changes


def test_the_way_of_a_letter(browse: Browse, community: Community, place: Municipality) -> None:
    client = browse("coordinator")
    url = new_url(community, place)
    page = client.get(url).content.decode()
    assert "Sehr geehrte Damen und Herren" in unescape(page)
    shown = client.post(url, typed(body='Die "Brücke"', preview="1"))
    assert "Die „Brücke“" in shown.content.decode()
    assert not Letter.objects.exists()
    client.post(url, typed())
    letter = Letter.objects.get()
    assert letter.author is not None
    address = letter.get_absolute_url()
    today = timezone.localdate()
    later = today + dt.timedelta(days=14)
    sending = {"by": "email", "on": str(today), "follow_up_on": str(later)}
    assert client.post(f"{address}send/", sending).status_code == 302
    letter.refresh_from_db()
    assert letter.follow_up_on == later
    assert letter.link is not None
    assert client.get(f"{address}edit/").status_code == 302
    assert client.get(f"{address}letter.pdf").content.startswith(b"%PDF-")
    closing = {"status": "answered", "on": str(today), "note": "Ja"}
    assert client.post(f"{address}close/", closing).status_code == 302
    assert client.post(f"{address}send/", sending).status_code == 409


def test_an_unfinished_letter_is_not_given_out(
    browse: Browse, community: Community, place: Municipality
) -> None:
    client = browse("head")
    client.post(new_url(community, place, "congratulation"), typed(body="Zum {event}!"))
    letter = Letter.objects.get()
    page = client.get(letter.get_absolute_url()).content.decode()
    assert "{event}" in page
    assert "letter.pdf" not in page
    for ending in ("pdf", "docx"):
        answer = client.get(f"{letter.get_absolute_url()}letter.{ending}")
        assert answer.status_code == 409
    assert client.get(f"{letter.get_absolute_url()}letter.odt").status_code == 404


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"body": "An {mayer}"}, "{mayer}"),
        ({"body": ""}, ""),
        ({"subject": ""}, ""),
        ({"recipient_email": "x"}, ""),
        ({"dated_on": "gestern"}, ""),
        ({"language": "../../etc"}, ""),
        ({"body": "x" * 100_000}, ""),
    ],
)
def test_nothing_typed_is_lost(
    changes: dict[str, str], said: str, browse: Browse, community: Community, place: Any
) -> None:
    answer = browse("head").post(new_url(community, place), typed(**changes))
    assert answer.status_code == 200
    form = answer.context["form"]
    assert form.errors
    assert said in str(form.errors)
    for name, value in changes.items():
        assert form[name].value() == value
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    "query",
    [
        "?kind=proposal",
        "?kind=nonsense&community=x&municipality=y",
        "?municipality=abc",
        "?community=%00&kind=proposal",
        "?kind=proposal&language=xx",
    ],
)
def test_strange_addresses(query: str, browse: Browse, office: Office) -> None:
    client = browse("head")
    assert client.get(reverse("twinning:letter-new") + query).status_code == 200
    assert client.get(f"{reverse('twinning:letter-many')}?place=x&add=y").status_code == 200
    assert client.get(f"{reverse('twinning:letter-list')}?standing=x&cursor=%00").status_code == 200


def test_late_ones_come_first(browse: Browse, community: Community) -> None:
    today = timezone.localdate()
    went = {"status": "sent", "sent_by": "email", "sent_on": today - dt.timedelta(days=60)}
    LetterFactory.create(community=community, subject="Draft one")
    LetterFactory.create(
        community=community, subject="Later", follow_up_on=today + dt.timedelta(days=5), **went
    )
    LetterFactory.create(
        community=community, subject="Late", follow_up_on=today - dt.timedelta(days=5), **went
    )
    page = browse("coordinator").get(reverse("twinning:letter-list")).content.decode()
    places = [page.index(f"<li>{word}</li>") for word in ("Late", "Later", "Draft one")]
    assert places == sorted(places)
    late = browse("coordinator").get(f"{reverse('twinning:letter-list')}?standing=overdue")
    assert "<li>Later</li>" not in late.content.decode()
    desk = browse("coordinator").get(reverse("accounts:me")).content.decode()
    assert "standing=overdue" in desk


@pytest.mark.parametrize("name", ["letter-list", "batch", "municipality"])
def test_as_many_queries_for_one_as_for_thirty(
    name: str, browse: Browse, community: Community, place: Municipality, head: Any
) -> None:
    batch = LetterBatch.objects.create(community=community, kind="proposal", author=head)
    client = browse("head")
    url = {
        "letter-list": reverse("twinning:letter-list"),
        "batch": batch.get_absolute_url(),
        "municipality": place.get_absolute_url(),
    }[name]

    def add(count: int) -> None:
        for one in LetterFactory.create_batch(
            count,
            community=community,
            **({"municipality": place} if name == "municipality" else {}),
        ):
            if name == "batch":
                batch.items.create(municipality=one.municipality, letter=one, language="de")

    add(1)
    client.get(url)
    with CaptureQueriesContext(connection) as for_one:
        client.get(url)
    add(29)
    with CaptureQueriesContext(connection) as for_thirty:
        client.get(url)
    assert len(for_thirty) == len(for_one)


def test_many_letters_from_the_finder(
    browse: Browse, community: Community, django_capture_on_commit_callbacks: Any
) -> None:
    client = browse("coordinator")
    places = MunicipalityFactory.create_batch(2)
    keys = [str(one.public_id) for one in places]
    url = reverse("twinning:letter-many")
    page = client.get(url, {"place": keys, "community": community.code}).content.decode()
    assert all(key in page for key in keys)
    values = {
        "community": community.code,
        "kind": "introduction",
        "place": keys,
        f"language-{keys[0]}": "pl",
    }
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(url, values)
    batch = LetterBatch.objects.get()
    assert answer["Location"] == batch.get_absolute_url()
    batch.refresh_from_db()
    assert batch.status == "done"
    assert sorted(one.language for one in batch.letters.all()) == ["de", "pl"]
    assert client.get(batch.get_absolute_url()).status_code == 200
    file = client.get(f"{batch.get_absolute_url()}letters.zip")
    assert b"".join(file).startswith(b"PK")
    assert client.post(url, values | {"place": []}).status_code == 400


def test_each_of_many_letters_says_what_is_in_another_language(
    browse: Browse, community: Community, django_capture_on_commit_callbacks: Any
) -> None:
    """Until the author has translated it or taken it out."""
    Community.objects.filter(pk=community.pk).update(about="Ми над Хоролом.\r\n", about_en="")
    client = browse("coordinator")
    keys = [str(MunicipalityFactory.create(country=code).public_id) for code in ("DE", "JP")]
    values = {"community": community.code, "kind": "introduction", "place": keys}
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("twinning:letter-many"), values)
    remark = "The community has no profile in the language of the letter"
    batch = LetterBatch.objects.get()
    page = client.get(f"/en{batch.get_absolute_url()}").content.decode()
    assert page.count(remark) == 2
    letter = batch.letters.get(language="de")
    address = f"/en{letter.get_absolute_url()}"
    assert remark in client.get(address).content.decode()
    body = letter.body.replace("Ми над Хоролом.", "Wir wohnen am Chorol.")
    edited = client.post(f"{letter.get_absolute_url()}edit/", typed(body=body))
    assert edited.status_code == 302
    assert remark not in client.get(address).content.decode()


def test_the_letterhead_is_kept(browse: Browse, community: Community) -> None:
    client = browse("coordinator")
    url = reverse("twinning:letterhead", args=[community.code])
    assert client.post(url, {"email": "x"}).status_code == 200
    done = client.post(url, {"email": "rada@mosty.example", "signatory_name": "Іван"})
    assert done.status_code == 302
    assert "rada@mosty.example" in client.get(url).content.decode()
