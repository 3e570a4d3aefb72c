"""Formats in which a register gives out records besides its own JSON.

CSV, XLSX and NDJSON every register has, GeoJSON those that know places; a register may add others
(open standards). The same formats answer the API (`?format=…`) and the buttons of the page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from common.registers.problems import BadRequest

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

JSON = "json"
JSON_TYPE = "application/json"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def link_header(links: Mapping[str, str]) -> str:
    """`Link`: the terms of what is answered, and other addresses by their relation."""
    said = [f'<{LICENCE}>; rel="license"']
    said += [f'<{address}>; rel="{relation}"' for relation, address in links.items()]
    return ", ".join(said)


@dataclass(frozen=True)
class Format:
    """`name` as in `?format=`; `answer(rows, request)` gives a file of exactly these records.

    `rows` is a queryset of what the viewer may see, filtered and sorted. Raises NothingFits when
    no record of them can be told in the format. `note` says in a few words what opens the file,
    `members` what a JSON document of the format always has.
    """

    name: str
    label: _StrPromise | str
    answer: Callable[[Any, Any], Any]
    note: _StrPromise | str = ""
    media_type: str = JSON_TYPE
    members: tuple[str, ...] = ()


class NothingFits(BadRequest):
    """No record of the list can be given in the format: 409, with a reason for each."""

    status_code = HTTPStatus.CONFLICT

    def __init__(self, reasons: list[tuple[str, str]]) -> None:
        super().__init__([{"parameter": name, "message": text} for name, text in reasons])

    def sentence(self) -> str:
        return _("None of these records can be given in this format.")


def file_name(stem: str, extension: str) -> str:
    """`projects-2026-03-31.csv`: lists that one keeps differ by their day."""
    return f"{stem}-{timezone.localdate():%Y-%m-%d}.{extension}"


def attachment(answer: Any, name: str) -> Any:
    """The answer as a file under this (ASCII) name."""
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
