"""A real receiver on this machine, with https, which the guard is told to take for a public one."""

from __future__ import annotations

import datetime as dt
import http.server
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.utils import timezone

from accounts.models import User
from common.operations import visits
from common.registers.changes.follow import follow
from common.registers.register import Register
from partners.models import Partner
from portal.webhooks.models import Subscription
from portal.webhooks.services.subscriptions import SubscriptionData, subscribe
from portal.webhooks.subjects import open_register

HOST = "receiver.example"
EVERY_KIND = ("published", "changed", "withdrawn")

Subscribe = Callable[..., Subscription]


@dataclass(frozen=True)
class Heard:
    """A request as the receiver got it."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """`answers` are given one after the other, then 200: (status, text, further headers)."""

    port: int = 0
    heard: list[Heard] = field(default_factory=list)
    answers: list[tuple[int, str, dict[str, str]]] = field(default_factory=list)
    drips: bool = False

    @property
    def url(self) -> str:
        return f"https://{HOST}:{self.port}/mosty?who=ми"

    def says(self, *statuses: int, text: str = "", **headers: str) -> None:
        self.answers += [(status, text, headers) for status in statuses]


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        receiver: Receiver = self.server.receiver  # type: ignore[attr-defined]
        body = self.rfile.read(int(self.headers["Content-Length"]))
        receiver.heard.append(Heard(self.path, dict(self.headers), body))
        if receiver.drips:
            self._drip()
            return
        status, text, headers = receiver.answers.pop(0) if receiver.answers else (200, "", {})
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text.encode())

    def _drip(self) -> None:
        """A word of the head now and then: no word is late, and the answer never ends."""
        stop: threading.Event = self.server.stop  # type: ignore[attr-defined]
        try:
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            while not stop.wait(0.05):
                self.wfile.write(b"a")
        except OSError:
            """Hung up on, as it should be."""

    def log_message(self, *_arguments: Any) -> None:
        """Quietly."""


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Key and certificate of the receiver's host, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    start = timezone.now() - dt.timedelta(days=365 * 20)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + dt.timedelta(days=365 * 60))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file: Path = tmp_path_factory.mktemp("receiver") / "both.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return file


@pytest.fixture
def receiver(
    certificate: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> Iterator[Receiver]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    made = Receiver(port=server.server_address[1])
    server.receiver, server.stop = made, threading.Event()  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    settings.RECEIVERS_OF_TESTS = frozenset({(HOST, made.port)})
    _resolve(monkeypatch, {HOST: "127.0.0.1"})
    monkeypatch.setattr(visits, "_trust", lambda: ssl.create_default_context(cafile=certificate))
    yield made
    server.stop.set()  # type: ignore[attr-defined]
    server.shutdown()
    server.server_close()


def _resolve(monkeypatch: pytest.MonkeyPatch, names: dict[str, str]) -> None:
    original = socket.getaddrinfo

    def look_up(host: Any, port: Any, *rest: Any, **more: Any) -> Any:
        return original(names.get(host, host), port, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)


@pytest.fixture
def partners() -> Register:
    found = open_register("partners")
    assert found
    return found


@pytest.fixture
def subscribed(
    representative: User, partner: Partner, partners: Register, receiver: Receiver
) -> Subscribe:
    """`subscribed(query="country=DK")`: the representative's own, when all is followed; each has
    a name of its own, for one that says the same a moment later is the same.
    """
    numbers = count(1)

    def make(query: str = "", kinds: tuple[str, ...] = EVERY_KIND, **more: Any) -> Subscription:
        follow()
        data = SubscriptionData(f"Наш каталог {next(numbers)}", receiver.url, kinds)
        given = {"actor": representative, "register": partners, "query": query, "data": data}
        return subscribe(**{**given, **more})

    return make
