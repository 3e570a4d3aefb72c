"""Published standards, taken as they are published: schemas, rules and codelists.

The project carries no copy of them. `manage.py load_standards FOLDER` checks a folder and copies
it into the data folder, where the checks of exports and imports find it.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator
from jsonschema.validators import validator_for
from lxml import etree

# Real schemas and rules are a few hundred kilobytes; codelists as JSON about half a megabyte.
LARGEST_FILE_BYTES = 20 * 1024 * 1024
LARGEST_NUMBER_OF_FILES = 2000
KINDS_OF_FILES = {".xsd", ".xml", ".json", ".csv"}


class StandardUnusable(ValueError):
    """The folder is not a standard as published; the message says what is missing or broken."""


@dataclass(frozen=True)
class Standard:
    """`marks` are the files by which the folder is known; `check` refuses a broken one."""

    name: str
    title: str
    marks: tuple[str, ...]
    check: Callable[[Path], None]

    def is_in(self, folder: Path) -> bool:
        return (folder / self.marks[0]).is_file()


def folder_of(name: str) -> Path | None:
    """Where a loaded standard lies, or None: the official check cannot be run then."""
    folder = Path(settings.STANDARDS_DIR) / name
    return folder if folder.is_dir() else None


def found_in(folder: Path) -> list[tuple[Standard, Path]]:
    """The standards that the folder is or holds. Raises StandardUnusable when it is none."""
    if not folder.is_dir():
        raise StandardUnusable(_("%(folder)s is not a folder.") % {"folder": folder})
    candidates = [folder, *sorted(one for one in folder.iterdir() if one.is_dir())]
    found = [(standard, one) for one in candidates for standard in STANDARDS if standard.is_in(one)]
    if not found:
        expected = "; ".join(f"{one.title}: {one.marks[0]}" for one in STANDARDS)
        raise StandardUnusable(
            _("%(folder)s holds none of the standards that are known. Expected files: %(files)s.")
            % {"folder": folder, "files": expected}
        )
    return found


def verify(standard: Standard, source: Path) -> None:
    """Refuse an incomplete or broken folder (StandardUnusable)."""
    _refuse_missing(standard, source)
    standard.check(source)
    _files(source)


def install(standard: Standard, source: Path) -> Path:
    """Put a copy of a verified folder in place of the one there was, in one step."""
    target = Path(settings.STANDARDS_DIR) / standard.name
    fresh, old = target.with_suffix(".new"), target.with_suffix(".old")
    for leftover in (fresh, old):
        shutil.rmtree(leftover, ignore_errors=True)
    for path in _files(source):
        copy = fresh / path.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    if target.exists():
        target.rename(old)
    fresh.rename(target)
    shutil.rmtree(old, ignore_errors=True)
    return target


def _refuse_missing(standard: Standard, source: Path) -> None:
    missing = [mark for mark in standard.marks if not (source / mark).exists()]
    if missing:
        raise StandardUnusable(
            _("%(standard)s in %(folder)s is not complete, missing: %(files)s.")
            % {"standard": standard.title, "folder": source, "files": ", ".join(missing)}
        )


def _files(source: Path) -> list[Path]:
    """What is copied: ordinary files of the kinds of a standard, of a sensible size."""
    files = [
        one
        for one in sorted(source.rglob("*"))
        if one.is_file() and not one.is_symlink() and one.suffix in KINDS_OF_FILES
    ]
    if len(files) > LARGEST_NUMBER_OF_FILES:
        raise StandardUnusable(
            _("%(folder)s has too many files to be a standard.") % {"folder": source}
        )
    for one in files:
        if one.stat().st_size > LARGEST_FILE_BYTES:
            raise StandardUnusable(_("%(file)s is too large.") % {"file": one})
    return files


def safe_parser() -> etree.XMLParser:
    """No entities, no document type, no network: files come from outside."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def _check_iati(folder: Path) -> None:
    schema = folder / "schema" / "iati-activities-schema.xsd"
    try:
        etree.XMLSchema(etree.parse(str(schema), safe_parser()))
    except (etree.XMLSchemaParseError, etree.XMLSyntaxError) as error:
        raise _broken(schema, error) from error
    rules = _json(folder / "rules" / "standard.json")
    if not all(isinstance(one, dict) for one in rules.values()):
        raise _broken(folder / "rules" / "standard.json", ValueError("rules"))


def _check_json_schema(*paths: str) -> Callable[[Path], None]:
    def check(folder: Path) -> None:
        for path in paths:
            schema = _json(folder / path)
            try:
                # 360Giving names its metaschema by an address that the library does not know.
                validator_for(schema, default=Draft202012Validator).check_schema(schema)
            except Exception as error:  # the library's own errors have no common base
                raise _broken(folder / path, error) from error

    return check


def _json(path: Path) -> dict[str, Any]:
    try:
        read = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, OSError) as error:
        raise _broken(path, error) from error
    if not isinstance(read, dict):
        raise _broken(path, ValueError("no object"))
    return read


def _broken(path: Path, error: Exception) -> StandardUnusable:
    return StandardUnusable(
        _("%(file)s cannot be read: %(error)s") % {"file": path, "error": str(error)[:300]}
    )


IATI = Standard(
    "iati",
    "IATI",
    (
        "schema/iati-activities-schema.xsd",
        "schema/iati-common.xsd",
        "schema/xml.xsd",
        "rules/standard.json",
        "codelists",
    ),
    _check_iati,
)
OC4IDS = Standard(
    "oc4ids",
    "OC4IDS",
    (
        "schema/project-level/project-package-schema.json",
        "schema/project-level/project-schema.json",
        "schema/project-level/codelists",
    ),
    _check_json_schema(
        "schema/project-level/project-schema.json",
        "schema/project-level/project-package-schema.json",
    ),
)
THREESIXTY = Standard(
    "threesixty",
    "360Giving",
    ("schema/360-giving-schema.json", "schema/360-giving-package-schema.json", "codelists"),
    _check_json_schema("schema/360-giving-schema.json", "schema/360-giving-package-schema.json"),
)
STANDARDS = (IATI, OC4IDS, THREESIXTY)
