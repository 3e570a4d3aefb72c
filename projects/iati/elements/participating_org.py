"""`participating-org`: who funds, answers for, extends and implements the activity."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from projects.iati.parts import (
    NARRATIVES,
    Defaults,
    Narratives,
    add,
    add_narratives,
    attribute,
    narratives_in,
)
from projects.iati.shape import element, some

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
