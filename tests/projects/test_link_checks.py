"""Links that do not open are found; private places are never called."""

from __future__ import annotations

import datetime as dt
import http.server
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone

from common.operations import visits
from common.operations.visits import Answer, NoAnswer, PrivateAddress, public_address_of, visit
from projects.models import LinkCheck
from projects.services.link_checks import check_links, due_links, keep, look_at
from tests.factories.calls import call as make_call

URL = "https://donor.example/calls/1"
INNER = "http://10.0.0.1/"


class Web:
    """Foreign servers, as far as the portal sees them: (method, address) → answer."""

    def __init__(self, answers: dict[str, Any]) -> None:
        self.answers = answers
        self.asked: list[tuple[str, str]] = []

    def __call__(self, url: str, method: str) -> Answer:
        self.asked.append((method, url))
        found = self.answers.get(f"{method} {url}", self.answers.get(url, Answer(200)))
        if isinstance(found, Exception):
            raise found
        assert isinstance(found, Answer)
        return found


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ({}, "fine"),
        ({f"HEAD {URL}": Answer(405), f"GET {URL}": Answer(200)}, "fine"),
        ({URL: Answer(404)}, "broken"),
        ({URL: Answer(410)}, "broken"),
        ({URL: Answer(500)}, "broken"),
        ({URL: Answer(403)}, "fine"),
        ({URL: Answer(429)}, "fine"),
        ({URL: NoAnswer("timed out")}, "unreachable"),
        ({URL: PrivateAddress("private")}, "refused"),
        ({URL: Answer(302, "/calls/1?lang=en")}, "fine"),
        ({URL: Answer(301, "/calls/new")}, "moved"),
        ({URL: Answer(302, "https://donor.example/")}, "moved"),
        (
            {URL: Answer(301, "http://10.0.0.1/"), "http://10.0.0.1/": PrivateAddress("x")},
            "refused",
        ),
        ({URL: Answer(302, URL)}, "broken"),
    ],
)
def test_what_an_answer_means(answers: dict[str, Any], state: str) -> None:
    assert look_at(URL, Web(answers)).state == state


def test_a_head_that_is_answered_needs_no_get() -> None:
    web = Web({})
    look_at(URL, web)
    assert web.asked == [("HEAD", URL)]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "172.16.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 - refused here
        "224.0.0.1",
        "::1",
        "fe80::1%eth0",
        "fd00::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::",
        "64:ff9b:1::1",
        "64:ff9b::a00:1",
        "::127.0.0.1",
        "fec0::1",
        "ff02::1",
        "192.0.2.1",
        "255.255.255.255",
    ],
)
def test_private_addresses_are_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def resolve(host: str, port: int, **_options: Any) -> list[Any]:
        return [
            (None, None, None, "", ("93.184.216.34", port)),
            (None, None, None, "", (address, port)),
        ]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(PrivateAddress):
        public_address_of("donor.example", 443)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://donor.example/",
        "file:///etc/passwd",
        "gopher://donor.example/",
        "https://donor.example:8080/",
        "http://donor.example:22/",
        "https://user:secret@donor.example/",
        "https:///nothing",
    ],
)
def test_only_the_usual_web(url: str) -> None:
    with pytest.raises(PrivateAddress):
        visit(url, "HEAD")


@pytest.mark.parametrize("url", ["http://[", "https://donor.example:port/"])
def test_nonsense_is_no_answer(url: str) -> None:
    with pytest.raises(NoAnswer):
        visit(url, "HEAD")


class _Page(http.server.BaseHTTPRequestHandler):
    def do_HEAD(self) -> None:
        self.server.seen.append((self.path, self.headers["Host"], self.headers["User-Agent"]))  # type: ignore[attr-defined]
        self.send_response(301)
        self.send_header("Location", "/there")
        self.end_headers()

    def log_message(self, *_arguments: Any) -> None:
        """Quietly."""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A real server on this machine, which the guard is told to take for a public one."""
    made = http.server.HTTPServer(("127.0.0.1", 0), _Page)
    made.seen = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    port = made.server_address[1]
    monkeypatch.setattr(visits, "is_public", lambda address: True)
    monkeypatch.setitem(visits.PORTS, "http", port)
    here = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_asked, **_options: [here])
    yield made
    made.shutdown()
    made.server_close()


def test_a_real_request_names_the_host_and_itself(server: Any) -> None:
    answer = visit("http://donor.example/конкурс?мова=uk", "HEAD")
    assert answer.status == 301
    path, host, agent = server.seen[0]
    assert path.startswith("/%D0%BA")
    assert host.partition(":")[0] == "donor.example"
    assert "Mosty link check" in agent


@pytest.mark.django_db
def test_only_open_calls_once_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    make_call(link=URL)
    make_call(link=URL)
    make_call(link="https://over.example/", closes_at=timezone.now() - dt.timedelta(days=1))
    make_call(link="https://draft.example/", record_status="draft")
    web = Web({URL: Answer(404)})
    assert check_links(visit=web, pause=lambda _seconds: None) == 1
    assert check_links(visit=web, pause=lambda _seconds: None) == 0
    check = LinkCheck.objects.get()
    assert check.failing_since is not None
    tomorrow = timezone.now() + dt.timedelta(days=1)
    assert due_links(tomorrow) == [URL]
    since = check.failing_since
    assert keep(URL, look_at(URL, web), tomorrow).failing_since == since
    assert keep(URL, look_at(URL, Web({})), tomorrow).failing_since is None


@pytest.mark.django_db
def test_our_own_line_that_is_down_accuses_nobody() -> None:
    for number in range(3):
        make_call(link=f"https://donor{number}.example/")
    down = {f"https://donor{n}.example/": NoAnswer("no route") for n in range(3)}
    assert check_links(visit=Web(down), pause=lambda _seconds: None) == 0
    assert not LinkCheck.objects.exists()


@pytest.mark.parametrize("last", ["abcd", "6379"])
def test_an_ipv6_address_is_called_at_its_usual_port(
    last: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    called = []

    def refuse(address: Any, _timeout: float) -> None:
        called.append(address)
        raise OSError("refused")

    monkeypatch.setattr(socket, "create_connection", refuse)
    with pytest.raises(NoAnswer):
        visit(f"https://[2606:4700::{last}]/", "HEAD")
    assert called == [(f"2606:4700::{last}", 443)]


@pytest.mark.django_db
def test_one_strange_link_loses_nothing_of_the_others() -> None:
    make_call(link=URL)
    make_call(link="https://strange.example/")
    web = Web({"https://strange.example/": LookupError("strange")})
    assert check_links(visit=web, pause=lambda _seconds: None) == 2
    states = dict(LinkCheck.objects.values_list("url", "state"))
    assert states == {URL: "fine", "https://strange.example/": "unreachable"}


@pytest.mark.django_db
def test_officials_are_told(browse: Any) -> None:
    made = make_call(link=URL)
    keep(URL, look_at(URL, Web({URL: Answer(404)})))
    page = browse("officer").get(made.get_absolute_url()).content.decode()
    assert "notice" in page
    assert browse("officer").get("/calls/links/").context["bad"][0][0] == made
    public = browse("anonymous").get(made.get_absolute_url())
    assert public.context["link_check"] is None
