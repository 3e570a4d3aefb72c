"""Whether codes stand in their lists. Which codes there are is read once, from the database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from common.codelists.models import CodelistEntry
from projects.iati import sentences as say
from projects.iati.findings import Finding, Severity
from projects.iati.parts import attribute
from projects.iati.shape import Shape
from projects.iati.xml import line_of

# Lists that grow faster than they are published: an unknown code is no error.
GROWING = {"FileFormat", "CRSChannelCode", "LocationType", "Language", "Version"}
# Which list a `code` is from, by the vocabulary beside it. Others belong to their publishers.
BY_VOCABULARY = {
    ("sector", "1"): "Sector",
    ("sector", "2"): "SectorCategory",
    ("sector", "7"): "UNSDG-Goals",
    ("sector", "8"): "UNSDG-Targets",
    ("tag", "2"): "UNSDG-Goals",
    ("tag", "3"): "UNSDG-Targets",
    ("policy-marker", "1"): "PolicyMarker",
    ("recipient-region", "1"): "Region",
    ("default-aid-type", "1"): "AidType",
    ("default-aid-type", "2"): "EarmarkingCategory",
    ("default-aid-type", "4"): "CashandVoucherModalities",
    ("aid-type", "1"): "AidType",
    ("aid-type", "2"): "EarmarkingCategory",
    ("aid-type", "4"): "CashandVoucherModalities",
}
WITH_VOCABULARY = {name for name, _ in BY_VOCABULARY}


@dataclass(slots=True)
class CodeSet:
    """`is_official`: the published list was loaded, so that a code not in it is wrong."""

    current: set[str] = field(default_factory=set)
    withdrawn: set[str] = field(default_factory=set)
    is_official: bool = False


Codes = Mapping[str, CodeSet]


def known_codes() -> dict[str, CodeSet]:
    """All lists of the standard that are in the database. One query."""
    found: dict[str, CodeSet] = {}
    rows = CodelistEntry.objects.of_iati().values_list(
        "codelist", "code", "is_withdrawn", "is_official"
    )
    for codelist, code, is_withdrawn, is_official in rows:
        entry = found.setdefault(codelist, CodeSet())
        (entry.withdrawn if is_withdrawn else entry.current).add(code)
        entry.is_official = entry.is_official or is_official
    return found


def code_problems(
    node: etree._Element, shape: Shape, codes: Codes, path: str = ""
) -> Iterator[Finding]:
    """Codes of the element and all in it that their lists do not have, or no longer."""
    path = f"{path}/{shape.name}" if path else shape.name
    for one in shape.attributes:
        codelist = one.codelist or _list_of(node, shape.name, one.name)
        if codelist and one.name in node.attrib:
            yield from _judge(node, path, one.name, codelist, codes)
    for child in node.iterchildren(tag=etree.Element):
        place = shape.places.get(str(child.tag))
        if place is not None:
            yield from code_problems(child, shape.children[place].shape, codes, path)


def _list_of(node: etree._Element, element: str, name: str) -> str:
    if name != "code" or element not in WITH_VOCABULARY:
        return ""
    return BY_VOCABULARY.get((element, attribute(node, "vocabulary") or "1"), "")


def _judge(
    node: etree._Element, path: str, name: str, codelist: str, codes: Codes
) -> Iterator[Finding]:
    known, code = codes.get(codelist), attribute(node, name)
    if known is None or code in known.current:
        return
    message, severity = say.UNKNOWN_CODE, Severity.ERROR
    if code in known.withdrawn:
        message, severity = say.WITHDRAWN_CODE, Severity.WARNING
    elif not known.is_official:
        message, severity = say.CODE_NOT_HERE, Severity.WARNING
    elif codelist in GROWING:
        severity = Severity.WARNING
    yield Finding(
        message,
        {"code": code[:60], "element": f"{path}/@{name}", "codelist": codelist},
        severity,
        rule="codes",
        element=path,
        line=line_of(node),
    )
