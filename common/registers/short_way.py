"""The short way of a plain `GET`: an address that was answered before is answered without Django.

The first answer of an address goes the way of everybody: middleware, routes, permissions, limits,
the view. A view that gave what is kept notes a `Recipe`: what was asked for, as it was understood.
Who asks the same again, without a name, is let in by the view's own permissions and limits, and
gets what the registers hold at that moment, read by the same code, under the headers of the first
answer. No answer is remembered. Whatever does not come out plainly (a limit met, a cursor that
cannot be used, something that has to be made) goes the way of everybody.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from django.contrib.auth.models import AnonymousUser
from django.db import Error, close_old_connections
from django.http import HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.utils.http import parse_etags
from rest_framework.exceptions import APIException

from common.design.remembered import Remembered
from common.operations.middleware import log_answered
from common.operations.postgres.reading import default_connection
from common.registers.conditions import Mark, address_asked
from common.registers.formats import link_header
from common.registers.paging import BadParameter
from common.registers.reading import Given, Reading
from common.registers.throttles import limit_headers

Environ = dict[str, Any]
Application = Callable[[Environ, Any], Iterable[bytes]]

ROOT = "/api/v1/"
# Under which a view leaves its recipe in the request's environment.
RECIPE = "mosty.recipe"
MOST_REMEMBERED = 2000
LONGEST_QUERY = 2000
LONGEST_HEADER = 300
# Who sends one of these is somebody, or asks for something else than the whole answer.
NOT_PLAIN = frozenset(
    {
        *("HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE"),
        *("HTTP_RANGE", "HTTP_EXPECT"),
    }
)
# What, beside the address, an answer may hang on.
HEADERS = (
    *("HTTP_HOST", "SERVER_NAME", "SERVER_PORT", "SCRIPT_NAME", "wsgi.url_scheme"),
    *("HTTP_X_FORWARDED_PROTO", "HTTP_ACCEPT", "HTTP_ACCEPT_LANGUAGE", "HTTP_ACCEPT_ENCODING"),
)
# What each answer says for itself.
OWN = frozenset(
    {
        *("content-length", "content-encoding", "etag", "last-modified", "link"),
        *("ratelimit", "ratelimit-policy"),
    }
)
WHOLE, UNCHANGED = "200 OK", "304 Not Modified"
# Of one that has no body.
OF_BODY = "content-type"
KEY = re.compile(r"[A-Za-z0-9-]+")
CURSOR = re.compile(r"(?<![^&])cursor=([A-Za-z0-9_-]+)(?![^&])")
# A cursor of the address that stands for all of them.
ANY = "cursor=*"
# Written in another way, it would be taken for a part of the address.
CURSOR_SOMEHOW = "cursor"


@dataclass(frozen=True)
class Recipe:
    """How an address is answered: what it asks for, and the view that says who is let in."""

    reading: Reading
    view: Callable[[], Any]


def note_recipe(environ: Environ, recipe: Recipe) -> None:
    """For the entry, that the answer of this request is given again in this way."""
    environ[RECIPE] = recipe


@dataclass(frozen=True)
class Address:
    """`shape` is all that an answer may hang on, but for what leads to one page or object."""

    shape: tuple[str | None, ...]
    place: str


@dataclass
class Nobody:
    """As much of a request without a name as permissions and limits look at."""

    META: Environ
    user: Any = field(default_factory=AnonymousUser)
    auth: None = None
    method: str = "GET"

    @property
    def headers(self) -> Nobody:
        return self

    def get(self, name: str, default: Any = None) -> Any:
        """A header."""
        return self.META.get(f"HTTP_{name.upper().replace('-', '_')}", default)


@dataclass(frozen=True)
class Answer:
    status: str
    headers: list[tuple[str, str]]
    body: bytes


class Known:
    """A recipe, and the headers that its answers have in common; unless it `is_whole`, those of the
    answer that nothing has changed, and no others.
    """

    def __init__(
        self, recipe: Recipe, headers: Iterable[tuple[str, str]], *, is_whole: bool
    ) -> None:
        self.is_whole = is_whole
        view = recipe.view()
        self._view, self._reading = view, recipe.reading
        self._permissions, self._limits = view.get_permissions(), view.get_throttles()
        self._headers = [one for one in headers if one[0].lower() not in OWN]

    def answer(self, environ: Environ, place: str) -> Answer | None:
        """None where the way of everybody has to be gone."""
        asking = Nobody(environ)
        if not all(one.has_permission(asking, self._view) for one in self._permissions):
            return None
        if not all(one.allow_request(asking, self._view) for one in self._limits):
            return None
        asked = address_asked(environ, environ["HTTP_HOST"])
        known = environ.get("HTTP_IF_NONE_MATCH", "")
        mark = self._reading.mark(place, asked) if known else None
        if mark and _is_known(mark, known):
            return self._unchanged(mark, environ)
        found = self._reading.given(place, asked) if self.is_whole else None
        if found is None:
            return None
        if known and _is_known(found.mark, known):
            return self._unchanged(found.mark, environ)
        return self._whole(found, environ)

    def _unchanged(self, mark: Mark, environ: Environ) -> Answer:
        headers = [one for one in self._headers if one[0].lower() != OF_BODY]
        own = {**mark.headers(), "Link": link_header({}), **limit_headers(environ)}
        return Answer(UNCHANGED, [*headers, *own.items()], b"")

    def _whole(self, found: Given, environ: Environ) -> Answer:
        own = {**found.mark.headers(), "Link": link_header(found.links), **limit_headers(environ)}
        body = found.body
        if "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""):
            answer = _compressed(environ, body, own)
            body, own = answer.content, dict(answer.headers)
        own["Content-Length"] = str(len(body))
        return Answer(WHOLE, [*self._headers, *own.items()], body)


class ShortWay:
    """The WSGI application before Django's."""

    def __init__(self, everybodys: Application) -> None:
        self._everybodys = everybodys
        self._recipes: Remembered[Known] = Remembered(MOST_REMEMBERED)

    def __call__(self, environ: Environ, start: Any) -> Iterable[bytes]:
        address = address_of(environ)
        if address is None:
            return self._everybodys(environ, start)
        known = self._recipes.known(address.shape)
        if known is None:
            return self._everybodys(environ, self._remembering(address, environ, start))
        answer = _answer(known, environ, address.place)
        if answer is None:
            if not known.is_whole:
                start = self._remembering(address, environ, start)
            return self._everybodys(environ, start)
        log_answered(answer.status, environ)
        start(answer.status, answer.headers)
        return (answer.body,)

    def _remembering(self, address: Address, environ: Environ, start: Any) -> Any:
        def started(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            recipe = environ.get(RECIPE)
            if recipe is not None and status in {WHOLE, UNCHANGED}:
                known = Known(recipe, headers, is_whole=status == WHOLE)
                self._recipes.note(address.shape, known)
            return start(status, headers, *error)

        return started


def address_of(environ: Environ) -> Address | None:
    """None for what is not a plain reading of a list or an object."""
    path: str = environ.get("PATH_INFO", "")
    if environ["REQUEST_METHOD"] != "GET" or not path.startswith(ROOT) or not _is_plain(environ):
        return None
    name, *rest = path.removeprefix(ROOT).split("/")
    query: str = environ.get("QUERY_STRING", "")
    if rest == [""]:
        if CURSOR_SOMEHOW in unquote(CURSOR.sub("", query, count=1)):
            return None
        shape, place = _list(query)
    elif len(rest) == len(("key", "")) and not rest[-1] and KEY.fullmatch(rest[0]):
        shape, place = ("object", query), rest[0]
    else:
        return None
    headers = tuple(map(environ.get, HEADERS))
    if any(len(one) > LONGEST_HEADER for one in headers if one):
        return None
    return Address((name, *shape, *headers), place)


def _is_plain(environ: Environ) -> bool:
    if not NOT_PLAIN.isdisjoint(environ) or "HTTP_HOST" not in environ:
        return False
    if "HTTP_IF_MODIFIED_SINCE" in environ and "HTTP_IF_NONE_MATCH" not in environ:
        return False
    return environ.get("CONTENT_LENGTH", "") in {"", "0"} and (
        len(environ.get("QUERY_STRING", "")) <= LONGEST_QUERY
    )


def _list(query: str) -> tuple[tuple[str, str], str]:
    found = CURSOR.search(query)
    if found is None:
        return ("list", query), ""
    return ("list", f"{query[: found.start()]}{ANY}{query[found.end() :]}"), found[1]


def _answer(known: Known, environ: Environ, place: str) -> Answer | None:
    try:
        default_connection().close_if_unusable_or_obsolete()
        return known.answer(environ, place)
    except (APIException, BadParameter):
        return None
    except Error:
        # Who goes the way of everybody is told, if it fails again.
        close_old_connections()
        return None


def _is_known(mark: Mark, etags: str) -> bool:
    known = [one.removeprefix("W/") for one in parse_etags(etags)]
    return known == ["*"] or mark.etag.removeprefix("W/") in known


def _compressed(environ: Environ, body: bytes, headers: Mapping[str, str]) -> Any:
    """As the middleware does it: with some bytes at random, against BREACH."""
    answer = HttpResponse(body, headers=headers)
    del answer["Content-Type"]
    asking: Any = Nobody(environ)
    compressed: Any = COMPRESSION.process_response(asking, answer)
    del compressed["Vary"]
    return compressed


COMPRESSION = GZipMiddleware(lambda _request: HttpResponse())
