"""Saving rows quickly, with the words of their rules when the database refuses them.

Asking every rule before every row costs a query each. Here the database is asked once; only when
it refuses are the rules asked one by one, to tell the person which of them it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, models, transaction
from django.utils.translation import gettext as _

from common.audit.registry import rows_of
from common.intake.values import by_field
from partners.exceptions import InvalidData


def save_checked(record: models.Model, *, about: str = "kind") -> None:
    """Save one record. Refuses InvalidData: what names no field stands under `about`."""
    _refuse_unclean(record, about)
    try:
        with transaction.atomic():
            record.save()
    except (IntegrityError, DataError) as error:
        _tell([record], about)
        raise InvalidData({about: [_("These data contradict each other.")]}) from error


def create_checked(rows: Sequence[models.Model], *, about: str) -> None:
    """Insert rows of one model. Refuses InvalidData under `about`."""
    if not rows:
        return
    for row in rows:
        _refuse_unclean(row, about)
    try:
        with transaction.atomic():
            rows_of(type(rows[0])).bulk_create(rows)
    except (IntegrityError, DataError) as error:
        _tell(rows, about)
        raise InvalidData({about: [_("The same is named twice.")]}) from error


def replace_rows(
    *,
    parent: Mapping[str, models.Model],
    model: type[models.Model],
    wanted: Sequence[Mapping[str, Any]],
    about: str,
    identity: tuple[str, ...] = (),
) -> bool:
    """Make the rows of `parent` (`{"project": project}`) those of `wanted`; whether any changed.

    Each of `wanted` names the same columns. A row that is wanted as it is stays untouched, so that
    history tells real changes only; one that has the `identity` of a wanted row is changed, others
    are replaced. Refuses InvalidData under `about`.
    """
    names = tuple(wanted[0]) if wanted else ()
    held = list(rows_of(model).filter(**parent))
    new = _take_same(held, list(wanted), names)
    changes = _take_same_identity(held, new, identity)
    if held:
        rows_of(model).filter(pk__in=[row.pk for row in held]).delete()
    for row, values in changes:
        for name, value in values.items():
            setattr(row, name, value)
        save_checked(row, about=about)
    create_checked([model(**parent, **values) for values in new], about=about)
    return bool(held or changes or new)


def _take_same(
    held: list[Any], wanted: list[Mapping[str, Any]], names: tuple[str, ...]
) -> list[Mapping[str, Any]]:
    """Take out of `held` the rows that are wanted as they are; what is wanted besides."""
    new = []
    for values in wanted:
        key = _values(values, names)
        same = next((row for row in held if _held(row, names) == key), None)
        if same is None:
            new.append(values)
        else:
            held.remove(same)
    return new


def _take_same_identity(
    held: list[Any], new: list[Mapping[str, Any]], identity: tuple[str, ...]
) -> list[tuple[Any, Mapping[str, Any]]]:
    """Pairs of a row and its new values, taken out of both lists."""
    pairs: list[tuple[Any, Mapping[str, Any]]] = []
    for values in list(new) if identity else []:
        key = _values(values, identity)
        same = next((row for row in held if _held(row, identity) == key), None)
        if same is not None:
            held.remove(same)
            new.remove(values)
            pairs.append((same, values))
    return pairs


def _held(row: Any, names: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(_plain(getattr(row, _column(type(row), name))) for name in names)


def _values(values: Mapping[str, Any], names: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(_plain(_key(values[name])) for name in names)


def _column(model: type[models.Model], name: str) -> str:
    field: Any = model._meta.get_field(name)
    return str(field.attname)


def _key(value: Any) -> Any:
    return value.pk if isinstance(value, models.Model) else value


def _plain(value: Any) -> Any:
    """A choice and its value are the same."""
    return str(value) if isinstance(value, str) else value


def _refuse_unclean(record: models.Model, about: str) -> None:
    """Lengths, choices, shapes: what can be told without asking the database."""
    keys = {one.name for one in record._meta.concrete_fields if one.is_relation}
    try:
        record.clean_fields(exclude=keys)
    except ValidationError as error:
        raise InvalidData(by_field(error, record, about)) from error


def _tell(rows: Sequence[models.Model], about: str) -> None:
    for row in rows:
        try:
            row.validate_unique()
            row.validate_constraints()
        except ValidationError as error:
            raise InvalidData(by_field(error, row, about)) from error
