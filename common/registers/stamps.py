"""What the API adds to each object: when it last changed for everybody, and its checksum."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection

from common.codelists.enums import Visibility
from common.registers.fields import Field
from common.registers.register import Register

STAMPS = ("changed_at", "etag")

# Beside each object what is known of it as a published one; nothing for what is not public.
JOINED = (
    "SELECT made.pk, made.text, known.changed_at, known.etag "
    "FROM ({statement}) AS made (pk, text) LEFT JOIN registers_publication AS known "
    "ON known.register = %s AND known.record = made.pk AND known.is_present"
)


@dataclass(frozen=True)
class Stamped:
    """An object's JSON, and what is known of it; nothing is before it is first noted."""

    text: str
    changed_at: dt.datetime | None
    etag: str | None

    def with_stamps(self, names: Sequence[str]) -> str:
        """The JSON with these stamps at its end."""
        added = stamps_text(names, self.changed_at, self.etag)
        if not added:
            return self.text
        inside = self.text.strip()[1:-1].strip()
        return f"{{{inside}, {added}}}" if inside else f"{{{added}}}"


def stamps_text(names: Sequence[str], changed_at: dt.datetime | None, etag: str | None) -> str:
    """These stamps as fields of JSON."""
    values = {
        "changed_at": f'"{changed_at.isoformat()}"' if changed_at else "null",
        "etag": f'"{etag}"' if etag else "null",
    }
    return ", ".join([f'"{name}": {values[name]}' for name in names])


def checksum(text: str | bytes) -> str:
    read = text.encode() if isinstance(text, str) else text
    return hashlib.md5(read, usedforsecurity=False).hexdigest()


def whole_object(register: Register, key: int, user: Any) -> Stamped | None:
    """One object with all that the viewer may see; its checksum is made of this very text."""
    found = _read(register, [key], register.fields_for(user)).get(key)
    return Stamped(found.text, found.changed_at, checksum(found.text)) if found else None


def stamped(
    register: Register, keys: Sequence[int], fields: Sequence[Field], user: Any
) -> dict[int, Stamped]:
    """Objects by primary key: one query; two for viewers who see more than everybody.

    The checksum is that of the whole object as the viewer sees it. For everybody it is the one
    noted last, at most seconds old; for others, before it is noted, and where it depends on the
    clock, it is made on the spot.
    """
    found = _read(register, keys, fields)
    is_noted = register.level_of(user) is Visibility.PUBLIC and not register.is_of_the_moment
    unknown = [key for key, one in found.items() if not (is_noted and one.etag)]
    wholes = register.texts_by_key(unknown, register.fields_for(user))
    made = {key: replace(found[key], etag=checksum(text)) for key, text in wholes.items()}
    return found | made


def _read(register: Register, keys: Sequence[int], fields: Sequence[Field]) -> dict[int, Stamped]:
    if not keys:
        return {}
    statement, parameters = register.statement(fields)
    joined = JOINED.format(statement=statement)
    with connection.cursor() as cursor:
        cursor.execute(joined, (*parameters, list(keys), register.name))
        return {row[0]: Stamped(*row[1:]) for row in cursor.fetchall()}
