"""Downloads of exactly the filtered list."""

from __future__ import annotations

from itertools import chain
from typing import Any

from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.design.formats import current_language
from common.exchange.tables import xlsx_file
from common.registers.choosing import fields_asked
from common.registers.fields import Field
from common.registers.formats import JSON, Format, attachment, file_name, link_header
from common.registers.geojson import MEDIA_TYPE as MAP_TYPE
from common.registers.geojson import feature_collection, has_places
from common.registers.listing import listing
from common.registers.paging import BadParameter
from common.registers.register import Register
from common.registers.streams import lines_for, texts_for
from common.registers.tables import Table, table_fields

CSV_TYPE = "text/csv"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LINES_TYPE = "application/x-ndjson"


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
    answer["Link"] = link_header({})
    answer["Cache-Control"] = "no-cache"
    patch_vary_headers(answer, ("Cookie", "Authorization"))
    return answer


def format_asked(register: Register, parameters: Any) -> str:
    """The value of `format`; BadParameter names the ones there are."""
    asked: str = parameters.get("format", JSON)
    if asked == JSON:
        return asked
    known = names_of_formats(register)
    if asked not in known:
        message = gettext("The formats are: %(formats)s.")
        raise BadParameter("format", message % {"formats": ", ".join(known)})
    return asked


def _answer_of(register: Register, make: Any) -> Any:
    return lambda rows, request: make(register, rows, request)


def _ndjson(register: Register, rows: Any, request: HttpRequest) -> Any:
    """A record per line, each as the API gives one record."""
    fields = _fields(register, request)
    texts = texts_for(register, rows, fields, request.user, lambda some: b"\n".join([*some, b""]))
    answer = StreamingHttpResponse(texts, content_type=f"{LINES_TYPE}; charset=utf-8")
    return attachment(answer, file_name(register.name, "ndjson"))


def _geojson(register: Register, rows: Any, request: HttpRequest) -> Any:
    texts = feature_collection(register, rows, request.user)
    answer = StreamingHttpResponse(texts, content_type=MAP_TYPE)
    return attachment(answer, file_name(register.name, "geojson"))


def _csv(register: Register, rows: Any, request: HttpRequest) -> Any:
    table = _table(register, request)
    lines = lines_for(register, rows, table, request.user)
    answer = StreamingHttpResponse(
        chain([table.head], lines), content_type=f"{CSV_TYPE}; charset=utf-8"
    )
    return attachment(answer, file_name(register.name, "csv"))


def _xlsx(register: Register, rows: Any, request: HttpRequest) -> Any:
    table = _table(register, request)
    made = texts_for(register, rows, table.fields, request.user, table.rows)
    source = xlsx_file(str(register.title), table.header, chain.from_iterable(made))
    return FileResponse(source, as_attachment=True, filename=file_name(register.name, "xlsx"))


def _fields(register: Register, request: HttpRequest) -> list[Field]:
    return fields_asked(register, request.GET, request.user, whole=True)


def _table(register: Register, request: HttpRequest) -> Table:
    fields = table_fields(_fields(register, request))
    if not fields:
        message = gettext("A table has no columns for these fields.")
        raise BadParameter("fields", message)
    return Table(fields, current_language())
