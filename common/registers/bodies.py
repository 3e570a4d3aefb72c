"""Bodies of requests: values of the JSON types that the OpenAPI document names, and no others."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from rest_framework import serializers

DECIMAL = re.compile(r"-?[0-9]*(\.[0-9]*)?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_decimal(value: Any) -> bool:
    return _is_number(value) or (isinstance(value, str) and bool(DECIMAL.fullmatch(value)))


def _is_day(value: Any) -> bool:
    return isinstance(value, str) and bool(DAY.fullmatch(value))


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool)


def _has_halves(value: Any) -> bool:
    """A half of a sign beyond the first 65,536, without its other half, is no text."""
    return isinstance(value, str) and any("\ud800" <= sign <= "\udfff" for sign in value)


_TYPES: tuple[tuple[type[Any], Callable[[Any], bool], str | Promise], ...] = (
    (serializers.CharField, _is_text, _("Give a text in quotation marks.")),
    (serializers.BooleanField, _is_flag, _("Give true or false, without quotation marks.")),
    (serializers.IntegerField, _is_number, _("Give a whole number, without quotation marks.")),
    (serializers.DecimalField, _is_decimal, _("Give a number such as 1250.50.")),
    (serializers.DateField, _is_day, _("Give a day such as 2026-11-23.")),
)


def _misfit(field: Any, value: Any) -> Any:
    """What is wrong with the type of `value`, as DRF says errors; None: nothing."""
    if value is None:
        return None
    if isinstance(field, serializers.ListField):
        elements = value if isinstance(value, list) else []
        wrong = {place: _misfit(field.child, one) for place, one in enumerate(elements)}
        return {place: error for place, error in wrong.items() if error} or None
    if _has_halves(value):
        return [_("The text has invisible characters that cannot be kept. Type it again.")]
    return next(
        ([says] for kind, fits, says in _TYPES if isinstance(field, kind) and not fits(value)), None
    )


# DRF alone takes 5 for "5", "on" for true and "1_000" for a number. The text stands here, not in
# the class: the OpenAPI document would give it to readers.
class Body(serializers.Serializer[Any]):
    def to_internal_value(self, data: Any) -> Any:
        wrong = self._misfits(data) if isinstance(data, Mapping) else {}
        try:
            values = super().to_internal_value(data)
        except serializers.ValidationError as refused:
            told: Any = refused.detail
            raise serializers.ValidationError({**told, **wrong}) from refused
        if wrong:
            raise serializers.ValidationError(wrong)
        return values

    def _misfits(self, data: Mapping[str, Any]) -> dict[str, Any]:
        found = {name: _misfit(one, data.get(name)) for name, one in self.fields.items()}
        return {name: error for name, error in found.items() if error}


class GivenDecimal(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]
    """A decimal of a body is a text or a number."""

    target_class = serializers.DecimalField

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> Any:
        said = auto_schema._map_serializer_field(  # noqa: SLF001 - the only way to what it says
            self.target, direction, bypass_extensions=True
        )
        # That it may be null is added to this by whoever asks.
        return {**said, "type": ["string", "number"] if direction == "request" else "string"}
