"""`default-aid-type`: project, experts, budget support …; one code of each list."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from projects.iati.parts import Defaults, add, attribute
from projects.iati.shape import element, many
from projects.models import Project

PLACE = many(element("default-aid-type", "code! vocabulary{AidTypeVocabulary}"))
FIELD = "aid_types"


@dataclass(frozen=True, slots=True)
class AidType:
    """A missing vocabulary means the list of OECD DAC."""

    code: str
    vocabulary: str = "1"


def of(project: Project, site: str) -> tuple[AidType, ...]:
    return tuple(AidType(one.code, one.vocabulary) for one in project.aid_types.all())


def write(parent: etree._Element, kind: AidType) -> None:
    add(parent, "default-aid-type", code=kind.code, vocabulary=kind.vocabulary)


def read(node: etree._Element, defaults: Defaults) -> AidType:
    return AidType(attribute(node, "code"), attribute(node, "vocabulary") or "1")
