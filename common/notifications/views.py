"""The outbox as pages. Only a trial has it: letters hold links that open accounts."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from common.notifications.outbox import letter, letters


def _only_in_a_trial() -> None:
    if not settings.IS_TRIAL:
        raise Http404


@require_safe
@never_cache
@login_not_required
def outbox(request: HttpRequest) -> HttpResponse:
    _only_in_a_trial()
    return render(request, "notifications/outbox.html", {"letters": letters()})


@require_safe
@never_cache
@login_not_required
def outbox_letter(request: HttpRequest, name: str) -> HttpResponse:
    _only_in_a_trial()
    found = letter(name)
    if found is None:
        raise Http404
    return render(request, "notifications/outbox_letter.html", {"letter": found})
