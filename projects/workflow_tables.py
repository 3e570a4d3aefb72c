"""The tables of steps of ideas and of progress reports, as docs/ show them."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from common.operations.workflow_tables import StepRow, WorkflowTable, add_workflow_table, labels
from projects import idea_workflow as ideas
from projects import progress_workflow as reports
from projects.enums import ReportStatus
from projects.idea_enums import IdeaStatus
from projects.idea_letters import TO_COMMUNITY, TO_OFFICE


def idea_rows() -> Iterator[StepRow]:
    who = {
        ideas.AUTHORS: _("community"),
        ideas.OFFICE: _("office"),
        ideas.NOBODY: _("follows by itself"),
    }
    for one in ideas.STEPS:
        needs = {
            _("all that a partner must know"): one.is_whole,
            _("words"): one.needs_note,
            _("who gives the money"): one.needs_project,
        }
        tells = {_("office"): one.code in TO_OFFICE, _("community"): one.code in TO_COMMUNITY}
        yield StepRow(
            code=one.code,
            label=one.label,
            sources=labels(IdeaStatus, one.sources),
            target=IdeaStatus(one.target).label,
            who=who[one.who],
            needs=[word for word, is_so in needs.items() if is_so],
            tells=[word for word, is_so in tells.items() if is_so],
        )


def report_rows() -> Iterator[StepRow]:
    who = {reports.OFFICE: _("office"), reports.PARTY: _("who reported")}
    for one in reports.STEPS:
        yield StepRow(
            code=one.code,
            label=one.label,
            sources=labels(ReportStatus, frozenset({reports.WAITING})),
            target=ReportStatus(one.target).label,
            who=who[one.who],
            needs=[_("words")] if one.needs_note else [],
            tells=[who[reports.PARTY if one.who == reports.OFFICE else reports.OFFICE]],
        )


def register_workflow_tables() -> None:
    add_workflow_table(WorkflowTable("ideas", "ideas.md", idea_rows))
    add_workflow_table(WorkflowTable("progress-reports", "projects.md", report_rows))
