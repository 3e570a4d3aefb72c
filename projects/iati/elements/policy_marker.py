"""`policy-marker`: what the activity also does for equality, climate and other policies."""

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
    in_both,
    narratives_in,
)
from projects.iati.shape import element, many
from projects.models import Project

PLACE = many(
    element(
        "policy-marker",
        "vocabulary{PolicyMarkerVocabulary} vocabulary-uri=anyURI code! "
        "significance{PolicySignificance}",
        NARRATIVES,
    )
)
FIELD = "policy_markers"


@dataclass(frozen=True, slots=True)
class PolicyMarker:
    """A missing vocabulary means the list of OECD DAC."""

    code: str
    significance: str = ""
    vocabulary: str = "1"
    vocabulary_uri: str = ""
    names: Narratives = ()


def of(project: Project, site: str) -> tuple[PolicyMarker, ...]:
    return tuple(
        PolicyMarker(
            one.code,
            one.significance,
            one.vocabulary,
            one.vocabulary_uri,
            in_both(one.name, one.name_en),
        )
        for one in project.policy_markers.all()
    )


def write(parent: etree._Element, marker: PolicyMarker) -> None:
    child = add(
        parent,
        "policy-marker",
        vocabulary=marker.vocabulary,
        vocabulary_uri=marker.vocabulary_uri,
        code=marker.code,
        significance=marker.significance,
    )
    add_narratives(child, marker.names)


def read(node: etree._Element, defaults: Defaults) -> PolicyMarker:
    return PolicyMarker(
        attribute(node, "code"),
        attribute(node, "significance"),
        attribute(node, "vocabulary") or "1",
        attribute(node, "vocabulary-uri"),
        narratives_in(node, defaults.language),
    )
