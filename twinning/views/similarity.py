"""Finding the next one: places abroad for a community, communities for a place abroad."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from common.design.parts import Link
from communities.models import Community
from communities.permissions import communities_of
from communities.views.communities import home_crumb
from partners.agreement_fields import CommunityChoice
from twinning.forms import WEIGHTS, FinderForm
from twinning.letter_permissions import can_write_for
from twinning.similarity.finding import Suggestions, find_communities, find_municipalities
from twinning.similarity.sources import columns
from twinning.similarity.weights import Weights
from twinning.views.municipalities import crumbs_of, find_municipality, list_crumb, title_of


@require_safe
def finder(request: HttpRequest) -> HttpResponse:
    """Which places abroad are like the community; the whole question is in the address."""
    asked = request.GET.dict()
    if not asked:
        asked = own_community(request.user)
    data = with_defaults(asked) if asked.get("community") or asked.get("community_text") else None
    form = FinderForm(data, countries_in_use=set(columns().countries))
    community: Community | None = None
    found: Suggestions | None = None
    if data and form.is_valid():
        community = form.cleaned_data["community"]
        found = find_municipalities(
            form.cleaned_data["community"],
            country=form.cleaned_data["country"],
            weights=form.weights(),
        )
    return render(
        request,
        "twinning/finder.html",
        {
            "form": form,
            "community": community,
            "found": found,
            "may_write": community is not None and can_write_for(request.user, community),
            "crumbs": [home_crumb(), list_crumb(), Link(_("Find a partner city"), "")],
        },
    )


def own_community(user: User | AnonymousUser) -> dict[str, str]:
    """Whoever works for one community alone looks for that one's partners."""
    own = Community.objects.in_force().filter(pk__in=communities_of(user)).values_list("code")
    codes = [code for (code,) in own[:2]]
    return {"community": codes[0]} if len(codes) == 1 else {}


def with_defaults(asked: dict[str, str]) -> dict[str, str]:
    """A slider left out stands at its middle; a community given by its code alone is named."""
    data = dict.fromkeys(WEIGHTS, "1") | asked
    if data.get("community") and not data.get("community_text"):
        data["community_text"] = CommunityChoice().label_of_key(data["community"])
    return data


@require_safe
def municipality_communities(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Which Ukrainian communities are like the place abroad."""
    municipality = find_municipality(request, public_id)
    weights = Weights.read(request.GET.dict())
    return render(
        request,
        "twinning/finder_communities.html",
        {
            "municipality": municipality,
            "title": title_of(municipality),
            "found": find_communities(municipality, weights=weights),
            "crumbs": crumbs_of(municipality, Link(_("Communities like it"), "")),
        },
    )
