"""What several elements are made of: narratives, dates, numbers, organisations, money."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lxml import etree

from projects.iati.shape import Shape, element, many, some

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# Characters that no XML file may hold; people paste them from old documents.
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

NARRATIVE = element("narrative", text="string")
NARRATIVES = many(NARRATIVE)
SOME_NARRATIVES = some(NARRATIVE)
ISO_DATE = "iso-date=date!"
MONEY = element("value", "currency{Currency} value-date=date!", text="decimal")


@dataclass(frozen=True, slots=True)
class Narrative:
    """One text in one language (a code of two letters, or empty when the file does not say)."""

    text: str
    language: str = ""


Narratives = tuple[Narrative, ...]


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation as it stands beside money; `activity` is its own activity identifier."""

    ref: str = ""
    kind: str = ""
    activity: str = ""
    names: Narratives = ()


@dataclass(frozen=True, slots=True)
class Money:
    amount: Decimal
    currency: str
    value_date: dt.date


def texts_shape(name: str, attributes: str = "") -> Shape:
    """An element that holds narratives, at least one."""
    return element(name, attributes, SOME_NARRATIVES)


def organisation_shape(name: str, activity: str) -> Shape:
    return element(name, f"ref {activity} type{{OrganisationType}}", NARRATIVES)


def clean(text: str) -> str:
    """Without the characters that XML forbids and without space around."""
    return _NOT_XML.sub("", text).replace("\r\n", "\n").replace("\r", "\n").strip()


def in_both(uk: str, en: str) -> Narratives:
    """The Ukrainian and the English text, those of them that there are."""
    said = (Narrative(clean(uk), "uk"), Narrative(clean(en), "en"))
    return tuple(one for one in said if one.text)


def add(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    """A child; attributes that are empty are left out, `_` in their names is a hyphen."""
    child = etree.SubElement(parent, name)
    for key, value in attributes.items():
        if value:
            child.set(key.replace("_", "-"), _NOT_XML.sub("", value))
    return child


def add_narratives(parent: etree._Element, narratives: Narratives) -> None:
    for one in narratives:
        child = etree.SubElement(parent, "narrative")
        if one.language:
            child.set(XML_LANG, one.language)
        child.text = one.text


def add_texts(parent: etree._Element, name: str, narratives: Narratives) -> None:
    """An element with narratives, if there are any."""
    if narratives:
        add_narratives(etree.SubElement(parent, name), narratives)


def add_code(parent: etree._Element, name: str, code: str) -> None:
    if code:
        add(parent, name, code=code)


def add_date(parent: etree._Element, name: str, day: dt.date | None) -> None:
    if day is not None:
        etree.SubElement(parent, name).set("iso-date", day.isoformat())


def add_money(parent: etree._Element, money: Money) -> None:
    child = add(parent, "value", currency=money.currency, value_date=money.value_date.isoformat())
    child.text = number(money.amount)


def add_organisation(
    parent: etree._Element, name: str, activity: str, body: Organisation | None
) -> None:
    if body is None:
        return
    child = add(parent, name, ref=body.ref)
    if body.activity:
        child.set(activity, _NOT_XML.sub("", body.activity))
    if body.kind:
        child.set("type", body.kind)
    add_narratives(child, body.names)


def money_of(row: Any) -> Money:
    """The amount of a budget, planned payment or transaction."""
    return Money(row.amount, row.currency, row.value_date)


def number(value: Decimal) -> str:
    """Without an exponent and without zeros at the end: equal numbers look the same."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def flag(value: bool | None) -> str:  # noqa: FBT001 - a value, not a switch
    return "" if value is None else str(int(value))


def narratives_in(node: etree._Element | None, language: str) -> Narratives:
    """The texts in the element; `language` is the activity's own, for those that say none."""
    if node is None:
        return ()
    found = (
        Narrative((one.text or "").strip(), one.get(XML_LANG, language))
        for one in node.iterchildren("narrative")
    )
    return tuple(one for one in found if one.text)


def texts_in(node: etree._Element, name: str, language: str) -> Narratives:
    return narratives_in(node.find(name), language)


def attribute(node: etree._Element, name: str) -> str:
    return str(node.get(name, "")).strip()


def code_in(node: etree._Element, name: str) -> str:
    child = node.find(name)
    return attribute(child, "code") if child is not None else ""


def date_of(text: str) -> dt.date:
    """Time zones of dates are of no use to us. Years that Python cannot count are a ValueError."""
    return dt.date.fromisoformat(text.strip()[:10])


def date_in(node: etree._Element, name: str) -> dt.date | None:
    child = node.find(name)
    return date_of(attribute(child, "iso-date")) if child is not None else None


def flag_in(node: etree._Element, name: str) -> bool | None:
    said = attribute(node, name)
    return said in {"1", "true"} if said else None


def decimal_in(node: etree._Element, name: str) -> Decimal | None:
    said = attribute(node, name)
    return Decimal(said) if said else None


def money_in(node: etree._Element, currency: str) -> Money:
    """The value of a budget or transaction; `currency` is the activity's own."""
    value = node.find("value")
    assert value is not None
    return Money(
        Decimal((value.text or "").strip()),
        attribute(value, "currency") or currency,
        date_of(attribute(value, "value-date")),
    )


def organisation_in(
    node: etree._Element, name: str, activity: str, language: str
) -> Organisation | None:
    child = node.find(name)
    if child is None:
        return None
    return Organisation(
        attribute(child, "ref"),
        attribute(child, "type"),
        attribute(child, activity),
        narratives_in(child, language),
    )


def period_dates(node: etree._Element) -> tuple[dt.date, dt.date | None]:
    starts = date_in(node, "period-start")
    assert starts is not None
    return starts, date_in(node, "period-end")


@dataclass(frozen=True, slots=True)
class Defaults:
    """What the activity says for all of itself."""

    language: str = ""
    currency: str = ""
