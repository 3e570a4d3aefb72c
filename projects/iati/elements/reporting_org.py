"""`reporting-org`: who publishes the activity; not always who carries it out."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from projects.iati.parts import (
    SOME_NARRATIVES,
    Defaults,
    Narratives,
    add,
    add_narratives,
    attribute,
    flag,
    flag_in,
    narratives_in,
)
from projects.iati.shape import element, one

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
