"""Records as GeoJSON (RFC 7946): one feature each, made by PostgreSQL, streamed.

A register knows places by a field of the kind PLACE, or by `Register.places`. A record without a
place is a feature whose geometry is null: the file holds exactly the filtered list.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import F, Func, JSONField, TextField, Value
from django.db.models.functions import Cast

from common.exchange.stretches import stretches
from common.registers.expressions import JsonItems, JsonObject
from common.registers.fields import FieldKind
from common.registers.formats import LICENCE
from common.registers.register import Register

MEDIA_TYPE = "application/geo+json"


class Geometry(Func):
    """A list of {latitude, longitude} as Point, MultiPoint or null. GeoJSON wants longitude first.

    The elements are sorted so that the same places always give the same text.
    """

    template = (
        "(SELECT CASE WHEN count(*) > 1 THEN json_build_object("
        "'type', 'MultiPoint', 'coordinates', json_agg(spot.at ORDER BY spot.at::text)) "
        "WHEN count(*) = 1 THEN json_build_object("
        "'type', 'Point', 'coordinates', json_agg(spot.at) -> 0) END "
        "FROM (SELECT DISTINCT jsonb_build_array(one -> 'longitude', one -> 'latitude') AS at "
        "FROM json_array_elements(%(expressions)s) AS one "
        "WHERE json_typeof(one -> 'longitude') = 'number') AS spot)"
    )
    output_field = JSONField()


class FirstKind(Func):
    """What the places of a list are: the `kind` of the first of them."""

    template = "((%(expressions)s) -> 0 ->> 'kind')"
    output_field = TextField()


def has_places(register: Register) -> bool:
    return register.places is not None or _field_of(register) is not None


def feature_collection(register: Register, rows: Any, user: Any) -> Iterator[str]:
    """The text of the file, feature by feature. Properties are those of the API's list."""
    yield f'{{"type": "FeatureCollection", "license": "{LICENCE}", "features": ['
    before = "\n"
    for text in _features(register, rows, user):
        yield before + text
        before = ",\n"
    yield "\n]}\n"


def _features(register: Register, rows: Any, user: Any) -> Iterator[str]:
    feature = Cast(_feature(register, user), TextField())
    made = register.queryset().order_by().annotate(_feature=feature).values_list("pk", "_feature")
    for some in stretches(rows):
        yield from some.in_order(dict(made.filter(pk__in=some.keys)))


def _feature(register: Register, user: Any) -> JsonObject:
    fields = register.fields_for(user, whole=False)
    properties = {one.name: one.json() for one in fields if one.kind is not FieldKind.PLACE}
    if register.places is not None:
        places = register.places()
        properties["place_kind"] = FirstKind(register.places())
    else:
        places = JsonItems(_field_of(register).json())
    return JsonObject(
        type=Cast(Value("Feature"), TextField()),
        id=Cast(F(register.key), TextField()),
        geometry=Geometry(places),
        properties=JsonObject(**properties),
    )


def _field_of(register: Register) -> Any:
    return next((one for one in register.fields if one.kind is FieldKind.PLACE), None)
