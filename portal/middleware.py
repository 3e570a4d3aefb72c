"""The language is in the address and nowhere else: no cookie, no guess from the browser."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import get_language_from_path

# Addresses without a language of their own.
LANGUAGELESS = ("/api/", "/healthz", "/readyz")


class LocaleFromAddressMiddleware:
    """`/en/…` is English, everything else Ukrainian; the API chooses by `?lang=` itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = _language_of(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response


def _language_of(request: HttpRequest) -> str:
    if request.path_info.startswith(LANGUAGELESS):
        asked = request.GET.get("lang", "")
        return asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    return get_language_from_path(request.path_info) or settings.LANGUAGE_CODE


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
