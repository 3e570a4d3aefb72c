"""Calling a foreign address politely and safely: one request, a short look at the answer.

An address may be anything that a person typed. It must not make the server call its own
neighbours: only http and https on their usual ports, only hosts all of whose addresses are
public, and the connection goes to the very address that was looked at, so that a name that
changes its mind between look and call changes nothing. Redirects are for the caller to judge;
whoever answers slowly on purpose is hung up on.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urlsplit

from django.conf import settings
from django.utils.translation import gettext_noop as _

# Seconds without a sign of life, and for all of it.
TIMEOUT = 10.0
LONGEST_VISIT = 20.0
PORTS = {"http": 80, "https": 443}
LONGEST = 1000


class PrivateAddress(Exception):
    """The address leads to a place that is nobody's business."""


class NoAnswer(Exception):
    """The host was not found or did not answer as a web server does."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`text` is the beginning of the body, as much of it as was asked for."""

    status: int
    location: str = ""
    text: str = ""


def visit(
    url: str,
    method: str,
    *,
    agent: str = "Mosty link check",
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    schemes: Collection[str] = tuple(PORTS),
    read: int = 0,
) -> Answer:
    """Ask once, following nothing; `read` bytes of the body. Raises PrivateAddress, NoAnswer."""
    parts = usable(url, schemes)
    host, port = str(parts.hostname), parts.port or PORTS[parts.scheme]
    address = public_address_of(host, port)
    try:
        with (
            closing(_connection(parts.scheme, host, port, address)) as connection,
            _hung_up_on(connection),
        ):
            connection.request(
                method, _target(parts), body=body, headers={**_said_of(agent), **(headers or {})}
            )
            with connection.getresponse() as answer:
                text = answer.read(read).decode(errors="replace") if read else ""
                location = (answer.getheader("Location") or "")[:LONGEST]
        return Answer(answer.status, location, text)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NoAnswer(_in_short(error)) from error


def usable(url: str, schemes: Collection[str] = tuple(PORTS)) -> SplitResult:
    """The parts of an address that may be called, wherever it leads.

    Raises NoAnswer for nonsense, PrivateAddress for a foreign scheme, an unusual port, a sign-in.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise NoAnswer(str(error)) from error
    if parts.scheme not in schemes or not parts.hostname:
        raise PrivateAddress(_("not an address of the web"))
    is_usual = port in {None, PORTS[parts.scheme]} or _is_ours(parts.hostname, port or 0)
    if not is_usual or parts.username or parts.password:
        raise PrivateAddress(_("an unusual port or a sign-in"))
    return parts


def public_address_of(host: str, port: int) -> str:
    """One address of the host. Raises PrivateAddress unless all of them are public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NoAnswer(_("the host was not found")) from error
    addresses = [str(one[4][0]) for one in found]
    if not addresses:
        raise NoAnswer(_("the host was not found"))
    for one in addresses:
        if not is_public(one) and not _is_ours(host, port):
            raise PrivateAddress(_("a private address"))
    return addresses[0]


def is_public(address: str) -> bool:
    """Also behind the ways in which an IPv6 address can hold an IPv4 one."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if inner is not None:
            found = inner
        # Translators to IPv4 (64:ff9b::) lie here: what is behind them may be an inner network.
        elif found.is_reserved or found.is_site_local:
            return False
    return found.is_global and not found.is_multicast


def _is_ours(host: str, port: int) -> bool:
    """A receiver that tests have put up on this machine."""
    return (host, port) in settings.RECEIVERS_OF_TESTS


class _Secure(http.client.HTTPSConnection):
    """Connects to a known address, and asks for the certificate of the host's name."""

    def __init__(self, host: str, port: int, address: str) -> None:
        self.trust = _trust()
        super().__init__(host, port, timeout=TIMEOUT, context=self.trust)
        self.address = address
        self.line: socket.socket | None = None

    def connect(self) -> None:
        plain = socket.create_connection((self.address, self.port), TIMEOUT)
        self.sock = self.line = self.trust.wrap_socket(
            plain, server_hostname=self.host, do_handshake_on_connect=False
        )
        self.sock.do_handshake()


class _Plain(http.client.HTTPConnection):
    def __init__(self, host: str, port: int, address: str) -> None:
        super().__init__(host, port, timeout=TIMEOUT)
        self.address = address
        self.line: socket.socket | None = None

    def connect(self) -> None:
        self.sock = self.line = socket.create_connection((self.address, self.port), TIMEOUT)


def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


def _connection(scheme: str, host: str, port: int, address: str) -> _Secure | _Plain:
    """With the port: without one the last group of an IPv6 address would be taken for it."""
    made = _Secure if scheme == "https" else _Plain
    return made(host, port, address)


@contextmanager
def _hung_up_on(connection: _Secure | _Plain) -> Iterator[None]:
    """A timeout of the socket is for one word; this one is for the whole conversation.

    Raises NoAnswer: what had come until then could be taken for an answer.
    """
    is_late = threading.Event()

    def hang_up() -> None:
        is_late.set()
        if connection.line is not None:
            with suppress(OSError):
                # Not the method of the TLS socket, which is in use by the other thread.
                socket.socket.shutdown(connection.line, socket.SHUT_RDWR)

    timer = threading.Timer(LONGEST_VISIT, hang_up)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
    if is_late.is_set():
        raise NoAnswer(_("the answer took too long"))


def _target(parts: SplitResult) -> str:
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return f"{path}?{query}" if query else path


def _said_of(agent: str) -> dict[str, str]:
    return {
        "User-Agent": f"{agent} (+{settings.SITE_URL})",
        "Accept": "*/*",
        "Connection": "close",
    }


def _in_short(error: BaseException) -> str:
    return (str(error) or type(error).__name__)[:200]
