"""What a country abroad has with Ukraine."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.codelists.countries import country_codes
from common.design.formats import number
from common.design.parts import Link
from communities.views.communities import home_crumb
from partners.models import Partner
from twinning.country_counts import CountryCount, Counts, country_counts
from twinning.models import TwinLink
from twinning.similarity.reasons import country_name
from twinning.views.link_map import Tie, dots_of, land, ties_of
from twinning.views.links import list_crumb
from twinning.worldmap import AREAS

# Beyond this many places a list of them helps nobody.
MOST_LISTED = 60
# For the heads of columns, which name many of a kind.
PLURAL = 5


@dataclass(frozen=True)
class CountryRow:
    """A country in the list: its figures in the order of the columns, each with its list."""

    name: str
    url: str
    figures: list[Link]


@require_safe
def country_list(request: HttpRequest) -> HttpResponse:
    """All countries that communities or partners have to do with, the most links first."""
    kinds = list(country_counts())
    counts = [one.counts(request.user) for one in kinds]
    codes = {code for each in counts for code in each if code in country_codes()} - {"UA"}
    ordered = sorted(codes, key=lambda code: (*(-each.get(code, 0) for each in counts), code))
    context = {
        "crumbs": [home_crumb(), list_crumb(), Link(_("By country"), "")],
        "columns": [one.words(PLURAL).capitalize() for one in kinds],
        "countries": [_row(code, kinds, counts) for code in ordered],
        "land": land(set(counts[0])),
        "area": AREAS["world"],
    }
    return render(request, "twinning/country_list.html", context)


def _row(code: str, kinds: list[CountryCount], counts: list[Counts]) -> CountryRow:
    figures = [
        Link(number(each.get(code, 0)), one.url(code) if each.get(code) else "")
        for one, each in zip(kinds, counts, strict=True)
    ]
    return CountryRow(country_name(code), reverse("twinning:country", args=[code]), figures)


@require_safe
def country(request: HttpRequest, code: str) -> HttpResponse:
    """«Germany: 24 links, 9 partners, 14 projects», and which they are."""
    code = code.upper()
    if code not in country_codes() or code == "UA":
        raise Http404
    links = TwinLink.objects.visible_to(request.user).alive().filter(municipality__country=code)
    partners = Partner.objects.visible_to(request.user).current().filter(country=code)
    ties = ties_of(links, {})
    name = country_name(code)
    figures = _figures(code, request.user)
    context = {
        "name": name,
        "crumbs": [home_crumb(), list_crumb(), _all_countries(), Link(name, "")],
        "lead": _sentence(figures),
        "figures": figures,
        "homes": _by_home(ties)[:MOST_LISTED],
        "partners": partners.in_ukrainian_order()[:MOST_LISTED],
        "links_url": f"{reverse('twinning:link-list')}?country={code}",
        "partners_url": f"{reverse('partners:partner-list')}?country={code}",
        "land": land({code}),
        "area": AREAS["europe"] if _is_near(ties) else AREAS["world"],
        "dots": dots_of(ties),
    }
    return render(request, "twinning/country_detail.html", context)


def _all_countries() -> Link:
    return Link(_("By country"), reverse("twinning:country-list"))


def _figures(code: str, user: Any) -> list[tuple[int, str, str]]:
    """(number, words, address)."""
    found = [(one, one.counts(user).get(code, 0)) for one in country_counts()]
    return [(count, one.words(count), one.url(code)) for one, count in found]


def _sentence(figures: list[tuple[int, str, str]]) -> str:
    """«24 побратимства, 9 партнерів, 14 проєктів.» What is nought is left out."""
    said = ", ".join(f"{number(count)} {words}" for count, words, _url in figures if count)
    return f"{said}." if said else _("There are no relations with this country yet.")


def _by_home(ties: list[Tie]) -> list[tuple[str, list[Tie]]]:
    found: dict[str, list[Tie]] = defaultdict(list)
    for tie in ties:
        found[tie.name].append(tie)
    return sorted(found.items(), key=lambda pair: pair[0])


def _is_near(ties: list[Tie]) -> bool:
    """Whether all dots lie in the window on Europe."""
    left, top, width, height = map(float, AREAS["europe"].view_box.split())
    points = [tie.there for tie in ties if tie.there]
    return all(left <= x <= left + width and top <= y <= top + height for x, y in points)
