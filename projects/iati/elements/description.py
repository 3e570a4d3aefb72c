"""`description`: by type: general, aims, whom it serves, other."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from projects.iati.parts import (
    Defaults,
    Narratives,
    add,
    add_narratives,
    attribute,
    in_both,
    narratives_in,
    texts_shape,
)
from projects.iati.shape import some
from projects.models import Project

PLACE = some(texts_shape("description", "type{DescriptionType}"))
FIELD = "descriptions"


@dataclass(frozen=True, slots=True)
class Description:
    kind: str
    texts: Narratives


GENERAL, AIMS, TARGET_GROUPS, OTHER = "1", "2", "3", "4"


def of(project: Project, site: str) -> tuple[Description, ...]:
    """Tasks stand beside the aims, expected results among the others."""
    said = (
        (GENERAL, project.description, project.description_en),
        (AIMS, project.aims, project.aims_en),
        (AIMS, project.tasks, project.tasks_en),
        (TARGET_GROUPS, project.target_groups, project.target_groups_en),
        (OTHER, project.expected_results, project.expected_results_en),
    )
    found = (Description(kind, in_both(uk, en)) for kind, uk, en in said)
    return tuple(one for one in found if one.texts)


def write(parent: etree._Element, description: Description) -> None:
    add_narratives(add(parent, "description", type=description.kind), description.texts)


def read(node: etree._Element, defaults: Defaults) -> Description:
    return Description(attribute(node, "type"), narratives_in(node, defaults.language))
