"""Names the actor and the door of every change that a request makes."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from common.audit.context import Source, acting

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


def source_of(path: str) -> Source:
    if path.startswith("/api/"):
        return Source.API
    if "/admin/" in path[:10]:
        return Source.ADMIN
    return Source.PAGE


class HistoryMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in SAFE_METHODS:
            return self.get_response(request)
        with acting(actor=request.user, source=source_of(request.path)):
            return self.get_response(request)
