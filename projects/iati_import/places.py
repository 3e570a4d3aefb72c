"""Where an activity works: units of our territory by their KATOTTG codes, countries, places."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from lxml import etree

from common.exchange.vocabulary import word_key
from communities.models import Community, Oblast, Raion
from projects.iati.elements.location import ADMINISTRATIVE
from projects.iati.elements.recipient_country import UKRAINE
from projects.iati.elements.sector import equal_shares
from projects.iati_import.parts import (
    LEFT_OUT,
    MILLIONTH,
    Children,
    Row,
    Taking,
    Unreadable,
    decimal_of,
    first_children,
    told,
)

_FEATURES = {"ADM1": "oblast", "ADM2": "raion", "ADM3": "community"}


@dataclass(frozen=True, slots=True)
class Unit:
    """An oblast, raion or community. `oblast` and `raion` are those that it lies in."""

    level: str
    oblast: int
    raion: int | None
    community: int | None
    code: str
    name: str
    name_en: str

    def row(self) -> Row:
        return told(
            {
                "level": self.level,
                "country": UKRAINE,
                "oblast_id": self.oblast,
                "raion_id": self.raion,
                "community_id": self.community,
            }
        )


def units() -> dict[str, Unit]:
    """code → unit, of the whole country. Three queries."""
    found: dict[str, Unit] = {}
    for one in Oblast.objects.all():
        found[one.code] = Unit(
            "oblast", one.pk, None, None, one.code, one.full_name, one.full_name_en
        )
    for raion in Raion.objects.all():
        found[raion.code] = Unit(
            "raion", raion.oblast_id, raion.pk, None, raion.code, raion.full_name,
            raion.full_name_en,
        )  # fmt: skip
    for unit in Community.objects.all():
        found[unit.code] = Unit(
            "community", unit.oblast_id, unit.raion_id, unit.pk, unit.code, unit.full_name,
            unit.full_name_en,
        )  # fmt: skip
    return found


def names_of(known: dict[str, Unit], level: str) -> dict[str, Unit]:
    """Folded name in either language → unit; names of several units name none."""
    found: dict[str, Unit] = {}
    double: set[str] = set()
    for unit in known.values():
        for name in {word_key(unit.name), word_key(unit.name_en)} if unit.level == level else ():
            if name in found and found[name] != unit:
                double.add(name)
            found[name] = unit
    return {name: unit for name, unit in found.items() if name and name not in double}


def country(node: etree._Element, taking: Taking) -> None:
    row = {"code": taking.code("Country", node), "percentage": _share(node, taking)}
    taking.add("countries", row)


def region(node: etree._Element, taking: Taking) -> None:
    row = {
        "level": "region",
        "country": "",
        "region_vocabulary": (node.get("vocabulary") or "")[:2],
        "region_code": node.get("code", "").strip()[:20],
        "percentage": _share(node, taking),
    }
    if row["region_code"]:
        taking.add("regions", {"country": "", **told(row)})


def _share(node: etree._Element, taking: Taking) -> str | None:
    said = node.get("percentage")
    if not said:
        return None
    share = decimal_of(said)
    if not 0 <= Decimal(share) <= 100:
        taking.remark(LEFT_OUT, node, value=said[:20])
        return None
    return share


share_of = _share


def location(node: etree._Element, taking: Taking) -> None:
    """A unit by its code, as we write units; else an exact place."""
    unit = taking.around.units.get((node.get("ref") or "").strip())
    inside = first_children(node)
    names = taking.words(inside.get("name"))
    if unit is not None and _is_written_as(unit, inside, names.uk):
        taking.add("units", unit.row())
        return
    row: Row = {
        "name": taking.fit(names.first, 300, node),
        "name_en": taking.fit(names.en, 300, node),
        **_texts(inside, taking),
        **_codes(inside, taking),
        **_ref(node, unit),
        **_point(node, inside, taking),
    }
    taking.add("locations", {"reach": "", **told(row)})
    named = None if node.get("ref") else taking.around.unit_names.get(_folded(names.first))
    if named is not None:
        taking.add("units", named.row())


@lru_cache(maxsize=5000)
def _folded(name: str) -> str:
    """Many activities are in the same place."""
    return word_key(name)


def _is_written_as(unit: Unit, inside: Children, name: str) -> bool:
    feature = inside.get("feature-designation")
    written = feature is not None and _FEATURES.get(str(feature.get("code"))) == unit.level
    more = any(one in inside for one in ("point", "location-id", "description"))
    kind = inside.get("location-class")
    is_unit = kind is not None and kind.get("code") == ADMINISTRATIVE
    return written and is_unit and not more and name == unit.name


def _texts(inside: Children, taking: Taking) -> Row:
    row: Row = {}
    for element, column in (("description", "description"), ("activity-description", "activity")):
        child = inside.get(element)
        if child is not None:
            words = taking.words(child)
            row[column] = taking.fit(words.uk or words.other, 2000, child)
            row[f"{column}_en"] = taking.fit(words.en, 2000, child)
    return row


_LISTS = (
    ("location-reach", "reach", "GeographicLocationReach"),
    ("exactness", "exactness", "GeographicExactness"),
    ("location-class", "location_class", "GeographicLocationClass"),
    ("feature-designation", "feature", "LocationType"),
)


def _codes(inside: Children, taking: Taking) -> Row:
    row: Row = {}
    for element, column, codelist in _LISTS:
        child = inside.get(element)
        if child is not None:
            row[column] = taking.code(codelist, child)
    gazetteer = inside.get("location-id")
    if gazetteer is not None:
        row["gazetteer"] = gazetteer.get("vocabulary", "")[:2]
        row["gazetteer_code"] = gazetteer.get("code", "")[:40]
    return row


def _ref(node: etree._Element, unit: Unit | None) -> Row:
    if unit is not None and unit.community:
        return {"community_id": unit.community}
    ref = (node.get("ref") or "").strip()
    is_code = len(ref) == 19 and ref.startswith("UA") and ref.isascii() and ref[2:].isdigit()
    return {"settlement_code": ref} if is_code else {}


def _point(node: etree._Element, inside: Children, taking: Taking) -> Row:
    """Nothing for what is no pair of coordinates: the schema takes any text."""
    point = inside.get("point")
    said = point.findtext("pos") if point is not None else None
    if said is None:
        return {}
    try:
        latitude, longitude = said.replace(",", " ").split()
        is_inside = abs(float(latitude)) <= 90 and abs(float(longitude)) <= 180
    except ValueError:
        is_inside = False
    if not is_inside:
        taking.remark(LEFT_OUT, node, value=said[:40])
        return {}
    return {
        "latitude": decimal_of(latitude, MILLIONTH),
        "longitude": decimal_of(longitude, MILLIONTH),
    }


def territories(taking: Taking, scope: str) -> list[Row]:
    """Countries in the order of the file, ours as its units; regions of the world last.

    Ukraine without share, scope and units is what everything here has: nothing is written then.
    """
    inside = _unique(taking.lists.pop("units", []))
    named = taking.lists.pop("countries", [])
    regions = taking.lists.pop("regions", [])
    found: list[Row] = []
    alone = len(named) <= 1 and not regions
    for one in named:
        if one["code"] == UKRAINE and inside:
            found += _shared(inside, None if alone else one["percentage"])
        elif one["code"] != UKRAINE or one["percentage"] or scope or not alone:
            found.append(told({"level": "country", "country": one["code"],
                               "percentage": one["percentage"]}))  # fmt: skip
    if inside and not any(one["code"] == UKRAINE for one in named):
        found += inside
    return _unique([*found, *regions])


def _shared(inside: list[Row], share: str | None) -> list[Row]:
    """The country's share among its units: the standard has no place for their own."""
    if share is None:
        return inside
    parts = equal_shares(len(inside))
    whole = Decimal(share)
    given = [(whole * part / 100).quantize(Decimal("0.01")) for part in parts]
    given[0] += whole - sum(given)
    return [{**row, "percentage": decimal_of(str(part))} for row, part in
            zip(inside, given, strict=True)]  # fmt: skip


def _unique(rows: list[Row]) -> list[Row]:
    seen: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        key = tuple(sorted((k, v) for k, v in row.items() if k != "percentage"))
        seen.setdefault(key, row)
    return list(seen.values())


__all__ = ["Unit", "Unreadable", "country", "location", "region", "territories", "units"]
