"""What is answered before Django is what Django would answer, as of now, to who may have it."""

from __future__ import annotations

import datetime as dt
import gzip
import logging
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import RequestFactory

from common.operations.middleware import LOGGER
from common.operations.postgres import reading
from common.registers import conditions, throttles
from common.registers.changes.follow import follow
from common.registers.models import ChangedRow
from common.registers.short_way import ShortWay
from common.registers.throttles import AnonymousThrottle
from partners.models import Partner
from tests.factories.partners import PartnerFactory
from tests.tables import each

pytestmark = pytest.mark.django_db

LIST = "/api/v1/partners/"
A_SECOND_TIME = 2

Answer = tuple[str, dict[str, str], bytes]


class Entry:
    """The portal as the web server sees it; `passed` is what Django was asked."""

    def __init__(self) -> None:
        self.passed: list[str] = []
        self._everybodys = WSGIHandler()
        self._entry = ShortWay(self._noting)

    def _noting(self, environ: dict[str, Any], start: Any) -> Any:
        self.passed.append(environ["PATH_INFO"])
        return self._everybodys(environ, start)

    def ask(self, address: str, **headers: str) -> Answer:
        return _asked(self._entry, address, headers)

    def ask_everybody(self, address: str, **headers: str) -> Answer:
        return _asked(self._everybodys, address, headers)


def _asked(application: Any, address: str, headers: dict[str, str]) -> Answer:
    environ = RequestFactory().get(address).environ | {"HTTP_HOST": "testserver"} | headers
    if "HTTP_COOKIE" not in headers:
        del environ["HTTP_COOKIE"]
    said: list[Any] = []
    answer = application(environ, lambda status, given, *_: said.extend((status, dict(given))))
    body = b"".join(answer)
    getattr(answer, "close", lambda: None)()
    if said[1].get("Content-Encoding") == "gzip":
        # With some bytes at random.
        del said[1]["Content-Length"]
        body = gzip.decompress(body)
    said[1].pop("RateLimit", None)
    if said[0].startswith("304"):
        # Django says that there are none, where HTTP says nothing.
        said[1].pop("Content-Length", None)
    return said[0], said[1], body


@pytest.fixture
def partner() -> Partner:
    PartnerFactory.create_batch(3)
    made: Partner = PartnerFactory.create(name="Мости", description="Опис " * 100)
    follow()
    throttles.forget()
    return made


@pytest.fixture
def entry(monkeypatch: pytest.MonkeyPatch) -> Entry:
    """The clock has no part in it: no limit is renewed, nothing settles meanwhile.

    The connection, in the middle of a test's transaction, stays.
    """
    known = reading.default_connection()
    monkeypatch.setattr(known, "close_if_unusable_or_obsolete", lambda: None)
    monkeypatch.setattr("time.time", lambda: 1_800_000_030.0)
    monkeypatch.setattr(conditions, "SETTLES_AFTER", dt.timedelta())
    return Entry()


def test_it_gives_what_the_way_of_everybody_gives(entry: Entry, partner: Partner) -> None:
    own = f"{LIST}{partner.public_id}/"
    following = f"{LIST}?page_size=1&cursor="
    cursor = entry.ask(f"{LIST}?page_size=1")[2].split(b"cursor=")[1].split(b'"')[0].decode()
    shortly: list[tuple[str, dict[str, str]]] = [
        *((LIST, {}), (f"{LIST}?count=exact&ordering=-name", {}), (f"{following}{cursor}", {})),
        *((own, {}), (f"{own}?fields=name,changed_at", {}), (f"{LIST}?kind=foundation", {})),
        *((f"{LIST}?search=мости&ordering=name&count=exact", {}), (f"{own}?lang=en", {})),
        *((own, {"HTTP_ACCEPT_ENCODING": "gzip, br"}), (LIST, {"HTTP_ACCEPT": "*/*"})),
        *((own, {"HTTP_ACCEPT_LANGUAGE": "en"}), (own, {"HTTP_ORIGIN": "https://other.example"})),
        *((own, {"HTTP_X_FORWARDED_FOR": "10.0.0.1"}), (f"{LIST}?fields=etag", {})),
    ]
    for address, headers in shortly:
        entry.ask(address, **headers)
        entry.passed.clear()
        ours, everybodys = (ask(address, **headers) for ask in (entry.ask, entry.ask_everybody))
        assert ours == everybodys, (address, headers)
        assert entry.passed == [], (address, headers)
        assert ours[0] == "200 OK", address
        known = headers | {"HTTP_IF_NONE_MATCH": ours[1]["ETag"]}
        ours, everybodys = (ask(address, **known) for ask in (entry.ask, entry.ask_everybody))
        assert ours == everybodys, (address, headers)
        assert (entry.passed, ours[0]) == ([], "304 Not Modified"), (address, headers)


def test_who_only_asks_whether_anything_has_changed_is_answered_shortly_too(
    entry: Entry, partner: Partner
) -> None:
    """Programs keep their ETag longer than a process lives."""
    for address in (LIST, f"{LIST}{partner.public_id}/"):
        mark = entry.ask_everybody(address)[1]["ETag"]
        known = {"HTTP_IF_NONE_MATCH": mark}
        first = entry.ask(address, **known)
        entry.passed.clear()
        assert entry.ask(address, **known) == first == entry.ask_everybody(address, **known)
        assert (entry.passed, first[0]) == ([], "304 Not Modified"), address
        whole = entry.ask(address, HTTP_IF_NONE_MATCH='"another"')
        assert entry.passed == [address]
        assert whole == entry.ask_everybody(address)
        assert entry.ask(address) == whole
        assert entry.ask(address, **known) == first
        assert entry.passed == [address]
        entry.passed.clear()


def test_what_is_not_plain_goes_the_way_of_everybody(entry: Entry, partner: Partner) -> None:
    own = f"{LIST}{partner.public_id}/"
    strangely: list[tuple[str, dict[str, str]]] = [
        *(
            (f"{LIST}?cursor=x", {}),
            (f"{LIST}?cursor=&ordering=name", {}),
            (f"{LIST}{uuid4()}/", {}),
        ),
        *((f"{LIST}?page_size=0", {}), (f"{LIST}?nothing=1", {}), (f"{LIST}?lang=uk&lang=en", {})),
        *(("/api/v1/calls/", {}), ("/api/v1/requests/", {}), (f"{LIST}?expand=oblasts", {})),
        *((own, {"HTTP_ACCEPT": "text/html"}), (own, {"HTTP_COOKIE": "sessionid=x"})),
        *((own, {"HTTP_AUTHORIZATION": "Bearer x"}), (own, {"HTTP_IF_MATCH": '"x"'})),
        *((own, {"HTTP_IF_MODIFIED_SINCE": "Fri, 01 Jan 2100 00:00:00 GMT"}),),
        *((f"{own}?format=iati", {}), (f"{LIST}{partner.public_id}", {}), ("/api/v1/", {})),
        *((f"{LIST}?cursor=eA&cursor=eA", {}), (f"{LIST}?search={'x' * 3000}", {})),
        (LIST, {"HTTP_ACCEPT": f"application/json;{'x' * 300}"}),
    ]
    for address, headers in strangely:
        entry.ask(LIST)
        entry.ask(own)
        entry.passed.clear()
        ours, everybodys = (ask(address, **headers) for ask in (entry.ask, entry.ask_everybody))
        assert ours == everybodys, (address, headers)
        assert len(entry.passed) == 1, (address, headers)


@each(
    "written",
    [
        *("%63ursor={}", "cursor={}%3D%3D", "curs%6Fr={}"),
        *("cursor=%2B{}", "cursor={}.", "cursor=*"),
    ],
)
def test_a_cursor_written_in_another_way_is_no_part_of_an_address(
    entry: Entry, partner: Partner, written: str
) -> None:
    cursor = entry.ask(f"{LIST}?page_size=1")[2].split(b"cursor=")[1].split(b'"')[0].decode()
    address = f"{LIST}?page_size=1&{written.format(cursor)}"
    first = entry.ask(address)
    assert first == entry.ask(address) == entry.ask_everybody(address)
    changed = f"{LIST}?page_size=1&cursor={cursor}"
    assert entry.ask(changed) == entry.ask_everybody(changed)


def test_what_has_changed_shows_at_once(entry: Entry, partner: Partner) -> None:
    """Before it is followed, and after; and what nobody may see any more is gone."""
    own = f"{LIST}{partner.public_id}/"
    filtered = f"{LIST}?kind={partner.kind}&ordering=name"
    for address in (own, LIST, filtered):
        entry.ask(address)
        entry.ask(address)
    for name, is_followed in (("Береги", False), ("Озера", True)):
        Partner.objects.filter(pk=partner.pk).update(name=name)
        if is_followed:
            follow()
        for address in (own, LIST, filtered):
            assert name in entry.ask(address)[2].decode(), address
    known = entry.ask(own)[1]["ETag"]
    partner.delete()
    assert entry.ask(own, HTTP_IF_NONE_MATCH=known)[0] == "404 Not Found"
    follow()
    assert entry.ask(own)[0] == "404 Not Found"
    assert str(partner.public_id) not in entry.ask(LIST)[2].decode()


def test_limits_are_met_as_by_everybody(
    entry: Entry, partner: Partner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each request is counted once, whichever way it is answered."""
    monkeypatch.setattr(AnonymousThrottle, "THROTTLE_RATES", {"anon": "4/min"})
    own = f"{LIST}{partner.public_id}/"
    assert [entry.ask(own)[0] for _ in range(2)] == ["200 OK"] * 2
    waiting = ChangedRow.objects.create(source="of nobody", keys={})
    assert entry.ask(own)[0] == "200 OK"
    waiting.delete()
    assert [entry.ask(own)[0] for _ in range(2)] == ["200 OK", "429 Too Many Requests"]


def test_no_more_than_some_addresses_are_remembered(
    entry: Entry, partner: Partner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("common.registers.short_way.MOST_REMEMBERED", A_SECOND_TIME)
    forgetful = Entry()
    for _ in range(A_SECOND_TIME):
        for size in range(1, 9):
            assert forgetful.ask(f"{LIST}?page_size={size}")[0] == "200 OK"
    assert len(forgetful.passed) == 8 * A_SECOND_TIME


def test_a_line_of_the_log_is_written(
    entry: Entry,
    partner: Partner,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The same as of everybody's, without what was asked for."""
    caplog.set_level(logging.INFO, LOGGER.name)
    lines = []
    for _ in range(A_SECOND_TIME):
        entry.ask(f"{LIST}?search=мости&ordering=name")
        lines.append(capsys.readouterr().err.splitlines()[-1])
    assert all('"request": "GET /api/v1/partners/"' in line for line in lines)
    assert [line.count('": ') for line in lines] == [8, 8]


def test_statements_are_prepared_and_not_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_PREPARED", A_SECOND_TIME)
    known = reading.default_connection()
    forget_prepared()
    for number in (1, 1, 2, 2, 3, 3, 1, 1):
        assert reading.read(f"SELECT {number}, 'слово'::text") == [(number, "слово".encode())]
    assert len(known.prepared) == A_SECOND_TIME
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'read%%'")
        assert cursor.fetchone()[0] <= A_SECOND_TIME
    forget_prepared()


def forget_prepared() -> None:
    reading.default_connection().prepared.clear()
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("forgetting", ["DEALLOCATE ALL", "ALTER TABLE told ADD two int"])
def test_a_statement_is_prepared_anew(forgetting: str) -> None:
    """When the server has forgotten it, and when it gives other columns than before."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE told (one int)")
        for _ in range(3):
            assert reading.read("SELECT * FROM told") == []
        cursor.execute(forgetting)
        for _ in range(3):
            assert reading.read("SELECT * FROM told") == []
        cursor.execute("DROP TABLE told")


def test_what_the_server_refuses_is_an_error_of_the_database() -> None:
    asked: Callable[[], Any] = lambda: reading.read("SELECT $1::int", "word")  # noqa: E731
    with connection.cursor() as cursor:
        cursor.execute("SAVEPOINT before")
        with pytest.raises(Exception, match="word") as refused:
            asked()
        cursor.execute("ROLLBACK TO before")
    assert isinstance(refused.value.__cause__, psycopg.errors.InvalidTextRepresentation)
