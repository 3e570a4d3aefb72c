"""The language of pages is in the address and nowhere else: no cookie, no guess from the browser.

The API, whose answers hold both languages, words its errors as `?lang=` or the client's
`Accept-Language` says.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_path
from django.utils.translation.trans_real import parse_accept_lang_header

# Addresses without a language of their own.
LANGUAGELESS = ("/api/", "/healthz", "/readyz")


class LocaleFromAddressMiddleware:
    """`/en/…` is English, everything else Ukrainian; for the API see `_language_of`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = _language_of(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            if _listens(request):
                patch_vary_headers(response, ["Accept-Language"])
            return response


def _language_of(request: HttpRequest) -> str:
    if request.path_info.startswith(LANGUAGELESS):
        asked = request.GET.get("lang", "")
        if asked in dict(settings.LANGUAGES):
            return asked
        return _accepted(request) if _listens(request) else settings.LANGUAGE_CODE
    return get_language_from_path(request.path_info) or settings.LANGUAGE_CODE


def _listens(request: HttpRequest) -> bool:
    """The API does; the page on which people try it is a page."""
    path = request.path_info
    return path.startswith("/api/") and not path.startswith("/api/v1/docs/")


def _accepted(request: HttpRequest) -> str:
    """The first of our languages that the client names, in its order of preference."""
    known = dict(settings.LANGUAGES)
    for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        language = code.partition("-")[0]
        if language in known:
            return language
    return settings.LANGUAGE_CODE


class NoZeroInPathMiddleware:
    """No address of ours holds the zero character, which no column of the database could take."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path_info:
            raise Http404
        return self.get_response(request)


class AdminPolicyMiddleware:
    """The administration, and nothing else, gets the looser content security policy it needs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if match is not None and match.app_name == "admin":
            response._csp_replace = settings.ADMIN_CONTENT_SECURITY_POLICY  # type: ignore[attr-defined]  # noqa: SLF001
        return response
