"""The small things of an activity, read fast and made to fit our columns.

What cannot be read raises Unreadable: the caller then asks the slow, exact checks what is wrong.
Equal values look equal: numbers have no zeros at the end, texts no space around.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cache, lru_cache
from typing import Any

from django.db import models
from django.utils.translation import gettext_noop as _
from lxml import etree

from projects.iati import sentences as say
from projects.iati.codes import Codes
from projects.iati.parts import XML_LANG, number
from projects.iati.xml import Node

CENT, THOUSANDTH, MILLIONTH = Decimal("0.01"), Decimal("0.001"), Decimal("0.000001")
_MOST_KEYS = 50_000
# Of a column of 18 digits, two behind the point.
_LARGEST = Decimal(10) ** 16
_TRUE, _FALSE = frozenset({"1", "true"}), frozenset({"0", "false"})

CUT_SHORT = _("«%(element)s» is longer than %(most)s characters and was cut short.")
LEFT_OUT = _("«%(element)s» was left out: %(value)s does not fit.")
NO_CURRENCY = _("«%(element)s» was left out: its currency is not said.")

Row = dict[str, Any]


def hash_of(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def hash_of_row(row: Mapping[str, Any]) -> str:
    """What is empty or no counts as not said: the register has no other word for it."""
    said = (f"{name}={row[name]}" for name in sorted(row) if row[name] not in _NOTHING)
    return hash_of("\n".join(said))


_NOTHING = ("", None, False)


class Unreadable(ValueError):
    """A value of the activity is not what it must be."""


@dataclass(slots=True)
class Remark:
    """Something of the activity was left out or assumed. As `projects.iati.findings.Finding`."""

    message: str
    values: dict[str, object]
    line: int = 0

    def as_json(self) -> dict[str, Any]:
        return {"message": self.message, "values": self.values, "line": self.line, "error": False}


@dataclass(slots=True)
class Words:
    """Texts in both our languages; `other` is one in a third, when there is neither."""

    uk: str = ""
    en: str = ""
    other: str = ""

    @property
    def first(self) -> str:
        return self.uk or self.en or self.other


def words_in(node: etree._Element | None, language: str) -> Words:
    """The first text in each language; `language` is the activity's own."""
    uk = en = other = ""
    for one in node if node is not None else ():
        text = one.text if one.tag == "narrative" else None
        text = text.strip() if text else ""
        if not text:
            continue
        said = one.get(XML_LANG) or language
        if said == "uk" or (not said and not uk):
            uk = uk or text
        elif said == "en":
            en = en or text
        else:
            other = other or text
    return Words(uk, en, other)


Children = dict[str, Node]


def first_children(node: etree._Element) -> Children:
    """The first child of each name, found in one pass: each `find` would be one of its own."""
    found: Children = {}
    for child in node:
        found.setdefault(child.tag, child)
    return found


def plain(node: etree._Element) -> str:
    return (node.text or "").strip()


@lru_cache(maxsize=20_000)
def day_of(text: str | None) -> str:
    """An ISO date; zones of dates are of no use to us."""
    said = (text or "").strip()[:10]
    try:
        dt.date.fromisoformat(said)
    except ValueError as error:
        raise Unreadable(said) from error
    return said


def day_in(node: etree._Element | None) -> str:
    if node is None:
        raise Unreadable
    return day_of(node.get("iso-date"))


# Nearly all amounts and coordinates: nothing to round, nothing to cut.
_PLAIN_CENTS = re.compile(r"-?[1-9]\d{0,14}(\.\d?[1-9])?", re.ASCII)
_PLAIN_MILLIONTHS = re.compile(r"-?[1-9]\d{0,14}(\.\d{0,5}[1-9])?", re.ASCII)
_FEW_DIGITS = re.compile(r"[0-9]{1,4}")


def decimal_of(text: str | None, places: Decimal = CENT) -> str:
    plain = _PLAIN_CENTS if places is CENT else _PLAIN_MILLIONTHS if places is MILLIONTH else None
    if plain is not None and text and plain.fullmatch(text):
        return text
    try:
        value = Decimal((text or "").strip())
        rounded = value.quantize(places, ROUND_HALF_UP)
        # What is no number ("NaN") cannot be compared either.
        is_too_large = abs(rounded) >= _LARGEST
    except InvalidOperation as error:
        raise Unreadable(text) from error
    if is_too_large:
        raise Unreadable(text)
    return number(rounded) if rounded else "0"


def small_number(text: str) -> int:
    """Of at most four digits; 0 for everything else."""
    return int(text) if _FEW_DIGITS.fullmatch(text) else 0


def flag_of(text: str | None) -> bool | None:
    if text is None or not text:
        return None
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    raise Unreadable(text)


@dataclass(slots=True)
class BodyWords:
    """An organisation in the words of the file."""

    ref: str
    kind: str
    name: str
    name_en: str

    @property
    def key(self) -> str:
        return hash_of(f"{self.ref}\x1f{self.kind}\x1f{self.name}\x1f{self.name_en}")


@dataclass(slots=True)
class Around:
    """What readers of one file share: code lists, our units, the organisations named so far."""

    codes: Codes
    units: dict[str, Any] = field(default_factory=dict)
    unit_names: dict[str, Any] = field(default_factory=dict)
    own_refs: frozenset[str] = frozenset()
    bodies: dict[tuple[str, str, str, str], str] = field(default_factory=dict)
    uses: Counter[str] = field(default_factory=Counter)
    # What has been looked up once: codes, by the official list and by ours, and keys of bodies by
    # all that their element says.
    passed: set[tuple[str | type, str | None]] = field(default_factory=set)
    keys: dict[tuple[str | None, ...], str] = field(default_factory=dict)


@cache
def _codes_of(words: type[models.TextChoices]) -> frozenset[str]:
    """Asked for each payment; `values` makes its list anew each time."""
    return frozenset(words.values)


@dataclass(slots=True)
class Taking:
    """One activity while it is read: its fields so far and the remarks on it."""

    around: Around
    language: str
    currency: str
    fields: dict[str, Any] = field(default_factory=dict)
    lists: dict[str, list[Any]] = field(default_factory=dict)
    countries: set[str] = field(default_factory=set)
    remarks: list[Remark] = field(default_factory=list)

    def add(self, name: str, row: Row) -> None:
        self.lists.setdefault(name, []).append(row)

    def words(self, node: etree._Element | None) -> Words:
        return words_in(node, self.language)

    def fit(self, text: str, most: int, node: etree._Element) -> str:
        if len(text) > most:
            self.remark(CUT_SHORT, node, most=most)
            return text[:most].rstrip()
        return text

    def remark(self, message: str, node: etree._Element, **values: object) -> None:
        line: Any = node.sourceline
        told = Remark(message, {"element": str(node.tag), **values}, line or 0)
        if told not in self.remarks and len(self.remarks) < 50:
            self.remarks.append(told)

    def code(self, codelist: str, node: etree._Element, name: str = "code") -> str:
        """The code in the attribute; Unreadable for one that the official list does not have."""
        said = node.get(name)
        if (codelist, said) in self.around.passed:
            return str(said)
        return self.checked(codelist, said.strip(), node, name) if said else ""

    def checked(self, codelist: str, said: str, node: etree._Element, name: str) -> str:
        known = self.around.codes.get(codelist)
        if known is None or said in known.current:
            self.around.passed.add((codelist, said))
            return said
        if said not in known.withdrawn:
            if known.is_official:
                raise Unreadable(said)
            self.remark(say.CODE_NOT_HERE, node, code=said, codelist=codelist)
        return said

    def own(
        self, words: type[models.TextChoices], codelist: str, node: etree._Element,
        name: str = "code",
    ) -> str:  # fmt: skip
        """A code of a list that our tables know whole; Unreadable for any other."""
        passed = self.around.passed
        found = node.get(name)
        if (words, found) in passed:
            return str(found)
        said = self.code(codelist, node, name)
        if said not in _codes_of(words):
            raise Unreadable(said)
        if (codelist, found) in passed:
            passed.add((words, found))
        return said

    def body(self, node: etree._Element | None) -> str:
        """The key of the organisation; empty for one that says nothing of itself."""
        if node is None:
            return ""
        around, said = self.around, self._said_by(node)
        key = around.keys.get(said) if said else None
        if key is None:
            key = self._key(node)
            if said and len(around.keys) < _MOST_KEYS:
                around.keys[said] = key
        if key:
            around.uses[key] = around.uses.get(key, 0) + 1
        return key

    def _said_by(self, node: etree._Element) -> tuple[str | None, ...]:
        """All that the element says, if it is as simple as nearly all are; else nothing."""
        if len(node) != 1:
            return ()
        name = node[0]
        if name.tag != "narrative":
            return ()
        language = name.get(XML_LANG) or self.language
        return (node.get("ref"), node.get("type"), language, name.text)

    def _key(self, node: etree._Element) -> str:
        names = self.words(node)
        ref = self.fit((node.get("ref") or "").strip(), 200, node)
        name = self.fit(names.uk or names.other, 300, node)
        english = self.fit(names.en, 300, node)
        if not ref and not name and not english:
            return ""
        said = (ref, self.code("OrganisationType", node, "type"), name, english)
        key = self.around.bodies.get(said)
        if key is None:
            key = self.around.bodies[said] = BodyWords(*said).key
        return key


Reader = Callable[[Node, Taking], None]


def told(row: Row) -> Row:
    """The row without what is empty; our columns have their own word for nothing."""
    return {name: value for name, value in row.items() if value is not None and value != ""}
