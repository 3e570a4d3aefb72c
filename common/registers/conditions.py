"""ETag, Last-Modified and 304: what has not changed is not sent, and often not even read.

An anonymous visitor's question can be answered from what `changes` noted, as long as no changed
row waits (`registers_changedrow` is empty): then what is noted is what is there. In all other cases
the answer is made and its own checksum compared.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.db.models import Expression, TextField
from django.db.models.expressions import RawSQL
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException

from common.design.formats import current_language
from common.operations.postgres.reading import read, with_values
from common.registers.changes.objects import signature
from common.registers.filters import filters_of
from common.registers.formats import JSON
from common.registers.kept import STATE, Kept, State, is_given, kept_state
from common.registers.paging import NOTHING
from common.registers.parameters import TABLES
from common.registers.register import Register
from common.registers.stamps import Stamped, checksum
from common.search.finding import RELEVANCE

CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH")
# HTTP dates are whole seconds: what changed within the last one could change again unseen.
SETTLES_AFTER = dt.timedelta(seconds=1)
# Parameters that choose among the records everybody sees by nothing but what is followed.
PLAIN = frozenset({"cursor", "page_size", "ordering", "lang", "fields", "count", "format"})

OF_OBJECT = (
    "SELECT known.etag, known.changed_at FROM registers_publication AS known "
    "JOIN registers_followedregister AS followed ON followed.name = known.register "
    "WHERE followed.name = %s AND followed.signature = %s AND known.key = $1 "
    "AND known.is_present AND NOT EXISTS (SELECT FROM registers_changedrow)"
)


class AnotherVersion(APIException):
    status_code = HTTPStatus.PRECONDITION_FAILED
    default_detail = _("The record is not the version that you name in If-Match.")


@dataclass(frozen=True)
class Mark:
    """By what one recognises an answer later."""

    etag: str
    changed_at: dt.datetime | None = None

    def headers(self) -> dict[str, str]:
        said = {"ETag": self.etag}
        if self._last_modified is not None:
            said["Last-Modified"] = http_date(self._last_modified)
        return said

    def put_on(self, answer: HttpResponse) -> HttpResponse:
        for name, value in self.headers().items():
            answer[name] = value
        return answer

    def unchanged(self, request: Any) -> HttpResponse | None:
        """304, or None: send the answer. AnotherVersion where the client asked for a version."""
        plain: HttpRequest = getattr(request, "_request", request)
        answer: HttpResponse | None = get_conditional_response(
            plain, etag=self.etag, last_modified=self._last_modified
        )
        if answer is not None and answer.status_code == HTTPStatus.PRECONDITION_FAILED:
            raise AnotherVersion
        return self.put_on(answer) if answer is not None else None

    @property
    def _last_modified(self) -> int | None:
        if self.changed_at is None or timezone.now() - self.changed_at < SETTLES_AFTER:
            return None
        return int(self.changed_at.timestamp())


def has_conditions(request: Any) -> bool:
    return any(name in request.META for name in CONDITIONS)


def mark_of_text(text: str | bytes) -> Mark:
    return Mark(f'"{checksum(text)}"')


def mark_of_made(register: Register, made: Stamped | Kept) -> Mark:
    """No Last-Modified where the clock alone makes another object of it."""
    return Mark(f'"{made.etag}"', None if register.is_of_the_moment else made.changed_at)


def noted_state(register: Register, request: Any) -> Expression:
    """How far the register is followed, to be read together with the keys of a list.

    Null where something waits to be looked at, or the viewer may see more than everybody: then
    the objects have to be made. Else they may be given as they are kept (`kept`), and a plain list
    is marked by this very state: see `mark_of_state`.
    """
    if request.user.is_authenticated or not is_given(register):
        return NOTHING
    return RawSQL(f"({STATE})", (register.name, signature(register)), TextField())  # noqa: S611


def mark_of_state(register: Register, state: State, address: str) -> Mark:
    """Of a plain list as JSON, under this address: the same as long as nothing has changed."""
    made = f"{register.name} {state.version} {signature(register)} {address}"
    return Mark(f'"{checksum(made)}"', state.changed_at)


def mark_of_made_list(register: Register, request: Any, state: State | None) -> Mark | None:
    """Of any list; None for one that only its own text can be recognised by."""
    if state is None or not is_plain(request):
        return None
    mark = mark_of_state(register, state, address_asked(request.META, request.get_host()))
    if request.GET.get("format", JSON) == JSON:
        return mark
    # Headings have one language, and the bytes of a workbook tell when it was made.
    return replace(mark, etag=f'W/"{checksum(f"{mark.etag} {current_language()}")}"')


def address_asked(environ: Mapping[str, Any], host: str) -> str:
    """What of an address makes another list of it."""
    return f"{environ.get('QUERY_STRING', '')} {host}"


def mark_of_list(register: Register, request: Any) -> Mark | None:
    """The mark of a plain list that need not be made to be recognised."""
    if not is_given(register) or not is_plain(request):
        return None
    return mark_of_made_list(register, request, kept_state(register))


def is_plain(request: Any) -> bool:
    """Whether everybody's whole list is asked for, by somebody who sees no more than that."""
    return is_plain_address(request.GET) and not request.user.is_authenticated


def is_plain_address(parameters: QueryDict) -> bool:
    if parameters.get("format", JSON) not in {JSON, *TABLES}:
        return False
    return PLAIN.issuperset(parameters)


def filters_chosen(register: Register, asked: QueryDict) -> str | None:
    """The filters and words of a list for everybody, as in an address; "" without any.

    None where linked records or the order of relevance come into it.
    """
    if asked.get("format", JSON) != JSON:
        return None
    further = sorted(name for name in asked if name not in PLAIN)
    if not filters_of(register).union({"search"}).issuperset(further):
        return None
    if "search" in further and asked.get("ordering", "") in {"", RELEVANCE}:
        return None
    return urlencode({name: asked.getlist(name) for name in further}, doseq=True)


def mark_of_object(register: Register, request: Any, key: Any) -> Mark | None:
    """As `mark_of_list`, of a whole object."""
    if not {"lang"}.issuperset(request.GET) or request.user.is_authenticated:
        return None
    return mark_of_key(register, str(key)) if is_given(register) else None


def mark_of_key(register: Register, key: str) -> Mark | None:
    noted = read(_of_object(register.name, signature(register)), key)
    return Mark(f'"{noted[0][0]}"', noted[0][1]) if noted else None


@lru_cache(maxsize=200)
def _of_object(name: str, signed: str) -> str:
    return with_values(OF_OBJECT, (name, signed))
