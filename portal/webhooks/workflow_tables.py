"""The table of steps of webhooks, as docs/ show it."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from common.operations.workflow_tables import StepRow, WorkflowTable, add_workflow_table, labels
from portal.webhooks.enums import SubscriptionStatus
from portal.webhooks.workflow import STEPS


def webhook_rows() -> Iterator[StepRow]:
    for one in STEPS:
        yield StepRow(
            code=one.code,
            label=one.label,
            sources=labels(SubscriptionStatus, one.sources),
            target=SubscriptionStatus(one.target).label,
            who=_("those who keep it") if one.by_people else _("the portal"),
        )


def register_workflow_tables() -> None:
    add_workflow_table(WorkflowTable("webhooks", "webhooks.md", webhook_rows))
