"""`sector`: DAC codes of five digits with shares; other lists beside them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from lxml import etree

from projects.iati.parts import (
    NARRATIVES,
    Defaults,
    Narratives,
    add,
    add_narratives,
    attribute,
    decimal_in,
    narratives_in,
    number,
)
from projects.iati.shape import element, many

PLACE = many(
    element(
        "sector",
        "vocabulary{SectorVocabulary} vocabulary-uri=anyURI code! percentage=decimal",
        NARRATIVES,
    )
)
FIELD = "sectors"


@dataclass(frozen=True, slots=True)
class Sector:
    """A missing vocabulary means OECD DAC, five digits."""

    code: str
    vocabulary: str = "1"
    vocabulary_uri: str = ""
    percentage: Decimal | None = None
    names: Narratives = ()


def write(parent: etree._Element, sector: Sector) -> None:
    share = "" if sector.percentage is None else number(sector.percentage)
    child = add(
        parent,
        "sector",
        vocabulary=sector.vocabulary,
        vocabulary_uri=sector.vocabulary_uri,
        code=sector.code,
        percentage=share,
    )
    add_narratives(child, sector.names)


def read(node: etree._Element, defaults: Defaults) -> Sector:
    return Sector(
        attribute(node, "code"),
        attribute(node, "vocabulary") or "1",
        attribute(node, "vocabulary-uri"),
        decimal_in(node, "percentage"),
        narratives_in(node, defaults.language),
    )
