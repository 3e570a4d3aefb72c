"""Making or changing many tables in one step: a migration in seconds, not minutes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger


class Together(Operation):
    """Takes what `makemigrations` writes, as it is, and does it as one operation.

    After each operation Django builds anew every model that is related to the changed one; with
    history every model is related to most others, and a hundred operations took minutes. Here the
    state is changed first, and the models are built once.
    """

    serialization_expand_args = ["operations"]

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = list(operations)

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        return type(self).__name__, [], {"operations": self.operations}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        # Without built models a change of the state costs next to nothing.
        state.__dict__.pop("apps", None)
        for one in self.operations:
            one.state_forwards(app_label, state)


class ChangeTogether(Together):
    """Changes of fields, indexes, constraints and triggers of models that are there already.

    Each is made in its turn, and sees the models as they were before all of them and as they are
    after all: no column may be changed twice, and nothing renamed.
    """

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for one in self.operations:
            one.database_forwards(app_label, schema_editor, from_state, to_state)

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


class CreateTogether(Together):
    """New models with their fields, indexes, constraints and triggers.

    Each table is made in its final shape (foreign keys come last, as Django defers them).
    Refuses operations on models that it does not create.
    """

    def __init__(self, operations: Sequence[Operation]) -> None:
        super().__init__(operations)
        self.names = [one.name for one in self.operations if isinstance(one, CreateModel)]
        made = {name.lower() for name in self.names}
        for one in self.operations:
            if isinstance(one, CreateModel):
                continue
            if not isinstance(one, AddField | AddConstraint | AddIndex | AddTrigger):
                message = f"CreateTogether cannot do {type(one).__name__}."
                raise TypeError(message)
            if one.model_name.lower() not in made:
                message = f"{one.model_name} is not created here."
                raise ValueError(message)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for name in self.names:
            model = to_state.apps.get_model(app_label, name)
            if self.allow_migrate_model(schema_editor.connection.alias, model):
                schema_editor.create_model(model)
        for one in self.operations:
            if isinstance(one, AddTrigger):
                one.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for name in reversed(self.names):
            model = from_state.apps.get_model(app_label, name)
            if self.allow_migrate_model(schema_editor.connection.alias, model):
                schema_editor.delete_model(model)

    def describe(self) -> str:
        return f"Create {len(self.names)} models together"

    @property
    def migration_name_fragment(self) -> str:
        return "_".join(name.lower() for name in self.names[:2])
