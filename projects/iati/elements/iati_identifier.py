"""`iati-identifier`: the reporting organisation's reference, a hyphen, our own number."""

from __future__ import annotations

from lxml import etree

from projects.enums import IdentifierKind
from projects.iati.elements.reporting_org import office_ref
from projects.iati.parts import (
    Defaults,
    clean,
)
from projects.iati.shape import element, one
from projects.models import Project

PLACE = one(element("iati-identifier", text="string"))
FIELD = "identifier"


def of(project: Project, site: str) -> str:
    """The identifier we gave once, else our organisation's and the reference.

    Another publisher's identifier never becomes ours: it is one of the other identifiers.
    """
    ref = office_ref(project)
    for given in project.identifiers.all():
        if given.kind == IdentifierKind.IATI and ref and given.value.startswith(f"{ref}-"):
            return clean(given.value)
    return f"{ref}-{project.reference}"


def write(parent: etree._Element, identifier: str) -> None:
    etree.SubElement(parent, "iati-identifier").text = identifier


def read(node: etree._Element, defaults: Defaults) -> str:
    return (node.text or "").strip()
