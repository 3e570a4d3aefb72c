"""Downloads of exactly the filtered list."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, Self

from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.design.formats import current_language
from common.exchange.tables import (
    EMPTY_CELL,
    LINE_END,
    batches,
    csv_lines,
    csv_piece,
    xlsx_file,
)
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
MOST_PIECES = 3000


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
    lines = csv_of(register, rows, _fields(register, request), request.user, current_language())
    answer = StreamingHttpResponse(lines, content_type=f"{CSV_TYPE}; charset=utf-8")
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
    fields = _fields(register, request)
    texts = texts_for(register, rows, fields, request.user)
    return table_of(register, texts, fields, current_language())


def _cells(texts: Iterator[str], columns: Sequence[Column], language: str) -> Iterator[list[Cell]]:
    """Rows are made while the file is sent, when the request's language is gone already."""
    for some in batches(texts):
        rows = [_decode(text) for text in some]
        with translation.override(language):
            made = [[one.cell(row) for one in columns] for row in rows]
        yield from made


def csv_of(
    register: Register, rows: Any, fields: Sequence[Field], user: Any, language: str
) -> Iterator[str]:
    """A table of these rows as CSV, letter by letter that of `table_of`, in less time.

    A field's cells depend on what stands in the field and on nothing else, and most fields of a
    register hold the same in many records: what was written for the first of them is kept for as
    long as this file is made.
    """
    shown = [one for one in fields if one.in_table and one.columns()]
    with translation.override(language):
        header = [column.header for one in shown for column in one.columns()]
        yield from csv_lines(header, ())
    pieces = [_Pieces(one) for one in shown]
    is_lone = len(header) == 1
    for some in batches(parts_for(register, rows, shown, user)):
        with translation.override(language):
            lines = [
                ",".join([of(part) for of, part in zip(pieces, parts, strict=True)])
                for parts in some
            ]
        if is_lone:
            # An empty line would be no row.
            lines = [line or EMPTY_CELL for line in lines]
        yield "".join([line + LINE_END for line in lines])


class _Pieces:
    """The piece of a line that a field takes, by the field's JSON."""

    def __init__(self, one: Field) -> None:
        self.cells = [column.cell for column in one.columns()]
        self.known: dict[str, str] = {}

    def __call__(self, part: str) -> str:
        piece = self.known.get(part)
        if piece is None:
            row = _decode(f"{{{part}}}")
            piece = csv_piece([cell(row) for cell in self.cells])
            if len(self.known) < MOST_PIECES:
                self.known[part] = piece
        return piece
