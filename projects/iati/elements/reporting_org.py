"""`reporting-org`: who publishes the activity; not always who carries it out."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from communities.models import Office
from projects.enums import IATI_ROLES
from projects.iati.bodies import GOVERNMENT, edrpou_ref
from projects.iati.parts import (
    SOME_NARRATIVES,
    Defaults,
    Narratives,
    add,
    add_narratives,
    attribute,
    flag,
    flag_in,
    in_both,
    narratives_in,
)
from projects.iati.shape import element, one
from projects.models import Project

PLACE = one(
    element(
        "reporting-org",
        "ref! type{OrganisationType}! secondary-reporter=boolean",
        SOME_NARRATIVES,
    )
)
FIELD = "reporting_org"


@dataclass(frozen=True, slots=True)
class ReportingOrg:
    """`is_secondary`: it publishes what other bodies do."""

    ref: str
    kind: str
    names: Narratives
    is_secondary: bool | None = None


def office_of(project: Project) -> Office | None:
    """The office that keeps the record publishes it."""
    return project.office or getattr(project.oblast, "office", None)


def office_ref(project: Project) -> str:
    office = office_of(project)
    return edrpou_ref(office.edrpou) if office else ""


def of(project: Project, site: str) -> ReportingOrg:
    """An office that has no part in the project tells of what others do."""
    office = office_of(project)
    names = in_both(office.name, office.name_en) if office else ()
    takes_part = any(role.office_id and role.role in IATI_ROLES for role in project.roles.all())
    return ReportingOrg(office_ref(project), GOVERNMENT, names, not takes_part)


def write(parent: etree._Element, body: ReportingOrg) -> None:
    child = add(
        parent,
        "reporting-org",
        ref=body.ref,
        type=body.kind,
        secondary_reporter=flag(body.is_secondary),
    )
    add_narratives(child, body.names)


def read(node: etree._Element, defaults: Defaults) -> ReportingOrg:
    return ReportingOrg(
        attribute(node, "ref"),
        attribute(node, "type"),
        narratives_in(node, defaults.language),
        flag_in(node, "secondary-reporter"),
    )
