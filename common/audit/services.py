"""Bringing an earlier version of a record back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from common.audit.context import acting
from common.audit.differences import FieldChange, Row
from common.audit.registry import HistoryOf, Owned, history_of, rows_of
from common.audit.versions import (
    State,
    Version,
    differences,
    row_pairs,
    state_now,
    version_at,
)
from common.audit.wordings import AnyField, label_of


class RestoreRefused(Exception):
    """The version cannot be brought back. `reasons` are sentences for people."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = list(reasons)


@dataclass(frozen=True)
class Plan:
    """What bringing the version back would change, what it leaves alone, what stands against it."""

    version: Version
    changes: list[FieldChange]
    left_alone: list[FieldChange]
    obstacles: list[str]


def plan_restore(entry: HistoryOf, record: Any, moment: dt.datetime) -> Plan | None:
    """Reads only. None if the record did not exist at that moment."""
    owned = _restored_rows(entry)
    version = version_at(entry, record, moment, owned)
    if version is None:
        return None
    now = state_now(entry, record, owned)
    wanted = _wanted(entry, version, now)
    return Plan(
        version=version,
        changes=differences(entry, owned, now, wanted),
        left_alone=differences(entry, (), State(wanted.values, {}), State(version.values, {})),
        obstacles=list(_obstacles(entry, record, now, wanted)),
    )


def restore_version(*, actor: Any, obj: Any, moment: dt.datetime) -> None:
    """Bring `obj` back to its version of `moment`, its restored rows included, as one action.

    The record's own service does it where the app named one. The restore is a change like any
    other and can itself be undone. Refuses PermissionDenied; RestoreRefused when the record did
    not exist then, nothing would change, a referenced record is gone, a unique value is taken or
    another rule of the record stands against it. A refusal changes nothing.
    """
    entry = history_of(type(obj))
    if entry is None or not entry.can_restore(actor, obj):
        raise PermissionDenied
    try:
        with transaction.atomic(), acting(actor=actor, restores=moment.isoformat()):
            record = rows_of(entry.model).select_for_update().get(pk=obj.pk)
            _restore(entry, actor, record, moment)
    except ValidationError as error:
        raise RestoreRefused(_sentences(entry.model, error)) from error
    except IntegrityError as error:
        message = _("Another record stands in the way: a value that must be unique is taken.")
        raise RestoreRefused([message]) from error


def _restore(entry: HistoryOf, actor: Any, record: Any, moment: dt.datetime) -> None:
    plan = plan_restore(entry, record, moment)
    if plan is None:
        raise RestoreRefused([_("The record did not exist then.")])
    if not plan.changes:
        raise RestoreRefused([_("The record is already as it was then.")])
    if plan.obstacles:
        raise RestoreRefused(plan.obstacles)
    if entry.restore:
        entry.restore(actor, plan.version)
        return
    _write_columns(entry, record, plan.version)
    for one in _restored_rows(entry):
        _write_rows(one, record, plan.version)


def _restored_rows(entry: HistoryOf) -> list[Owned]:
    return [one for one in entry.owned_by() if one.is_restored]


def _restored_fields(entry: HistoryOf) -> list[AnyField]:
    return [one for one in entry.fields if one.name not in entry.frozen_fields]


def _wanted(entry: HistoryOf, version: Version, now: State) -> State:
    """The state after the restore: today's, but for the columns and rows that come back."""
    back = {one.attname: version.values[one.attname] for one in _restored_fields(entry)}
    return State(now.values | back, version.state.rows)


def _obstacles(entry: HistoryOf, record: Any, now: State, wanted: State) -> Iterator[str]:
    changed = [
        field
        for field in _restored_fields(entry)
        if now.values[field.attname] != wanted.values[field.attname]
    ]
    missing = [field for field in changed if _is_gone(field, wanted.values[field.attname])]
    for field in missing:
        words = {"field": label_of(field)}
        if field.is_relation:
            yield _("%(field)s: the record named there no longer exists.") % words
        else:
            yield _("%(field)s: the file is no longer kept.") % words
    if changed and not missing and not entry.restore:
        yield from _rules_broken(entry, record, changed, wanted)


def _is_gone(field: AnyField, value: Any) -> bool:
    if not value:
        return False
    if isinstance(field, models.FileField):
        return not field.storage.exists(str(value))
    target = field.related_model
    if not isinstance(target, type):
        return False
    return not rows_of(target).filter(pk=value).exists()


def _rules_broken(
    entry: HistoryOf, record: Any, changed: Sequence[AnyField], wanted: State
) -> Iterator[str]:
    """What the model itself would say to these values. Works on a copy."""
    copy = rows_of(entry.model).get(pk=record.pk)
    for field in changed:
        setattr(copy, field.attname, wanted.values[field.attname])
    try:
        copy.full_clean()
    except ValidationError as error:
        yield from _sentences(entry.model, error)


def _sentences(model: type[models.Model], error: ValidationError) -> list[str]:
    if not hasattr(error, "error_dict"):
        return list(error.messages)
    found = []
    for name, messages in error.message_dict.items():
        label = "" if name == NON_FIELD_ERRORS else f"{label_of(model._meta.get_field(name))}: "  # type: ignore[arg-type]
        found += [f"{label}{message}" for message in messages]
    return found


def _write_columns(entry: HistoryOf, record: Any, version: Version) -> None:
    for field in _restored_fields(entry):
        setattr(record, field.attname, version.values[field.attname])
    record.full_clean()
    record.save()


def _write_rows(owned: Owned, record: Any, version: Version) -> None:
    """Rows too many go first, so that what they hold is free for those that come."""
    rows = rows_of(owned.model).filter(**{owned.parent: record})
    pairs = row_pairs(owned, list(rows.values()), version.rows(owned.model))
    rows.filter(
        pk__in=[pair.before["id"] for pair in pairs if pair.before and not pair.after]
    ).delete()
    for pair in pairs:
        if pair.after:
            _write_row(owned, record, pair.after)


def _write_row(owned: Owned, record: Any, values: Row) -> None:
    """The row keeps its key, so that its own history goes on."""
    held = rows_of(owned.model).filter(pk=values["id"]).first()
    row = held or owned.model(pk=values["id"])
    if held is not None and getattr(held, owned.parent) != record:
        message = _("%(row)s belongs to another record now.") % {"row": held}
        raise ValidationError(message)
    setattr(row, owned.parent, record)
    for field in owned.fields:
        setattr(row, field.attname, values[field.attname])
    try:
        row.full_clean()
    except ValidationError as error:
        raise ValidationError(_sentences(owned.model, error)) from error
    row.save(force_insert=held is None)
