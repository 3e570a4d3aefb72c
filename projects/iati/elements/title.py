"""`title`: in Ukrainian and, where there is one, in English."""

from __future__ import annotations

from lxml import etree

from projects.iati.parts import Defaults, Narratives, add_narratives, narratives_in, texts_shape
from projects.iati.shape import one

PLACE = one(texts_shape("title"))
FIELD = "title"


def write(parent: etree._Element, texts: Narratives) -> None:
    add_narratives(etree.SubElement(parent, "title"), texts)


def read(node: etree._Element, defaults: Defaults) -> Narratives:
    return narratives_in(node, defaults.language)
