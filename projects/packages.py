"""Projects as a JSON package of an open standard: checked, and streamed into a file.

What a standard says of one project is an item: a dictionary in the words of the standard. An item
that its published schema refuses stays at home and is named, as in IATI (docs/decisions/0023).
"""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

import jsonschema_rs
from django.conf import settings
from django.http import StreamingHttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.validators import validator_for

from common.codelists.entries import Name, names_of_lists
from common.codelists.standards import folder_of
from common.design.formats import current_language
from common.design.languages import wording
from common.registers.formats import file_name
from projects.iati.elements import iati_identifier
from projects.iati.elements.reporting_org import office_ref
from projects.iati.findings import Finding
from projects.iati.parts import Narratives, clean
from projects.models import Project
from projects.publication import (
    SPOOLED_BYTES,
    Chunk,
    ExportReport,
    NothingToExport,
    Stream,
    Written,
    projects_for_export,
    refusal,
    stream_answer,
    streamed,
)

CONTENT_TYPE = "application/json"
# Names of codes that items tell beside the codes themselves.
CODELISTS = ("Sector", "UNSDG-Goals", "UNSDG-Targets", "FinanceType")

Item = dict[str, Any]
BY_SCHEMA = _("The published schema refuses «%(path)s»: %(error)s")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an item needs besides its project: the portal's address, and names of codes."""

    site: str
    names: dict[str, dict[str, Name]]

    def name_of(self, codelist: str, code: str) -> str:
        return str(self.names[codelist].get(code, ""))


@dataclass(frozen=True)
class Standard:
    """`name` is the loaded standard's folder, `schema` the schema of one item in it, `items` what
    the list of a package is called. `item` makes one; `own_check` runs with or without the schema.
    """

    name: str
    schema: str
    items: str
    item: Callable[[Project, Surroundings], Item]
    own_check: Callable[[Project, Item], Iterable[Finding]]
    head: Callable[[str], Item]


def publisher() -> str:
    return gettext("Mosty, portal of the regional offices of international cooperation")


def _is_moment(value: object) -> bool:
    """RFC 3339: with a time and an offset."""
    if not isinstance(value, str):
        return True
    try:
        return "T" in value and dt.datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _is_address(value: object) -> bool:
    if not isinstance(value, str):
        return True
    try:
        return bool(urlsplit(value).scheme) and not any(one.isspace() for one in value)
    except ValueError:
        return False


FORMATS = FormatChecker(formats=())
FORMATS.checks("date-time")(_is_moment)
FORMATS.checks("uri")(_is_address)


@dataclass(frozen=True)
class Check:
    """Says what is wrong with an item. Without the published schema only our own table speaks."""

    standard: Standard
    validator: Any = None
    # Says quickly that an item is valid.
    is_valid: Callable[[Item], bool] = lambda _item: True

    @property
    def is_official(self) -> bool:
        return self.validator is not None

    def findings(self, project: Project, item: Item) -> list[Finding]:
        """Our own sentences first; the schema's, which are English, only when we have none."""
        own = list(self.standard.own_check(project, item))
        return own or list(self._by_schema(item))

    def _by_schema(self, item: Item) -> Iterator[Finding]:
        if self.is_valid(item):
            return
        for error in self.validator.iter_errors(item):
            path = "/".join(str(one) for one in error.absolute_path)
            yield Finding(BY_SCHEMA, {"path": path, "error": error.message[:300]}, element=path)


def check_of(standard: Standard) -> Check:
    folder = folder_of(standard.name)
    if folder is None:
        return Check(standard)
    path = folder / standard.schema
    return Check(standard, *_validators(path, path.stat().st_mtime_ns))


@lru_cache(maxsize=4)
def _validators(path: Path, changed: int) -> tuple[Any, Callable[[Item], bool]]:
    """One that says what is wrong, and one that says at once that nothing is.

    What the quick one does not accept, the other one judges: its word counts.
    """
    schema = json.loads(path.read_text(encoding="utf-8-sig"))
    made = validator_for(schema, default=Draft202012Validator)
    own = {"date-time": _is_moment, "uri": _is_address}
    quick = jsonschema_rs.validator_for(schema, formats=own, validate_formats=True)
    return made(schema, format_checker=FORMATS), quick.is_valid


def items_of(standard: Standard, projects: Any, user: Any) -> Iterator[tuple[Project, Item]]:
    """Each project and its item, unchecked, a chunk in memory at a time."""
    around = _surroundings()
    for chunk in projects_for_export(projects, user):
        for project in chunk.projects:
            yield project, standard.item(project, around)


def _surroundings() -> Surroundings:
    return Surroundings(settings.SITE_URL.rstrip("/"), names_of_lists(CODELISTS))


def valid_items(
    pairs: Iterable[tuple[Project, Item]], check: Check, report: ExportReport
) -> Iterator[Item]:
    """The items that may leave; the report is told of all."""
    report.is_official = check.is_official
    for project, item in pairs:
        found = check.findings(project, item)
        if found:
            report.leave_out(project.reference, found)
        else:
            report.written += 1
            yield item


def package_stream(standard: Standard, projects: Any, user: Any, address: str) -> Stream:
    """The package as a file that is read while it is made: each chunk is checked before it leaves.

    Raises NothingToExport when no item is left: a package without one is not valid.
    """
    report = ExportReport()
    chunks = _checked(standard, projects_for_export(projects, user), report)
    head = json.dumps(standard.head(address), ensure_ascii=False)
    start = f'{head[:-1]}, "{standard.items}": ['
    return streamed(report, chunks, head=start.encode(), end=lambda report: b"\n]}\n")


def _checked(
    standard: Standard, chunks: Iterator[Chunk], report: ExportReport
) -> Iterator[Written]:
    around, check, before = _surroundings(), check_of(standard), "\n"
    report.is_official = check.is_official
    for chunk in chunks:
        pairs = ((project, standard.item(project, around)) for project in chunk.projects)
        written: list[bytes] = []
        for item in valid_items(pairs, check, report):
            written.append((before + json.dumps(item, ensure_ascii=False)).encode())
            before = ",\n"
        yield written, chunk.is_last


def package_file(standard: Standard, projects: Any, user: Any, address: str) -> Any:
    """The same as a file, at its start, and the report of what was left out."""
    stream = package_stream(standard, projects, user, address)
    target: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=SPOOLED_BYTES)  # noqa: SIM115
    report = stream.into(target)
    target.seek(0)
    return target, report


def spooled(lines: Iterable[str]) -> IO[bytes]:
    """The lines in a temporary file, at its start; in memory while it is small."""
    target: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=SPOOLED_BYTES)  # noqa: SIM115
    for line in lines:
        target.write(line.encode())
    target.seek(0)
    return target


def answer_of(standard: Standard, stem: str) -> Callable[[Any, Any], Any]:
    """What a format of the register answers with: the package of these projects as a file.

    It raises NothingFits, with every reason, when none of them can be given.
    """

    def answer(rows: Any, request: Any) -> StreamingHttpResponse:
        try:
            stream = package_stream(standard, rows, request.user, request.build_absolute_uri())
        except NothingToExport as nothing:
            raise refusal(nothing) from nothing
        name = file_name(stem, "json")
        return stream_answer(stream, name=name, content_type=CONTENT_TYPE)

    return answer


# Values as JSON of the standards writes them


def identifier_of(project: Project, site: str, prefix: str) -> str:
    """With our prefix of the standard when we have been given one, else as in IATI."""
    if prefix:
        return f"{prefix}-{project.reference}"
    return iati_identifier.of(project, site) if office_ref(project) else project.reference


def text_of(thing: Any, name: str) -> str:
    """The paired columns in the language of the request, else in the other one."""
    return clean(wording(thing, name).text)


def in_language(narratives: Narratives) -> str:
    """As `text_of`, for texts that an IATI element holds."""
    texts = {one.language: one.text for one in narratives}
    return texts.get(current_language()) or next(iter(texts.values()), "")


def filled(**values: Any) -> Item:
    """Without what is empty: the standards allow no empty text, list or object."""
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}


def midnight(day: dt.date | None) -> str:
    """A day where the standard wants a moment: its beginning in UTC, as others write it."""
    return f"{day.isoformat()}T00:00:00Z" if day else ""


def figure(value: Decimal | None) -> int | float | None:
    """A number of JSON, whole when it is."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
