"""Finding the municipality that somebody names: in a table, a register, a letter."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from common.search.columns import APOSTROPHES
from twinning.models import Municipality

# What registers add to names and gazetteers do not have, and the other way round.
ADDITIONS = re.compile(
    r"\(.*?\)|\b(?:stadt|gemeinde|markt|ostseebad|nordseebad|city of|city|gmina|miasto|commune de"
    r"|comune di|м|місто|муніципалітет)\b\.?",
    re.IGNORECASE,
)
TAILS = re.compile(
    r"\b(?:am|an der|im|in|bei|ob der|nad|upon|sur|de la|del) .+$|[-/].+$", re.IGNORECASE
)
# A unit above a municipality is never taken for the town of the same name.
ABOVE = re.compile(
    r"\b(landkreis|kreis|bezirk|region|samtgemeinde|verbandsgemeinde|verwaltungsgemeinschaft"
    r"|powiat|województwo|voivodeship|county|provincia|département)\b",
    re.IGNORECASE,
)
MOST_CANDIDATES = 10


@dataclass(frozen=True)
class Resolution:
    """`found` when the name leaves no doubt; else the candidates, likeliest first (or none)."""

    found: Municipality | None
    candidates: list[Municipality]


def resolve_municipality(*, name: str, country: str, region: str = "") -> Resolution:
    """The place of this name in the country (ISO code; empty: anywhere), in the region if said.

    One of several of the same name is taken only when it is the only one in the region, or has
    ten times the people of the next. Names of counties and unions of municipalities find nothing.
    """
    if ABOVE.search(name):
        return Resolution(None, [])
    for variant in _variants(name, region):
        candidates = _candidates(variant, country, region)
        if candidates:
            return Resolution(_certain(candidates), candidates[:MOST_CANDIDATES])
    return Resolution(None, [])


def name_key(name: str) -> str:
    """Letters and digits without case and marks: «Nürnberg» and «NURNBERG» are one."""
    decomposed = unicodedata.normalize("NFKD", name.casefold().replace("ß", "ss"))
    words = "".join(sign if sign.isalnum() else " " for sign in decomposed if not _is_mark(sign))
    return " ".join(words.split())


def _is_mark(sign: str) -> bool:
    # й and ї are letters of their own, whose marks tell them from и and і.
    return unicodedata.combining(sign) != 0


def _variants(name: str, region: str) -> list[str]:
    plain = " ".join(name.split())
    short = " ".join(ADDITIONS.sub(" ", plain).split())
    bare = " ".join(TAILS.sub("", short).split())
    first, _, last = short.rpartition("-")
    if first and name_key(first) == name_key(region):
        # The quarter of a city that is a region: Berlin-Pankow is not Berlin.
        return list(dict.fromkeys((plain, short, last)))
    last = last if first else ""
    return [one for one in dict.fromkeys((plain, short, bare, last)) if len(one) > 1]


def _candidates(name: str, country: str, region: str) -> list[Municipality]:
    rows = Municipality.objects.exclude(kind="region")
    if country:
        rows = rows.filter(country=country)
    wanted = name_key(name)
    found = [one for one in _holding(rows, name) if wanted in _keys(one)]
    if region and any(_is_in(one, region) for one in found):
        found = [one for one in found if _is_in(one, region)]
    own = [one for one in found if wanted in {name_key(one.name), name_key(one.name_en)}]
    return sorted(_with_giants(own, found) or found, key=_by_size, reverse=True)


def _with_giants(own: list[Municipality], found: list[Municipality]) -> list[Municipality]:
    """Those of just this name, and those that are also called so and ten times as large.

    Who writes Buchholz means Buchholz in der Nordheide, and no village of two thousand.
    """
    largest = max((one.population or 0 for one in own), default=0)
    also = [one for one in found if one not in own and (one.population or 0) >= 10 * largest]
    return [*own, *also] if own and largest else own


def _holding(rows: Any, name: str) -> Any:
    """Rows whose names hold the longest word of it as written: the trigram index finds them."""
    words = re.split(r"[\s-]+", name.lower().translate(str.maketrans("", "", APOSTROPHES)))
    longest = max(words, key=len)
    plain = unicodedata.normalize("NFKD", longest).encode("ascii", "ignore").decode()
    condition = Q(search_text__contains=longest)
    if len(plain) > 2:
        condition |= Q(search_text__contains=plain)
    return rows.filter(condition)[:500]


def _keys(one: Municipality) -> set[str]:
    names = [one.name, one.name_uk, one.name_en, *one.other_names.split(";")]
    return {name_key(name) for name in names}


def _is_in(one: Municipality, region: str) -> bool:
    return name_key(region) in {name_key(one.region), name_key(one.region_code)}


def _by_size(one: Municipality) -> tuple[int, int]:
    return one.population or 0, one.spellings


def _certain(candidates: list[Municipality]) -> Municipality | None:
    first, *others = candidates
    if others and (others[0].population or 0) * 10 > (first.population or 0):
        return None
    return first
