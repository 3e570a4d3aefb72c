"""`activity-status`: how far the activity is."""

from __future__ import annotations

from lxml import etree

from projects.iati.parts import Defaults, add_code, attribute
from projects.iati.shape import element, one
from projects.models import Project

PLACE = one(element("activity-status", "code{ActivityStatus}!"))
FIELD = "status"


def of(project: Project, site: str) -> str:
    return project.status


def write(parent: etree._Element, code: str) -> None:
    add_code(parent, "activity-status", code)


def read(node: etree._Element, defaults: Defaults) -> str:
    return attribute(node, "code")
