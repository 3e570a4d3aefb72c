"""The published schemas of OC4IDS and 360Giving beside the project, as validators of their own."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project_settings
from jsonschema import Draft4Validator, Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4, DRAFT202012

SHARED = Path(project_settings.BASE_DIR).parent / "shared" / "data"
FOLDERS = {"oc4ids": SHARED / "oc4ids", "threesixty": SHARED / "threesixty"}
SCHEMAS = {
    "oc4ids": "schema/project-level/project{}-schema.json",
    "threesixty": "schema/360-giving{}-schema.json",
}
MISSING = "the published schemas are not beside the project"
needs_shared = pytest.mark.skipif(not all(one.is_dir() for one in FOLDERS.values()), reason=MISSING)


def _read(name: str, part: str) -> Any:
    return json.loads((FOLDERS[name] / SCHEMAS[name].format(part)).read_text(encoding="utf-8-sig"))


@cache
def package_validator(name: str) -> Any:
    """Of a whole package; a validator without checks of formats, as most people run it."""
    item, package = _read(name, ""), _read(name, "-package")
    is_old = name == "oc4ids"
    draft, validator = (DRAFT4, Draft4Validator) if is_old else (DRAFT202012, Draft202012Validator)
    resource: Any = Resource.from_contents(item, default_specification=draft)
    # The package of 360Giving names another patch version of the schema than the one beside it.
    named = next(
        one["items"]["$ref"] for one in package["properties"].values() if "$ref" in _items(one)
    )
    registry: Any = Registry().with_resource(named, resource)
    return validator(package, registry=registry)


def _items(described: Any) -> Any:
    return described.get("items", {})


def errors_in(name: str, package: Any) -> list[str]:
    return [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"
        for error in package_validator(name).iter_errors(package)
    ]
