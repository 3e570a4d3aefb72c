"""Downloads of exactly the filtered list."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Self

from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.design.formats import current_language
from common.exchange.tables import batches, csv_lines, xlsx_file
from common.registers.choosing import fields_asked
from common.registers.fields import Cell, Column, Field
from common.registers.formats import JSON, LICENCE, Format, attachment, file_name
from common.registers.geojson import MEDIA_TYPE as MAP_TYPE
from common.registers.geojson import feature_collection, has_places
from common.registers.listing import listing
from common.registers.paging import BadParameter
from common.registers.register import Register
from common.registers.streams import parts_for, texts_for

CSV_TYPE = "text/csv"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LINES_TYPE = "application/x-ndjson"
# Of each field of a table, while a file is made: some megabytes together.
MOST_KNOWN = 3000


def formats_of(register: Register) -> list[Format]:
    """What the register's list is given out as, besides the pages of JSON."""
    return [
        Format("csv", "CSV", _answer_of(register, _csv), _("a table for any program"), CSV_TYPE),
        Format("xlsx", "XLSX", _answer_of(register, _xlsx), _("a table for Excel"), XLSX_TYPE),
        *(
            [Format("geojson", "GeoJSON", _answer_of(register, _geojson), _("for maps"), MAP_TYPE)]
            if has_places(register)
            else []
        ),
        *register.formats,
        Format(
            "ndjson", "NDJSON", _answer_of(register, _ndjson), _("a record per line"), LINES_TYPE
        ),
    ]


def names_of_formats(register: Register) -> list[str]:
    return [JSON, *(one.name for one in formats_of(register))]


def download(register: Register, request: HttpRequest, file_format: str) -> Any:
    """The list as a file: filters, search and order of the address, columns the viewer may see.

    Raises BadParameter: whoever asks for a part of the list must not be given all of it; and
    NothingFits when no record can be told in the format.
    """
    asked = listing(register, request.GET, request.user)
    asked.refuse_wrong()
    return file_of(register, asked.ordered(), request, file_format)


def file_of(register: Register, rows: Any, request: HttpRequest, file_format: str) -> Any:
    """These rows as a file in one of the register's formats, read while it is sent."""
    made = next(one for one in formats_of(register) if one.name == file_format)
    answer = made.answer(rows, request)
    answer["Link"] = f'<{LICENCE}>; rel="license"'
    answer["Cache-Control"] = "no-cache"
    patch_vary_headers(answer, ("Cookie", "Authorization"))
    return answer


def format_asked(register: Register, parameters: Any) -> str:
    """The value of `format`; BadParameter names the ones there are."""
    asked: str = parameters.get("format", JSON)
    known = names_of_formats(register)
    if asked not in known:
        message = gettext("The formats are: %(formats)s.")
        raise BadParameter("format", message % {"formats": ", ".join(known)})
    return asked


def table_of(
    register: Register, texts: Iterator[str], fields: Sequence[Field], language: str
) -> tuple[list[str], Iterator[list[Cell]]]:
    """Headings and rows of a table of these objects, as `Register.texts` gives them."""
    columns = register.columns(fields)
    with translation.override(language):
        header = [column.header for column in columns]
    return header, _cells(texts, columns, language)


class Written(float):
    """A number that a table shows as it stands in the JSON: 144000.00, not 144000.0."""

    def __new__(cls, text: str) -> Self:
        made = super().__new__(cls, text)
        made.text = text
        return made

    text: str

    def __str__(self) -> str:
        return self.text


_decode = json.JSONDecoder(parse_float=Written).decode


def _answer_of(register: Register, make: Any) -> Any:
    return lambda rows, request: make(register, rows, request)


def _ndjson(register: Register, rows: Any, request: HttpRequest) -> Any:
    """A record per line, each as the API gives one record."""
    texts = texts_for(register, rows, _fields(register, request), request.user)
    answer = StreamingHttpResponse(
        ("\n".join((*some, "")) for some in batches(texts)),
        content_type=f"{LINES_TYPE}; charset=utf-8",
    )
    return attachment(answer, file_name(register.name, "ndjson"))


def _geojson(register: Register, rows: Any, request: HttpRequest) -> Any:
    texts = feature_collection(register, rows, request.user)
    answer = StreamingHttpResponse(texts, content_type=MAP_TYPE)
    return attachment(answer, file_name(register.name, "geojson"))


def _csv(register: Register, rows: Any, request: HttpRequest) -> Any:
    header, cells = _table(register, rows, request)
    answer = StreamingHttpResponse(
        csv_lines(header, cells), content_type=f"{CSV_TYPE}; charset=utf-8"
    )
    return attachment(answer, file_name(register.name, "csv"))


def _xlsx(register: Register, rows: Any, request: HttpRequest) -> Any:
    header, cells = _table(register, rows, request)
    source = xlsx_file(str(register.title), header, cells)
    return FileResponse(source, as_attachment=True, filename=file_name(register.name, "xlsx"))


def _fields(register: Register, request: HttpRequest) -> list[Field]:
    return fields_asked(register, request.GET, request.user, whole=True)


def _table(
    register: Register, rows: Any, request: HttpRequest
) -> tuple[list[str], Iterator[list[Cell]]]:
    """As `table_of`, cell by cell, in less time."""
    fields = [one for one in _fields(register, request) if one.in_table and one.columns()]
    header = [column.header for column in register.columns(fields)]
    parts = parts_for(register, rows, fields, request.user)
    return header, _cells_of_parts(parts, fields, current_language())


def _cells(texts: Iterator[str], columns: Sequence[Column], language: str) -> Iterator[list[Cell]]:
    """Rows are made while the file is sent, when the request's language is gone already."""
    for some in batches(texts):
        rows = [_decode(text) for text in some]
        with translation.override(language):
            made = [[one.cell(row) for one in columns] for row in rows]
        yield from made


class _Known:
    """Cells of a field by its JSON, as long as a file is made.

    They depend on what stands in the field and on nothing else, and most fields of a register hold
    the same in many records.
    """

    def __init__(self, one: Field) -> None:
        self.makers = [column.cell for column in one.columns()]
        self.cells: dict[str, list[Cell]] = {}

    def made(self, part: str, row: Mapping[str, Any]) -> list[Cell]:
        cells = [maker(row) for maker in self.makers]
        if len(self.cells) < MOST_KNOWN:
            self.cells[part] = cells
        return cells


def _cells_of_parts(
    every: Iterator[list[str]], fields: Sequence[Field], language: str
) -> Iterator[list[Cell]]:
    """As `_cells`, of objects that are taken apart: what is not known yet is read, the rest not."""
    known = [_Known(one) for one in fields]
    for some in batches(every):
        with translation.override(language):
            made = [_line(parts, known) for parts in some]
        yield from made


def _line(parts: Sequence[str], known: Sequence[_Known]) -> list[Cell]:
    pieces = [one.cells.get(part) for one, part in zip(known, parts, strict=True)]
    missing = [place for place, piece in enumerate(pieces) if piece is None]
    if missing:
        row = _decode(f"{{{', '.join([parts[place] for place in missing])}}}")
        for place in missing:
            pieces[place] = known[place].made(parts[place], row)
    return [cell for piece in pieces if piece for cell in piece]
