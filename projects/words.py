"""How projects and programmes look on pages: states, parties, places, days, money."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from common.codelists.countries import country_codes
from common.design.formats import current_language, number
from common.design.languages import wording
from common.design.parts import Event, Link, Pill, Tone
from common.registers.fields import text_in
from projects.enums import ActivityStatus, RecordStatus, RoleKind
from projects.models import Project, ProjectBudget, ProjectRole, ProjectTerritory
from projects.shares import Share, amounts_of, shares_of
from projects.threesixty.grants import is_grant

TONES: dict[str, Tone] = {
    ActivityStatus.PIPELINE: "wait",
    ActivityStatus.IMPLEMENTATION: "good",
    ActivityStatus.FINALISATION: "good",
    ActivityStatus.CLOSED: "quiet",
    ActivityStatus.CANCELLED: "bad",
    ActivityStatus.SUSPENDED: "bad",
}


def list_tabs(current: str, parameters: QueryDict | None = None) -> list[Link]:
    """Programmes and projects lie side by side; filters go along to the charts and back."""
    kept = parameters.copy() if parameters else QueryDict(mutable=True)
    for name in ("cursor", "ordering"):
        kept.pop(name, None)
    query = f"?{kept.urlencode()}" if kept else ""
    return [
        Link(_("Projects"), reverse("projects:project-list") + query, current == "projects"),
        Link(_("Charts"), reverse("projects:project-charts") + query, current == "charts"),
        Link(_("Programmes"), reverse("programmes:programme-list"), current == "programmes"),
        Link(_("Who works where"), reverse("work:work-page"), current == "work"),
    ]


def standard_files(project: Project) -> list[Link]:
    """The project alone in the formats of its list; only a grant in the standard of grants."""
    address = reverse("api:project-detail", kwargs={"key": project.public_id})
    names = {"GeoJSON": "geojson", "OC4IDS": "oc4ids"}
    if is_grant(project):
        names["360Giving"] = "360giving"
    query = f"lang={current_language()}&format="
    return [Link(label, f"{address}?{query}{name}") for label, name in names.items()]


def activity_pill(status: str) -> Pill:
    return Pill(str(ActivityStatus(status).label), TONES[status])


def record_pill(status: str) -> Pill:
    tones: dict[str, Tone] = {RecordStatus.DRAFT: "info", RecordStatus.ARCHIVED: "quiet"}
    return Pill(str(RecordStatus(status).label), tones.get(status, "good"))


def years(starts_on: dt.date | None, ends_on: dt.date | None) -> str:
    """«2024–2028»; a single year once."""
    if starts_on and ends_on and starts_on.year != ends_on.year:
        return f"{starts_on.year}–{ends_on.year}"
    day = starts_on or ends_on
    if day is None:
        return ""
    if ends_on is None:
        return _("since %(year)s") % {"year": day.year}
    return str(day.year)


@dataclass
class RoleGroup:
    """All who have one role, in words and links."""

    title: str
    links: list[Link] = field(default_factory=list)
    hidden: int = 0


ROLE_TITLES: dict[str, Callable[[], str]] = {
    RoleKind.FUNDING: lambda: _("Who pays"),
    RoleKind.ACCOUNTABLE: lambda: _("Who is accountable"),
    RoleKind.EXTENDING: lambda: _("Through whom the money goes"),
    RoleKind.IMPLEMENTING: lambda: _("Who does the work"),
    RoleKind.BENEFICIARY: lambda: _("Beneficiary"),
    RoleKind.RECIPIENT: lambda: _("Recipient"),
}


def role_groups(roles: Iterable[ProjectRole], known_partners: set[int]) -> list[RoleGroup]:
    """In the order of the money's way; a partner that the viewer may not know of is counted."""
    groups = {str(kind): RoleGroup(title()) for kind, title in ROLE_TITLES.items()}
    for one in roles:
        group = groups[one.role]
        if one.partner_id and one.partner_id not in known_partners:
            group.hidden += 1
        else:
            group.links.append(_party_link(one))
    return [group for group in groups.values() if group.links or group.hidden]


def _party_link(role: ProjectRole) -> Link:
    share = f"{number(role.share)} %" if role.share is not None else ""
    if role.body is None:
        return Link(wording(role, "name").text, "", note=share)
    name = "full_name" if role.community_id or role.oblast_id else "name"
    return Link(wording(role.body, name).text, role.body.get_absolute_url(), note=share)


@dataclass(frozen=True)
class PlaceRow:
    """A territory of a project: its share and its part of the cost, if that is known."""

    label: str
    url: str
    above: str
    share: Share | None
    amount: Decimal | None
    # The same part in the currency that the reader chose.
    viewed: Decimal | None = None


def place_rows(
    project: Project,
    territories: Sequence[ProjectTerritory],
    viewed: Decimal | None = None,
    viewed_in: str = "",
) -> list[PlaceRow]:
    """Each territory with its part of the cost, and of `viewed`, the cost in another currency."""
    if len(territories) < 2:
        return [_place_row(one, None, None) for one in territories]
    if project.amount is None:
        shares = shares_of(territories) if any(one.percentage for one in territories) else []
        told = {one.territory.pk: one for one in shares}
        return [_place_row(one, told.get(one.pk), None) for one in territories]
    parts = amounts_of(project.amount, project.currency, territories)
    rows = [_place_row(share.territory, share, amount) for share, amount in parts]
    if viewed is None or viewed_in == project.currency:
        return rows
    # The whole is exchanged, then divided: the parts sum up to it here too.
    others = amounts_of(viewed, viewed_in, territories)
    return [replace(row, viewed=amount) for row, (_share, amount) in zip(rows, others, strict=True)]


def _place_row(one: ProjectTerritory, share: Share | None, amount: Decimal | None) -> PlaceRow:
    place: Any = one.community or one.raion or one.oblast
    if place is None:
        return PlaceRow(country_name(one), "", "", share, amount)
    above = wording(one.oblast, "full_name").text if place is not one.oblast else ""
    url = "" if one.raion and not one.community else place.get_absolute_url()
    return PlaceRow(wording(place, "full_name").text, url, above, share, amount)


def country_name(one: ProjectTerritory) -> str:
    if one.country == "UA":
        return _("the whole of Ukraine")
    known = country_codes().get(one.country)
    return text_in(known["name"], current_language()) if known else one.region_code


def timeline(project: Project) -> list[Event]:
    """What happened and what is planned, in the order of the days."""
    days = (
        (project.start_actual_on, pgettext("project", "Began")),
        (project.end_actual_on, pgettext("project", "Ended")),
        (project.start_planned_on, _("Start as planned")),
        (project.end_planned_on, _("End as planned")),
        (project.awarded_on, _("Grant or loan agreed")),
    )
    found = [Event(what=what, at=day) for day, what in days if day]
    return sorted(found, key=lambda event: event.at)


@dataclass(frozen=True)
class MoneyTotal:
    amount: Decimal
    currency: str


def budget_totals(budgets: Iterable[ProjectBudget]) -> list[MoneyTotal]:
    """The sum per currency; of a period that has a revised budget only that one counts."""
    rows = list(budgets)
    revised = {(one.starts_on, one.ends_on) for one in rows if one.kind == "2"}
    sums: dict[str, Decimal] = {}
    for one in rows:
        if one.kind == "2" or (one.starts_on, one.ends_on) not in revised:
            sums[one.currency] = sums.get(one.currency, Decimal(0)) + one.amount
    return [MoneyTotal(amount, currency) for currency, amount in sorted(sums.items())]


@dataclass(frozen=True)
class IndicatorRow:
    """A period of an indicator: `done` is the percentage of the target that was reached."""

    indicator: Any
    period: Any
    done: int | None

    @property
    def unit(self) -> str:
        return "%" if self.indicator.measure == "2" else wording(self.indicator, "unit").text


def indicator_rows(result: Any) -> Iterator[IndicatorRow]:
    for indicator in result.indicators.all():
        periods = list(indicator.periods.all())
        for period in periods or [None]:
            yield IndicatorRow(indicator, period, _done(indicator, period))


def _done(indicator: Any, period: Any) -> int | None:
    if period is None or period.target is None or period.actual is None:
        return None
    return reached(indicator.baseline or Decimal(0), period.target, period.actual)


def reached(start: Decimal, target: Decimal, actual: Decimal) -> int | None:
    """Per cent of the way from the baseline to the target, from 0 to 100."""
    way = target - start
    return max(0, min(100, round(100 * (actual - start) / way))) if way else None


def counted(count: int) -> str:
    text = ngettext("%(count)s project", "%(count)s projects", count)
    return text % {"count": number(count)}
