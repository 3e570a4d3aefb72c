"""The language of pages is in the address and nowhere else: no cookie, no guess from the browser.

The API, whose answers hold both languages, words its errors as `?lang=` or the client's
`Accept-Language` says.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from http import HTTPStatus
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.handlers.base import BaseHandler
from django.core.handlers.exception import convert_exception_to_response
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import ResolverMatch, get_resolver
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.module_loading import import_string
from django.utils.translation import get_language_from_path
from django.utils.translation.trans_real import parse_accept_lang_header

from portal.views import errors

# Addresses without a language of their own.
LANGUAGELESS = ("/api/", "/healthz", "/readyz")
READING = frozenset({"GET", "HEAD", "OPTIONS"})
# Of an answer that is data.
NOTHING_RUNS = "default-src 'none'; frame-ancestors 'none'"


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


class ReadersMiddleware:
    """Who reads the API without a cookie and without a key is nobody, and so asked for nothing.

    Sessions, forms, messages and histories of what people do have no part in such an answer: behind
    this middleware comes the short list `MIDDLEWARE_OF_READERS` instead. Views, permissions and
    throttles are the same as for everybody.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.answer = _chain(settings.MIDDLEWARE_OF_READERS)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _is_nobody_reading(request):
            return self.get_response(request)
        request.user = AnonymousUser()
        answer = self.answer(request)
        answer.headers.setdefault("Content-Security-Policy", NOTHING_RUNS)
        return answer


def _is_nobody_reading(request: HttpRequest) -> bool:
    return (
        _listens(request)
        and request.method in READING
        and "HTTP_COOKIE" not in request.META
        and "HTTP_AUTHORIZATION" not in request.META
    )


class ViewOfReaders(BaseHandler):
    """The innermost part of a chain, with the same few addresses resolved once."""

    _view_middleware = _exception_middleware = _template_response_middleware = ()

    def resolve_request(self, request: HttpRequest) -> ResolverMatch:
        request.resolver_match = _resolved(settings.ROOT_URLCONF, request.path_info)
        return request.resolver_match


@lru_cache(maxsize=2000)
def _resolved(urls: str, path: str) -> ResolverMatch:
    return get_resolver(urls).resolve(path)


def _chain(names: Sequence[str]) -> Callable[[HttpRequest], HttpResponse]:
    """The view of the address behind these middlewares, none of which looks at views themselves."""
    answer: Any = convert_exception_to_response(ViewOfReaders()._get_response)  # type: ignore[attr-defined]  # noqa: SLF001
    for name in reversed(names):
        answer = convert_exception_to_response(import_string(name)(answer))
    return cast("Callable[[HttpRequest], HttpResponse]", answer)


class NoZeroInPathMiddleware:
    """No address of ours holds the zero character, which no column of the database could take."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path_info:
            raise Http404
        return self.get_response(request)


class NotOpenedMiddleware:
    """Whoever opens an address that only takes forms, such as after signing in anew, is told so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or response.content:
            return response
        page = errors.not_opened(request)
        page["Allow"] = response["Allow"]
        return page


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
