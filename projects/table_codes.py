"""How rows of a project stand in one cell of a table, so that the table can come back in.

Each kind of row is a short text: «funding=partner:<id>:40», «UA53…:60», «11220:40»,
«iati=XM-DAC-1», «2024-01-01/2024-12-31 100000 EUR 1 2 2024-01-01». Several stand in one cell,
separated by semicolons. Downloads write them, imports read and compare them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import quote, unquote

from projects.models.classification import DAC

SEPARATORS = re.compile(r"[;\n|]")


def percent(value: Any) -> str:
    """«:60», or nothing."""
    return "" if value is None else f":{plain(value)}"


def plain(value: Any) -> str:
    """A number without needless noughts."""
    return f"{Decimal(str(value)).normalize():f}"


def safe(text: str) -> str:
    """A name that holds no sign which separates; others stay readable."""
    return "".join(quote(sign) if sign in ";|:=%\n\r" else sign for sign in text)


def named(text: str) -> str:
    return unquote(text)


# From the register's JSON rows


def party_code(item: Mapping[str, Any]) -> str:
    role, kind, share = item["role"]["code"], item["kind"], percent(item["share"])
    if kind == "other":
        return f"{role}=other:{safe(item['name']['uk'] or item['name']['en'] or '')}{share}"
    return f"{role}={kind}:{item['id']}{share}"


def without_share(party: str) -> str:
    """Who it is, in which role: «funding=partner:1:60» and «funding=partner:1» are the same."""
    return ":".join(party.split(":")[:2])


def share_of(party: str) -> str:
    return "".join(party.split(":")[2:])


def joined_parties(held: Iterable[str], said: Iterable[str]) -> list[str]:
    """Those of the record and those of a table, which may know another share of them."""
    found = {without_share(one): one for one in held}
    for one in said:
        if share_of(one) or without_share(one) not in found:
            found[without_share(one)] = one
    return list(found.values())


def territory_code(item: Mapping[str, Any]) -> str:
    return f"{item['code']}{percent(item['percentage'])}" if item["code"] else ""


def sector_code(item: Mapping[str, Any]) -> str:
    """Only of the DAC list: others come with files of their own standard."""
    if item["vocabulary"] != DAC:
        return ""
    return f"{item['code']}{percent(item['percentage'])}"


def identifier_code(item: Mapping[str, Any]) -> str:
    return f"{item['kind']['code']}={safe(item['value'])}"


def budget_code(item: Mapping[str, Any]) -> str:
    value = item["value"]
    return " ".join(
        (
            f"{item['starts_on']}/{item['ends_on']}",
            plain(value["amount"]),
            value["currency"],
            item["kind"]["code"],
            item["status"]["code"],
            str(value["value_date"]),
        )
    )


# Into pieces


def entries(cell: str) -> list[str]:
    return [one.strip() for one in SEPARATORS.split(cell) if one.strip()]


SHARE = re.compile(r"^(?P<what>.*?)\s*(?:[:=]\s*|\(\s*)?(?P<share>\d+(?:[.,]\d+)?)\s*%?\s*\)?$")
NEEDS = re.compile(r"[:=(%]")


PARTY_SHARE = re.compile(r"^(?P<who>.+?)(?::|\s*\()\s*(?P<share>\d+(?:[.,]\d+)?)\s*%?\s*\)?$")


def party_share(text: str) -> tuple[str, str] | None:
    """«Sida (40 %)», «partner:1:40», «Sida» → (who, share or nothing); None for a wrong share."""
    found = PARTY_SHARE.match(text)
    keys = ("partner", "community", "oblast", "office", "other")
    if not found or found["who"] in keys or (":" not in text and "%" not in text):
        return text.strip(), ""
    share = Decimal(found["share"].replace(",", "."))
    return (found["who"].strip(), plain(share)) if share <= 100 else None


def with_share(text: str) -> tuple[str, str] | None:
    """«UA53…:60», «Sumy (60 %)», «Sumy 60%», «Sumy» → (what, share or nothing)."""
    found = SHARE.match(text)
    if not found or not NEEDS.search(text[len(found["what"]) :]) or not found["what"].strip():
        return text.strip(), ""
    try:
        share = Decimal(found["share"].replace(",", "."))
    except InvalidOperation:
        return None
    return (found["what"].strip(), plain(share)) if share <= 100 else None
