"""What programs take of the open data as a whole: the catalogue, the nightly files."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from common.registers.formats import LICENCE, attachment
from portal.open_data import dumps
from portal.open_data.catalogue import PREFIXES, document, nodes
from portal.open_data.dumps import MANIFEST, SUMS, Dump
from portal.open_data.turtle import turtle

TURTLE_TYPE = "text/turtle"
JSON_LD_TYPE = "application/ld+json"
TYPES = {".gz": "application/gzip", ".json": "application/json"}


@require_safe
@cache_control(public=True, max_age=3600)
def catalogue_turtle(request: HttpRequest) -> Any:
    return _catalogue(request, turtle(PREFIXES, nodes()), TURTLE_TYPE)


@require_safe
@cache_control(public=True, max_age=3600)
def catalogue_json(request: HttpRequest) -> Any:
    return _catalogue(request, json.dumps(document(), ensure_ascii=False, indent=1), JSON_LD_TYPE)


def _catalogue(request: HttpRequest, text: str, media_type: str) -> Any:
    whole = HttpResponse(text, content_type=f"{media_type}; charset=utf-8")
    return _open(request, hashlib.sha256(whole.content).hexdigest(), lambda: whole)


@require_safe
@cache_control(public=True, no_cache=True)
def latest_file(request: HttpRequest, name: str) -> Any:
    """The newest under an address that stays; `Content-Location` tells of which day it is."""
    dump = dumps.newest()
    if dump is None:
        raise Http404
    answer = _file(request, dump, name)
    answer["Content-Location"] = reverse("dump-of-day", args=[dump.day.isoformat(), name])
    return answer


@require_safe
@cache_control(public=True, max_age=86400, immutable=True)
def file_of_day(request: HttpRequest, day: str, name: str) -> Any:
    """A file of a day is written once and never changes."""
    dump = dumps.of_day(_day(day))
    if dump is None:
        raise Http404
    return _file(request, dump, name)


def _day(text: str) -> dt.date:
    found = dumps.day_named(text)
    if found is None:
        raise Http404
    return found


def _file(request: HttpRequest, dump: Dump, name: str) -> Any:
    """Only what the manifest names, and the manifest: no other file is ever looked for."""
    sums = {one.name: one.sha256 for one in dump.files}
    if name not in {*sums, SUMS, MANIFEST}:
        raise Http404
    path = dumps.root() / dump.day.isoformat() / name
    version = sums.get(name, f"{dump.day}-{name}")
    return _open(request, version, lambda: _sent(path, dump.made_at))


def _sent(path: Path, made_at: dt.datetime) -> Any:
    try:
        file = path.open("rb")
    except FileNotFoundError as gone:
        raise Http404 from gone
    answer = FileResponse(file, content_type=TYPES.get(path.suffix, "text/plain"))
    answer["Last-Modified"] = http_date(made_at.timestamp())
    if path.suffix == ".gz":
        attachment(answer, path.name)
        # Otherwise the middleware packs it a second time.
        answer["Content-Encoding"] = "identity"
    return answer


def _open(request: HttpRequest, version: str, make: Callable[[], Any]) -> Any:
    """Under the licence, for pages of any site, and not sent again when nothing has changed."""
    etag = f'"{version}"'
    answer = get_conditional_response(request, etag=etag) or make()
    answer["ETag"] = etag
    answer["Link"] = f'<{LICENCE}>; rel="license"'
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
