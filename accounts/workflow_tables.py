"""The table of steps of API keys, as docs/ show it."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts import key_workflow as workflow
from accounts.enums import KeyStatus
from common.operations.workflow_tables import StepRow, WorkflowTable, add_workflow_table, labels


def key_rows() -> Iterator[StepRow]:
    who = {
        workflow.OWNER: pgettext("API key", "owner"),
        workflow.OFFICIAL: _("official"),
        workflow.BOTH: _("owner or official"),
    }
    for one in workflow.STEPS:
        yield StepRow(
            code=one.code,
            label=one.label,
            sources=labels(KeyStatus, one.sources),
            target=KeyStatus(one.target).label,
            who=who[one.who],
            needs=[_("words of the official")] if one.says_why else [],
        )


def register_workflow_tables() -> None:
    add_workflow_table(WorkflowTable("api-keys", "api-keys.md", key_rows))
