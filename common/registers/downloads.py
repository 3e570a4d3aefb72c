"""Downloads of exactly the filtered list."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import translation
from django.utils.translation import get_language

from common.exchange.tables import csv_lines, xlsx_file
from common.registers.fields import Cell, Column
from common.registers.formats import NDJSON, file_name, ndjson, own_format
from common.registers.listing import listing
from common.registers.register import Register


def download(register: Register, request: HttpRequest, file_format: str) -> Any:
    """The list as a file: filters, search and order of the address, columns the viewer may see.

    Raises BadParameter: whoever asks for a part of the list must not be given all of it; and
    NothingFits when no record can be told in the format.
    """
    asked = listing(register, request.GET, request.user)
    asked.refuse_wrong()
    return file_of(register, asked.ordered(), request, file_format)


def file_of(register: Register, rows: Any, request: HttpRequest, file_format: str) -> Any:
    """These rows as a file in one of the register's formats."""
    if own := own_format(register, file_format):
        return own.answer(rows, request)
    if file_format == NDJSON:
        return ndjson(register, rows, request.user)
    return _table(register, rows, request, file_format)


def _table(register: Register, rows: Any, request: HttpRequest, file_format: str) -> Any:
    fields = register.fields_for(request.user)
    columns = register.columns(fields)
    header = [column.header for column in columns]
    cells = _cells(register.texts(rows, fields), columns, get_language() or "uk")
    name = file_name(register, file_format)
    if file_format == "csv":
        answer: HttpResponse | StreamingHttpResponse = StreamingHttpResponse(
            csv_lines(header, cells), content_type="text/csv; charset=utf-8"
        )
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer
    return FileResponse(
        xlsx_file(str(register.title), header, cells), as_attachment=True, filename=name
    )


def _cells(texts: Iterator[str], columns: Sequence[Column], language: str) -> Iterator[list[Cell]]:
    """Rows are made while the file is sent, when the request's language is gone already."""
    for text in texts:
        row = json.loads(text)
        with translation.override(language):
            cells = [one.cell(row) for one in columns]
        yield cells
