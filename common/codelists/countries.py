"""Countries by ISO 3166-1, with names in both languages."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import translation
from django_countries import countries

from common.design.formats import current_language
from common.search.alphabet import alphabetical

# Nobody lives there, or it is a territory without people of its own to talk to.
WITHOUT_PEOPLE = frozenset({"AQ", "BV", "GS", "HM", "IO", "TF", "UM"})
# The aggressor state (law 2116-IX) and the one that lets it attack from its land.
AT_WAR_WITH_US = frozenset({"BY", "RU"})
CAPITALS = Path(__file__).parent / "capitals.csv"


def country_codes() -> dict[str, Any]:
    """alpha-2 code → {code, name by language, scheme}, as the API shows countries.

    In the order of the alphabet of the active language.
    """
    return _country_codes(current_language())


def country_choices() -> list[tuple[str, str]]:
    """Code and name in the active language, for forms and filters."""
    language = current_language()
    return [(code, one["name"][language]) for code, one in _country_codes(language).items()]


def partner_countries() -> dict[str, Any]:
    """As `country_codes`, of those from which a partner may be: the one list of all forms."""
    left_out = WITHOUT_PEOPLE | AT_WAR_WITH_US
    return {code: one for code, one in country_codes().items() if code not in left_out}


def partner_country_choices(*held: str) -> list[tuple[str, str]]:
    """Code and name, for forms; with what the record holds already."""
    offered = partner_countries().keys() | set(held)
    return [(code, name) for code, name in country_choices() if code in offered]


@cache
def country_places() -> dict[str, list[dict[str, Any]]]:
    """alpha-2 code → its capital, as a register's list of places (`Register.places`)."""
    with CAPITALS.open(encoding="utf-8", newline="") as file:
        return {
            row["country"]: [
                {
                    "latitude": float(row["latitude"]),
                    "longitude": float(row["longitude"]),
                    "kind": "country_capital",
                }
            ]
            for row in csv.DictReader(file)
        }


@cache
def _country_codes(order: str) -> dict[str, Any]:
    names: dict[str, dict[str, str]] = {}
    for language in ("uk", "en"):
        with translation.override(language):
            for code, name in countries:
                names.setdefault(str(code), {})[language] = str(name).replace("'", "’")
    return {
        code: {"code": code, "name": texts, "scheme": "ISO3166-1-alpha-2"}
        for code, texts in sorted(names.items(), key=lambda pair: alphabetical(pair[1][order]))
    }
