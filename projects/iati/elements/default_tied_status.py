"""`default-tied-status`: whether goods must be bought in the donor's country."""

from __future__ import annotations

from lxml import etree

from projects.iati.parts import Defaults, add_code, attribute
from projects.iati.shape import element, optional
from projects.models import Project

PLACE = optional(element("default-tied-status", "code{TiedStatus}!"))
FIELD = "tied_status"


def of(project: Project, site: str) -> str:
    return project.tied_status


def write(parent: etree._Element, code: str) -> None:
    add_code(parent, "default-tied-status", code)


def read(node: etree._Element, defaults: Defaults) -> str:
    return attribute(node, "code")
