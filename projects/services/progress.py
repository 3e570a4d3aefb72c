"""Progress of a project: reported by those who take part, accepted by the keeping office."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.audit.context import acting
from common.intake.pressed_twice import a_moment_ago
from common.intake.refusals import ChangedMeanwhile
from common.intake.texts import many_lines, one_line
from communities.models import Community
from partners.models import Partner
from partners.saving import create_checked, save_checked
from projects import progress_workflow as workflow
from projects.exceptions import InvalidData
from projects.models import IndicatorPeriod, ProgressReport, Project, ReportedValue
from projects.progress_letters import tell_of_report
from projects.services.projects import locked_current
from projects.services.results import PeriodLine, set_period_lines


@dataclass(frozen=True, kw_only=True)
class Reached:
    """What was reached in a period of an indicator; `period` is its key."""

    period: int
    actual: Decimal
    comment: str = ""


@transaction.atomic
def report_progress(
    *,
    actor: User | None,
    project: Project,
    party: Partner | Community,
    summary: str,
    values: Sequence[Reached] = (),
) -> ProgressReport:
    """Propose what was reached: nothing changes before the office accepts it, and it is told.

    The same reported a moment ago is that report: the button was pressed twice.
    Refuses: RecordArchived, ProjectMerged, InvalidData (summary, values).
    """
    project = locked_current(project)
    report = ProgressReport(
        project=project,
        partner=party if isinstance(party, Partner) else None,
        community=party if isinstance(party, Community) else None,
        summary=many_lines(summary),
        author=actor,
    )
    known = {one.pk: one for one in periods_of(project)}
    if any(one.period not in known for one in values):
        raise InvalidData({"values": [_("There is no such period in this project.")]})
    same = _just_reported(report, values)
    if same:
        return same
    with acting(actor=actor):
        save_checked(report, about="summary")
        create_checked([_value(report, one, known) for one in values], about="values")
    tell_of_report(report, workflow.REPORTED, author=actor)
    return report


def _just_reported(report: ProgressReport, values: Sequence[Reached]) -> ProgressReport | None:
    names = ("project", "partner", "community", "summary", "author", "status")
    rows: models.QuerySet[ProgressReport] = ProgressReport.objects.filter(
        **{name: getattr(report, name) for name in names},
        author__isnull=False,
        created_at__gt=a_moment_ago(),
    )
    said = {(one.period, one.actual, one_line(one.comment)) for one in values}
    for one in rows:
        if set(one.values.values_list("period", "actual", "comment")) == said:
            return one
    return None


def periods_of(project: Project) -> models.QuerySet[IndicatorPeriod]:
    """Those of all indicators, in the order of the project's page."""
    rows = IndicatorPeriod.objects.filter(indicator__result__project=project)
    order = ("indicator__result__position", "indicator__position", "starts_on", "pk")
    return rows.select_related("indicator__result").order_by(*order)


def _value(
    report: ProgressReport, said: Reached, known: dict[int, IndicatorPeriod]
) -> ReportedValue:
    return ReportedValue(
        report=report,
        period=known[said.period],
        before=known[said.period].actual,
        actual=said.actual,
        comment=one_line(said.comment),
    )


def standing_values(report: ProgressReport) -> str:
    """What the project says now of the reported periods, as a mark that a page can carry."""
    rows = report.values.values_list("period__actual", "period__actual_comment")
    return hashlib.sha256(repr(list(rows)).encode()).hexdigest()[:24]


@transaction.atomic
def take_report_step(
    *,
    actor: User | None,
    report: ProgressReport,
    step: workflow.Step,
    note: str = "",
    seen: str = "",
) -> ProgressReport:
    """Accept, refuse or withdraw; the other side is told. Accepted values go into the project.

    `seen` are the `standing_values` that the actor had before the eyes and agrees to replace.
    Refuses: ReportDecided, RecordArchived, ProjectMerged, ChangedMeanwhile, InvalidData (note).
    """
    project = locked_current(report.project)
    found: ProgressReport = ProgressReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    found.project = project
    workflow.move(found, step, actor, note)
    with acting(actor=actor):
        save_checked(found, about="note")
    if step is workflow.ACCEPT:
        if seen and seen != standing_values(found):
            raise ChangedMeanwhile
        _take_over(actor, found)
    tell_of_report(found, step.news, author=actor)
    return found


def _take_over(actor: User | None, report: ProgressReport) -> None:
    """The reported values become those of the project; the other periods stay as they are."""
    said = {one.period_id: one for one in report.values.all()}
    if not said:
        return
    lines = [PeriodLine.of(one) for one in periods_of(report.project)]
    if set(said) - {one.pk for one in lines}:
        raise InvalidData(
            {"values": [_("Some of these periods are not of this project any more.")]}
        )
    wanted = [_line(line, said.get(line.pk or 0)) for line in lines]
    set_period_lines(actor=actor, project=report.project, lines=wanted)


def _line(line: PeriodLine, said: ReportedValue | None) -> PeriodLine:
    if said is None:
        return line
    comment = said.comment or line.actual_comment
    return replace(line, actual=said.actual, actual_comment=comment)
