"""What the figures are made up of: projects by status, country and theme, twin links by country.

Each part is counted in the list at its address, as `portal.statistics` counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Sum
from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from common.registers.listing import listing
from common.registers.register import Register
from communities.models import Oblast
from partners.registers import PARTNERS
from projects.models import ProjectRole, ProjectTheme
from projects.registers import PROJECTS
from twinning.country_counts import by_country
from twinning.link_registers import TWIN_LINKS

MOST_COUNTRIES = 10
# Twin links of communities from a memorandum on that have not ended, as of today.
TWINNED = {"standing": "agreed", "side": "community"}

# {"code", "name", and "value" or "amount" with "currency"}, ready for JSON.
Part = dict[str, Any]


@dataclass(frozen=True)
class Breakdown:
    """`parts(rows)` of the list of the register under `filters`; each is the same list narrowed by
    its code under `by`.
    """

    name: str
    register: Register
    by: str
    parts: Callable[[Any], Iterator[Part]]
    filters: Mapping[str, str]

    def made(self, user: Any, oblast: Oblast | None) -> list[Part]:
        asked = listing(self.register, QueryDict(self._query(oblast, {})), user)
        return list(self.parts(asked.rows.order_by()))

    def with_addresses(self, site: str, oblast: Oblast | None, parts: list[Part]) -> list[Part]:
        return [{**part, **self._addresses(site, oblast, part["code"])} for part in parts]

    def _addresses(self, site: str, oblast: Oblast | None, code: str) -> dict[str, str]:
        query = self._query(oblast, {self.by: code})
        page = reverse(self.register.page)
        return {
            "url": f"{site}{page}?{query}",
            "api_url": f"{site}{self.register.api_path}?{query}",
        }

    def _query(self, oblast: Oblast | None, more: Mapping[str, str]) -> str:
        where = {"oblast": oblast.code} if oblast else {}
        return urlencode({**where, **self.filters, **more})


def _statuses(rows: Any) -> Iterator[Part]:
    found = rows.values_list("status").annotate(number=Count("pk")).order_by("status")
    yield from _named(PROJECTS, "status", dict(found))


def _countries_of_projects(rows: Any) -> Iterator[Part]:
    """Those with most projects in which a partner of theirs has a role."""
    roles = ProjectRole.objects.filter(project__in=rows.values("pk"), partner__isnull=False)
    counts = by_country(roles, "partner__country", "project")
    yield from _named(PARTNERS, "country", _greatest(counts, MOST_COUNTRIES))


def _countries_of_twins(rows: Any) -> Iterator[Part]:
    counts = by_country(rows, "municipality__country")
    yield from _named(PARTNERS, "country", _greatest(counts, len(counts)))


def _budgets(rows: Any) -> Iterator[Part]:
    """A project with two themes counts in both; currencies are never added to each other."""
    themes = ProjectTheme.objects.filter(project__in=rows.values("pk"), project__amount__gt=0)
    keys = ("theme__slug", "project__currency", "theme__name", "theme__name_en")
    sums = themes.values_list(*keys).annotate(total=Sum("project__amount")).order_by(*keys)
    for code, currency, name, name_en, total in sums:
        names = {"uk": name, "en": name_en or None}
        yield {"code": code, "name": names, "currency": currency, "amount": float(total)}


def _greatest(counts: Mapping[str, int], number: int) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:number])


def _named(register: Register, field: str, counts: Mapping[str, int]) -> Iterator[Part]:
    choices = register.by_name[field].choices
    known = choices() if choices else {}
    for code, value in counts.items():
        entry = known.get(str(code))
        yield {"code": str(code), "name": entry["name"] if entry else None, "value": value}


BREAKDOWNS = (
    Breakdown("projects_by_status", PROJECTS, "status", _statuses, {}),
    Breakdown("top_countries_of_projects", PROJECTS, "country", _countries_of_projects, {}),
    Breakdown("budgets_by_theme", PROJECTS, "themes", _budgets, {}),
    Breakdown("twin_links_by_country", TWIN_LINKS, "country", _countries_of_twins, TWINNED),
)
