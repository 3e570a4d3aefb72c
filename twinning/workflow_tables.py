"""The table of stages of twin links, as docs/ show it."""

from __future__ import annotations

from collections.abc import Iterator

from common.operations.workflow_tables import StepRow, WorkflowTable, add_workflow_table
from twinning.link_enums import LinkStage
from twinning.workflow import STEPS


def stage_rows() -> Iterator[StepRow]:
    for stage, targets in STEPS.items():
        label = LinkStage(stage).label
        words = ", ".join(str(one.label) for one in targets)
        yield StepRow(code=stage, label=label, sources=[label], target=words)


def register_workflow_tables() -> None:
    add_workflow_table(WorkflowTable("twin-links", "twinning.md", stage_rows))
