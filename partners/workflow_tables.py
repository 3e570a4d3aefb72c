"""The tables of steps of agreements, and of programmes and projects, as docs/ show them."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from common.operations.workflow_tables import StepRow, WorkflowTable, add_workflow_table, labels
from partners import agreement_workflow as agreements
from partners import record_workflow as records
from partners.agreement_enums import AgreementStatus
from partners.programme_enums import RecordStatus


def agreement_rows() -> Iterator[StepRow]:
    paths = {agreements.LAW: _("kinds of Law 3668-IX"), agreements.FREE: _("other kinds")}
    for one in agreements.STEPS:
        needs = {
            _("its day"): bool(one.on),
            _("the number of the document"): one.needs_number,
            _("words"): one.needs_note,
        }
        yield StepRow(
            code=one.code,
            label=one.label,
            sources=labels(AgreementStatus, one.sources),
            target=AgreementStatus(one.target).label,
            who=paths.get(one.path, _("all kinds")),
            needs=[word for word, is_so in needs.items() if is_so],
        )


def record_rows() -> Iterator[StepRow]:
    for one in records.STEPS:
        yield StepRow(
            code=one.code,
            label=one.label,
            sources=labels(RecordStatus, one.sources),
            target=RecordStatus(one.target).label,
            needs=[_("a reason")] if one.needs_reason else [],
        )


def register_workflow_tables() -> None:
    add_workflow_table(WorkflowTable("agreements", "agreements.md", agreement_rows))
    add_workflow_table(WorkflowTable("records", "projects.md", record_rows))
