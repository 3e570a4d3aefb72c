"""Error answers: a page for people, a problem document (RFC 9457) below `/api/`."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _


def _answer(request: HttpRequest, status: int, title: str) -> HttpResponse:
    if request.path.startswith("/api/"):
        return JsonResponse(
            {"type": "about:blank", "title": title, "status": status},
            status=status,
            content_type="application/problem+json",
        )
    return render(request, f"{status}.html", {"title": title}, status=status)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _answer(request, 400, _("The request could not be understood"))


def permission_denied(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _answer(request, 403, _("You may not do this"))


def page_not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _answer(request, 404, _("There is no such page"))


def not_opened(request: HttpRequest) -> HttpResponse:
    """An address that only takes what a form sends, opened by itself."""
    return _answer(request, 405, _("This address cannot be opened"))


def server_error(request: HttpRequest) -> HttpResponse:
    """Uses nothing that may have failed: no database, no session, no context processors."""
    if request.path.startswith("/api/"):
        return _answer(request, 500, _("Something went wrong on our side"))
    return HttpResponse(render_to_string("500.html"), status=500)
