"""`related-activity`: parts, wholes and neighbours, by their identifiers."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from projects.iati.elements import iati_identifier
from projects.iati.parts import (
    Defaults,
    add,
    attribute,
    clean,
)
from projects.iati.shape import element, many
from projects.models import Project

PLACE = many(element("related-activity", "ref! type{RelatedActivityType}!"))
FIELD = "related"


@dataclass(frozen=True, slots=True)
class RelatedActivity:
    ref: str
    kind: str


PARENT = "1"


def of(project: Project, site: str) -> tuple[RelatedActivity, ...]:
    """The programme as the whole, and the related projects by the identifiers we give them."""
    found = [
        RelatedActivity(
            iati_identifier.of(one.other, site) if one.other else clean(one.identifier), one.kind
        )
        for one in project.relations.all()
    ]
    programme = project.programme
    if programme is not None and programme.iati_identifier:
        found.insert(0, RelatedActivity(clean(programme.iati_identifier), PARENT))
    return tuple(dict.fromkeys(found))


def write(parent: etree._Element, other: RelatedActivity) -> None:
    add(parent, "related-activity", ref=other.ref, type=other.kind)


def read(node: etree._Element, defaults: Defaults) -> RelatedActivity:
    return RelatedActivity(attribute(node, "ref"), attribute(node, "type"))
