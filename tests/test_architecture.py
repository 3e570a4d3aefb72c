"""The house keeps its order: foreign keys point down, rules have names and messages."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models

from common.registers.register import registers

LAYERS: list[set[str]] = [
    {name.strip() for name in layer.split("|")}
    for layer in tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["tool"][
        "importlinter"
    ]["contracts"][0]["layers"]
]
OURS = {name for layer in LAYERS for name in layer}


def height(app_name: str) -> int:
    """0 is the lowest layer."""
    top = app_name.split(".", maxsplit=1)[0]
    return next(len(LAYERS) - place for place, layer in enumerate(LAYERS) if top in layer)


def our_models() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models()
        if apps.get_app_config(model._meta.app_label).name.split(".")[0] in OURS
    ]


def foreign_keys() -> Iterator[tuple[str, str, str]]:
    for model in our_models():
        source = apps.get_app_config(model._meta.app_label).name
        for field in model._meta.get_fields():
            if field.is_relation and field.concrete and isinstance(field.related_model, type):
                if field.related_model is get_user_model():
                    continue  # swappable: named by the settings, not by an import
                label = field.related_model._meta.app_label
                target = apps.get_app_config(label).name
                if target.split(".")[0] in OURS:
                    yield f"{model._meta.label}.{field.name}", source, target


def points_down(source: str, target: str) -> bool:
    same = source.split(".", maxsplit=1)[0] == target.split(".", maxsplit=1)[0]
    return same or height(source) > height(target)


def test_foreign_keys_point_down() -> None:
    keys = sorted(set(foreign_keys()))
    assert keys
    assert not [name for name, source, target in keys if not points_down(source, target)]


def test_every_check_of_a_row_has_a_message_for_people() -> None:
    silent = [
        constraint.name
        for model in our_models()
        for constraint in model._meta.constraints
        if not constraint.violation_error_message and not constraint.name.endswith("_is_known")
    ]
    default = models.BaseConstraint.default_violation_error_message
    bare = [
        constraint.name
        for model in our_models()
        for constraint in model._meta.constraints
        if isinstance(constraint, models.CheckConstraint)
        and constraint.violation_error_message == default
        and not constraint.name.endswith(("_is_known", "_once"))
    ]
    assert not silent
    assert not bare


def test_models_of_registers_are_tracked() -> None:
    for register in registers():
        assert hasattr(register.model, "events"), f"{register.name} keeps no history"


def test_no_model_has_logic_in_save() -> None:
    own = [model.__name__ for model in our_models() if "save" in vars(model)]
    assert own == []
