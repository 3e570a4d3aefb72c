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
from partners.agreement_enums import AgreementKind, PartyKind
from partners.agreement_registers import AGREEMENTS
from partners.registers import PARTNERS
from projects.enums import ProjectKind
from projects.registers import PROJECTS
from twinning.link_registers import TWIN_LINKS
from twinning.registers import MUNICIPALITIES

# Without a day everything signed counts: no oblast signed with the world before this one.
INDEPENDENCE = dt.date(1991, 8, 24)
INVASION = dt.date(2022, 2, 24)
# What the names of statistics of projects begin with; their kind follows.
PROJECTS_OF = "projects_of_kind_"


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
    """What is counted: a register and the filters of the list."""

    name: str
    register: Register
    filters: Mapping[str, str]
    # How many: of rows, unless the statistic counts something that rows share.
    count: Callable[[Any], int] = lambda rows: int(rows.count())

    @property
    def query(self) -> str:
        return urlencode({name: value for name, value in self.filters.items() if value})

    def counted(self, user: Any) -> int:
        return self.count(listing(self.register, QueryDict(self.query), user).rows)

    def told(self, value: int) -> Statistic:
        return Statistic(
            self.name,
            value,
            f"{reverse(self.register.page)}?{self.query}",
            f"{self.register.api_path}?{self.query}",
        )


def _countries(rows: Any) -> int:
    return int(rows.order_by().values("municipality__country").distinct().count())


def questions(oblast: Oblast | None, since: dt.date | None) -> Iterator[Question]:
    """Twins and partners are those of today; `since` counts what began or was signed later."""
    code = oblast.code if oblast else ""
    signed = {"oblast": code, "standing": "agreed", "side": "community"}
    begun = {**signed, "begun_from": since.isoformat() if since else ""}
    yield Question(
        "communities_with_twins",
        COMMUNITIES,
        {"oblast": code, "twin_links": "true"},
    )
    twins = {"twinned_with": code} if code else {"twin": "true"}
    yield Question("twin_municipalities", MUNICIPALITIES, twins)
    yield Question("twin_countries", TWIN_LINKS, signed, _countries)
    yield Question("twin_links_begun", TWIN_LINKS, begun)
    signed_since = {"oblast": code, "signed_since": (since or INDEPENDENCE).isoformat()}
    by_communities = {**signed_since, "party": PartyKind.COMMUNITY.value}
    memoranda = {
        **signed_since,
        "party": PartyKind.ADMINISTRATION.value,
        "kind": AgreementKind.MEMORANDUM.value,
    }
    yield Question("agreements_signed", AGREEMENTS, by_communities)
    yield Question("administration_memoranda", AGREEMENTS, memoranda)
    yield Question("partners", PARTNERS, {"oblasts": code})
    yield from project_questions(code, since)


def project_questions(code: str, since: dt.date | None) -> Iterator[Question]:
    """Projects of each kind that run on the day or begin later."""
    running = {"oblast": code, "running_since": since.isoformat() if since else ""}
    for kind in ProjectKind.values:
        yield Question(PROJECTS_OF + kind, PROJECTS, {**running, "kind": kind})


def projects_of(found: Mapping[str, Statistic]) -> dict[str, Statistic]:
    """Those of the statistics that count projects, by kind."""
    return {
        name.removeprefix(PROJECTS_OF): one
        for name, one in found.items()
        if name.startswith(PROJECTS_OF)
    }


def statistics(
    user: Any, *, oblast: Oblast | None = None, since: dt.date | None = None
) -> dict[str, Statistic]:
    """By name, in the order of `questions`; two queries for each."""
    return {one.name: one.told(one.counted(user)) for one in questions(oblast, since)}


def sentences(found: Mapping[str, Statistic]) -> list[str]:
    """«11 громад мають 36 міст-побратимів із 17 країн.» What is nought is left out."""
    said = [
        _of_twins(found),
        _of_agreements(found),
        _of_partners(found["partners"].value),
        _of_projects(projects_of(found)),
    ]
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


def _of_agreements(found: Mapping[str, Statistic]) -> str:
    """What was signed since the full-scale invasion: ask `statistics` with `since=INVASION`."""
    agreements, memoranda = (
        found["agreements_signed"].value,
        found["administration_memoranda"].value,
    )
    signed = ngettext(
        "%(count)s agreement of communities has been signed since the full-scale invasion.",
        "%(count)s agreements of communities have been signed since the full-scale invasion.",
        agreements,
    )
    administration = ngettext(
        "The oblast administration has signed %(count)s memorandum.",
        "The oblast administration has signed %(count)s memoranda.",
        memoranda,
    )
    counted = ((signed, agreements), (administration, memoranda))
    return " ".join(text % {"count": number(count)} for text, count in counted if count)


def _of_partners(count: int) -> str:
    if not count:
        return ""
    text = ngettext("%(count)s partner works here.", "%(count)s partners work here.", count)
    return text % {"count": number(count)}


def _of_projects(found: Mapping[str, Statistic]) -> str:
    """«Тут діють 30 проєктів міжнародної технічної допомоги, 50 грантових ініціатив.»"""
    total = sum(one.value for one in found.values())
    if not total:
        return ""
    parts = [
        KIND_WORDS[kind](one.value) % {"count": number(one.value)}
        for kind, one in found.items()
        if one.value
    ]
    text = ngettext("%(kinds)s runs here.", "%(kinds)s run here.", total)
    return text % {"kinds": and_list(parts)}


def and_list(parts: list[str]) -> str:
    """«a, b and c»."""
    if len(parts) < 2:
        return "".join(parts)
    return _("%(first)s and %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}


KIND_WORDS: dict[str, Callable[[int], str]] = {
    ProjectKind.MTA: lambda count: ngettext(
        "%(count)s technical assistance project", "%(count)s technical assistance projects", count
    ),
    ProjectKind.IFI: lambda count: ngettext(
        "%(count)s project supported by a financial institution",
        "%(count)s projects supported by financial institutions",
        count,
    ),
    ProjectKind.CREDIT: lambda count: ngettext(
        "%(count)s initiative on a credit", "%(count)s initiatives on credits", count
    ),
    ProjectKind.GRANT: lambda count: ngettext(
        "%(count)s grant initiative", "%(count)s grant initiatives", count
    ),
    ProjectKind.HUMANITARIAN: lambda count: ngettext(
        "%(count)s humanitarian project", "%(count)s humanitarian projects", count
    ),
}
