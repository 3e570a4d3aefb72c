"""Communities: the list, one community, its profile."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.design.formats import number
from common.design.languages import wording
from common.design.parts import Fact, Link, Pill
from common.intake.refusals import ChangedMeanwhile, Refusal
from common.registers.views import list_view
from communities.forms import CommunityProfileForm
from communities.geography import MapPlace
from communities.models import Community, Oblast, Raion
from communities.permissions import can_change_community
from communities.places import sections_of_community
from communities.registers import COMMUNITIES
from communities.services.profiles import change_community_profile


def home_crumb() -> Link:
    return Link(_("Home"), reverse("portal:home"))


def list_crumbs() -> list[Link]:
    return [home_crumb(), Link(_("Communities"), "")]


def list_tabs(current: str) -> list[Link]:
    """Communities and the oblasts and offices above them lie side by side."""
    return [
        Link(_("Communities"), reverse("communities:community-list"), current == "communities"),
        Link(_("Oblasts and offices"), reverse("communities:oblast-list"), current == "oblasts"),
    ]


community_list = list_view(
    COMMUNITIES,
    "communities/community_list.html",
    list_crumbs,
    lambda request: {"tabs": list_tabs("communities")},
)


def crumbs_of(community: Community, *more: Link) -> list[Link]:
    oblast = community.oblast
    return [
        home_crumb(),
        Link(_("Oblasts and offices"), reverse("communities:oblast-list")),
        Link(wording(oblast, "full_name").text, oblast.get_absolute_url()),
        *more,
    ]


def find_community(request: HttpRequest, code: str) -> Community | None:
    """By its code; None when the code is a former one or written otherwise: then redirect."""
    rows = Community.objects.visible_to(request.user).select_related("oblast__office", "raion")
    return rows.filter(code=code).first()


def redirect_to_current(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """Where a unit that was recoded lives now; 404 when nobody has had the code."""
    wanted = code.upper()
    rows = Community.objects.visible_to(request.user)
    found = (
        rows.filter(code=wanted).first()
        or rows.filter(former_codes__contains=[wanted]).order_by("is_withdrawn", "pk").first()
    )
    if found is None:
        raise Http404
    return HttpResponsePermanentRedirect(reverse(name, kwargs={"code": found.code}))


@require_safe
def community_detail(request: HttpRequest, code: str) -> HttpResponse:
    community = find_community(request, code)
    if community is None:
        return redirect_to_current(request, code, "communities:community-detail")
    return render(
        request,
        "communities/community_detail.html",
        {
            "community": community,
            "crumbs": crumbs_of(community, Link(community_name(community), "")),
            "status": Pill(_("withdrawn"), "bad") if community.is_withdrawn else None,
            "key_facts": key_facts(community),
            "facts": more_facts(community),
            "places": places_of(community),
            "office": getattr(community.oblast, "office", None),
            "neighbours": neighbours_of(community),
            "raion_url": filtered(community.oblast, community.raion),
            "sections": sections_of_community(community, request.user),
            "may_change": may_change(request.user, community),
        },
    )


def community_name(community: Community) -> str:
    return wording(community, "full_name").text


def may_change(user: Any, community: Community) -> bool:
    return not community.is_withdrawn and can_change_community(user, community)


def filtered(oblast: Oblast, raion: Raion | None = None) -> str:
    """The list of communities of the oblast, or of one of its raions."""
    url = f"{reverse('communities:community-list')}?oblast={oblast.code}"
    return f"{url}&raion={raion.code}" if raion else url


def key_facts(community: Community) -> list[Fact]:
    oblast, raion = community.oblast, community.raion
    return [
        Fact(_("Oblast"), wording(oblast, "full_name").text, oblast.get_absolute_url()),
        Fact(_("Raion"), wording(raion, "full_name").text, filtered(oblast, raion)),
        Fact(_("Population"), _people(community.population)),
    ]


def more_facts(community: Community) -> list[Fact]:
    return [
        Fact(_("Centre"), wording(community, "centre_name").text),
        Fact(_("Population of the centre"), _people(community.centre_population)),
        Fact(_("Type"), community.get_kind_display() if community.kind else ""),
        Fact(_("Area"), _area(community)),
        Fact(_("Population as of"), community.population_on),
        Fact(capfirst(_("KATOTTG code")), community.code),
        Fact(_("Former codes"), ", ".join(community.former_codes)),
        Fact(_("Website"), community.website, community.website),
    ]


def _people(count: int | None) -> str:
    return number(count) if count else ""


def _area(community: Community) -> str:
    if community.area_km2 is None:
        return ""
    return _("%(area)s km²") % {"area": number(community.area_km2)}


def places_of(community: Community) -> list[MapPlace]:
    if community.latitude is None or community.longitude is None:
        return []
    label = wording(community, "centre_name").text or community_name(community)
    return [MapPlace(float(community.latitude), float(community.longitude), label)]


def neighbours_of(community: Community) -> list[Community]:
    """The other communities of the raion."""
    rows = Community.objects.in_force().filter(raion=community.raion).exclude(pk=community.pk)
    return list(rows.in_ukrainian_order())


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def community_edit(request: HttpRequest, code: str) -> HttpResponse:
    community = find_community(request, code)
    if community is None:
        return redirect_to_current(request, code, "communities:community-edit")
    if not may_change(request.user, community):
        raise PermissionDenied
    form = CommunityProfileForm(request.POST or None, instance=community)
    newest: Community | None = None
    if form.is_valid():
        try:
            _save(request, community, form)
        except ChangedMeanwhile:
            form = form.after_conflict()
            newest = find_community(request, code)
        else:
            messages.success(request, _("The profile is saved."))
            return redirect(community.get_absolute_url())
    return _edit_page(request, community, form, newest)


def _save(request: HttpRequest, community: Community, form: CommunityProfileForm) -> None:
    try:
        change_community_profile(
            actor=request.user,
            community=community,
            seen=form.cleaned_data["seen"],
            **form.words(),
        )
    except ChangedMeanwhile:
        raise
    except Refusal as refusal:
        raise PermissionDenied(str(refusal)) from refusal


def _edit_page(
    request: HttpRequest,
    community: Community,
    form: Any,
    newest: Community | None,
) -> HttpResponse:
    name = Link(community_name(community), community.get_absolute_url())
    return render(
        request,
        "communities/community_edit.html",
        {
            "community": community,
            "crumbs": crumbs_of(community, name, Link(_("Profile"), "")),
            "form": form,
            "newest": newest,
        },
        status=409 if newest else 200,
    )
