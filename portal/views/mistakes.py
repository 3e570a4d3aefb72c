"""Report a mistake: a letter to the office, a few times an hour and no more."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.design.parts import Link
from common.notifications.letters import send_letter
from portal.forms import MistakeForm

MOST_IN_AN_HOUR = 5
HOUR = 60 * 60


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    form = MistakeForm(request.POST or None, initial={"page": _page(request)})
    if form.is_valid():
        if not form.is_from_machine():
            if _too_many(request):
                return render(request, "429.html", status=429)
            _send(form)
        messages.success(request, _("Thank you. The letter is on its way to the office."))
        return redirect("portal:home")
    crumbs = [Link(_("Home"), reverse("portal:home")), Link(_("Report a mistake"), "")]
    return render(request, "portal/report_mistake.html", {"form": form, "crumbs": crumbs})


def _page(request: HttpRequest) -> str:
    """The page from which the reader came, if it is one of ours."""
    asked = request.GET.get("page", "")
    return asked[:300] if asked.startswith("/") and not asked.startswith("//") else ""


def _too_many(request: HttpRequest) -> bool:
    """Counts by a keyed hash of the visitor's address (not the proxy's), which is not kept."""
    sender = salted_hmac("mistakes", get_adapter(request).get_client_ip(request)).hexdigest()
    key = f"mistakes.{sender}"
    cache.add(key, 0, timeout=HOUR)
    return int(cache.incr(key)) > MOST_IN_AN_HOUR


def _send(form: MistakeForm) -> None:
    send_letter(settings.CONTACT_EMAIL, "portal/letters/mistake", form.letter(), "uk")
