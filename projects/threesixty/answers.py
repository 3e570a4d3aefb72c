"""360Giving as formats of the register of projects: the JSON package and the spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

from django.conf import settings
from django.http import FileResponse, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.exchange.tables import csv_lines, xlsx_file
from common.registers.formats import LICENCE, Format, file_name
from projects.packages import (
    Item,
    Standard,
    answer_of,
    check_of,
    items_of,
    publisher,
    spooled,
    valid_items,
)
from projects.publication import ExportReport, NothingToExport, file_answer, refusal
from projects.threesixty import spreadsheet
from projects.threesixty.grants import item_of, own_check

VERSION = "1.4"
STEM = "projects-360giving"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _head(address: str) -> Item:
    today = timezone.localdate().isoformat()
    return {
        "version": VERSION,
        "title": gettext("Grants in the register of projects"),
        "issued": f"{today}T00:00:00Z",
        "publisher": {"name": publisher(), "website": settings.SITE_URL},
        "downloadURL": address,
        "accessURL": f"{settings.SITE_URL}/projects/",
        "license": LICENCE,
    }


PACKAGE = Standard(
    name="threesixty",
    schema="schema/360-giving-schema.json",
    items="grants",
    item=item_of,
    own_check=own_check,
    head=_head,
)


def _sheet(rows: Any, request: HttpRequest, extension: str) -> FileResponse:
    """The same grants as a table: read once to learn its columns, then row by row."""
    report, widths = ExportReport(), spreadsheet.Widths()
    items = valid_items(items_of(PACKAGE, rows, request.user), check_of(PACKAGE), report)
    with spooled(spreadsheet.measured(items, widths)) as lines:
        if not report.written:
            raise refusal(NothingToExport(report))
        header, cells = spreadsheet.header(widths), spreadsheet.rows(lines, widths)
        source, content_type = _TABLES[extension](header, cells)
    name = file_name(STEM, extension)
    return file_answer(source, report, name=name, content_type=content_type)


def _csv(header: list[str], cells: Iterator[list[Any]]) -> tuple[IO[bytes], str]:
    return spooled(csv_lines(header, cells)), "text/csv; charset=utf-8"


def _xlsx(header: list[str], cells: Iterator[list[Any]]) -> tuple[IO[bytes], str]:
    return xlsx_file("grants", header, cells), XLSX


_TABLES = {"csv": _csv, "xlsx": _xlsx}

THREESIXTY = (
    Format(
        "360giving",
        "360Giving",
        answer_of(PACKAGE, STEM),
        _("JSON 1.4 for grants"),
        members=("grants",),
    ),
    Format(
        "360giving-xlsx",
        "360Giving XLSX",
        lambda rows, request: _sheet(rows, request, "xlsx"),
        _("its spreadsheet"),
        XLSX,
    ),
    Format(
        "360giving-csv",
        "360Giving CSV",
        lambda rows, request: _sheet(rows, request, "csv"),
        _("its spreadsheet as text"),
        "text/csv",
    ),
)
