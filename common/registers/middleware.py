"""Pages of other sites may read the API: open data, without cookies (CORS)."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.cache import patch_vary_headers

from common.registers.throttles import put_limits_on

ROOT = "/api/"
READING = "GET, HEAD, OPTIONS"
ASKED_WITH = "Accept, Accept-Language, Content-Type, If-Modified-Since, If-None-Match"
SHOWN = ", ".join(
    (
        *("Content-Disposition", "Content-Language", "ETag", "Last-Modified", "Link", "Location"),
        *("Retry-After", "RateLimit", "RateLimit-Policy"),
        # What a file of an open standard says of itself.
        *("X-Activities", "X-Records", "X-Left-Out", "X-Left-Out-Records", "X-Official-Check"),
    )
)
PAGES_OF = tuple(f"/{code}{ROOT}" for code, _name in settings.LANGUAGES)
A_DAY = str(60 * 60 * 24)


class OpenReadingMiddleware:
    """Anyone's page may read, as an anonymous visitor: a browser sends no cookie to `*`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = next((one for one in PAGES_OF if request.path_info.startswith(one)), "")
        if language:
            return _open(_without_language(request, language))
        if not request.path_info.startswith(ROOT):
            return self.get_response(request)
        answer = _preflight() if _is_preflight(request) else self.get_response(request)
        put_limits_on(answer, request)
        return _open(answer)


def _open(answer: HttpResponse) -> HttpResponse:
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Access-Control-Expose-Headers"] = SHOWN
    # Said by the compression itself only where there is a body: a 304 has none.
    patch_vary_headers(answer, ("Accept-Encoding",))
    return answer


def _without_language(request: HttpRequest, before: str) -> HttpResponse:
    """The API has no addresses by language: `/en/api/…` is `/api/…?lang=en`; a POST stays one."""
    parameters = request.GET.copy()
    parameters.setdefault("lang", before.split("/")[1])
    rest = quote(request.path_info.removeprefix(before))
    address = f"{ROOT}{rest}?{parameters.urlencode()}"
    return HttpResponsePermanentRedirect(address, preserve_request=True)


def _is_preflight(request: HttpRequest) -> bool:
    return request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers


def _preflight() -> HttpResponse:
    answer = HttpResponse(status=204)
    answer["Access-Control-Allow-Methods"] = READING
    answer["Access-Control-Allow-Headers"] = ASKED_WITH
    answer["Access-Control-Max-Age"] = A_DAY
    patch_vary_headers(answer, ("Access-Control-Request-Method", "Access-Control-Request-Headers"))
    return answer
