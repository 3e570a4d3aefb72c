"""`sector`: DAC codes of five digits with shares; other lists beside them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from lxml import etree

from projects.iati.parts import (
    NARRATIVES,
    Defaults,
    Narratives,
    add,
    add_narratives,
    attribute,
    decimal_in,
    in_both,
    narratives_in,
    number,
)
from projects.iati.shape import element, many
from projects.models import Project, ProjectSector

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


def of(project: Project, site: str) -> tuple[Sector, ...]:
    """Sectors of one list without any share divide the money equally, as the page shows them."""
    rows = list(project.sectors.all())
    return tuple(
        Sector(
            one.code,
            one.vocabulary,
            one.vocabulary_uri,
            _share(one, rows),
            in_both(one.name, one.name_en),
        )
        for one in rows
    )


def _share(row: ProjectSector, rows: list[ProjectSector]) -> Decimal | None:
    same = [one for one in rows if one.vocabulary == row.vocabulary]
    if len(same) == 1 or any(one.percentage is not None for one in same):
        return row.percentage
    return equal_shares(len(same))[same.index(row)]


def equal_shares(count: int) -> list[Decimal]:
    """100 per cent in equal parts of two decimals; the first takes what rounding leaves."""
    part = (Decimal(100) / count).quantize(Decimal("0.01"), ROUND_DOWN)
    return [Decimal(100) - part * (count - 1), *[part] * (count - 1)]


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
