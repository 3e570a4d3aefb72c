"""What an oblast has done with the world, in numbers: each with the list that it counts.

A number is the count of that very list, asked with the rights of whoever looks, so that number
and list cannot disagree.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.design.formats import number
from common.registers.listing import listing
from common.registers.register import Register
from communities.models import Oblast
from communities.registers import COMMUNITIES
from partners.registers import PARTNERS
from twinning.link_registers import TWIN_LINKS
from twinning.registers import MUNICIPALITIES


@dataclass(frozen=True)
class Statistic:
    """`url` is the page with the list that was counted, `api_url` the same list in the API."""

    name: str
    value: int
    url: str
    api_url: str

    def as_json(self, site: str) -> dict[str, Any]:
        return {"value": self.value, "url": site + self.url, "api_url": site + self.api_url}


@dataclass(frozen=True)
class Question:
    """What is counted: a register, its page, and the filters of the list."""

    name: str
    register: Register
    page: str
    filters: Mapping[str, str]
    # How many: of rows, unless the statistic counts something that rows share.
    count: Callable[[Any], int] = lambda rows: int(rows.count())

    def answered(self, user: Any) -> Statistic:
        query = urlencode({name: value for name, value in self.filters.items() if value})
        asked = listing(self.register, QueryDict(query), user)
        return Statistic(
            self.name,
            self.count(asked.rows),
            f"{reverse(self.page)}?{query}",
            f"{self.register.api_path}?{query}",
        )


def _countries(rows: Any) -> int:
    return int(rows.order_by().values("municipality__country").distinct().count())


def questions(oblast: Oblast | None, since: dt.date | None) -> Iterator[Question]:
    """Twins and partners are those of today; `since` counts what began on that day or later.

    Agreements (`agreements_signed`, `administration_memoranda`) and projects are further lines
    here, as soon as their registers are in the portal.
    """
    code = oblast.code if oblast else ""
    signed = {"oblast": code, "standing": "agreed", "side": "community"}
    begun = {**signed, "begun_from": since.isoformat() if since else ""}
    yield Question(
        "communities_with_twins",
        COMMUNITIES,
        "communities:community-list",
        {"oblast": code, "twin_links": "true"},
    )
    twins = {"twinned_with": code} if code else {"twin": "true"}
    yield Question("twin_municipalities", MUNICIPALITIES, "twinning:municipality-list", twins)
    yield Question("twin_countries", TWIN_LINKS, "twinning:link-list", signed, _countries)
    yield Question("twin_links_begun", TWIN_LINKS, "twinning:link-list", begun)
    yield Question("partners", PARTNERS, "partners:partner-list", {"oblasts": code})


def statistics(
    user: Any, *, oblast: Oblast | None = None, since: dt.date | None = None
) -> dict[str, Statistic]:
    """By name, in the order of `questions`; two queries for each."""
    return {one.name: one.answered(user) for one in questions(oblast, since)}


def sentences(found: Mapping[str, Statistic]) -> list[str]:
    """«11 громад мають 36 міст-побратимів із 17 країн.» What is nought is left out."""
    said = [_of_twins(found), _of_partners(found["partners"].value)]
    return [sentence for sentence in said if sentence]


def _of_twins(found: Mapping[str, Statistic]) -> str:
    communities = found["communities_with_twins"].value
    if not communities:
        return ""
    cities, lands = found["twin_municipalities"].value, found["twin_countries"].value
    who = ngettext("%(count)s community has", "%(count)s communities have", communities)
    whom = ngettext("%(count)s twin city", "%(count)s twin cities", cities)
    where = ngettext("from %(count)s country", "from %(count)s countries", lands)
    parts = [
        text % {"count": number(count)}
        for text, count in ((who, communities), (whom, cities), (where, lands))
    ]
    return _("%(who)s %(whom)s %(where)s.") % dict(
        zip(("who", "whom", "where"), parts, strict=True)
    )


def _of_partners(count: int) -> str:
    if not count:
        return ""
    text = ngettext("%(count)s partner works here.", "%(count)s partners work here.", count)
    return text % {"count": number(count)}
