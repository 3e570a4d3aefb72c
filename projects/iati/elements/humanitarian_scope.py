"""`humanitarian-scope`: the emergency or appeal that is answered."""

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
    clean,
    in_both,
    narratives_in,
)
from projects.iati.shape import element, many
from projects.models import Project

PLACE = many(
    element(
        "humanitarian-scope",
        "type{HumanitarianScopeType}! vocabulary{HumanitarianScopeVocabulary}! "
        "vocabulary-uri=anyURI code!",
        NARRATIVES,
    )
)
FIELD = "humanitarian_scopes"


@dataclass(frozen=True, slots=True)
class HumanitarianScope:
    kind: str
    vocabulary: str
    code: str
    vocabulary_uri: str = ""
    names: Narratives = ()


def of(project: Project, site: str) -> tuple[HumanitarianScope, ...]:
    return tuple(
        HumanitarianScope(
            one.kind,
            one.vocabulary,
            clean(one.code),
            one.vocabulary_uri,
            in_both(one.name, one.name_en),
        )
        for one in project.humanitarian_scopes.all()
    )


def write(parent: etree._Element, scope: HumanitarianScope) -> None:
    child = add(
        parent,
        "humanitarian-scope",
        type=scope.kind,
        vocabulary=scope.vocabulary,
        vocabulary_uri=scope.vocabulary_uri,
        code=scope.code,
    )
    add_narratives(child, scope.names)


def read(node: etree._Element, defaults: Defaults) -> HumanitarianScope:
    return HumanitarianScope(
        attribute(node, "type"),
        attribute(node, "vocabulary"),
        attribute(node, "code"),
        attribute(node, "vocabulary-uri"),
        narratives_in(node, defaults.language),
    )
