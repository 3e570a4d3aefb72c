"""`activity-scope`: from the whole world to one place."""

from __future__ import annotations

from lxml import etree

from projects.iati.parts import Defaults, add_code, attribute
from projects.iati.shape import element, optional

PLACE = optional(element("activity-scope", "code{ActivityScope}!"))
FIELD = "scope"


def write(parent: etree._Element, code: str) -> None:
    add_code(parent, "activity-scope", code)


def read(node: etree._Element, defaults: Defaults) -> str:
    return attribute(node, "code")
