"""`conditions`: what the money is given under."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from projects.iati.parts import (
    Defaults,
    Narratives,
    add,
    add_narratives,
    attribute,
    flag,
    flag_in,
    in_both,
    narratives_in,
    texts_shape,
)
from projects.iati.shape import element, many, optional
from projects.models import Project

PLACE = optional(
    element(
        "conditions",
        "attached=boolean!",
        many(texts_shape("condition", "type{ConditionType}!")),
    )
)
FIELD = "conditions"


@dataclass(frozen=True, slots=True)
class Condition:
    kind: str
    texts: Narratives


@dataclass(frozen=True, slots=True)
class Conditions:
    are_attached: bool
    conditions: tuple[Condition, ...] = ()


def of(project: Project, site: str) -> Conditions | None:
    rows = tuple(
        Condition(one.kind, in_both(one.text, one.text_en)) for one in project.conditions.all()
    )
    if not rows and project.has_conditions is None:
        return None
    return Conditions(bool(rows) or bool(project.has_conditions), rows)


def write(parent: etree._Element, said: Conditions) -> None:
    child = add(parent, "conditions", attached=flag(said.are_attached))
    for one in said.conditions:
        add_narratives(add(child, "condition", type=one.kind), one.texts)


def read(node: etree._Element, defaults: Defaults) -> Conditions:
    return Conditions(
        bool(flag_in(node, "attached")),
        tuple(
            Condition(attribute(one, "type"), narratives_in(one, defaults.language))
            for one in node.iterchildren("condition")
        ),
    )
