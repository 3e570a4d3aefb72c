"""A project with indicators, and what a partner reports of it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from accounts.models import User
from communities.models import Community
from partners.models import Partner
from projects.models import IndicatorPeriod, ProgressReport, Project, ProjectRole
from projects.rows import Indicator, Period, Result
from projects.services import set_results
from projects.services.progress import Reached, report_progress
from tests.factories.projects import project as make_project


def measured_project(community: Community, partner: Partner) -> Project:
    """Public; the partner pays, the community receives; one indicator with two half-years."""
    made = make_project(oblast=community.oblast, communities=[community])
    ProjectRole.objects.create(project=made, role="funding", partner=partner)
    ProjectRole.objects.create(project=made, role="recipient", community=community, number=1)
    halves = (
        Period(starts_on=dt.date(2026, 1, 1), ends_on=dt.date(2026, 6, 30), target=Decimal(50)),
        Period(starts_on=dt.date(2026, 7, 1), ends_on=dt.date(2026, 12, 31), target=Decimal(90)),
    )
    people = Indicator(title="Навчено людей", unit="осіб", periods=halves)
    set_results(actor=None, project=made, results=[Result(title="Навчання", indicators=(people,))])
    return made


def first_period(project: Project) -> IndicatorPeriod:
    rows = IndicatorPeriod.objects.filter(indicator__result__project=project)
    return rows.order_by("starts_on")[0]


def report_of(project: Project, partner: Partner, author: User | None = None) -> ProgressReport:
    """Waits for the office: 47.5 in the first half-year."""
    reached = Reached(
        period=first_period(project).pk, actual=Decimal("47.5"), comment="За списками"
    )
    return report_progress(
        actor=author,
        project=project,
        party=partner,
        summary="Відбулися всі курси",
        values=[reached],
    )
