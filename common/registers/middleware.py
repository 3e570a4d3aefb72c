"""Pages of other sites may read the API: open data, without cookies (CORS)."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

ROOT = "/api/"
READING = "GET, HEAD, OPTIONS"
ASKED_WITH = "Accept, Accept-Language, Content-Type, If-Modified-Since, If-None-Match"
SHOWN = "Content-Disposition, ETag, Last-Modified, Link, Retry-After"
A_DAY = str(60 * 60 * 24)


class OpenReadingMiddleware:
    """Anyone's page may read, as an anonymous visitor: a browser sends no cookie to `*`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(ROOT):
            return self.get_response(request)
        answer = _preflight() if _is_preflight(request) else self.get_response(request)
        answer["Access-Control-Allow-Origin"] = "*"
        answer["Access-Control-Expose-Headers"] = SHOWN
        return answer


def _is_preflight(request: HttpRequest) -> bool:
    return request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers


def _preflight() -> HttpResponse:
    answer = HttpResponse(status=204)
    answer["Access-Control-Allow-Methods"] = READING
    answer["Access-Control-Allow-Headers"] = ASKED_WITH
    answer["Access-Control-Max-Age"] = A_DAY
    patch_vary_headers(answer, ("Access-Control-Request-Method", "Access-Control-Request-Headers"))
    return answer
