"""Values of columns as people read them; names of referenced records are read in bulk."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, TypeAlias

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django_countries import countries
from django_countries.fields import CountryField

from common.audit.registry import rows_of
from common.design.formats import long_date, moment, number
from common.design.languages import wording

AnyField: TypeAlias = "models.Field[Any, Any]"


def label_of(field: AnyField) -> str:
    return capfirst(str(field.verbose_name))


class Names:
    """Names of referenced records: first every key is noted, then each model is read once."""

    def __init__(self) -> None:
        self._wanted: dict[type[models.Model], set[Any]] = defaultdict(set)
        self._known: dict[tuple[type[models.Model], Any], str] = {}

    def note(self, fields: Iterable[AnyField], row: Mapping[str, Any] | None) -> None:
        for field in fields:
            key = row.get(field.attname) if row else None
            if key is not None and field.is_relation:
                self._wanted[_target(field)].add(key)

    def read(self) -> None:
        for model, keys in self._wanted.items():
            for pk, record in rows_of(model).in_bulk(list(keys)).items():
                self._known[model, pk] = name_of(record)
        self._wanted.clear()

    def of(self, field: AnyField, key: Any) -> str:
        known = self._known.get((_target(field), key))
        return known if known is not None else _("record %(key)s, which is gone") % {"key": key}


def _target(field: AnyField) -> type[models.Model]:
    target = field.related_model
    assert isinstance(target, type)
    return target


def name_of(record: Any) -> str:
    """The record's name in the language of the page, else what it calls itself."""
    if isinstance(record, ContentType):
        return str(record.name)
    return wording(record, "name").text or str(record)


def in_words(
    field: AnyField, value: Any, names: Names, words: Mapping[str, Callable[[Any], str]]
) -> str:
    """The value as a person reads it; empty text for nothing."""
    if is_empty(value):
        return ""
    if field.name in words:
        return words[field.name](value)
    if isinstance(field, ArrayField):
        return ", ".join(in_words(field.base_field, one, names, {}) for one in value)
    return names.of(field, value) if field.is_relation else _in_own_words(field, value)


def is_empty(value: Any) -> bool:
    return value is None or value in ("", [])


def _in_own_words(field: AnyField, value: Any) -> str:
    if isinstance(field, CountryField):
        return str(countries.name(str(value)) or value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dt.datetime):
        return moment(value)
    if isinstance(value, dt.date):
        return long_date(value)
    if isinstance(value, Decimal):
        return number(value, max(0, -int(value.normalize().as_tuple().exponent)))
    return number(value) if isinstance(value, int | float) else str(value)
