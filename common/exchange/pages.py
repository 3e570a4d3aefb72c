"""What the pages of an import show: plain shapes made of the job and its rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from common.design.formats import moment, number, quoted
from common.design.parts import Cell, Fact, Link, Pill, Preview, PreviewRow, Step, Tone
from common.exchange.enums import Decision, JobStatus, Outcome, Result
from common.exchange.forms import chosen, decision_choices, field_name
from common.exchange.imports import Importer
from common.exchange.models import ImportJob, ImportRow
from common.exchange.problems import Level
from common.exchange.querysets import ImportRowQuerySet
from common.exchange.results import column_title, verdict
from common.exchange.workflow import Moving
from common.registers.fields import text_in

ROWS_ON_A_PAGE = 50
WARNING = "warning"
LONGEST_SHOWN = 160

TONES: dict[str, Tone] = {
    JobStatus.UPLOADED: "info",
    JobStatus.PREVIEWED: "wait",
    JobStatus.RUNNING: "info",
    JobStatus.DONE: "good",
    JobStatus.FAILED: "bad",
    JobStatus.CANCELLED: "quiet",
    Outcome.NEW: "good",
    Outcome.CHANGED: "info",
    Outcome.UNCHANGED: "quiet",
    Outcome.DUPLICATE: "wait",
    Outcome.ERROR: "bad",
    Result.CREATED: "good",
    Result.SKIPPED: "quiet",
    Result.REFUSED: "bad",
}


def status_pill(job: ImportJob) -> Pill:
    return Pill(str(JobStatus(job.status).label), TONES[job.status])


def outcome_pill(row: ImportRow) -> Pill:
    return Pill(verdict(row), TONES.get(row.result or row.outcome, "quiet"))


def steps(job: Moving | None) -> list[Step]:
    """File, check, result: where the person stands."""
    status = job.status if job else ""
    now = {JobStatus.DONE: 3, JobStatus.RUNNING: 2}.get(JobStatus(status), 1) if status else 0
    labels = (_("File"), _("Check"), _("Taking in"))
    return [
        Step(label, "done" if place < now else "current" if place == now else "next")
        for place, label in enumerate(labels)
    ]


def facts(job: ImportJob) -> list[Fact]:
    return [
        Fact(_("Rows"), number(sum(job.counts.values())) if job.counts else ""),
        Fact(_("Sheet"), job.sheet),
        Fact(_("Uploaded"), moment(job.created_at)),
    ]


# Tabs


def outcome_labels() -> dict[str, str]:
    """In the order of work: first what stops rows, then what will happen."""
    return {
        Outcome.ERROR.value: _("With errors"),
        Outcome.DUPLICATE.value: _("Probable duplicates"),
        Outcome.NEW.value: _("New"),
        Outcome.CHANGED.value: _("Changes"),
        Outcome.UNCHANGED.value: _("Unchanged"),
        WARNING: _("Remarks"),
    }


def with_remarks(rows: ImportRowQuerySet) -> ImportRowQuerySet:
    return rows.exclude(outcome=Outcome.ERROR).exclude(problems=[])


def counts(job: ImportJob) -> dict[str, int]:
    remarks = Count("pk", filter=~Q(outcome=Outcome.ERROR) & ~Q(problems=[]))
    found = job.rows.counted()
    return {**found, WARNING: int(job.rows.aggregate(rows=remarks)["rows"])}


def tabs(job: ImportJob, shown: str, path: str) -> list[Link]:
    held = counts(job)
    return [
        Link(label, f"{path}?show={code}", current=code == shown, count=held.get(code, 0))
        for code, label in outcome_labels().items()
        if held.get(code) or code == shown
    ]


def shown_tab(job: ImportJob, asked: str) -> str:
    """The tab that was asked for, else the first in the order of work that holds a row."""
    if asked in outcome_labels():
        return asked
    return next((code for code in outcome_labels() if job.counts.get(code)), Outcome.NEW.value)


def rows_of(job: ImportJob, shown: str) -> ImportRowQuerySet:
    rows: ImportRowQuerySet = job.rows.all()
    return with_remarks(rows) if shown == WARNING else rows.filter(outcome=shown)


def paged(job: ImportJob, rows: ImportRowQuerySet, asked: str) -> Page[Any]:
    page = Paginator(rows.in_order(), ROWS_ON_A_PAGE).get_page(asked)
    page.object_list = list(page.object_list)
    for row in page.object_list:
        row.job = job
    return page


# Rows


@dataclass(frozen=True)
class Remark:
    """One line of the table of errors: row, column, value, reason."""

    number: int
    label: str
    column: str
    value: str
    reason: str
    tone: Tone
    level: str
    first: bool


def remarks(rows: Sequence[ImportRow], door: Importer) -> Iterator[Remark]:
    for row in rows:
        for place, problem in enumerate(row.problems):
            level = Level(problem["level"])
            yield Remark(
                row.number,
                row.label,
                column_title(row.job, door, problem["column"]),
                shortened(problem["value"]),
                text_in(problem["reason"]),
                "wait" if level is Level.WARNING else "bad",
                str(level.label),
                first=place == 0,
            )


def shortened(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


@dataclass(frozen=True)
class Difference:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class ChangedRow:
    number: int
    label: str
    url: str
    why: str
    differences: Sequence[Difference]


def changed_rows(rows: Sequence[ImportRow], door: Importer) -> list[ChangedRow]:
    urls = door.urls_of({row.record for row in rows if row.record})
    return [
        ChangedRow(
            row.number, row.label, urls.get(row.record, ""), text_in(row.why),
            list(differences(row, door)),
        )
        for row in rows
    ]  # fmt: skip


def differences(row: ImportRow, door: Importer) -> Iterator[Difference]:
    for one in row.diff:
        yield Difference(
            column_title(row.job, door, one["column"]),
            shortened(door.shown(one["column"], one["before"])),
            shortened(door.shown(one["column"], one["after"])),
        )


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    url: str
    reason: str
    chosen: bool
    identifier: str


@dataclass(frozen=True)
class Doubt:
    """A row that may be a record of the register already, and what the person can say to that."""

    number: int
    label: str
    name: str
    cells: str
    choices: Sequence[Choice]
    differences: Sequence[Difference]
    problems: Sequence[Remark] = field(default_factory=tuple)


def doubts(rows: Sequence[ImportRow], door: Importer) -> list[Doubt]:
    return [
        Doubt(
            row.number,
            row.label,
            field_name(row),
            shortened(" · ".join(cell for cell in row.padded() if cell)),
            list(_choices(row)),
            list(differences(row, door)),
            list(remarks([row], door)),
        )
        for row in rows
    ]


def _choices(row: ImportRow) -> Iterator[Choice]:
    offered: Mapping[str, Any] = {one["reference"]: one for one in row.suggestions}
    in_force = chosen(row)
    for place, (value, label) in enumerate(decision_choices(row)):
        one = offered.get(value.partition("=")[2], {})
        said = _("It is %(name)s: complete that record") % {"name": quoted(label)} if one else label
        yield Choice(
            value,
            str(capfirst(said)),
            one.get("url", ""),
            text_in(one["reason"]) if one else "",
            value == in_force,
            f"{field_name(row)}-{place}",
        )


def table(rows: Sequence[ImportRow], job: ImportJob, caption: str) -> Preview:
    """The rows as in the file, without columns that nobody reads."""
    places = [place for place, name in enumerate(job.columns) if name]
    return Preview(
        caption,
        [job.headers[place] for place in places],
        [
            PreviewRow(
                row.number,
                [Cell(shortened(row.padded()[place])) for place in places],
                outcome_pill(row),
            )
            for row in rows
        ],
    )


# The result


@dataclass(frozen=True)
class Taken:
    """One row of the result: what became of it and where the record is."""

    number: int
    label: str
    url: str
    pill: Pill
    reasons: Sequence[Remark]


def taken(rows: Sequence[ImportRow], door: Importer) -> list[Taken]:
    urls = door.urls_of({row.record for row in rows if row.record})
    return [
        Taken(
            row.number,
            row.label,
            urls.get(row.record, ""),
            outcome_pill(row),
            list(remarks([row], door)),
        )
        for row in rows
    ]


# What the tabs of the result hold, in their order.
LEFT = "left"


def result_filters() -> dict[str, tuple[str, Q]]:
    undecided = Q(outcome=Outcome.DUPLICATE, decision=Decision.UNDECIDED, result="")
    left = Q(outcome=Outcome.ERROR) | undecided | Q(result=Result.REFUSED)
    return {
        Result.CREATED.value: (_("Registered"), Q(result=Result.CREATED)),
        Result.CHANGED.value: (_("Changed"), Q(result=Result.CHANGED)),
        Result.UNCHANGED.value: (
            _("Unchanged"),
            Q(outcome=Outcome.UNCHANGED) | Q(result=Result.UNCHANGED),
        ),
        Result.SKIPPED.value: (_("Left out by you"), Q(decision=Decision.SKIP, result="")),
        LEFT: (_("To mend"), left),
    }


def result_counts(job: ImportJob) -> dict[str, int]:
    counted = {code: Count("pk", filter=rule) for code, (_label, rule) in result_filters().items()}
    return {code: int(rows) for code, rows in job.rows.aggregate(**counted).items()}
