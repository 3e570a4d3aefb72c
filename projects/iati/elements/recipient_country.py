"""`recipient-country`: Ukraine, and the other countries of an activity with their shares."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from lxml import etree

from projects.iati.parts import NARRATIVES, Defaults, add, attribute, decimal_in, number
from projects.iati.shape import element, many

PLACE = many(element("recipient-country", "code{Country}! percentage=decimal", NARRATIVES))
FIELD = "countries"


@dataclass(frozen=True, slots=True)
class RecipientCountry:
    code: str
    percentage: Decimal | None = None


def write(parent: etree._Element, country: RecipientCountry) -> None:
    share = "" if country.percentage is None else number(country.percentage)
    add(parent, "recipient-country", code=country.code, percentage=share)


def read(node: etree._Element, defaults: Defaults) -> RecipientCountry:
    return RecipientCountry(attribute(node, "code"), decimal_in(node, "percentage"))
