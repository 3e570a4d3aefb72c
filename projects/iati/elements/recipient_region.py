"""`recipient-region`: a region of the world, where no country is named."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from lxml import etree

from projects.enums import TerritoryLevel
from projects.iati.parts import NARRATIVES, Defaults, add, attribute, decimal_in, number
from projects.iati.shape import element, many
from projects.models import Project

PLACE = many(
    element(
        "recipient-region",
        "code! vocabulary{RegionVocabulary} vocabulary-uri=anyURI percentage=decimal",
        NARRATIVES,
    )
)
FIELD = "regions"


@dataclass(frozen=True, slots=True)
class RecipientRegion:
    code: str
    vocabulary: str = ""
    percentage: Decimal | None = None


def of(project: Project, site: str) -> tuple[RecipientRegion, ...]:
    rows = [one for one in project.territories.all() if one.level == TerritoryLevel.REGION]
    return tuple(
        RecipientRegion(one.region_code, one.region_vocabulary, one.percentage) for one in rows
    )


def write(parent: etree._Element, region: RecipientRegion) -> None:
    share = "" if region.percentage is None else number(region.percentage)
    add(
        parent,
        "recipient-region",
        code=region.code,
        vocabulary=region.vocabulary,
        percentage=share,
    )


def read(node: etree._Element, defaults: Defaults) -> RecipientRegion:
    return RecipientRegion(
        attribute(node, "code"), attribute(node, "vocabulary"), decimal_in(node, "percentage")
    )
