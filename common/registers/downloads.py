"""Downloads of exactly the filtered list."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.translation import get_language

from common.exchange.tables import csv_lines, xlsx_file
from common.registers.fields import Cell, Column
from common.registers.listing import listing
from common.registers.register import Register

FORMATS = ("csv", "xlsx")


def download(register: Register, request: HttpRequest, file_format: str) -> Any:
    """The list as a file: filters, search and order of the address, columns the viewer may see.

    Raises BadParameter: whoever asks for a part of the list must not be given all of it.
    """
    asked = listing(register, request.GET, request.user)
    asked.refuse_wrong()
    fields = register.fields_for(request.user)
    columns = register.columns(fields)
    header = [column.header for column in columns]
    cells = _cells(register.texts(asked.ordered(), fields), columns, get_language() or "uk")
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


def _cells(texts: Iterator[str], columns: Sequence[Column], language: str) -> Iterator[list[Cell]]:
    """Rows are made while the file is sent, when the request's language is gone already."""
    for text in texts:
        row = json.loads(text)
        with translation.override(language):
            cells = [one.cell(row) for one in columns]
        yield cells
