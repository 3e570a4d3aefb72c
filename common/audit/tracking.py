"""History of a table, written by triggers so that no path of change can go around it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

import pghistory
import pgtrigger
from django.db import models
from pghistory.trigger import Event

ModelClass = TypeVar("ModelClass", bound=type[models.Model])

# Only a database of tests sets this (see `config.environment`): Django empties tables between
# tests that commit. Everywhere else it is unknown, and TRUNCATE is refused.
EMPTYING_ALLOWED = "mosty.history_may_be_emptied"


def not_emptied() -> pgtrigger.Trigger:
    """TRUNCATE fires no row trigger: it would take rows, or their history, without a trace."""
    return pgtrigger.Trigger(
        name="not_emptied",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func=(
            f"IF current_setting('{EMPTYING_ALLOWED}', TRUE) = 'on' THEN RETURN NULL; END IF; "
            "RAISE EXCEPTION 'history: Cannot truncate % table', TG_TABLE_NAME;"
        ),
    )


class StatementEvent(Event):
    """All rows of one statement by one INSERT … SELECT: a tenth of the cost of a call per row.

    The context stands in the event itself; pghistory's own table of contexts is not written.
    It is read once for a statement, not once for each row.
    """

    def get_func(self, model: Any) -> Any:
        made = super().get_func(model)  # type: ignore[no-untyped-call]
        text = made.func.replace(
            "WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) ", ""
        )
        text = text.replace(", _pgh_attached_context;", ";")
        made.func = _CONTEXT.sub(r"(SELECT \g<0>)", text)
        return made


_CONTEXT = re.compile(r"COALESCE\(NULLIF\(CURRENT_SETTING\('[^']+', TRUE\), ''\), NULL\)::\w+")


class StatementInsert(pghistory.InsertEvent):
    def add_event_trigger(self, event_model: Any) -> None:
        event = StatementEvent(  # type: ignore[no-untyped-call]
            event_model=event_model,
            label=self.label,
            name=self.trigger_name,
            row=self.row,
            operation=self.operation,
            condition=self.condition,
            level=pgtrigger.Statement,
        )
        pgtrigger.register(event)(event_model.pgh_tracked_model)


def _index_parents_only(model: Any) -> None:
    """Histories are asked for by row and by what the row belongs to, never by its other links."""
    parents = {
        one.name
        for one in model._meta.local_fields
        if one.remote_field is not None and one.remote_field.on_delete is models.CASCADE
    }
    for event in set(model.pgh_event_models.values()):
        for one in event._meta.local_fields:
            if one.name not in parents and not one.name.startswith("pgh_"):
                one.db_index = False


def tracked(
    *, exclude: tuple[str, ...] = (), in_bulk: bool = False
) -> Callable[[ModelClass], ModelClass]:
    """Keep every insert, update and delete of the model in an append-only event table.

    `in_bulk` is for tables that take in thousands of rows by one statement (`StatementEvent`).

    The event row holds the whole record after the change (before it, for a delete) and, in
    `pgh_context`, the actor and the source of the change (see `common.audit.context`).
    Columns that the database computes are left out: they follow from the others.
    """

    def decorate(model: ModelClass) -> ModelClass:
        # New rows come last in an ascending index, which is what PostgreSQL is quickest at; the
        # newest are read from its end. Tables that are not filled in bulk keep what they have.
        moments = ("pgh_created_at", "pgh_id") if in_bulk else ("-pgh_created_at", "-pgh_id")
        computed = [one.name for one in model._meta.local_fields if one.generated]
        decorated: ModelClass = pghistory.track(
            StatementInsert() if in_bulk else pghistory.InsertEvent(),
            pghistory.UpdateEvent(),
            pghistory.DeleteEvent(),
            exclude=[*computed, *exclude],
            append_only=True,
            context_field=pghistory.ContextJSONField(),
            context_id_field=pghistory.ContextUUIDField(),
            obj_field=pghistory.ObjForeignKey(
                related_name="events", related_query_name="events", on_delete=models.DO_NOTHING
            ),
            meta={
                "ordering": ["pgh_id"],
                "triggers": [not_emptied()],
                "indexes": [models.Index(fields=moments)],
            },
        )(model)
        pgtrigger.register(not_emptied())(decorated)
        if in_bulk:
            _index_parents_only(decorated)
        return decorated

    return decorate
