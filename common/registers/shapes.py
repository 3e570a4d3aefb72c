"""The shapes of links, read out of the statements that make them: the schema cannot differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.db.models import Case, Func, JSONField, Subquery
from drf_spectacular.utils import inline_serializer
from rest_framework import serializers

from common.codelists.enums import Visibility
from common.registers.expressions import JsonLookup, JsonObject
from common.registers.fields import Field

Keys = tuple[str, ...]

# Components of the document that have a name of their own.
NAMES: dict[Keys, str] = {
    ("id", "name", "url"): "Reference",
    ("code", "name"): "CodedReference",
    ("code", "name", "scheme"): "Code",
    ("code", "name", "url"): "CodedLink",
    ("code", "id", "name", "url"): "NumberedLink",
}
CODE: Keys = ("code", "name", "scheme")
DESCRIPTIONS = {
    "code": "Its code, number or reference.",
    "id": "Key of the linked record in its register.",
    "url": "Address of the linked record in this API.",
    "scheme": "The code list that the code is from.",
}


def linked(one: Field) -> Any:
    """The serializer class of a link of this field."""
    return _linked(one.at(Visibility.PUBLIC).json(), one.name)


def _linked(expression: Any, where: str) -> Any:
    found = [_keys_of(one) for one in _objects(expression)]
    assert found, f"{where}: the shape of its links is not to be read"
    always = set.intersection(*(set(keys) for keys in found))
    return _serializer(expression, tuple(sorted(set().union(*found))), tuple(sorted(always)))


def may_be_nothing(one: Field) -> bool:
    """Whether the statement says null itself where there is nothing to say."""
    made = one.at(Visibility.PUBLIC).json() if one.expression or one.expression_for else None
    return isinstance(made, Case) and getattr(made.default, "value", made.default) is None


def parts_of(one: Field) -> list[Field]:
    """The parts of each object of the field, with what the statement puts there."""
    known = {
        name: value
        for made in _objects(one.at(Visibility.PUBLIC).json())
        for name, value in _pairs(made)
    }
    return [
        replace(part, expression=known[part.name]) if part.name in known else part
        for part in one.extra["parts"]
    ]


def _serializer(expression: Any, keys: Keys, always: Keys) -> Any:
    if keys == always == CODE:
        from common.registers.schema import Code  # noqa: PLC0415 - it uses this module

        return Code
    name = NAMES.get(keys) or "".join(key.title().replace("_", "") for key in keys)
    if keys != always:
        name += "Either"
    if name not in _made:
        values = {key: value for one in _objects(expression) for key, value in _pairs(one)}
        parts = {key: _part(key, values[key], is_sure=key in always) for key in keys}
        _made[name] = type(inline_serializer(name, parts))
    return _made[name]


# Name in the document → class.
_made: dict[str, Any] = {}


def _part(key: str, value: Any, *, is_sure: bool) -> Any:
    from common.registers.schema import TextByLanguage  # noqa: PLC0415 - it uses this module

    options: dict[str, Any] = {} if is_sure else {"required": False}
    if key == "name":
        return TextByLanguage(**options)
    if isinstance(value, Subquery):
        return _linked(value, key)(many=True, **options)
    if isinstance(value, JsonObject | JsonLookup | Case):
        return _linked(value, key)(**options)
    if key.startswith("is_"):
        return serializers.BooleanField(**options)
    if isinstance(value, Func) and isinstance(value.output_field, JSONField):
        return serializers.ListField(child=serializers.CharField(), **options)
    return serializers.CharField(help_text=DESCRIPTIONS.get(key, ""), **options)


def _keys_of(one: Any) -> Keys:
    return CODE if isinstance(one, JsonLookup) else tuple(sorted(dict(_pairs(one))))


def _objects(expression: Any) -> Iterator[Any]:
    if isinstance(expression, JsonObject | JsonLookup):
        yield expression
    elif isinstance(expression, Subquery):
        yield from _objects(expression.query.annotations.get("item"))
    elif isinstance(expression, Case):
        for case in [*expression.cases, expression.default]:
            yield from _objects(getattr(case, "result", case))


def _pairs(made: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(made, JsonObject):
        given = made.get_source_expressions()
        for key, value in zip(given[0::2], given[1::2], strict=True):
            yield key.get_source_expressions()[0].value, value
