"""`location`: a community, raion or oblast by its KATOTTG code, or an exact place.

No vocabulary of the standard knows KATOTTG. The code stands in `ref`, the country in
`administrative` (vocabulary A4, ISO 3166-1). Latitude comes before longitude.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from lxml import etree

from projects.enums import TerritoryLevel
from projects.iati.parts import (
    Defaults,
    Narratives,
    add,
    add_code,
    add_texts,
    attribute,
    code_in,
    in_both,
    number,
    texts_in,
    texts_shape,
)
from projects.iati.shape import element, many, one, optional
from projects.models import Project, ProjectLocation, ProjectTerritory

WGS84 = "http://www.opengis.net/def/crs/EPSG/0/4326"
PLACE = many(
    element(
        "location",
        "ref",
        optional(element("location-reach", "code{GeographicLocationReach}!")),
        many(element("location-id", "code! vocabulary{GeographicVocabulary}!")),
        optional(texts_shape("name")),
        optional(texts_shape("description")),
        optional(texts_shape("activity-description")),
        many(
            element(
                "administrative",
                "code! vocabulary{GeographicVocabulary}! level=nonNegativeInteger",
            )
        ),
        optional(element("point", "srsName!", one(element("pos", text="string")))),
        optional(element("exactness", "code{GeographicExactness}!")),
        optional(element("location-class", "code{GeographicLocationClass}!")),
        optional(element("feature-designation", "code{LocationType}!")),
    )
)
FIELD = "locations"


@dataclass(frozen=True, slots=True)
class Code:
    """A code of a list of places; `level` 0 is the country."""

    code: str
    vocabulary: str
    level: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    latitude: Decimal
    longitude: Decimal


@dataclass(frozen=True, slots=True)
class Location:
    ref: str = ""
    reach: str = ""
    ids: tuple[Code, ...] = ()
    name: Narratives = ()
    description: Narratives = ()
    activity_description: Narratives = ()
    administrative: tuple[Code, ...] = ()
    point: Point | None = None
    exactness: str = ""
    location_class: str = ""
    feature: str = ""


COUNTRY_CODES = "A4"
IN_UKRAINE = (Code("UA", COUNTRY_CODES, "0"),)
ADMINISTRATIVE = "1"
# Level of the unit → its name in the list of kinds of places.
_UNITS = {
    TerritoryLevel.OBLAST: "ADM1",
    TerritoryLevel.RAION: "ADM2",
    TerritoryLevel.COMMUNITY: "ADM3",
}


def of(project: Project, site: str) -> tuple[Location, ...]:
    """Units of territory, and those exact places that somebody has published."""
    units = (_of_unit(one) for one in project.territories.all() if one.level in _UNITS)
    places = (_of_place(one) for one in project.locations.all() if one.is_published)
    return (*units, *places)


def _of_unit(row: ProjectTerritory) -> Location:
    unit = row.community or row.raion or row.oblast
    assert unit is not None, row.pk
    return Location(
        ref=unit.code,
        reach="1",
        name=in_both(unit.full_name, unit.full_name_en),
        administrative=IN_UKRAINE,
        location_class=ADMINISTRATIVE,
        feature=_UNITS[TerritoryLevel(row.level)],
    )


def _of_place(row: ProjectLocation) -> Location:
    unit = row.settlement_code or (row.community.code if row.community else "")
    return Location(
        ref=unit,
        reach=row.reach,
        ids=(Code(row.gazetteer_code, row.gazetteer),) if row.gazetteer_code else (),
        name=in_both(row.name, row.name_en),
        description=in_both(row.description, row.description_en),
        activity_description=in_both(row.activity, row.activity_en),
        administrative=IN_UKRAINE if unit else (),
        point=_point_of(row),
        exactness=row.exactness,
        location_class=row.location_class,
        feature=row.feature,
    )


def _point_of(row: ProjectLocation) -> Point | None:
    if row.latitude is None or row.longitude is None:
        return None
    return Point(row.latitude, row.longitude)


def write(parent: etree._Element, location: Location) -> None:
    child = add(parent, "location", ref=location.ref)
    add_code(child, "location-reach", location.reach)
    for one_id in location.ids:
        add(child, "location-id", code=one_id.code, vocabulary=one_id.vocabulary)
    add_texts(child, "name", location.name)
    add_texts(child, "description", location.description)
    add_texts(child, "activity-description", location.activity_description)
    for unit in location.administrative:
        add(
            child,
            "administrative",
            code=unit.code,
            vocabulary=unit.vocabulary,
            level=unit.level,
        )
    if location.point is not None:
        where = add(child, "point")
        where.set("srsName", WGS84)
        latitude, longitude = location.point.latitude, location.point.longitude
        etree.SubElement(where, "pos").text = f"{number(latitude)} {number(longitude)}"
    add_code(child, "exactness", location.exactness)
    add_code(child, "location-class", location.location_class)
    add_code(child, "feature-designation", location.feature)


def read(node: etree._Element, defaults: Defaults) -> Location:
    return Location(
        attribute(node, "ref"),
        code_in(node, "location-reach"),
        _codes(node, "location-id"),
        texts_in(node, "name", defaults.language),
        texts_in(node, "description", defaults.language),
        texts_in(node, "activity-description", defaults.language),
        _codes(node, "administrative"),
        _point(node),
        code_in(node, "exactness"),
        code_in(node, "location-class"),
        code_in(node, "feature-designation"),
    )


def _codes(node: etree._Element, name: str) -> tuple[Code, ...]:
    return tuple(
        Code(attribute(one_, "code"), attribute(one_, "vocabulary"), attribute(one_, "level"))
        for one_ in node.iterchildren(name)
    )


def _point(node: etree._Element) -> Point | None:
    """None for what is no pair of coordinates: the schema takes any text."""
    words = (node.findtext("point/pos") or "").replace(",", " ").split()
    try:
        latitude, longitude = (Decimal(word) for word in words)
        inside = abs(latitude) <= 90 and abs(longitude) <= 180
    except (ArithmeticError, ValueError):
        return None
    return Point(latitude, longitude) if inside else None
