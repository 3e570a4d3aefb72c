"""The short way of a plain `GET`: what is kept is given without DRF around it.

DRF reads a request's `Accept`, its credentials and its body before a view may answer, and wraps the
answer: for who has no name and asks for JSON nothing of it can come to another end. Permissions and
limits are asked as always. Whatever is not a plain answer (a limit met, a parameter that cannot
be used, a condition, something that has to be made) goes the way of everybody.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from rest_framework.exceptions import APIException
from rest_framework.utils.mediatypes import media_type_matches
from rest_framework.views import APIView

from common.registers.conditions import has_conditions
from common.registers.paging import BadParameter

JSON = "application/json"


def note_nobody(request: HttpRequest) -> None:
    """For the middleware that has found out: neither a session nor a key comes with it."""
    request.user = AnonymousUser()
    vars(request)["auth"] = None


def is_nobody(request: HttpRequest) -> bool:
    return "auth" in vars(request)


class ShortWay(APIView):
    """A view whose `kept(request, **keys)` gives an answer that is ready, if there is one."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        return self._shortly(request, **kwargs) or super().dispatch(request, *args, **kwargs)

    def _shortly(self, request: HttpRequest, **keys: Any) -> HttpResponse | None:
        if request.method != "GET" or not is_nobody(request) or has_conditions(request):
            return None
        if not _takes_json(request.META.get("HTTP_ACCEPT", "*/*")):
            return None
        try:
            return self._let_in(request, **keys)
        except (APIException, BadParameter):
            return None

    def _let_in(self, request: Any, **keys: Any) -> HttpResponse | None:
        if not all(one.has_permission(request, self) for one in self.get_permissions()):
            return None
        if not all(one.allow_request(request, self) for one in self.get_throttles()):
            return None
        answer: HttpResponse | None = self.kept(request, **keys)
        if answer is not None:
            answer["Allow"] = self.default_response_headers["Allow"]
            self.put_on(answer)
        return answer

    def kept(self, request: Any, *args: Any, **keys: Any) -> Any:
        raise NotImplementedError

    def put_on(self, answer: HttpResponse) -> None:
        """What `finalize_response` puts on each answer."""


@lru_cache(maxsize=200)
def _takes_json(accepted: str) -> bool:
    return any(media_type_matches(JSON, one.strip()) for one in accepted.split(","))
