"""My page: who I am here, what I may do, what I wait for."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.desk import desk_of, first_desk_page
from accounts.forms import ProfileForm
from accounts.key_permissions import can_ask_for_key
from accounts.models import AccessRequest
from accounts.permissions import can_invite_anybody, can_open_admin
from accounts.selectors import all_about, roles_of, with_scopes
from accounts.services import change_profile
from accounts.views.common import signed_in, trail
from common.design.parts import Link


@require_safe
@login_required
def me(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    asked = with_scopes(AccessRequest.objects.waiting().filter(user=person))
    may_invite = can_invite_anybody(person)
    lines = desk_of(person)
    context = {
        "roles": roles_of(person),
        "asked": list(all_about(asked)),
        "may_invite": may_invite,
        "may_ask_for_key": can_ask_for_key(person),
        "may_open_admin": can_open_admin(person),
        "waiting": [one for one in lines if one.tone != "info"],
        "useful": [one for one in lines if one.tone == "info"],
        "has_desk": can_open_admin(person),
        "desk_url": first_desk_page(person),
    }
    return render(request, "accounts/me.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def profile_edit(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    start = {"full_name": person.full_name, "preferred_language": person.preferred_language}
    form = ProfileForm(request.POST or None, initial=start)
    if form.is_valid():
        change_profile(actor=person, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("accounts:me"))
    links = trail(Link(_("Name and language"), request.path))
    return render(request, "accounts/profile_form.html", {"form": form, "trail": links})
