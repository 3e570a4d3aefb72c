"""History of a table, written by triggers so that no path of change can go around it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pghistory
import pgtrigger
from django.db import models

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


def tracked(*, exclude: tuple[str, ...] = ()) -> Callable[[ModelClass], ModelClass]:
    """Keep every insert, update and delete of the model in an append-only event table.

    The event row holds the whole record after the change (before it, for a delete) and, in
    `pgh_context`, the actor and the source of the change (see `common.audit.context`).
    Columns that the database computes are left out: they follow from the others.
    """

    def decorate(model: ModelClass) -> ModelClass:
        computed = [one.name for one in model._meta.local_fields if one.generated]
        decorated: ModelClass = pghistory.track(
            pghistory.InsertEvent(),
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
                "indexes": [models.Index(fields=("-pgh_created_at", "-pgh_id"))],
            },
        )(model)
        pgtrigger.register(not_emptied())(decorated)
        return decorated

    return decorate
