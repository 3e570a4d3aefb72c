"""Officials hold a second factor before they do anything; sessions remember their last use."""

from __future__ import annotations

import re
from collections.abc import Callable

from allauth.usersessions.middleware import UserSessionsMiddleware
from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.permissions import lacks_second_factor

# What a person may open while the second factor is still missing: the own account, in any
# language, and what shows nothing of the registers.
OPEN = re.compile(
    r"^(/static/|/readyz|(/en)?/accounts/"
    r"(2fa|confirm-email|email|inactive|login|logout|me|password|reauthenticate|sessions)/)"
)


class SeenMiddleware(UserSessionsMiddleware):
    """Notes when and from where a session was used last: now and then, not at every page."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = request.session.session_key
        # Whoever has no session is not asked for it: the page stays the same for all.
        if key and not cache.add(f"accounts.seen.{key}", 1, settings.SESSION_SEEN_EVERY):
            answer: HttpResponse = self.get_response(request)
        else:
            answer = super().__call__(request)
        return answer


class SecondFactorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _must_add_factor(request):
            return _ask_for_factor(request)
        return self.get_response(request)


def _ask_for_factor(request: HttpRequest) -> HttpResponse:
    text = _("Officials sign in with a second factor. Please set one up first.")
    if request.path.startswith("/api/"):
        problem = {"type": "about:blank", "title": text, "status": 403}
        return JsonResponse(problem, status=403, content_type="application/problem+json")
    messages.warning(request, text)
    return HttpResponseRedirect(reverse("mfa_index"))


def _must_add_factor(request: HttpRequest) -> bool:
    if not settings.SECOND_FACTOR_REQUIRED:  # nobody is asked who it is
        return False
    user = request.user
    if not user.is_authenticated or OPEN.match(request.path):
        return False
    return lacks_second_factor(user)
