"""`iati-identifier`: the reporting organisation's reference, a hyphen, our own number."""

from __future__ import annotations

from lxml import etree

from projects.iati.parts import Defaults
from projects.iati.shape import element, one

PLACE = one(element("iati-identifier", text="string"))
FIELD = "identifier"


def write(parent: etree._Element, identifier: str) -> None:
    etree.SubElement(parent, "iati-identifier").text = identifier


def read(node: etree._Element, defaults: Defaults) -> str:
    return (node.text or "").strip()
