"""Files that an import gives back: the template to fill in, and what became of each row."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import IO, Any

import xlsxwriter
from django.conf import settings
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from common.design.formats import current_language
from common.exchange.columns import LANGUAGES, ImportColumn, heading_key
from common.exchange.enums import Decision, JobStatus, Outcome, Result
from common.exchange.imports import Importer
from common.exchange.models import ImportJob, ImportRow
from common.exchange.stretches import objects
from common.exchange.tables import csv_lines, harmless, xlsx_file
from common.registers.fields import text_in

BATCH = 500
RESULT_LABELS = (_lazy("What became of it"), _lazy("Why"), _lazy("Address of the record"))


def _in_all_languages() -> Iterator[str]:
    for language in LANGUAGES:
        with translation.override(language):
            yield from (heading_key(str(label)) for label in RESULT_LABELS)


class _ResultHeadings:
    """Known only once translations are loaded, hence not a plain set."""

    def __contains__(self, key: object) -> bool:
        return key in set(_in_all_languages())


RESULT_HEADINGS = _ResultHeadings()


# The template


def template_columns(door: Importer) -> list[ImportColumn]:
    return [column for column in door.columns if column.in_template]


def template_csv(door: Importer) -> Iterator[str]:
    columns = template_columns(door)
    return csv_lines([heading(one) for one in columns], [[one.example for one in columns]])


def heading(column: ImportColumn) -> str:
    return str(capfirst(str(column.label)))


def template_xlsx(door: Importer) -> IO[bytes]:
    """Three sheets: the table with an example row, what stands in the columns, allowed codes."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    columns = template_columns(door)
    with xlsxwriter.Workbook(file, options) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        table = book.add_worksheet(str(door.register.title)[:31])
        _write(table, bold, [heading(one) for one in columns], [[one.example for one in columns]])
        about = book.add_worksheet(_("Columns"))
        _write(about, bold, [_("Column"), _("Must be filled in"), _("What stands in it")],
               _explained(columns))  # fmt: skip
        codes = book.add_worksheet(_("Codes"))
        _write(codes, bold, [_("Column"), _("Code"), _("Ukrainian"), _("English")],
               _allowed(columns))  # fmt: skip
    file.seek(0)
    return file


def _write(sheet: Any, bold: Any, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, max(len(header) - 1, 0), 26)
    sheet.write_row(0, 0, header, bold)
    for number, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            sheet.write_string(number, place, str(harmless(cell)))


def _explained(columns: Iterable[ImportColumn]) -> Iterator[list[str]]:
    for one in columns:
        yield [heading(one), _("yes") if one.required else "", str(one.help)]


def _allowed(columns: Iterable[ImportColumn]) -> Iterator[list[str]]:
    for one in columns:
        for code in one.codes() if one.codes else ():
            yield [heading(one), code.code, code.name, code.name_en]


# The result


def result_header(job: ImportJob) -> list[str]:
    return [*job.headers, *map(str, RESULT_LABELS)]


def result_rows(job: ImportJob, door: Importer, *, waiting: bool = False) -> Iterator[list[Any]]:
    """The rows as they were handed in, each with what became of it; `waiting`: only those left."""
    rows = job.rows.waiting() if waiting else job.rows.all()
    return _in_one_language(objects(rows.in_order(), BATCH), job, door, current_language())


def _in_one_language(
    rows: Iterator[ImportRow], job: ImportJob, door: Importer, language: str
) -> Iterator[list[Any]]:
    """Rows are made while the file is sent, when the request's language is gone already."""
    while batch := list(islice(rows, BATCH)):
        for row in batch:
            row.job = job
        with translation.override(language):
            made = list(_with_outcomes(batch, door))
        yield from made


def _with_outcomes(rows: Sequence[ImportRow], door: Importer) -> Iterator[list[Any]]:
    urls = door.urls_of({row.record for row in rows if row.record})
    for row in rows:
        url = urls.get(row.record, "")
        address = settings.SITE_URL + url if url else ""
        yield [*row.padded()[: len(row.job.headers)], verdict(row), reasons(row, door), address]


def result_csv(job: ImportJob, door: Importer, *, waiting: bool = False) -> Iterator[str]:
    return csv_lines(result_header(job), result_rows(job, door, waiting=waiting))


def result_xlsx(job: ImportJob, door: Importer, *, waiting: bool = False) -> IO[bytes]:
    rows = result_rows(job, door, waiting=waiting)
    return xlsx_file(str(door.register.title), result_header(job), rows)


def verdict(row: ImportRow) -> str:
    """What became of the row, or what the check says of it while nothing went in."""
    if row.result:
        return str(Result(row.result).label)
    if row.outcome == Outcome.DUPLICATE and row.decision == Decision.SKIP:
        return str(Result.SKIPPED.label)
    if row.job.status == JobStatus.DONE and row.outcome in {Outcome.ERROR, Outcome.DUPLICATE}:
        return str(Result.REFUSED.label)
    return str(Outcome(row.outcome).label)


def problem_text(row: ImportRow, door: Importer, problem: dict[str, Any]) -> str:
    """«Країна: Німечина — Not known …»: the column as the file itself calls it."""
    said = text_in(problem["reason"])
    column = column_title(row.job, door, problem["column"])
    where = f"{column}: " if column else ""
    value = f"{problem['value']} – " if problem["value"] else ""
    return f"{where}{value}{said}"


def column_title(job: ImportJob, door: Importer, column: str) -> str:
    if not column:
        return ""
    known = door.by_name.get(column)
    own = job.header_of(column)
    # A JSON file has no headings: what it calls the column is the portal's own name for machines.
    return own if own and own != column else heading(known) if known else column


def reasons(row: ImportRow, door: Importer) -> str:
    said = [problem_text(row, door, problem) for problem in row.problems]
    if row.outcome == Outcome.DUPLICATE and not row.result:
        said += [f"{one['label']} – {text_in(one['reason'])}" for one in row.suggestions]
    return "\n".join(said)
