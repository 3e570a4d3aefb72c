"""`related-activity`: parts, wholes and neighbours, by their identifiers."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from projects.iati.parts import Defaults, add, attribute
from projects.iati.shape import element, many

PLACE = many(element("related-activity", "ref! type{RelatedActivityType}!"))
FIELD = "related"


@dataclass(frozen=True, slots=True)
class RelatedActivity:
    ref: str
    kind: str


def write(parent: etree._Element, other: RelatedActivity) -> None:
    add(parent, "related-activity", ref=other.ref, type=other.kind)


def read(node: etree._Element, defaults: Defaults) -> RelatedActivity:
    return RelatedActivity(attribute(node, "ref"), attribute(node, "type"))
