"""`title`: in Ukrainian and, where there is one, in English."""

from __future__ import annotations

from lxml import etree

from projects.iati.parts import (
    Defaults,
    Narratives,
    add_narratives,
    in_both,
    narratives_in,
    texts_shape,
)
from projects.iati.shape import one
from projects.models import Project

PLACE = one(texts_shape("title"))
FIELD = "title"


def of(project: Project, site: str) -> Narratives:
    return in_both(project.title, project.title_en)


def write(parent: etree._Element, texts: Narratives) -> None:
    add_narratives(etree.SubElement(parent, "title"), texts)


def read(node: etree._Element, defaults: Defaults) -> Narratives:
    return narratives_in(node, defaults.language)
