"""`capital-spend`: which share of the money builds or buys what lasts."""

from __future__ import annotations

from decimal import Decimal

from lxml import etree

from projects.iati.parts import Defaults, add, decimal_in, number
from projects.iati.shape import element, optional
from projects.models import Project

PLACE = optional(element("capital-spend", "percentage=decimal!"))
FIELD = "capital_spend"


def of(project: Project, site: str) -> Decimal | None:
    return project.capital_spend


def write(parent: etree._Element, percentage: Decimal) -> None:
    add(parent, "capital-spend", percentage=number(percentage))


def read(node: etree._Element, defaults: Defaults) -> Decimal | None:
    return decimal_in(node, "percentage")
