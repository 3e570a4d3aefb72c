"""`tag`: Sustainable Development Goals (vocabulary 2) and their targets (3); no shares."""

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
from projects.iati.shape import element, many
from projects.models import Project

GOALS, TARGETS = "2", "3"
PLACE = many(element("tag", "code! vocabulary{TagVocabulary}! vocabulary-uri=anyURI", NARRATIVES))
FIELD = "tags"


@dataclass(frozen=True, slots=True)
class Tag:
    code: str
    vocabulary: str
    vocabulary_uri: str = ""
    names: Narratives = ()


def of(project: Project, site: str) -> tuple[Tag, ...]:
    """Each goal once, and the targets that are named."""
    rows = list(project.sdgs.all())
    goals = dict.fromkeys(str(one.goal) for one in rows)
    targets = dict.fromkeys(one.target for one in rows if one.target)
    return (*(Tag(code, GOALS) for code in goals), *(Tag(code, TARGETS) for code in targets))


def write(parent: etree._Element, tag: Tag) -> None:
    child = add(
        parent,
        "tag",
        code=tag.code,
        vocabulary=tag.vocabulary,
        vocabulary_uri=tag.vocabulary_uri,
    )
    add_narratives(child, tag.names)


def read(node: etree._Element, defaults: Defaults) -> Tag:
    return Tag(
        attribute(node, "code"),
        attribute(node, "vocabulary"),
        attribute(node, "vocabulary-uri"),
        narratives_in(node, defaults.language),
    )
