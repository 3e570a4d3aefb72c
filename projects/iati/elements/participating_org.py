"""`participating-org`: who funds, answers for, extends and implements the activity."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from projects.enums import IATI_ROLES
from projects.iati.bodies import body_of_role
from projects.iati.parts import (
    NARRATIVES,
    Defaults,
    Narratives,
    add,
    add_narratives,
    attribute,
    clean,
    narratives_in,
)
from projects.iati.shape import element, some
from projects.models import Project, ProjectRole

PLACE = some(
    element(
        "participating-org",
        "ref type{OrganisationType} role{OrganisationRole}! activity-id "
        "crs-channel-code{CRSChannelCode}",
        NARRATIVES,
    )
)
FIELD = "participating_orgs"


@dataclass(frozen=True, slots=True)
class ParticipatingOrg:
    role: str
    ref: str = ""
    kind: str = ""
    activity: str = ""
    crs_channel: str = ""
    names: Narratives = ()


def of(project: Project, site: str) -> tuple[ParticipatingOrg, ...]:
    """Beneficiaries and recipients in the words of Ukrainian law have no role in the standard."""
    return tuple(_of_role(one) for one in project.roles.all() if one.role in IATI_ROLES)


def _of_role(role: ProjectRole) -> ParticipatingOrg:
    ref, kind, names = body_of_role(role)
    code = IATI_ROLES[role.role]
    return ParticipatingOrg(code, ref, kind, clean(role.activity_ref), role.crs_channel, names)


def write(parent: etree._Element, body: ParticipatingOrg) -> None:
    child = add(
        parent,
        "participating-org",
        ref=body.ref,
        type=body.kind,
        role=body.role,
        activity_id=body.activity,
        crs_channel_code=body.crs_channel,
    )
    add_narratives(child, body.names)


def read(node: etree._Element, defaults: Defaults) -> ParticipatingOrg:
    return ParticipatingOrg(
        attribute(node, "role"),
        attribute(node, "ref"),
        attribute(node, "type"),
        attribute(node, "activity-id"),
        attribute(node, "crs-channel-code"),
        narratives_in(node, defaults.language),
    )
