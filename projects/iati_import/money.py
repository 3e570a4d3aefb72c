"""Budgets, planned payments and transactions of an activity as rows of ours."""

from __future__ import annotations

import datetime as dt

from django.db import models
from lxml import etree

from projects.enums import BudgetKind, BudgetStatus, TransactionKind
from projects.iati_import import rows
from projects.iati_import.parts import (
    LEFT_OUT,
    NO_CURRENCY,
    Children,
    Row,
    Taking,
    Unreadable,
    day_in,
    day_of,
    decimal_of,
    first_children,
    flag_of,
    told,
)
from projects.models.money import LONGEST_BUDGET


def _value(node: etree._Element, taking: Taking) -> Row | None:
    """Amount, currency and value date; None, with a remark, when no currency is said anywhere."""
    currency = taking.code("Currency", node, "currency") or taking.currency
    if not currency:
        taking.remark(NO_CURRENCY, node)
        return None
    return {
        "amount": decimal_of(node.text),
        "currency": currency,
        "value_date": day_of(node.get("value-date")),
    }


def _or_first(
    words: type[models.TextChoices], codelist: str, name: str, node: etree._Element, taking: Taking
) -> str:
    """The code, or 1 where none is said, as the standard has it."""
    return taking.own(words, codelist, node, name) if node.get(name) else "1"


def budget(node: etree._Element, taking: Taking) -> None:
    inside = first_children(node)
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
    inside = first_children(node)
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
    """Files are made of these more than of anything else: a line at once, without a row."""
    inside = first_children(node)
    money = _value(_needed(inside, "value"), taking)
    if money is None:
        return
    kind = taking.own(TransactionKind, "TransactionType", _needed(inside, "transaction-type"))
    happened_on = day_in(inside.get("transaction-date"))
    reference = node.get("ref", "").strip()
    humanitarian = flag_of(node.get("humanitarian"))
    words = taking.words(inside.get("description"))
    payer, payer_activity = _party(inside, _PROVIDER, taking)
    receiver, receiver_activity = _party(inside, _RECEIVER, taking)
    values = (
        kind,
        taking.fit(reference, 200, node),
        rows.text_of(humanitarian),
        happened_on,
        taking.fit(words.uk or words.other, 1000, node),
        taking.fit(words.en, 1000, node),
        *money.values(),
        payer_activity,
        receiver_activity,
        *_where(inside, taking),
    )
    taking.lists.setdefault("transactions", []).append([rows.line_of(values), payer, receiver])


# In the order of the columns: channel, where, and the terms.
_CHANNEL = ("disbursement-channel", "DisbursementChannel")
_TERMS = (
    ("flow-type", "FlowType"),
    ("finance-type", "FinanceType"),
    ("aid-type", ""),
    ("tied-status", "TiedStatus"),
)
_NOWHERE = ("",) * 10
_PLAIN = {"transaction-type", "transaction-date", "value", "description", "provider-org",
          "receiver-org"}  # fmt: skip


def _where(inside: Children, taking: Taking) -> tuple[str, ...]:
    """Channel, sector, country or region and terms that the payment itself names."""
    if _PLAIN.issuperset(inside):
        return _NOWHERE
    channel, *terms = (
        taking.code(codelist, inside[name]) if name in inside else ""
        for name, codelist in (_CHANNEL, *_TERMS)
    )
    return (channel, *_sector(inside.get("sector"), taking), *_place(inside, taking), *terms)


def _sector(node: etree._Element | None, taking: Taking) -> tuple[str, str]:
    if node is None:
        return "", ""
    vocabulary = node.get("vocabulary") or "1"
    return vocabulary[:3], taking.code("Sector" if vocabulary == "1" else "", node)[:40]


def _place(inside: Children, taking: Taking) -> tuple[str, str, str]:
    """Country, list of regions, region."""
    if "recipient-country" in inside:
        country = taking.code("Country", inside["recipient-country"])
        taking.countries.add(country)
        return country, "", ""
    node = inside.get("recipient-region")
    if node is None:
        return "", "", ""
    return "", (node.get("vocabulary") or "")[:2], node.get("code", "")[:20]


def _parties(inside: Children, taking: Taking) -> Row:
    row: Row = {}
    row["provider_key"], row["provider_activity"] = _party(inside, _PROVIDER, taking)
    row["receiver_key"], row["receiver_activity"] = _party(inside, _RECEIVER, taking)
    return row


# An organisation's element, and the attribute that names its own activity.
_PROVIDER = ("provider-org", "provider-activity-id")
_RECEIVER = ("receiver-org", "receiver-activity-id")


def _party(inside: Children, side: tuple[str, str], taking: Taking) -> tuple[str, str]:
    """The key of the organisation, and its own activity."""
    node = inside.get(side[0])
    if node is None:
        return "", ""
    activity = node.get(side[1])
    return taking.body(node), activity.strip()[:200] if activity else ""


def _needed(inside: Children, name: str) -> etree._Element:
    try:
        return inside[name]
    except KeyError as error:
        raise Unreadable(name) from error
