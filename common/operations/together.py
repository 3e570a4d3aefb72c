"""Making or changing many tables in one step: a migration in seconds, not minutes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class ChangeTogether(Operation):
    """Takes what `makemigrations` writes, as it is, and does it as one operation.

    After each operation Django builds anew every model that is related to the changed one; with
    history every model is related to most others, and a hundred operations took minutes. Here the
    state is changed first, and the models are built once: each operation sees them as they were
    before all and as they are after all. So no column may be changed twice, and nothing renamed.
    A new table is made in its final shape (foreign keys come last, as Django defers them).
    """

    serialization_expand_args = ["operations"]

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = list(operations)
        self.names = [one.name for one in self.operations if isinstance(one, CreateModel)]

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        return type(self).__name__, [], {"operations": self.operations}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        # Without built models a change of the state costs next to nothing.
        state.__dict__.pop("apps", None)
        for one in self.operations:
            one.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for one in self.operations:
            if not self._is_in_new_table(one):
                one.database_forwards(app_label, schema_editor, from_state, to_state)

    def _is_in_new_table(self, one: Operation) -> bool:
        """Made with its table already. Triggers are not: they stand beside it."""
        made = {name.lower() for name in self.names}
        if isinstance(one, AddField | AddConstraint | AddIndex):
            return one.model_name.lower() in made
        return False

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """One by one, as Django does it: nobody waits for a step back."""
        states = [to_state]
        for one in self.operations:
            states.append(states[-1].clone())
            one.state_forwards(app_label, states[-1])
        for one in reversed(self.operations):
            after = states.pop()
            one.database_backwards(app_label, schema_editor, after, states[-1])

    def describe(self) -> str:
        return f"Make {len(self.operations)} changes together"

    @property
    def migration_name_fragment(self) -> str:
        return "_".join(name.lower() for name in self.names[:2]) or "changes"
