"""What is counted by country: links and partners here, more by higher apps through a registry."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import npgettext

from partners.models import Partner
from twinning.models import TwinLink

# ISO 3166-1 code of a country → how many.
Counts = Mapping[str, int]


@dataclass(frozen=True)
class CountryCount:
    """One figure of every country: `counts(user)` in one query, its words, its list."""

    name: str
    counts: Callable[[Any], Counts]
    words: Callable[[int], str]
    url: Callable[[str], str]


_added: list[CountryCount] = []


def add_country_count(one: CountryCount) -> None:
    """Show the figure on the pages of countries; called in `AppConfig.ready()`."""
    if one.name not in {held.name for held in _added}:
        _added.append(one)


def country_counts() -> Iterator[CountryCount]:
    yield CountryCount("links", _links, _links_said, _links_url)
    yield CountryCount("partners", _partners, _partners_said, _partners_url)
    yield from _added


def by_country(rows: Any, column: str, what: str = "pk") -> Counts:
    """How many rows (or of what they name) of each country; a row without one counts nowhere."""
    found = rows.order_by().values_list(column).annotate(number=Count(what, distinct=True))
    return {str(code): number for code, number in found if code}


def _links(user: Any) -> Counts:
    return by_country(TwinLink.objects.visible_to(user).alive(), "municipality__country")


def _links_said(count: int) -> str:
    return npgettext("figure of a country", "twin link", "twin links", count)


def _links_url(code: str) -> str:
    return f"{reverse('twinning:link-list')}?country={code}"


def _partners(user: Any) -> Counts:
    return by_country(Partner.objects.visible_to(user).current(), "country")


def _partners_said(count: int) -> str:
    return npgettext("figure of a country", "partner", "partners", count)


def _partners_url(code: str) -> str:
    return f"{reverse('partners:partner-list')}?country={code}"
