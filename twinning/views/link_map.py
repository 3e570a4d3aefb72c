"""The map of twin links."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Avg
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe
from django_countries import countries

from common.design.formats import current_language, number
from common.design.languages import wording
from common.design.parts import Link
from common.registers.pages import list_page
from communities.geography import MapPlace
from communities.models import Community, Oblast
from communities.views.communities import home_crumb
from twinning.forms import ALPHABET
from twinning.link_registers import TWIN_LINKS
from twinning.similarity.reasons import country_name
from twinning.views.links import list_crumb, ways
from twinning.worldmap import AREAS, arc, outlines, project

Point = tuple[float, float]


@dataclass(frozen=True)
class Tie:
    """One link as the map and its list show it."""

    name: str
    home: str
    url: str
    country: str
    oblast: int
    community: int
    here: Point | None
    there: Point | None


@dataclass(frozen=True)
class CountryTies:
    code: str
    name: str
    count: int
    ties: list[Tie]
    url: str


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    label: str


COLUMNS = (
    *("public_id", "municipality_id", "municipality__name", "municipality__name_uk"),
    *("municipality__name_en", "municipality__country", "municipality__latitude"),
    *("municipality__longitude", "community_id", "community__name", "community__name_en"),
    *("community__latitude", "community__longitude", "community__oblast_id"),
    *("oblast_id", "oblast__name", "oblast__name_en"),
)


@require_safe
def link_map(request: HttpRequest) -> HttpResponse:
    """Arcs from oblasts to places abroad, under the filters of the list.

    As many queries for one link as for a thousand. What has ended is shown when it is asked for.
    """
    page = list_page(TWIN_LINKS, request)
    rows = page.asked.rows
    if not any(request.GET.get(name) for name in ("stage", "standing")):
        rows = rows.alive()
    area = AREAS.get(request.GET.get("area", ""), AREAS["europe"])
    ties = ties_of(rows, _middles())
    in_countries = _by_country(ties)
    oblasts = request.GET.getlist("oblast")
    return render(
        request,
        "twinning/link_map.html",
        {
            "list": page,
            "crumbs": [home_crumb(), list_crumb(), Link(_("Twin map"), "")],
            "lead": _sentence(ties, len(in_countries)),
            "ways": ways(request, "map"),
            "area": area,
            "areas": _area_links(request, area.code),
            "land": land({one.code for one in in_countries}),
            "arcs": _arcs(ties),
            "dots": dots_of(ties),
            "places": _home_places(rows),
            "lit": oblasts,
            "countries": in_countries,
        },
    )


def _middles() -> dict[int, Point]:
    """The middle of the communities of each oblast: where its arcs begin."""
    rows = Oblast.objects.in_force().annotate(
        north=Avg("communities__latitude"), east=Avg("communities__longitude")
    )
    return {
        key: project(float(north), float(east))
        for key, north, east in rows.values_list("pk", "north", "east")
        if north is not None and east is not None
    }


def ties_of(rows: Any, middles: dict[int, Point]) -> list[Tie]:
    english = current_language() == "en"
    ordered = rows.order_by("municipality__sort_key", "pk")
    return [_tie(values, middles, english=english) for values in ordered.values_list(*COLUMNS)]


def _tie(values: Any, middles: dict[int, Point], *, english: bool) -> Tie:
    said = dict(zip(COLUMNS, values, strict=True))
    abroad = "municipality__name_en" if english else "municipality__name_uk"
    side = "community" if said["community_id"] else "oblast"
    oblast = said["community__oblast_id"] or said["oblast_id"]
    place = said["municipality__latitude"], said["municipality__longitude"]
    return Tie(
        name=said[abroad] or said["municipality__name"],
        home=said[f"{side}__name_en" if english else f"{side}__name"],
        url=reverse("twinning:link-detail", args=[said["public_id"]]),
        country=str(said["municipality__country"]),
        oblast=oblast,
        community=said["community_id"] or 0,
        here=middles.get(oblast),
        there=project(*place) if None not in place else None,
    )


def _sentence(ties: list[Tie], in_countries: int) -> str:
    links = ngettext("%(count)s link", "%(count)s links", len(ties))
    lands = ngettext("with %(count)s country", "with %(count)s countries", in_countries)
    said = (links % {"count": number(len(ties))}, lands % {"count": number(in_countries)})
    return f"{said[0]} {said[1]}."


def _area_links(request: HttpRequest, current: str) -> list[Link]:
    labels = {"europe": _("Europe"), "world": _("World")}
    links = []
    for code, label in labels.items():
        query = request.GET.copy()
        query["area"] = code
        links.append(Link(label, f"{request.path}?{query.urlencode()}", current=code == current))
    return links


@cache
def _number_of(code: str) -> str:
    return str(countries.numeric(code, padded=True) or "")


def land(lit: set[str]) -> list[tuple[str, str]]:
    """(class, outline) of each country. Those with links, and Ukraine, come last, so that no
    neighbour covers their border.
    """
    classes = {_number_of(code): "lit" for code in lit} | {_number_of("UA"): "ours"}
    return sorted((classes.get(code, ""), path) for code, path in outlines().items())


def _arcs(ties: list[Tie]) -> list[str]:
    """One arc for all links between an oblast and a place."""
    pairs = {(tie.here, tie.there) for tie in ties if tie.here and tie.there}
    return [arc(here, there) for here, there in sorted(pairs) if here and there]


def dots_of(ties: list[Tie]) -> list[Dot]:
    labels: dict[Point, list[str]] = defaultdict(list)
    for tie in ties:
        if tie.there:
            labels[tie.there].append(f"{tie.name} – {tie.home}")
    return [Dot(x, y, "; ".join(names)) for (x, y), names in labels.items()]


def _home_places(rows: Any) -> list[MapPlace]:
    """The communities with links, on the map of Ukraine."""
    linked = rows.filter(community__isnull=False).order_by().values("community")
    found = Community.objects.filter(pk__in=linked, latitude__isnull=False).in_ukrainian_order()
    return [
        MapPlace(
            float(one.latitude), float(one.longitude), wording(one, "name").text,
            f"{one.get_absolute_url()}#twins",
        )
        for one in found
    ]  # fmt: skip


def _by_country(ties: list[Tie]) -> list[CountryTies]:
    found: dict[str, list[Tie]] = defaultdict(list)
    for tie in ties:
        found[tie.country].append(tie)
    named = [
        CountryTies(
            code, country_name(code), len(those), those, reverse("twinning:country", args=[code])
        )
        for code, those in found.items()
    ]
    return sorted(named, key=lambda one: [ALPHABET.find(sign) for sign in one.name.lower()])
