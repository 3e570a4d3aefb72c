"""An activity as the values of our columns: field → values, with a hash of each."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from lxml import etree

from projects.iati.elements.recipient_country import UKRAINE
from projects.iati.parts import XML_LANG, attribute
from projects.iati_import import money, places, results, rows, texts
from projects.iati_import.fields import BY_FIELD, RESULTS
from projects.iati_import.parts import (
    LEFT_OUT,
    Around,
    Reader,
    Row,
    Taking,
    Unreadable,
    flag_of,
    hash_of,
    hash_of_row,
)

_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

READERS: dict[str, Reader] = {
    "title": texts.title,
    "description": texts.description,
    "participating-org": texts.participating_org,
    "other-identifier": texts.other_identifier,
    "activity-status": texts.activity_status,
    "activity-date": texts.activity_date,
    "contact-info": texts.contact_info,
    "activity-scope": texts.activity_scope,
    "recipient-country": places.country,
    "recipient-region": places.region,
    "location": places.location,
    "sector": texts.sector,
    "tag": texts.tag,
    "humanitarian-scope": texts.humanitarian_scope,
    "policy-marker": texts.policy_marker,
    "collaboration-type": texts.collaboration_type,
    "default-flow-type": texts.flow_type,
    "default-finance-type": texts.finance_type,
    "default-aid-type": texts.aid_type,
    "default-tied-status": texts.tied_status,
    "budget": money.budget,
    "planned-disbursement": money.planned_disbursement,
    "capital-spend": texts.capital_spend,
    "transaction": money.transaction,
    "document-link": texts.document_link,
    "related-activity": texts.related_activity,
    "conditions": texts.conditions,
    "result": results.result,
}


@dataclass(slots=True)
class Payload:
    """What one activity brings. `values` is the object field → columns or lines, as JSON."""

    identifier: str
    reporting_ref: str
    title: str
    values: str
    hashes: dict[str, str]
    countries: set[str]
    oblasts: set[int]
    others: list[str]
    remarks: list[dict[str, Any]] = field(default_factory=list)


def read_payload(node: etree._Element, around: Around) -> Payload:
    """Raises Unreadable (or LookupError for a code without a column) for what cannot be read."""
    taking = Taking(around, str(node.get(XML_LANG, "")), attribute(node, "default-currency"))
    if taking.currency:
        taking.checked("Currency", taking.currency, node, "default-currency")
        taking.fields["currency"] = {"currency": taking.currency}
    for child in node:
        reader = READERS.get(child.tag)
        if reader is not None:
            reader(child, taking)
    identifier = (node.findtext("iati-identifier") or "").strip()
    reporting = node.find("reporting-org")
    if not identifier or len(identifier) > 200 or "title" not in taking.fields:
        raise Unreadable(identifier[:200])
    ref = attribute(reporting, "ref")[:200] if reporting is not None else ""
    return _finished(node, taking, identifier, ref, reporting)


def _finished(
    node: etree._Element, taking: Taking, identifier: str, ref: str, reporting: Any
) -> Payload:
    fields, lists = taking.fields, taking.lists
    _flags(node, fields)
    countries = {one["code"] for one in lists.get("countries", ())}
    countries |= taking.countries
    scope = fields.get("scope", {}).get("activity_scope", "")
    territories = places.territories(taking, scope)
    if territories:
        lists["territories"] = territories
    oblasts = {one["oblast_id"] for one in territories if "oblast_id" in one}
    if oblasts:
        countries.add(UKRAINE)
    others = [one["value"] for one in lists.get("identifiers", ())]
    name = taking.words(reporting).first if reporting is not None else ""
    lists.setdefault("identifiers", []).insert(0, _own_identifier(identifier, ref, name, taking))
    _goals_once(lists)
    _dates_in_order(fields, taking, node)
    kept: dict[str, Any] = {name: row for name, row in fields.items() if row}
    hashes = {
        name: _hash_again(tuple(row.items())) if name in _OFTEN else hash_of_row(row)
        for name, row in kept.items()
    }
    for name, found in lists.items():
        if found:
            kept[name], hashes[name] = (
                _staged_again(name, tuple(tuple(row.items()) for row in found))
                if name in _OFTEN
                else _staged(name, found)
            )
    return Payload(
        identifier=identifier,
        reporting_ref=ref,
        title=fields["title"]["title"],
        values=_encoded(kept),
        hashes=hashes,
        countries=countries,
        oblasts=oblasts,
        others=others,
        remarks=[one.as_json() for one in taking.remarks],
    )


def _staged(name: str, found: list[Any]) -> tuple[list[Any], str]:
    """The rows as lines, and a hash of all that they say in their order."""
    if name == RESULTS.field:
        return found, hash_of(_encoded(found))
    table = BY_FIELD[name]
    lines: list[Any] = [table.kept(row) if type(row) is dict else row for row in found]
    # No text of a file holds what stands between.
    return lines, hash_of(rows.NULL.join(map(rows.NULL.join, lines) if table.sides else lines))


# What most activities of a file say in the same words is made once.
_OFTEN = frozenset({"aid_types", "contacts", "currency", "policy_markers", "scope", "sectors",
                    "status", "terms", "territories"})  # fmt: skip
_Said = tuple[tuple[str, Any], ...]


@lru_cache(maxsize=2000)
def _hash_again(row: _Said) -> str:
    return hash_of_row(dict(row))


@lru_cache(maxsize=5000)
def _staged_again(name: str, found: tuple[_Said, ...]) -> tuple[list[Any], str]:
    return _staged(name, [dict(row) for row in found])


def _flags(node: etree._Element, fields: dict[str, Any]) -> None:
    if flag_of(node.get("humanitarian")):
        fields["humanitarian"] = {"is_humanitarian": True}
    reason = attribute(node, "budget-not-provided")
    if reason:
        fields["budget_not_provided"] = {"budget_not_provided": reason[:1]}


def _own_identifier(identifier: str, ref: str, name: str, taking: Taking) -> Row:
    row: Row = {"kind": "iati", "value": identifier}
    if ref not in taking.around.own_refs:
        row |= {"owner_ref": ref, "owner_name": name[:300]}
    return row


def _dates_in_order(fields: dict[str, Any], taking: Taking, node: etree._Element) -> None:
    """An end before its start is left out: the register holds none such."""
    dates = fields.get("dates", {})
    for kind in ("planned", "actual"):
        start, end = dates.get(f"start_{kind}_on"), dates.get(f"end_{kind}_on")
        if start and end and end < start:
            taking.remark(LEFT_OUT, node, value=end)
            del dates[f"end_{kind}_on"]


def _goals_once(lists: dict[str, list[Row]]) -> None:
    """A goal whose target is named needs no row of its own."""
    rows = lists.get("sdgs")
    if rows:
        with_target = {row["goal"] for row in rows if "target" in row}
        lists["sdgs"] = [row for row in rows if "target" in row or row["goal"] not in with_target]


__all__ = ["READERS", "Payload", "read_payload"]
