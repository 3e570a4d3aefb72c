"""What the registers know of every partner in view of a need, read in a constant number of queries.

Only what the viewer may see is counted, so that a reason never tells of a hidden record.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from math import log10
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from common.money.currencies import HRYVNIA
from common.money.models import ExchangeRate
from common.money.rates import OLDEST_DAYS
from cooperation.matching.needs import Need
from partners.models import Agreement, AgreementPartner, PartnerOblast, PartnerTheme
from projects.enums import IATI_ROLES
from projects.models import (
    Call,
    Project,
    ProjectRole,
    ProjectTerritory,
    ProjectTheme,
)
from twinning.models import TwinLink

Counts = Mapping[int, int]


@dataclass(frozen=True)
class Evidence:
    """By the key of the partner. Projects are those in which it gives money or carries out."""

    themes: Mapping[int, set[int]] = field(default_factory=dict)
    works_here: set[int] = field(default_factory=set)
    own_projects: Counts = field(default_factory=dict)
    oblast_projects: Counts = field(default_factory=dict)
    alike_projects: Counts = field(default_factory=dict)
    alike_here: Counts = field(default_factory=dict)
    agreements: Counts = field(default_factory=dict)
    calls: Mapping[int, Call] = field(default_factory=dict)
    twins: Mapping[int, str] = field(default_factory=dict)
    # By the code of the country.
    ties: Mapping[str, int] = field(default_factory=dict)

    @property
    def partners(self) -> set[int]:
        """All for whom anything speaks but the country that they come from."""
        mapped: Iterable[Iterable[int]] = (
            self.themes,
            self.works_here,
            self.own_projects,
            self.oblast_projects,
            self.alike_projects,
            self.agreements,
            self.calls,
            self.twins,
        )
        return {key for keys in mapped for key in keys}


def evidence_for(need: Need, user: Any, *, without: int | None = None) -> Evidence:
    """Ten queries. `without` leaves out one project: to measure how well its partners are found."""
    roles = _roles(user, without)
    linked_oblast, linked = _places(need)
    alike = ProjectTheme.objects.filter(theme__in=need.themes).values("project")
    return Evidence(
        themes=_declared_themes(need),
        works_here=set(
            PartnerOblast.objects.filter(oblast=need.oblast_id).values_list("partner", flat=True)
        ),
        own_projects=_counted(roles.filter(linked)),
        oblast_projects=_counted(roles.filter(project__in=linked_oblast)),
        alike_projects=_counted(roles.filter(project__in=alike)),
        alike_here=_counted(roles.filter(project__in=alike).filter(project__in=linked_oblast)),
        agreements=_agreements(need, user),
        calls=_open_calls(need, user),
        **_twin_ties(need, user),
    )


def _roles(user: Any, without: int | None) -> Any:
    seen = Project.objects.visible_to(user).current()
    if without is not None:
        seen = seen.exclude(pk=without)
    return ProjectRole.objects.filter(
        partner__isnull=False, role__in=IATI_ROLES, project__in=seen.values("pk")
    )


def _places(need: Need) -> tuple[Any, Q]:
    """Projects of the oblast, and the rule for those of the communities themselves."""
    named = ProjectTerritory.objects.filter(oblast=need.oblast_id).values("project")
    own = ProjectTerritory.objects.filter(community__in=need.keys).values("project")
    received = ProjectRole.objects.filter(community__in=need.keys).values("project")
    return named, Q(project__in=own) | Q(project__in=received)


def _counted(rows: Any) -> Counts:
    found = rows.order_by().values_list("partner").annotate(count=Count("project", distinct=True))
    return dict(found)


def _declared_themes(need: Need) -> dict[int, set[int]]:
    found: defaultdict[int, set[int]] = defaultdict(set)
    rows = PartnerTheme.objects.filter(theme__in=need.themes)
    for partner, theme in rows.values_list("partner", "theme"):
        found[partner].add(theme)
    return dict(found)


def _agreements(need: Need, user: Any) -> Counts:
    seen = Agreement.objects.visible_to(user).current()
    ours = seen.filter(
        Q(parties__community__in=need.keys) | Q(parties__oblast=need.oblast_id)
    ).values("pk")
    rows = AgreementPartner.objects.filter(agreement__in=ours)
    counted = (
        rows.order_by().values_list("partner").annotate(count=Count("agreement", distinct=True))
    )
    return dict(counted)


def _open_calls(need: Need, user: Any) -> dict[int, Call]:
    """Of each partner the call on these themes that closes last."""
    rows = Call.objects.visible_to(user).published().not_over().in_oblast(need.oblast_id)
    rows = rows.filter(partner__isnull=False, themes__in=need.themes).distinct()
    return {one.partner_id: one for one in rows.with_order().order_by("ordered_at", "pk")}


def _twin_ties(need: Need, user: Any) -> dict[str, Any]:
    """Partners that are a twin of the communities; links of the oblast by country of the place."""
    links = TwinLink.objects.visible_to(user).alive()
    ours = links.filter(
        Q(community__in=need.keys) | Q(community__oblast=need.oblast_id) | Q(oblast=need.oblast_id)
    )
    rows = list(ours.values_list("community", "municipality__partner", "municipality__country"))
    keys = set(need.keys)
    twins = {partner: str(country) for one, partner, country in rows if partner and one in keys}
    return {"twins": twins, "ties": Counter(str(country) for _one, _partner, country in rows)}


def usual_sizes(partners: Iterable[int], user: Any) -> dict[int, float]:
    """Middle of the decimal logarithms of what the partner's projects cost, in hryvnias of today.

    Two queries. A size is meant, not an amount: hence one rate for each currency.
    """
    rows = ProjectRole.objects.filter(
        partner__in=list(partners),
        role__in=IATI_ROLES,
        project__amount__gt=0,
        project__in=Project.objects.visible_to(user).current().values("pk"),
    )
    rates = _rates_now()
    found: defaultdict[int, list[float]] = defaultdict(list)
    columns = ("partner", "project", "project__amount", "project__currency")
    for partner, _project, amount, currency in rows.order_by().values_list(*columns).distinct():
        if currency in rates:
            found[partner].append(log10(float(amount * rates[currency])))
    return {key: sorted(sizes)[len(sizes) // 2] for key, sizes in found.items()}


def _rates_now() -> dict[str, Decimal]:
    since = timezone.localdate() - dt.timedelta(days=OLDEST_DAYS)
    rows = ExchangeRate.objects.filter(rate_on__gte=since, rate_on__lte=timezone.localdate())
    newest = rows.order_by("currency", "-rate_on").distinct("currency")
    return {HRYVNIA: Decimal(1), **dict(newest.values_list("currency", "rate"))}
