"""`description`: by type: general, aims, whom it serves, other."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from projects.iati.parts import (
    Defaults,
    Narratives,
    add,
    add_narratives,
    attribute,
    narratives_in,
    texts_shape,
)
from projects.iati.shape import some

PLACE = some(texts_shape("description", "type{DescriptionType}"))
FIELD = "descriptions"


@dataclass(frozen=True, slots=True)
class Description:
    kind: str
    texts: Narratives


def write(parent: etree._Element, description: Description) -> None:
    add_narratives(add(parent, "description", type=description.kind), description.texts)


def read(node: etree._Element, defaults: Defaults) -> Description:
    return Description(attribute(node, "type"), narratives_in(node, defaults.language))
