"""Downloads of exactly the filtered list."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone

from common.exchange.tables import csv_lines, xlsx_file
from common.registers.fields import Cell, Column, Field
from common.registers.listing import Listing, listing
from common.registers.paging import ordering_of
from common.registers.register import Register

FORMATS = ("csv", "xlsx")


def download(register: Register, request: HttpRequest, file_format: str) -> Any:
    """The list as a file: filters, search and order of the address, columns the viewer may see."""
    asked = listing(register, request.GET, request.user)
    fields = register.fields_for(request.user)
    columns = register.columns(fields)
    header = [column.header for column in columns]
    cells = _cells(asked, fields, columns)
    name = f"{register.name}-{timezone.localdate():%Y-%m-%d}.{file_format}"
    if file_format == "csv":
        answer: HttpResponse | StreamingHttpResponse = StreamingHttpResponse(
            csv_lines(header, cells), content_type="text/csv; charset=utf-8"
        )
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer
    return FileResponse(
        xlsx_file(str(register.title), header, cells), as_attachment=True, filename=name
    )


def _cells(
    asked: Listing, fields: Sequence[Field], columns: Sequence[Column]
) -> Iterator[list[Cell]]:
    column, descending = ordering_of(asked.register, asked.ordering)
    sign = "-" if descending else ""
    ordered = asked.rows.order_by(f"{sign}{column}", f"{sign}pk")
    for text in asked.register.texts(ordered, fields):
        row = json.loads(text)
        yield [one.cell(row) for one in columns]
