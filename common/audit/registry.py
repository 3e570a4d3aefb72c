"""Which records show their history, to whom, and how they are brought back.

Each app says it for its own records in `<app>/histories.py`, called from `AppConfig.ready()`;
a higher app may add rows of its own to the record of a lower one by `own`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db import models
from django.urls import reverse

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from common.audit.versions import Version

Rule = Callable[[Any, Any], bool]
Words = Mapping[str, Callable[[Any], str]]


def everybody(user: Any, obj: Any) -> bool:
    return True


def nobody(user: Any, obj: Any) -> bool:
    return False


def event_model_of(model: type[models.Model]) -> Any:
    """The append-only table of a tracked model."""
    return model._meta.get_field("events").related_model


def rows_of(model: type[models.Model]) -> models.QuerySet[Any]:
    """Every row there is, also those that the model's own manager would leave out."""
    found: models.QuerySet[Any] = models.QuerySet(model=model)
    return found


def shown_fields(
    model: type[models.Model], hidden: tuple[str, ...]
) -> list[models.Field[Any, Any]]:
    """Columns of the model that people fill in and that its history keeps."""
    kept = {one.name for one in event_model_of(model)._meta.concrete_fields}
    return [
        one
        for one in model._meta.concrete_fields
        if one.editable and not one.primary_key and one.name in kept and one.name not in hidden
    ]


@dataclass(frozen=True)
class Owned:
    """Rows that belong to a record and are shown in its history.

    `parent` is the foreign key to the record. A row is told in one line by its `summary` fields
    (all shown ones if not said) when it comes or goes. `can_see(user, record)` limits the
    audience; `is_restored` says whether bringing a record back brings these rows back too.
    `words` tells values that the model itself cannot put into words.
    """

    model: type[models.Model]
    parent: str
    label: _StrPromise
    summary: tuple[str, ...] = ()
    hidden_fields: tuple[str, ...] = ()
    can_see: Rule = everybody
    is_restored: bool = False
    words: Words = field(default_factory=dict)

    @cached_property
    def events(self) -> Any:
        return event_model_of(self.model)

    @cached_property
    def fields(self) -> list[models.Field[Any, Any]]:
        return shown_fields(self.model, (*self.hidden_fields, self.parent))

    @cached_property
    def summary_fields(self) -> list[models.Field[Any, Any]]:
        chosen = [one for one in self.fields if one.name in self.summary]
        return chosen or self.fields


@dataclass(frozen=True)
class HistoryOf:
    """How the history of one kind of record is shown.

    `kind` stands in addresses, `key` is the column that stands there for the record.
    `visible(user)` is the queryset of records that the user may know of (others are 404);
    `can_see` and `can_restore` are asked with one of them (403). `frozen_fields` are never
    brought back: another process owns them. `restore(actor=…, version=…)` is the app's own
    service for bringing a version back; without one columns are written as they were.
    `journal(user)` is the queryset of records whose changes stand in the user's journal of all
    records; it says the same as `can_see`. None: no journal for this user.
    """

    kind: str
    model: type[models.Model]
    label: _StrPromise
    visible: Callable[[Any], models.QuerySet[Any]]
    can_see: Rule
    key: str = "public_id"
    owned: tuple[Owned, ...] = ()
    hidden_fields: tuple[str, ...] = ()
    frozen_fields: tuple[str, ...] = ()
    can_restore: Rule = nobody
    restore: Callable[[Any, Version], None] | None = None
    journal: Callable[[Any], models.QuerySet[Any] | None] | None = None
    words: Words = field(default_factory=dict)

    @cached_property
    def events(self) -> Any:
        return event_model_of(self.model)

    @cached_property
    def fields(self) -> list[models.Field[Any, Any]]:
        return shown_fields(self.model, self.hidden_fields)

    def key_of(self, obj: Any) -> str:
        return str(getattr(obj, self.key))

    def owned_by(self) -> tuple[Owned, ...]:
        """The record's own kinds of rows and those that higher apps added."""
        return (*self.owned, *_added.get(self.kind, ()))

    def seen_by(self, user: Any, obj: Any) -> list[Owned]:
        return [one for one in self.owned_by() if one.can_see(user, obj)]


_kinds: dict[str, HistoryOf] = {}
_added: dict[str, tuple[Owned, ...]] = {}


def register(*entries: HistoryOf) -> None:
    for entry in entries:
        _kinds[entry.kind] = entry


def own(kind: str, *rows: Owned) -> None:
    """Show rows of a higher app in the history of a lower app's record. Repeating is harmless."""
    held = _added.get(kind, ())
    known = {(one.model, one.parent) for one in held}
    _added[kind] = (*held, *(one for one in rows if (one.model, one.parent) not in known))


def kinds() -> Iterator[HistoryOf]:
    return iter(_kinds.values())


def kind(code: str) -> HistoryOf | None:
    return _kinds.get(code)


def history_of(model: type[models.Model]) -> HistoryOf | None:
    return next((one for one in _kinds.values() if one.model is model), None)


def owner_of(row: Any) -> Any:
    """The record in whose history this row is shown, or None."""
    for entry in _kinds.values():
        for one in entry.owned_by():
            if isinstance(row, one.model):
                return getattr(row, one.parent)
    return None


def history_url(obj: Any) -> str:
    """Address of the record's history, or of its owner's; empty if nobody registered it."""
    entry = history_of(type(obj))
    if entry:
        return reverse("audit:object-history", args=(entry.kind, entry.key_of(obj)))
    owner = owner_of(obj)
    return history_url(owner) if owner is not None else ""


def may_see_history(user: Any, obj: Any) -> bool:
    entry = history_of(type(obj))
    return bool(entry and getattr(user, "is_active", False) and entry.can_see(user, obj))
