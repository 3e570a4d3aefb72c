"""Officials hold a second factor before they do anything; secrets in addresses stay unlogged."""

from __future__ import annotations

import re
from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django_structlog.middlewares import RequestMiddleware

from accounts.memberships import active_memberships

# What a person may open while the second factor is still missing: the own account, in any
# language, and what shows nothing of the registers.
OPEN = re.compile(
    r"^(/static/|/readyz|(/en)?/accounts/"
    r"(2fa|confirm-email|email|inactive|login|logout|me|password|reauthenticate|sessions)/)"
)
# Keys of invitations, of confirmed addresses and of new passwords, and what a search was for.
SECRET_PARTS = re.compile(
    r"(/accounts/(?:invitations|confirm-email|password/reset/key)/)[^/?]+|\?.*"
)


class QuietRequestMiddleware(RequestMiddleware):
    """Logs requests without the parts of addresses that open accounts or tell of a person."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        path = SECRET_PARTS.sub(
            lambda found: f"{found[1]}…" if found[1] else "", request.get_full_path()
        )
        return f"{request.method} {path}"


class SecondFactorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SECOND_FACTOR_REQUIRED and _must_add_factor(request):
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
    user = request.user
    if not user.is_authenticated or OPEN.match(request.path):
        return False
    held = user.is_staff or any(one.demands_second_factor for one in active_memberships(user))
    return held and not is_mfa_enabled(user)
