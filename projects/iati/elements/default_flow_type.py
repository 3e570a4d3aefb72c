"""`default-flow-type`: official development assistance or another flow."""

from __future__ import annotations

from lxml import etree

from projects.iati.parts import Defaults, add_code, attribute
from projects.iati.shape import element, optional
from projects.models import Project

PLACE = optional(element("default-flow-type", "code{FlowType}!"))
FIELD = "flow_type"


def of(project: Project, site: str) -> str:
    return project.flow_type


def write(parent: etree._Element, code: str) -> None:
    add_code(parent, "default-flow-type", code)


def read(node: etree._Element, defaults: Defaults) -> str:
    return attribute(node, "code")
