"""Reads about territories that are not one queryset."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.design.formats import number
from communities.enums import CommunityKind, OblastKind, OfficeRole
from communities.models import Community, Oblast, Office, OfficeMembership, Raion


@dataclass(frozen=True)
class OblastFigures:
    """Raions and communities in force; `population` only when it is known for all of them."""

    raions: int
    communities: int
    by_kind: dict[str, int]
    population: int | None


def oblasts_with_figures(user: Any) -> Any:
    """Oblasts in Ukrainian order with `raion_count`, `community_count` and their office."""
    in_force = Q(raions__is_withdrawn=False)
    communities_in_force = Q(communities__is_withdrawn=False)
    return (
        Oblast.objects.visible_to(user)
        .in_force()
        .in_ukrainian_order()
        .select_related("office")
        .annotate(
            raion_count=Count("raions", filter=in_force, distinct=True),
            community_count=Count("communities", filter=communities_in_force, distinct=True),
        )
    )


def figures_of_oblast(oblast: Oblast) -> OblastFigures:
    kinds: Counter[str] = Counter()
    unknown = people = 0
    rows = (
        Community.objects.in_force()
        .filter(oblast=oblast)
        .order_by()
        .values_list("kind")
        .annotate(
            how_many=Count("pk"),
            people=Sum("population"),
            unknown=Count("pk", filter=Q(population=None)),
        )
    )
    for kind, how_many, population, not_known in rows:
        kinds[kind] = how_many
        people += population or 0
        unknown += not_known
    total = kinds.total()
    return OblastFigures(
        raions=Raion.objects.in_force().filter(oblast=oblast).count(),
        communities=total,
        by_kind=dict(kinds),
        population=people if total and not unknown else None,
    )


def raions_of_oblast(oblast: Oblast) -> Any:
    """Raions with `community_count`, in Ukrainian order."""
    return (
        Raion.objects.in_force()
        .filter(oblast=oblast)
        .in_ukrainian_order()
        .annotate(community_count=Count("communities", filter=Q(communities__is_withdrawn=False)))
    )


def sentence_of_oblast(oblast: Oblast, figures: OblastFigures) -> str:
    """The figures as people say them; the two cities have neither raions nor communities."""
    if oblast.kind == OblastKind.CITY:
        return _(
            "A city with special status: by law it has neither raions nor territorial communities "
            "of the state codifier, so the city itself is the one to work with."
        )
    raions = ngettext("%(count)s raion", "%(count)s raions", figures.raions)
    communities = ngettext("%(count)s community", "%(count)s communities", figures.communities)
    words = [
        raions % {"count": number(figures.raions)},
        communities % {"count": number(figures.communities)},
    ]
    text = _("%(raions)s, %(communities)s") % {"raions": words[0], "communities": words[1]}
    parts = [
        f"{label} – {number(figures.by_kind[kind])}"
        for kind, label in CommunityKind.choices
        if figures.by_kind.get(kind)
    ]
    return f"{text} ({', '.join(parts)})." if parts else f"{text}."


def team_of_office(office: Office) -> list[tuple[str, int]]:
    """How many people hold each role today: what the public may know."""
    held: Counter[str] = Counter(
        OfficeMembership.objects.active().filter(office=office).values_list("role", flat=True)
    )
    return [(str(role.label), held[role.value]) for role in OfficeRole if held[role.value]]


def people_of_office(office: Office) -> Any:
    """The team by name: for officials only."""
    return (
        OfficeMembership.objects.active()
        .filter(office=office, user__is_active=True)
        .select_related("user")
        .order_by("role", "user__full_name", "pk")
    )
