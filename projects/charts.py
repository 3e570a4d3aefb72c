"""How many projects there are by sector, by Sustainable Development Goal and by country.

A project with several sectors, goals or countries counts in each of them. The codes are those of
the filters: every bar leads to the list that it counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, F
from django.db.models.functions import Cast, Left
from django.utils.translation import gettext_lazy as _

from common.codelists.countries import country_codes
from common.codelists.entries import SDG_GOALS, SECTOR_CATEGORY, names_of_lists
from common.registers.fields import text_in
from projects.models import ProjectSDG, ProjectSector
from projects.models.classification import DAC
from projects.register_filters import roles_of_countries

GROUP_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Bar:
    """`key` is the value of the filter; `width` is the bar's length, per cent of the longest."""

    key: str
    label: str
    count: int
    width: float


@dataclass(frozen=True, slots=True)
class Chart:
    """`parameter` is the filter of the list; `unsaid` is how many projects stand under none, `note`
    is what more to say under the bars.
    """

    parameter: str
    title: Any
    column: Any
    bars: list[Bar]
    unsaid: int
    note: Any = ""


def charts_of(projects: Any) -> list[Chart]:
    """The charts of these projects. Seven statements, whatever their number."""
    projects = projects.order_by()
    names = names_of_lists((SECTOR_CATEGORY, SDG_GOALS))
    sectors, goals = names[SECTOR_CATEGORY], names[SDG_GOALS]
    return [
        _chart(
            projects,
            _sectors(projects),
            parameter="sector",
            titles=(_("By sector"), _("Sector")),
            label=lambda code: str(sectors.get(code, code)),
        ),
        _chart(
            projects,
            _goals(projects),
            parameter="sdg",
            titles=(_("By Sustainable Development Goal"), _("Goal")),
            label=lambda code: f"{code}. {goals.get(code, '')}",
        ),
        _chart(
            projects,
            _countries(projects),
            parameter="country",
            titles=(_("By country of the partners"), _("Country")),
            label=_country,
            note=_("Where a partner is based. International organisations belong to no country."),
        ),
    ]


def _sectors(projects: Any) -> Any:
    """By groups of the sectors of OECD DAC: there are two hundred single ones."""
    rows = ProjectSector.objects.filter(vocabulary=DAC, project__in=projects.values("pk"))
    return rows.annotate(key=Left("code", GROUP_DIGITS))


def _goals(projects: Any) -> Any:
    rows = ProjectSDG.objects.filter(project__in=projects.values("pk"))
    return rows.annotate(key=Cast("goal", CharField()))


def _countries(projects: Any) -> Any:
    rows = roles_of_countries().filter(project__in=projects.values("pk"))
    return rows.annotate(key=F("partner__country"))


def _country(code: str) -> str:
    known = country_codes().get(code)
    return text_in(known["name"]) if known else code


def _chart(
    projects: Any, rows: Any, *, parameter: str, titles: Any, label: Any, note: Any = ""
) -> Chart:
    """The longest bar first; of equal ones in the order of the codes."""
    counted = rows.order_by().values_list("key").annotate(number=Count("project", distinct=True))
    pairs = sorted(counted, key=lambda one: (-one[1], one[0]))
    longest = max((count for _, count in pairs), default=1)
    bars = [Bar(key, label(key), count, 100 * count / longest) for key, count in pairs]
    unsaid = projects.exclude(pk__in=rows.values("project")).count()
    return Chart(parameter, titles[0], titles[1], bars, unsaid, note)
