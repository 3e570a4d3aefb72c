"""What the pages of accounts share."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.exceptions import AccountsError
from accounts.forms import PlaceSearchForm
from accounts.models import User
from accounts.places import Place, Scopes, find_places, only_place, place_at
from common.design.parts import Link
from common.intake.texts import one_line


def signed_in(request: HttpRequest) -> User:
    """The person of a view that only signed-in people reach."""
    assert isinstance(request.user, User)
    return request.user


def typed(request: HttpRequest, name: str) -> str:
    """Words of the address, without what no database takes."""
    return one_line(request.GET.get(name, ""))[:100]


def trail(*links: Link) -> list[Link]:
    return [Link(_("My page"), reverse("accounts:me")), *links]


def refuse(request: HttpRequest, error: AccountsError, back: str) -> HttpResponse:
    """A refusal of a button: 403 as such, anything else said on the page one came from."""
    if error.status == 403:
        raise PermissionDenied(str(error))
    messages.error(request, str(error))
    return HttpResponseRedirect(back)


def choose_place(
    request: HttpRequest, scopes: Scopes, page: dict[str, Any]
) -> Place | HttpResponse:
    """The place named in the address; without one, a page to find it by typing.

    404 for a place that is not to be chosen, or not to be known of.
    """
    if "place" in request.GET:
        place = place_at(scopes, request.GET.get("kind", ""), typed(request, "place"))
        if place is None:
            raise Http404
        return place
    text = typed(request, "q")
    place = None if "q" in request.GET else only_place(scopes)
    if place:
        return place
    context = {
        **page,
        "q": text,
        "search": PlaceSearchForm(initial={"q": text}),
        "places": find_places(scopes, text),
    }
    return render(request, "accounts/place_choose.html", context)
