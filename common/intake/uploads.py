"""Uploaded files told by their content, never by their name, and read no further than allowed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from django.utils.translation import gettext as _

from common.intake.texts import one_line

MEGABYTE = 1024 * 1024
LONGEST_NAME = 150
OFFICE = "application/vnd.openxmlformats-officedocument."
DOCX = f"{OFFICE}wordprocessingml.document"
XLSX = f"{OFFICE}spreadsheetml.sheet"
PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
ENDINGS = {PDF: "pdf", JPEG: "jpg", PNG: "png", DOCX: "docx", XLSX: "xlsx"}
# What a file begins with. Documents of offices are archives and are told by what is in them.
BEGINNINGS = {b"%PDF-": PDF, b"\xff\xd8\xff": JPEG, b"\x89PNG\r\n\x1a\n": PNG}
PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
MACROS = frozenset({"word/vbaProject.bin", "xl/vbaProject.bin"})
WORDS = {PDF: "PDF", DOCX: "DOCX", XLSX: "XLSX", JPEG: "JPEG", PNG: "PNG"}


class UploadRefused(Exception):
    """Why the file is not taken, in words for its owner."""


@dataclass(frozen=True)
class Uploaded:
    """A file that may be kept: what it is, and the person's name for it with a true ending."""

    content: bytes
    content_type: str
    name: str

    @property
    def ending(self) -> str:
        return ENDINGS[self.content_type]


def accepted(
    *, name: str, content: bytes, types: Iterable[str], largest: int, stem: str = "file"
) -> Uploaded:
    """The file, if its content is of one of the types and not too large. Refuses UploadRefused."""
    allowed = list(types)
    if not content:
        raise UploadRefused(_("The file is empty."))
    if len(content) > largest:
        size = largest // MEGABYTE
        raise UploadRefused(_("The file is larger than %(size)s MB.") % {"size": size})
    found = type_of(content)
    if found not in allowed:
        names = ", ".join(WORDS[one] for one in allowed)
        raise UploadRefused(_("The file must be one of these: %(types)s.") % {"types": names})
    return Uploaded(content, found, plain_name(name, ENDINGS[found], stem))


def type_of(content: bytes) -> str:
    """The type that the content shows; empty for anything that we do not keep."""
    for beginning, content_type in BEGINNINGS.items():
        if content.startswith(beginning):
            return content_type
    return _office_type(content) if content.startswith(b"PK\x03\x04") else ""


def _office_type(content: bytes) -> str:
    """A text or a table without macros: other archives begin with the same letters."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError):
        return ""
    if names & MACROS:
        return ""
    return next((kind for part, kind in PARTS.items() if part in names), "")


def plain_name(name: str, ending: str, stem: str = "file") -> str:
    """The person's name for the file with the ending of what it really is."""
    found = one_line(PurePath(name.replace("\\", "/")).stem)[:LONGEST_NAME] or stem
    return f"{found}.{ending}"
