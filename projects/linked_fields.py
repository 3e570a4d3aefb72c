"""Fields for the records that a record names: each chosen by typing, with room for more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from projects.choosing import KeyField
from projects.record_sections import as_shown

ROOM = 2

# What is linked → the names of its fields.
Rooms = Mapping[str, Sequence[str]]


def add_rooms(
    form: forms.Form, labels: Mapping[str, Any], held: Mapping[str, Sequence[Any]]
) -> Rooms:
    """`partners_1`, `partners_2` …: a field for each that is `held`, and some empty ones."""
    return {
        name: _add(form, name, label, list(held.get(name, ()))) for name, label in labels.items()
    }


def _add(form: forms.Form, name: str, label: Any, held: Sequence[Any]) -> list[str]:
    names = [f"{name}_{place}" for place in range(1, len(held) + ROOM + 1)]
    for place, one in enumerate(names):
        form.fields[one] = KeyField(name, label=label, required=False)
        if place < len(held):
            form.initial.setdefault(one, as_shown(form.fields[one], held[place]))
    return names


def chosen(given: Mapping[str, Any], rooms: Rooms) -> dict[str, tuple[Any, ...]]:
    """What was chosen, as the services take it."""
    return {
        name: tuple(given[one] for one in names if given.get(one)) for name, names in rooms.items()
    }


def firsts(rooms: Rooms) -> dict[str, str]:
    """Where a refusal about what is linked is shown."""
    return {name: names[0] for name, names in rooms.items()}
