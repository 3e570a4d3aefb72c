"""What the home page counts and what the search page finds, over all registers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.design.languages import wording
from common.registers.register import Register
from common.search.names import search_names
from communities.models import Community, Oblast, Office
from communities.registers import COMMUNITIES
from partners.registers import PARTNERS

MOST_HITS = 10
SHORTEST = 2
LONGEST = 200


@dataclass(frozen=True)
class Figures:
    """Counts of the home page: what this viewer may see."""

    communities: int
    partners: int
    countries: int
    offices: int


@dataclass(frozen=True)
class Hit:
    """One record found. `language` is set when its name is not in the page's language."""

    label: str
    url: str
    note: str = ""
    language: str = ""


@dataclass(frozen=True)
class Group:
    """What one register found: at most MOST_HITS of `count`; `url` leads to the filtered list."""

    anchor: str
    title: str | Promise
    count: int
    hits: list[Hit]
    url: str = ""

    @property
    def has_more(self) -> bool:
        return self.count > len(self.hits)


def figures(user: Any) -> Figures:
    partners = PARTNERS.visible_to(user)
    countries = partners.exclude(country="").order_by().values("country").distinct()
    return Figures(
        communities=COMMUNITIES.visible_to(user).count(),
        partners=partners.count(),
        countries=countries.count(),
        offices=Office.objects.visible_to(user).count(),
    )


def find_everywhere(user: Any, words: str) -> list[Group]:
    """Partners, communities, oblasts and offices whose names hold the words; only filled groups."""
    groups = (
        _of_register("partners", PARTNERS, user, words, _partner_hit, "partners:partner-list"),
        _of_register(
            "communities", COMMUNITIES, user, words, _community_hit, "communities:community-list"
        ),
        _group("oblasts", _("Oblasts"), _found(Oblast, user, words), _oblast_hit),
        _group("offices", _("Regional offices"), _offices(user, words), _office_hit),
    )
    return [group for group in groups if group.count]


def _of_register(  # noqa: PLR0913 - one call a register, read above as a table
    anchor: str,
    register: Register,
    user: Any,
    words: str,
    hit: Callable[[Any], Hit],
    list_name: str,
) -> Group:
    rows = register.search(register.visible_to(user), words)
    url = f"{reverse(list_name)}?{urlencode({'search': words})}"
    related = {"communities": ("oblast", "raion")}.get(register.name, ())
    ordered = rows.select_related(*related) if related else rows
    return _group(anchor, register.title, ordered.order_by("sort_key", "pk"), hit, url)


def _found(model: Any, user: Any, words: str) -> Any:
    return search_names(model.objects.visible_to(user).in_force(), words).order_by("sort_key", "pk")


def _offices(user: Any, words: str) -> Any:
    """An office is found by the name of its oblast."""
    oblasts = search_names(Oblast.objects.in_force(), words)
    offices = Office.objects.visible_to(user).select_related("oblast")
    return offices.filter(oblast__in=oblasts.values("pk")).in_ukrainian_order()


def _group(
    anchor: str,
    title: str | Promise,
    rows: Any,
    hit: Callable[[Any], Hit],
    url: str = "",
) -> Group:
    hits = [hit(row) for row in rows[:MOST_HITS]]
    count = len(hits) if len(hits) < MOST_HITS else rows.count()
    return Group(anchor, title, count, hits, url)


def _named(record: Any, name: str, notes: Iterable[str] = ()) -> Hit:
    words = wording(record, name)
    language = words.language if words.is_fallback else ""
    note = ", ".join(note for note in notes if note)
    return Hit(words.text, record.get_absolute_url(), note, language)


def _partner_hit(partner: Any) -> Hit:
    country = str(partner.country.name) if partner.country else ""
    return _named(partner, "name", [partner.acronym, str(partner.get_kind_display()), country])


def _community_hit(community: Community) -> Hit:
    places = (community.raion, community.oblast)
    return _named(community, "full_name", [wording(place, "full_name").text for place in places])


def _oblast_hit(oblast: Oblast) -> Hit:
    return _named(oblast, "full_name")


def _office_hit(office: Office) -> Hit:
    return _named(office, "name", [wording(office.oblast, "full_name").text])
