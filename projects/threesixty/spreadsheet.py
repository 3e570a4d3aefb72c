"""Grants as the table that 360Giving describes: a row each, headings in the standard's words.

A list takes as many columns as the longest one of the file needs. One value stands under the plain
heading (`Funding Org:Name`), several under numbered ones (`Funding Org:1:Name`): tools of the
standard read both.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from projects.packages import Item

# Days of these fields are written without the hour that the JSON form asks for.
DAYS = {"awardDate", "startDate", "endDate"}
DAY_LENGTH = len("2026-03-31")


@dataclass(frozen=True, slots=True)
class Heading:
    """`parts` of a list are the fields of each thing in it, in the words of the standard."""

    field: str
    title: str
    parts: tuple[tuple[str, str], ...] = ()


BODY = (("id", "Identifier"), ("name", "Name"), ("addressCountry", "Country"))
DATES = (("startDate", "Start Date"), ("endDate", "End Date"))
CODE = (("vocabulary", "Vocabulary"), ("code", "Code"), ("title", "Title"))
PLACE = (
    ("name", "Name"),
    ("countryCode", "Country Code"),
    ("latitude", "Latitude"),
    ("longitude", "Longitude"),
    ("geoCode", "Geographic Code"),
    ("description", "Description"),
)
HEADINGS = (
    Heading("id", "Identifier"),
    Heading("title", "Title"),
    Heading("description", "Description"),
    Heading("currency", "Currency"),
    Heading("amountAppliedFor", "Amount Applied For"),
    Heading("amountAwarded", "Amount Awarded"),
    Heading("amountDisbursed", "Amount Disbursed"),
    Heading("awardDate", "Award Date"),
    Heading("url", "URL"),
    Heading("plannedDates", "Planned Dates", DATES),
    Heading("actualDates", "Actual Dates", DATES),
    Heading("recipientOrganization", "Recipient Org", BODY),
    Heading("fundingOrganization", "Funding Org", BODY),
    Heading("beneficiaryLocation", "Beneficiary Location", PLACE),
    Heading("locationScope", "Location Scope"),
    Heading(
        "grantProgramme", "Grant Programme", (("code", "Code"), ("title", "Title"), ("url", "URL"))
    ),
    Heading("fromOpenCall", "From An Open Call?"),
    Heading("fundingType", "Funding Type", CODE),
    Heading("classifications", "Classifications", CODE),
    Heading(
        "relatedDocument",
        "Related Document",
        (("title", "Title"), ("url", "Web Address"), ("description", "Description")),
    ),
    Heading("dateModified", "Last Modified"),
    Heading("dataSource", "Data Source"),
)

Widths = dict[str, int]


def measured(items: Iterable[Item], widths: Widths) -> Iterator[str]:
    """Each grant as a line of JSON; `widths` learns how long the longest list of each name is."""
    for item in items:
        for name, value in item.items():
            if isinstance(value, list):
                widths[name] = max(widths.get(name, 0), len(value))
        yield json.dumps(item, ensure_ascii=False) + "\n"


def header(widths: Widths) -> list[str]:
    return [title for _, title in _columns(widths)]


def rows(lines: Iterable[bytes], widths: Widths) -> Iterator[list[Any]]:
    """The cells of each grant, under the `header` of the same widths."""
    paths = [path for path, _ in _columns(widths)]
    for line in lines:
        item = json.loads(line)
        yield [_cell(item, path) for path in paths]


Path = tuple[str, int, str]


def _columns(widths: Widths) -> Iterator[tuple[Path, str]]:
    """(field, place in its list, part) and heading. Lists that no grant has take no column."""
    for one in HEADINGS:
        if not one.parts:
            yield (one.field, 0, ""), one.title
        width = widths.get(one.field, 0) if one.parts else 0
        for place in range(width):
            number = f":{place}" if width > 1 else ""
            for part, title in one.parts:
                yield (one.field, place, part), f"{one.title}{number}:{title}"


def _cell(item: Item, path: Path) -> Any:
    field, place, part = path
    value = item.get(field)
    if part:
        value = value[place].get(part) if value and place < len(value) else None
    if isinstance(value, str) and (part or field) in DAYS:
        return value[:DAY_LENGTH]
    return value
