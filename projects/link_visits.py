"""Opening a foreign address politely and safely: one request, no body read, no private places.

An address in the register may be anything that a person typed. It must not make the server call
its own neighbours: only http and https on their usual ports, only hosts all of whose addresses
are public, and the connection goes to the very address that was looked at, so that a name that
changes its mind between look and call changes nothing.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urlsplit

from django.conf import settings

TIMEOUT = 10.0
PORTS = {"http": 80, "https": 443}
LONGEST = 1000
# Translators to IPv4: what lies behind them may be anybody's inner network.
TRANSLATED = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))


class PrivateAddress(Exception):
    """The address leads to a place that is nobody's business."""


class NoAnswer(Exception):
    """The host was not found or did not answer as a web server does."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    location: str = ""


def visit(url: str, method: str) -> Answer:
    """Ask once, following nothing. Raises PrivateAddress, NoAnswer."""
    parts = _usable(url)
    host = str(parts.hostname)
    address = public_address_of(host, PORTS[parts.scheme])
    connection = _connection(parts.scheme, host, address)
    try:
        connection.request(method, _target(parts), headers=_headers())
        answer = connection.getresponse()
        return Answer(answer.status, (answer.getheader("Location") or "")[:LONGEST])
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NoAnswer(_in_short(error)) from error
    finally:
        connection.close()


def _usable(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise NoAnswer(str(error)) from error
    if parts.scheme not in PORTS or not parts.hostname:
        raise PrivateAddress("not an address of the web")
    if port not in {None, PORTS[parts.scheme]} or parts.username or parts.password:
        raise PrivateAddress("an unusual port or a sign-in")
    return parts


def public_address_of(host: str, port: int) -> str:
    """One address of the host. Raises PrivateAddress unless all of them are public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NoAnswer("the host was not found") from error
    addresses = [str(one[4][0]) for one in found]
    if not addresses:
        raise NoAnswer("the host was not found")
    for one in addresses:
        if not is_public(one):
            raise PrivateAddress("a private address")
    return addresses[0]


def is_public(address: str) -> bool:
    """Also behind the ways in which an IPv6 address can hold an IPv4 one."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if inner is not None:
            found = inner
        elif any(found in network for network in TRANSLATED):
            return False
    return found.is_global and not found.is_multicast


class _Secure(http.client.HTTPSConnection):
    """Connects to a known address, and asks for the certificate of the host's name."""

    def __init__(self, host: str, address: str) -> None:
        super().__init__(host, timeout=TIMEOUT, context=ssl.create_default_context())
        self.address = address

    def connect(self) -> None:
        plain = socket.create_connection((self.address, self.port), TIMEOUT)
        self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)


class _Plain(http.client.HTTPConnection):
    def __init__(self, host: str, address: str) -> None:
        super().__init__(host, timeout=TIMEOUT)
        self.address = address

    def connect(self) -> None:
        self.sock = socket.create_connection((self.address, self.port), TIMEOUT)


def _connection(scheme: str, host: str, address: str) -> http.client.HTTPConnection:
    return _Secure(host, address) if scheme == "https" else _Plain(host, address)


def _target(parts: SplitResult) -> str:
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return f"{path}?{query}" if query else path


def _headers() -> dict[str, str]:
    return {
        "User-Agent": f"Mosty link check (+{settings.SITE_URL})",
        "Accept": "*/*",
        "Connection": "close",
    }


def _in_short(error: BaseException) -> str:
    return (str(error) or type(error).__name__)[:200]
