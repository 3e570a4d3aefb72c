"""What cannot be kept of a record, field by field, in words for its author."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from common.intake.lengths import overlong
from common.intake.refusals import Refusal

Errors = dict[str, list[str]]


class WrongValues(Refusal):
    """Values that cannot be kept: field → what is wrong with it."""

    status = 400

    def __init__(self, errors: Mapping[str, Sequence[str]]) -> None:
        super().__init__(errors)
        self.errors: Errors = {name: list(texts) for name, texts in errors.items()}

    def __str__(self) -> str:
        return " ".join(text for texts in self.errors.values() for text in texts)


def wrong_values(record: models.Model, *, exclude: Collection[str] = (), about: str = "") -> Errors:
    """Lengths, choices and named constraints, said before PostgreSQL says them."""
    too_long = {name: texts for name, texts in overlong(record).items() if name not in exclude}
    if too_long:
        return too_long
    try:
        record.full_clean(exclude=set(exclude))
    except ValidationError as error:
        return by_field(error, record, about)
    return {}


def by_field(error: ValidationError, record: models.Model, about: str = "") -> Errors:
    """A constraint names by its code the field that it is about; without one it is `about`."""
    names = {one.name for one in record._meta.concrete_fields}
    found: Errors = {}
    for name, said in error.error_dict.items():
        for one in said:
            is_about = name if name != NON_FIELD_ERRORS else str(one.code)
            found.setdefault(is_about if is_about in names else about, []).extend(one.messages)
    return found
