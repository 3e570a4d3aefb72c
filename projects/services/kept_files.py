"""Keeping files with records: told by their content, photographs without their traces."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from accounts.models import User
from common.audit.context import acting
from common.codelists.enums import Visibility
from common.intake.photos import without_traces
from common.intake.uploads import JPEG, MEGABYTE, PNG, Uploaded, UploadRefused, accepted
from partners.exceptions import InvalidData
from partners.saving import save_checked
from projects.models.kept_files import KeptFile

LARGEST_FILE = 20 * MEGABYTE
PHOTOS = frozenset({JPEG, PNG})


@dataclass(frozen=True)
class Given:
    """A file as a person gives it."""

    name: str
    content: bytes
    visibility: str = Visibility.PUBLIC.value


def keep_file(
    made: KeptFile, given: Given, *, actor: User | None, types: Iterable[str], about: str
) -> None:
    """Fill in the rest of an unsaved row and save it with its file. Refuses InvalidData."""
    if given.visibility not in Visibility.values:
        raise InvalidData({"visibility": [_("Choose who may see the file.")]})
    taken, content = _clean(given, types)
    made.name, made.content_type, made.size = taken.name, taken.content_type, len(content)
    made.visibility, made.uploaded_by = given.visibility, actor
    made.file.save(  # type: ignore[attr-defined]
        f"{uuid.uuid4().hex}.{taken.ending}", ContentFile(content), save=False
    )
    with acting(actor=actor):
        save_checked(made, about=about)


def kept_already(
    rows: Iterable[KeptFile], given: Given, *, types: Iterable[str]
) -> KeptFile | None:
    """Of `rows` the one that holds just this: the button was pressed twice."""
    alike = [one for one in rows if one.name == given.name and not one.is_withdrawn]
    if not alike:
        return None
    _taken, content = _clean(given, types)
    return next((one for one in alike if _content_of(one) == content), None)


def _content_of(row: KeptFile) -> bytes:
    with row.file.open("rb") as file:  # type: ignore[attr-defined]
        return bytes(file.read())


def _clean(given: Given, types: Iterable[str]) -> tuple[Uploaded, bytes]:
    try:
        taken = accepted(name=given.name, content=given.content, types=types, largest=LARGEST_FILE)
        if taken.content_type in PHOTOS:
            return taken, without_traces(taken.content, taken.content_type)
    except UploadRefused as error:
        raise InvalidData({"file": [str(error)]}) from error
    return taken, taken.content


def withdraw(row: KeptFile, *, actor: User | None) -> None:
    """Show it to its keepers only. It is not deleted: a record may rest on it."""
    row.is_withdrawn = True
    with acting(actor=actor):
        row.save(update_fields=["is_withdrawn"])
