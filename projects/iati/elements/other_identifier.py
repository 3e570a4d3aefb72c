"""`other-identifier`: state registration, DREAM, the donor's own number."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from projects.iati.elements import iati_identifier
from projects.iati.parts import (
    NARRATIVES,
    Defaults,
    Narratives,
    add,
    add_narratives,
    attribute,
    clean,
    in_both,
    narratives_in,
)
from projects.iati.shape import element, many, optional
from projects.models import Project, ProjectIdentifier

PLACE = many(
    element(
        "other-identifier",
        "ref! type{OtherIdentifierType}!",
        optional(element("owner-org", "ref", NARRATIVES)),
    )
)
FIELD = "other_identifiers"


@dataclass(frozen=True, slots=True)
class OtherIdentifier:
    kind: str
    ref: str
    owner_ref: str = ""
    owner_names: Narratives = ()


OURS, PREVIOUS, OTHER = "A1", "A3", "A9"


def of(project: Project, site: str) -> tuple[OtherIdentifier, ...]:
    """What others call the project, in an order that a file read back keeps."""
    own = iati_identifier.of(project, site)
    others = (one for one in project.identifiers.all() if clean(one.value) != own)
    return tuple(sorted((_of_row(one) for one in others), key=lambda one: (one.ref, one.kind)))


def _of_row(row: ProjectIdentifier) -> OtherIdentifier:
    owner = in_both(row.owner_name, "")
    return OtherIdentifier(row.iati_type or OTHER, clean(row.value), clean(row.owner_ref), owner)


def write(parent: etree._Element, identifier: OtherIdentifier) -> None:
    child = add(parent, "other-identifier", ref=identifier.ref, type=identifier.kind)
    if identifier.owner_ref or identifier.owner_names:
        add_narratives(add(child, "owner-org", ref=identifier.owner_ref), identifier.owner_names)


def read(node: etree._Element, defaults: Defaults) -> OtherIdentifier:
    owner = node.find("owner-org")
    return OtherIdentifier(
        attribute(node, "type"),
        attribute(node, "ref"),
        attribute(owner, "ref") if owner is not None else "",
        narratives_in(owner, defaults.language),
    )
