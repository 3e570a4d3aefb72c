"""`collaboration-type`: bilateral, multilateral, triangular …"""

from __future__ import annotations

from lxml import etree

from projects.iati.parts import Defaults, add_code, attribute
from projects.iati.shape import element, optional
from projects.models import Project

PLACE = optional(element("collaboration-type", "code{CollaborationType}!"))
FIELD = "collaboration_type"


def of(project: Project, site: str) -> str:
    return project.collaboration_type


def write(parent: etree._Element, code: str) -> None:
    add_code(parent, "collaboration-type", code)


def read(node: etree._Element, defaults: Defaults) -> str:
    return attribute(node, "code")
