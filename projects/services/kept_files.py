"""Keeping files with records: told by their content, photographs without their traces."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from accounts.models import User
from common.audit.context import acting
from common.audit.registry import rows_of
from common.codelists.enums import Visibility
from common.intake.photos import without_traces
from common.intake.uploads import JPEG, MEGABYTE, PNG, Uploaded, UploadRefused, accepted
from partners.exceptions import InvalidData
from partners.saving import save_checked
from projects.models.kept_files import KeptFile

LARGEST_FILE = 20 * MEGABYTE
PHOTOS = frozenset({JPEG, PNG})
# What differs between two files that say and hold the same.
OF_EACH = frozenset({"id", "public_id", "file", "uploaded_at"})

Kept = TypeVar("Kept", bound=KeptFile)


@dataclass(frozen=True)
class Given:
    """A file as a person gives it."""

    name: str
    content: bytes
    visibility: str = Visibility.PUBLIC.value


@dataclass(frozen=True)
class Limit:
    """How many files one record holds, and the sentence for one more."""

    files: Any
    most: int
    sentence: str

    def refuse_more(self) -> None:
        if self.files.filter(is_withdrawn=False).count() >= self.most:
            raise InvalidData({"file": [self.sentence]})


def keep_file(
    made: Kept,
    given: Given,
    *,
    actor: User | None,
    types: Iterable[str],
    about: str,
    largest: int = LARGEST_FILE,
    limit: Limit | None = None,
) -> Kept:
    """Fill in the rest of an unsaved row and save it with its file.

    The same file with the same words, kept there by the same person already, is that one: the
    button was pressed twice. Refuses InvalidData.
    """
    if given.visibility not in Visibility.values:
        raise InvalidData({"visibility": [_("Choose who may see the file.")]})
    taken, content = _clean(given, types, largest)
    made.name, made.content_type, made.size = taken.name, taken.content_type, len(content)
    made.visibility, made.uploaded_by = given.visibility, actor
    held = _held_already(made, content)
    if held is not None:
        return held
    if limit is not None:
        limit.refuse_more()
    made.file.save(  # type: ignore[attr-defined]
        f"{uuid.uuid4().hex}.{taken.ending}", ContentFile(content), save=False
    )
    with acting(actor=actor):
        save_checked(made, about=about)
    return made


def _held_already(made: Kept, content: bytes) -> Kept | None:
    if made.uploaded_by is None:
        return None
    columns: Any = [one for one in made._meta.concrete_fields if one.name not in OF_EACH]
    said = {one.attname: getattr(made, one.attname) for one in columns}
    alike: Iterable[Kept] = rows_of(type(made)).filter(**said)
    return next((one for one in alike if _content_of(one) == content), None)


def _content_of(row: KeptFile) -> bytes:
    with row.file.open("rb") as file:  # type: ignore[attr-defined]
        return bytes(file.read())


def _clean(given: Given, types: Iterable[str], largest: int) -> tuple[Uploaded, bytes]:
    try:
        taken = accepted(name=given.name, content=given.content, types=types, largest=largest)
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
