"""Objects given as they are kept are letter by letter those that the registers' statements make."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.conf import settings
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as made

from common.registers import kept, streams
from common.registers.changes import objects
from common.registers.changes.follow import follow
from common.registers.changes.objects import EVERYBODY, followed_registers, published
from common.registers.filters import filterset_class
from common.registers.kept import put_together, taken_apart
from common.registers.models import ChangedRow, FollowedRegister, KeptCells, Publication
from common.registers.register import registers
from common.registers.tables import Table
from cooperation.models import Meeting
from partners.models import Partner
from projects.models import Call
from tests.factories.calls import call
from tests.factories.communities import OblastFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.partners import PartnerFactory
from tests.factories.projects import ProjectFactory
from tests.mirroring import Writer

pytestmark = pytest.mark.django_db

NASTY = 'Рядок\n"\\\u001e, "x" : {1} </script> 🌉'
ANYTHING = made.recursive(
    made.none() | made.booleans() | made.integers() | made.text(),
    lambda inner: made.lists(inner, max_size=3) | made.dictionaries(made.text(), inner, max_size=3),
    max_leaves=8,
)


@pytest.fixture
def written() -> None:
    """Registers as a writer leaves them who does everything at random."""
    writer = Writer(7)
    for _ in range(30):
        writer.transact()
    PartnerFactory.create(name=NASTY, description=NASTY)
    follow()


def slowly(client: Client, address: str, *, read: bool = False) -> Any:
    """The answer while something waits to be looked at: it is made, nothing kept is given.

    `read`: what stands in a file, which is made while it is read.
    """
    waiting = ChangedRow.objects.create(source="of nobody", keys={})
    answer: Any = client.get(address)
    found = answer.getvalue() if read else answer
    waiting.delete()
    return found


def kept_fails(*_: Any, **__: Any) -> Any:
    raise AssertionError("kept objects were asked for")


@pytest.mark.usefixtures("written")
def test_what_is_kept_is_what_is_made(client: Client) -> None:
    compared = 0
    for register in registers():
        if not register.api_path:
            continue
        orders = [sign + name for name in register.sorts for sign in ("", "-")]
        queries = ["page_size=3&count=exact", "count=exact&search=Слова"]
        queries += [f"page_size=2&ordering={order}" for order in orders]
        for query in queries:
            address = f"{register.api_path}?{query}"
            while address:
                fast, slow = client.get(address), slowly(client, address)
                assert fast.content == slow.content, address
                page = fast.json()
                assert slow.json()["next"] == page["next"]
                assert slow.json()["previous"] == page["previous"]
                compared += len(page["results"])
                address = page["next"]
    assert compared > 20


@pytest.mark.usefixtures("written")
def test_single_objects_and_chosen_fields_too(client: Client) -> None:
    partner = Partner.objects.get(name=NASTY)
    for address in (
        f"/api/v1/partners/{partner.public_id}/",
        f"/api/v1/partners/{partner.public_id}/?fields=name,etag,id",
        "/api/v1/partners/?fields=themes,name,description",
        "/api/v1/partners/?expand=oblasts",
    ):
        assert client.get(address).content == slowly(client, address).content, address


@pytest.mark.usefixtures("written")
def test_it_is_read_in_one_statement_and_only_when_nothing_waits(
    client: Client, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    partner = Partner.objects.get(name=NASTY)
    single = f"/api/v1/partners/{partner.public_id}/"
    for address in (single, "/api/v1/partners/?count=exact"):
        client.get(address)
        with django_assert_num_queries(1):
            assert client.get(address).status_code == 200
    Partner.objects.filter(pk=partner.pk).update(name="Нова")
    assert client.get(single).json()["name"]["uk"] == "Нова"
    monkeypatch.setattr(kept, "put_together", kept_fails)
    assert client.get("/api/v1/partners/").status_code == 200


@pytest.mark.usefixtures("written")
def test_without_prepared_statements_the_same_is_given(client: Client, settings: Any) -> None:
    addresses = ["/api/v1/partners/?page_size=2&ordering=-name&count=exact"]
    addresses.append(client.get(addresses[0]).json()["next"])
    given = [client.get(address).content for address in addresses]
    settings.PREPARED_STATEMENTS = False
    assert [client.get(address).content for address in addresses] == given


@pytest.mark.usefixtures("written")
def test_filtered_lists_are_those_that_are_made(
    client: Client, django_assert_num_queries: Any
) -> None:
    """Whatever is chosen, counted or not."""
    oblast = OblastFactory.create()
    ProjectFactory.create(oblast=oblast)
    follow()
    queries = ["kind=grant", "kind=grant&kind=ngo&ordering=name", "themes=wrong", "country=PL"]
    queries += [f"oblast={oblast.code}", f"oblast={oblast.code}&count=exact&page_size=1"]
    for register in (one for one in registers() if one.api_path):
        for query in (*queries, "count=exact&visibility=public"):
            address = f"{register.api_path}?{query}"
            fast, slow = client.get(address), slowly(client, address)
            assert (fast.status_code, fast.content) == (slow.status_code, slow.content), address
    kinds = set(Partner.objects.visible_to(EVERYBODY).values_list("kind", flat=True))
    address = f"/api/v1/partners/?kind={min(kinds)}&count=exact"
    assert client.get(address).json()["count"] == client.get(address).json()["count"] > 0
    with django_assert_num_queries(1):
        assert client.get(address).json()["results"]


@pytest.mark.usefixtures("written")
def test_pages_show_what_is_kept(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for address in (
        "/partners/",
        "/communities/",
        "/partners/?kind=ngo",
        "/partners/?search=Слова",
    ):
        slow = slowly(client, address).context["list"]
        fast = client.get(address).context["list"]
        assert (fast.rows, fast.count) == (slow.rows, slow.count), address
    monkeypatch.setattr(kept, "put_together", kept_fails)
    with pytest.raises(AssertionError):
        client.get("/partners/")


@pytest.mark.usefixtures("written")
def test_searched_lists_too(client: Client, django_assert_num_queries: Any) -> None:
    """In one statement when an order is given and the words are found as they are typed."""
    PartnerFactory.create_batch(2, name="Мости дружби")
    follow()
    for query in ("search=мостами&ordering=name&count=exact", "search=мостамм&ordering=name"):
        address = f"/api/v1/partners/?{query}"
        fast, slow = client.get(address), slowly(client, address)
        assert fast.content == slow.content
        assert len(fast.json()["results"]) == 2
    address = "/api/v1/partners/?search=мостами&ordering=name"
    understood = client.get(address).content
    with django_assert_num_queries(1):
        assert client.get(address).content == understood


@pytest.mark.usefixtures("written")
def test_a_total_is_counted_once_for_each_state(
    client: Client, django_assert_num_queries: Any
) -> None:
    """Asked again it is known, on all pages; what changes is counted at once."""
    PartnerFactory.create_batch(3, name="Мости дружби", kind="ngo")
    follow()
    for query in ("kind=ngo", "search=мостами&ordering=name"):
        address = f"/api/v1/partners/?{query}&count=exact&page_size=1"
        before = [client.get(address).content for _ in range(3)]
        assert len(set(before)) == 1
        with django_assert_num_queries(1) as asked:
            assert client.get(address).content == before[0]
        assert "count(*)" not in asked[0]["sql"]
        following = client.get(address).json()["next"]
        assert client.get(following).json()["count"] == client.get(address).json()["count"]
        PartnerFactory.create(name="Мости дружби", kind="ngo")
        slow = slowly(client, address)
        follow()
        assert client.get(address).json()["count"] == json.loads(before[0])["count"] + 1
        assert query != "kind=ngo" or client.get(address).content == slow.content


def test_filters_that_nobody_names_narrow_nothing() -> None:
    """So those that an address does not name need not be made."""
    for register in registers():
        rows = register.visible_to(EVERYBODY)
        narrowed = filterset_class(register)(QueryDict(""), queryset=rows).qs
        assert str(narrowed.query) == str(rows.query), register.name


@pytest.mark.usefixtures("written")
def test_the_total_is_that_of_the_list(client: Client) -> None:
    for one in FollowedRegister.objects.exclude(name="raions"):
        present = Publication.objects.filter(register=one.name, is_present=True)
        assert one.total == present.count(), one


@pytest.mark.usefixtures("written")
def test_objects_noted_before_they_were_kept_are_kept_at_the_next_look(client: Client) -> None:
    before = dict(Publication.objects.values_list("pk", "number"))
    texts = dict(Publication.objects.values_list("pk", "kept"))
    Publication.objects.update(kept="")
    assert client.get("/api/v1/partners/").status_code == 200
    FollowedRegister.objects.update(signature="")
    follow()
    assert dict(Publication.objects.values_list("pk", "kept")) == texts
    assert dict(Publication.objects.values_list("pk", "number")) == before


def test_what_the_clock_changes_is_never_given_as_it_was(client: Client) -> None:
    """No row changes when a deadline passes: here it is moved, and the follower is not told."""
    one = call(closes_at=timezone.now() + dt.timedelta(days=100))
    follow()
    single = f"/api/v1/calls/{one.public_id}/"
    addresses = ("/api/v1/calls/", "/api/v1/calls/?page_size=50", single, f"{single}?fields=state")
    marks = [client.get(address)["ETag"] for address in addresses]
    assert client.get(single).json()["state"]["code"] == "open"
    assert "Last-Modified" not in client.get(single)
    assert "ETag" not in client.get("/api/v1/calls/?format=csv")
    Call.objects.update(closes_at=timezone.now() - dt.timedelta(days=1))
    ChangedRow.objects.all().delete()
    for address, mark in zip(addresses, marks, strict=True):
        answer = client.get(address, headers={"If-None-Match": mark})
        assert answer.status_code == 200, address
        found = answer.json()
        assert found.get("results", [found])[0]["state"]["code"] == "closed", address
    listed = client.get("/api/v1/calls/").json()["results"][0]
    assert client.get(single)["ETag"] == f'"{listed["etag"]}"'
    assert b"closed" in client.get("/api/v1/calls/?format=csv").getvalue()


def test_a_meeting_that_ends_is_over_at_once(client: Client) -> None:
    one = MeetingFactory.create()
    follow()
    coming, over = "/api/v1/meetings/?when=coming", "/api/v1/meetings/?when=past"
    assert [len(client.get(address).json()["results"]) for address in (coming, over)] == [1, 0]
    mark = client.get(coming).headers.get("ETag", "")
    Meeting.objects.update(starts_at=timezone.now() - dt.timedelta(hours=1), ends_at=timezone.now())
    ChangedRow.objects.all().delete()
    assert client.get(coming, headers={"If-None-Match": mark}).json()["results"] == []
    assert [found["id"] for found in client.get(over).json()["results"]] == [str(one.public_id)]


def test_fields_of_the_moment_say_so() -> None:
    """A day is part of the signature; a moment cannot be."""
    for register in followed_registers():
        sql, _parameters = published(register).query.sql_with_params()
        assert ("STATEMENT_TIMESTAMP()" in sql) == register.is_of_the_moment, register.name


@given(made.dictionaries(made.text(), ANYTHING, max_size=6))
def test_an_object_is_taken_apart_and_put_together(one: dict[str, Any]) -> None:
    """Written as PostgreSQL writes it, with a space before the colon of the object's own names."""
    pairs = [
        f"{json.dumps(name, ensure_ascii=False)} : {json.dumps(value)}"
        for name, value in one.items()
    ]
    text = f"{{{', '.join(pairs)}}}"
    apart = taken_apart(text).encode()
    assert put_together(apart, None).decode() == text
    chosen = put_together(apart, tuple(range(0, len(pairs), 2))) if pairs else "{}"
    assert json.loads(chosen) == json.loads(f"{{{', '.join(pairs[::2])}}}")


@pytest.mark.usefixtures("written")
def test_files_are_byte_for_byte_those_that_are_made(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CSV and NDJSON of each register and of parts of it, a few records at a time."""
    monkeypatch.setattr(streams, "AT_ONCE", 3)
    chosen = "&fields=name,id&ordering=-name"
    addresses = [f"{one.api_path}?format=" for one in followed_registers()]
    wholes = ("csv", "csv&lang=en", "ndjson")
    for asked in (*wholes, f"csv{chosen}", "csv&fields=name", f"ndjson{chosen}", "ndjson&kind=ngo"):
        parts = addresses if asked in wholes else ["/api/v1/partners/?format="]
        for address in (f"{part}{asked}" for part in parts):
            assert client.get(address).getvalue() == slowly(client, address, read=True), address
    monkeypatch.setattr(streams, "put_together", kept_fails)
    with pytest.raises(AssertionError):
        client.get("/api/v1/partners/?format=ndjson").getvalue()


def cells_kept() -> set[tuple[str, int, str]]:
    return set(KeptCells.objects.values_list("register", "record", "language"))


@pytest.mark.usefixtures("written")
def test_cells_are_kept_of_exactly_what_everybody_sees(client: Client) -> None:
    """And of nothing that the clock alone changes, which is never given as it was."""
    gone = Partner.objects.get(name=NASTY)
    call()
    follow()
    assert ("partners", gone.pk, "uk") in cells_kept()
    gone.visibility = "internal"
    gone.save()
    follow()
    given = Publication.objects.filter(is_present=True).exclude(register="calls")
    present = given.values_list("register", "record")
    languages = [code for code, _name in settings.LANGUAGES]
    assert cells_kept() == {(*one, code) for one in present for code in languages}
    gone.delete()
    PartnerFactory.create(name="Нова")
    follow()
    assert "Нова" in client.get("/api/v1/partners/?format=csv").getvalue().decode()


@pytest.mark.usefixtures("written")
def test_a_table_is_read_as_it_is_kept(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Table, "line", kept_fails)
    address = "/api/v1/partners/?format=csv"
    assert client.get(address).getvalue()
    with pytest.raises(AssertionError):
        slowly(client, address, read=True)


@pytest.mark.usefixtures("written")
def test_another_release_makes_the_cells_anew(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a function writes into a cell may be another thing, though the object is the same."""
    address = "/api/v1/partners/?format=csv"
    whole = client.get(address).getvalue()
    KeptCells.objects.update(cells=b"of the last release")
    assert b"of the last release" in client.get(address).getvalue()
    monkeypatch.setattr(objects, "code_digest", lambda: "of the next release")
    assert client.get(address).getvalue() == whole
    follow()
    monkeypatch.setattr(Table, "line", kept_fails)
    assert client.get(address).getvalue() == whole


@pytest.mark.usefixtures("written")
def test_a_file_goes_on_when_something_changes_while_it_is_read(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "AT_ONCE", 3)
    whole = client.get("/api/v1/partners/?format=ndjson").getvalue()
    answer: Any = client.get("/api/v1/partners/?format=ndjson")
    parts = iter(answer.streaming_content)
    first = next(parts)
    ChangedRow.objects.create(source="of nobody", keys={})
    # What comes next has been read already.
    first += next(parts)
    monkeypatch.setattr(streams, "put_together", kept_fails)
    assert first + b"".join(parts) == whole


@pytest.mark.usefixtures("written")
def test_what_leaves_the_list_while_a_file_is_read_is_left_out(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Taken up by the follower or not yet, and whoever stops reading leaves nothing behind."""
    monkeypatch.setattr(streams, "AT_ONCE", 1)
    PartnerFactory.create_batch(6, kind="ngo")
    follow()
    address = "/api/v1/partners/?format=ndjson&kind=ngo&ordering=name"
    whole = client.get(address).getvalue().splitlines()
    for is_followed in (True, False):
        answer: Any = client.get(address)
        parts = iter(answer.streaming_content)
        read = [next(parts), next(parts)]
        last = Partner.objects.get(public_id=json.loads(whole[-1])["id"])
        Partner.objects.filter(pk=last.pk).update(kind="business")
        if is_followed:
            follow()
        assert b"".join([*read, *parts]).splitlines() == whole[:-1]
        Partner.objects.filter(pk=last.pk).update(kind="ngo")
        follow()
    left: Any = iter(client.get(address).streaming_content)  # type: ignore[attr-defined]
    next(left)
    del left
    assert client.get(address).getvalue().splitlines() == whole
