"""`activity-scope`: from the whole world to one place."""

from __future__ import annotations

from lxml import etree

from projects.enums import TerritoryLevel
from projects.iati.parts import Defaults, add_code, attribute
from projects.iati.shape import element, optional
from projects.models import Project

PLACE = optional(element("activity-scope", "code{ActivityScope}!"))
FIELD = "scope"


COUNTRY, OBLASTS, OBLAST, RAION = "4", "5", "6", "7"


def of(project: Project, site: str) -> str:
    """What was said, else what follows from the territories."""
    return project.activity_scope or _from_territories(project)


def _from_territories(project: Project) -> str:
    units = [one for one in project.territories.all() if one.level != TerritoryLevel.REGION]
    oblasts = {one.oblast_id for one in units}
    raions = {one.raion_id for one in units}
    if not units:
        return ""
    if any(one.level == TerritoryLevel.COUNTRY for one in units):
        return COUNTRY if {one.country for one in units} == {"UA"} else ""
    if len(oblasts) > 1:
        return OBLASTS
    return RAION if len(raions) == 1 and None not in raions else OBLAST


def write(parent: etree._Element, code: str) -> None:
    add_code(parent, "activity-scope", code)


def read(node: etree._Element, defaults: Defaults) -> str:
    return attribute(node, "code")
