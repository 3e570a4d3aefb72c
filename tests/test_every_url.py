"""Every address says who may open it: in an access table of its app, or in the list below."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.urls import URLResolver, get_resolver

TESTS = Path(__file__).parent

# Open to everybody, or answering by itself to everybody what each may know.
PUBLIC = {
    "readyz": "health of the installation, without any data",
    "accounts:invitation-accept": "whoever holds the secret of the letter",
}
# Guarded by the library or by one rule for all of them, which the tests of accounts check.
GUARDED = {
    r"admin:.*": "PortalAdminSite.has_permission, and the permissions of each model",
    r"account_.*|mfa_.*|usersessions_.*": "allauth",
    r"audit:.*": "common.audit.registry.may_see_history, in tests/audit",
    r"notices:.*": "one's own only, in tests/notifications/test_notices.py",
    r"notifications:.*": "only in a trial, in tests/notifications",
    r"(partners|agreements|communities|twinning):import-.*": "common.exchange, in tests/exchange",
    r"(strategies|ideas|aid|calls):import-.*": "common.exchange, in tests/exchange",
    r"(projects|programmes):import-.*": "common.exchange, in tests/exchange",
    r"(requests|meetings|offers|news):import-.*": "common.exchange, in tests/exchange",
    r"(mta:cards|projects:property):import-.*": "common.exchange, in tests/exchange",
}


def routes(resolver: URLResolver, before: str = "", prefix: str = "") -> Iterator[tuple[str, str]]:
    """(name with namespace, route) of every address: `communities/<slug:code>/`."""
    for one in resolver.url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            inner = f"{prefix}{one.namespace}:" if one.namespace else prefix
            yield from routes(one, route, inner)
        else:
            yield f"{prefix}{one.name or ''}", route


ROUTES = sorted(routes(get_resolver()))


def shape(route: str) -> re.Pattern[str]:
    """What an address of the route looks like in a table: `/partners/{slug}/edit/`."""
    return re.compile("/" + "[^?]+".join(re.escape(part) for part in re.split("<[^>]+>", route)))


@dataclass(frozen=True)
class Said:
    """What the access tests name: names, names put together, addresses."""

    names: frozenset[str]
    parts: tuple[re.Pattern[str], ...]
    paths: tuple[str, ...]

    def covers(self, name: str, route: str) -> bool:
        return (
            name in self.names
            or any(part.fullmatch(name) for part in self.parts)
            or any(shape(route).fullmatch(path) for path in self.paths)
        )


@cache
def said_in_tables() -> Said:
    whole: set[str] = set()
    parts: list[re.Pattern[str]] = []
    for path in TESTS.rglob("test_access*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                parts.append(re.compile("".join(_piece(piece) for piece in node.values)))
    paths = tuple(text.partition("?")[0] for text in whole if text.startswith("/"))
    return Said(frozenset(whole), tuple(one for one in parts if ":" in one.pattern), paths)


def _piece(node: ast.expr) -> str:
    return re.escape(str(node.value)) if isinstance(node, ast.Constant) else "[a-z-]+"


def is_said(name: str, route: str) -> bool:
    return (
        name in PUBLIC
        or any(re.fullmatch(pattern, name) for pattern in GUARDED)
        or said_in_tables().covers(name, route)
    )


def test_every_address_says_who_may_open_it() -> None:
    silent = [f"{name} ({route})" for name, route in ROUTES if not is_said(name, route)]
    assert not silent, "stand in no access table; add a row to tests/<app>/test_access.py"


def test_every_address_has_a_name() -> None:
    nameless = [
        route
        for name, route in ROUTES
        if not name.rpartition(":")[2] and not name.startswith("admin:")
    ]
    assert not nameless
