"""`other-identifier`: state registration, DREAM, the donor's own number."""

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
from projects.iati.shape import element, many, optional

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
