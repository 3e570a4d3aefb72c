"""The published codelists of a loaded standard, into the table of codes.

Withdrawn codes are kept: old records and other people's files have them. Ukrainian names are ours
(`reference_codes`) and stay.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _
from lxml import etree

from common.codelists.models import CodelistEntry
from common.codelists.standards import StandardUnusable, safe_parser

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# Lists of IATI stand under their official name; those of the others after the standard's name.
PREFIXES = {"iati": "", "oc4ids": "OC4IDS:", "threesixty": "360Giving:"}
# The list says "Goal 7. Ensure access …"; we show the number beside the name.
NUMBER_IN_NAME = re.compile(r"^Goal \d+\. ")
_LONGEST_NAME = 500
_OFFICIAL = ("name_en", "category", "position", "is_withdrawn", "is_official")


@dataclass(frozen=True, slots=True)
class OfficialCode:
    codelist: str
    code: str
    name_en: str
    category: str
    position: int
    is_withdrawn: bool


def codes_of(name: str, folder: Path) -> Iterator[OfficialCode]:
    """Every code of the standard's lists, in the order of the lists."""
    if name == "iati":
        for path in sorted((folder / "codelists").glob("*.xml")):
            yield from _of_xml(path)
        return
    for path in sorted(folder.rglob("codelists/*.csv")):
        yield from _of_csv(path, PREFIXES[name] + path.stem)


def _of_xml(path: Path) -> Iterator[OfficialCode]:
    try:
        root = etree.parse(str(path), safe_parser()).getroot()
    except etree.XMLSyntaxError as error:
        raise StandardUnusable(
            _("%(file)s cannot be read: %(error)s") % {"file": path, "error": error}
        ) from error
    codelist = str(root.get("name") or path.stem)
    for place, item in enumerate(root.iterfind("codelist-items/codelist-item"), start=1):
        yield OfficialCode(
            codelist=codelist,
            code=(item.findtext("code") or "").strip(),
            name_en=_english(item),
            category=(item.findtext("category") or "").strip(),
            position=place,
            is_withdrawn=item.get("status") == "withdrawn",
        )


def _english(item: etree._Element) -> str:
    for narrative in item.iterfind("name/narrative"):
        if narrative.get(XML_LANG, "en") == "en":
            name = " ".join((narrative.text or "").split())
            return NUMBER_IN_NAME.sub("", name)[:_LONGEST_NAME]
    return ""


def _of_csv(path: Path, codelist: str) -> Iterator[OfficialCode]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for place, row in enumerate(csv.DictReader(file), start=1):
            yield OfficialCode(
                codelist=codelist,
                code=(row.get("Code") or "").strip(),
                name_en=(row.get("Title") or "").strip()[:_LONGEST_NAME],
                category="",
                position=place,
                is_withdrawn=bool((row.get("Deprecated") or "").strip()),
            )


@transaction.atomic
def take_over(codes: Iterable[OfficialCode]) -> int:
    """Make what is missing, renew what has changed; gives back how many. Repeating changes none."""
    known = {(one.codelist, one.code): one for one in CodelistEntry.objects.all()}
    missing: dict[tuple[str, str], CodelistEntry] = {}
    changed: dict[tuple[str, str], CodelistEntry] = {}
    for code in codes:
        key = (code.codelist, code.code)
        if not code.code or key in missing:
            continue
        if key not in known:
            missing[key] = _renewed(CodelistEntry(codelist=code.codelist, code=code.code), code)
        elif _differs(known[key], code):
            changed[key] = _renewed(known[key], code)
    CodelistEntry.objects.bulk_create(missing.values(), batch_size=1000)
    CodelistEntry.objects.bulk_update(changed.values(), _OFFICIAL, batch_size=500)
    return len(missing) + len(changed)


def _differs(entry: CodelistEntry, code: OfficialCode) -> bool:
    said = (code.name_en, code.category, code.position, code.is_withdrawn, True)
    return tuple(getattr(entry, name) for name in _OFFICIAL) != said


def _renewed(entry: CodelistEntry, code: OfficialCode) -> CodelistEntry:
    entry.name_en, entry.category = code.name_en, code.category
    entry.position, entry.is_withdrawn, entry.is_official = code.position, code.is_withdrawn, True
    return entry
