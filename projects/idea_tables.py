"""The table of steps of ideas, as docs/ show it."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from common.operations.workflow_tables import StepRow, WorkflowTable, add_workflow_table, labels
from projects import idea_workflow as workflow
from projects.idea_enums import IdeaStatus
from projects.idea_letters import TO_COMMUNITY, TO_OFFICE


def idea_rows() -> Iterator[StepRow]:
    who = {
        workflow.AUTHORS: _("community"),
        workflow.OFFICE: _("office"),
        workflow.NOBODY: _("follows by itself"),
    }
    for one in workflow.STEPS:
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


def register_idea_table() -> None:
    add_workflow_table(WorkflowTable("ideas", "ideas.md", idea_rows))
