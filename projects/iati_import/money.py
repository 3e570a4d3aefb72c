"""Budgets, planned payments and transactions of an activity as rows of ours."""

from __future__ import annotations

import datetime as dt

from django.db import models
from lxml import etree

from projects.enums import BudgetKind, BudgetStatus, TransactionKind
from projects.iati_import.parts import (
    LEFT_OUT,
    NO_CURRENCY,
    Row,
    Taking,
    Unreadable,
    day_in,
    day_of,
    decimal_of,
    flag_of,
    told,
)
from projects.models.money import LONGEST_BUDGET


def _value(node: etree._Element, taking: Taking) -> Row | None:
    """Amount, currency and value date; None, with a remark, when no currency is said anywhere."""
    if node.get("currency"):
        currency = taking.code("Currency", node, "currency")
    else:
        currency = taking.currency
    if not currency:
        taking.remark(NO_CURRENCY, node)
        return None
    return {
        "amount": decimal_of(node.text),
        "currency": currency,
        "value_date": day_of(node.get("value-date")),
    }


def _inside(node: etree._Element) -> dict[str, etree._Element]:
    """The first child of each name."""
    found: dict[str, etree._Element] = {}
    for child in node.iterchildren():
        if isinstance(child.tag, str):
            found.setdefault(child.tag, child)
    return found


def _or_first(
    words: type[models.TextChoices], codelist: str, name: str, node: etree._Element, taking: Taking
) -> str:
    """The code, or 1 where none is said, as the standard has it."""
    return taking.own(words, codelist, node, name) if node.get(name) else "1"


def budget(node: etree._Element, taking: Taking) -> None:
    inside = _inside(node)
    starts_on, ends_on = day_in(inside.get("period-start")), day_in(inside.get("period-end"))
    value = _needed(inside, "value")
    money = _value(value, taking)
    if money is None:
        return
    length = dt.date.fromisoformat(ends_on) - dt.date.fromisoformat(starts_on)
    if not dt.timedelta() <= length <= LONGEST_BUDGET:
        taking.remark(LEFT_OUT, node, value=f"{starts_on}–{ends_on}")
        return
    row = {
        "kind": _or_first(BudgetKind, "BudgetType", "type", node, taking),
        "status": _or_first(BudgetStatus, "BudgetStatus", "status", node, taking),
        "starts_on": starts_on,
        "ends_on": ends_on,
    }
    taking.add("budgets", row | money)


def planned_disbursement(node: etree._Element, taking: Taking) -> None:
    inside = _inside(node)
    starts_on = day_in(inside.get("period-start"))
    ends_on = day_in(inside["period-end"]) if "period-end" in inside else None
    money = _value(_needed(inside, "value"), taking)
    if money is None:
        return
    if ends_on is not None and ends_on < starts_on:
        taking.remark(LEFT_OUT, node, value=f"{starts_on}–{ends_on}")
        return
    row = {
        "kind": _or_first(BudgetKind, "BudgetType", "type", node, taking),
        "starts_on": starts_on,
        "ends_on": ends_on,
        **_parties(inside, taking),
    }
    taking.add("planned_disbursements", told(row) | money)


def transaction(node: etree._Element, taking: Taking) -> None:
    inside = _inside(node)
    money = _value(_needed(inside, "value"), taking)
    if money is None:
        return
    row: Row = {
        "kind": taking.own(TransactionKind, "TransactionType", _needed(inside, "transaction-type")),
        "happened_on": day_in(inside.get("transaction-date")),
    }
    row |= money
    if node.get("ref"):
        row["reference"] = taking.fit(node.get("ref", "").strip(), 200, node)
    humanitarian = flag_of(node.get("humanitarian"))
    if humanitarian is not None:
        row["is_humanitarian"] = humanitarian
    if "description" in inside:
        words = taking.words(inside["description"])
        row["description"] = taking.fit(words.uk or words.other, 1000, node)
        row["description_en"] = taking.fit(words.en, 1000, node)
    row |= _parties(inside, taking)
    row |= _where(inside, taking)
    for element, column, codelist in _CODES:
        if element in inside:
            row[column] = taking.code(codelist, inside[element])
    taking.add("transactions", told(row))


_CODES = (
    ("disbursement-channel", "channel", "DisbursementChannel"),
    ("flow-type", "flow_type", "FlowType"),
    ("finance-type", "finance_type", "FinanceType"),
    ("aid-type", "aid_type", ""),
    ("tied-status", "tied_status", "TiedStatus"),
)


def _where(inside: dict[str, etree._Element], taking: Taking) -> Row:
    """Sector, country or region that the payment itself names."""
    row: Row = {}
    if "sector" in inside:
        node = inside["sector"]
        vocabulary = node.get("vocabulary") or "1"
        codelist = "Sector" if vocabulary == "1" else ""
        row["sector_vocabulary"] = vocabulary[:3]
        row["sector_code"] = taking.code(codelist, node)[:40]
    if "recipient-country" in inside:
        row["country"] = taking.code("Country", inside["recipient-country"])
    elif "recipient-region" in inside:
        node = inside["recipient-region"]
        row["region_vocabulary"] = (node.get("vocabulary") or "")[:2]
        row["region_code"] = node.get("code", "")[:20]
    return row


def _parties(inside: dict[str, etree._Element], taking: Taking) -> Row:
    row: Row = {}
    for side in ("provider", "receiver"):
        node = inside.get(f"{side}-org")
        if node is not None:
            row[f"{side}_key"] = taking.body(node)
            row[f"{side}_activity"] = node.get(f"{side}-activity-id", "").strip()[:200]
    return row


def _needed(inside: dict[str, etree._Element], name: str) -> etree._Element:
    try:
        return inside[name]
    except KeyError as error:
        raise Unreadable(name) from error
