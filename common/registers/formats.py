"""Formats in which a register gives out records besides its own JSON.

CSV, XLSX and NDJSON every register has; a register may add others (open standards). The same
formats answer the API (`?format=…`) and the buttons of the page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from common.registers.problems import BadRequest

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from common.registers.register import Register

JSON = "json"
NDJSON = "ndjson"
TABLES = ("csv", "xlsx")


@dataclass(frozen=True)
class Format:
    """`name` as in `?format=`; `answer(rows, request)` gives a file of exactly these records.

    `rows` is a queryset of what the viewer may see, filtered and sorted. Raises NothingFits when
    no record of them can be told in the format.
    """

    name: str
    label: _StrPromise | str
    extension: str
    answer: Callable[[Any, HttpRequest], Any]


class NothingFits(BadRequest):
    """No record of the list can be given in the format: 409, with a reason for each."""

    status_code = HTTPStatus.CONFLICT

    def __init__(self, reasons: list[tuple[str, str]]) -> None:
        super().__init__([{"parameter": name, "message": text} for name, text in reasons])

    def sentence(self) -> str:
        return _("None of these records can be given in this format.")


def formats_of(register: Register) -> list[str]:
    """Names of all formats of the register's list."""
    return [JSON, NDJSON, *TABLES, *(one.name for one in register.formats)]


def own_format(register: Register, name: str) -> Format | None:
    return next((one for one in register.formats if one.name == name), None)


def file_name(register: Register, extension: str) -> str:
    return f"{register.name}-{timezone.localdate():%Y-%m-%d}.{extension}"


def ndjson(register: Register, rows: Any, user: Any) -> StreamingHttpResponse:
    """A record per line, each as the API gives one record, streamed."""
    texts = register.texts(rows, register.fields_for(user))
    answer = StreamingHttpResponse(
        (text + "\n" for text in texts), content_type="application/x-ndjson; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="{file_name(register, NDJSON)}"'
    return answer
