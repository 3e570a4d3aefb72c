"""`recipient-country`: Ukraine, and the other countries of an activity with their shares."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from lxml import etree

from projects.enums import TerritoryLevel
from projects.iati.parts import NARRATIVES, Defaults, add, attribute, decimal_in, number
from projects.iati.shape import element, many
from projects.models import Project

PLACE = many(element("recipient-country", "code{Country}! percentage=decimal", NARRATIVES))
FIELD = "countries"


@dataclass(frozen=True, slots=True)
class RecipientCountry:
    code: str
    percentage: Decimal | None = None


UKRAINE = "UA"
_ALL = Decimal(100)


def of(project: Project, site: str) -> tuple[RecipientCountry, ...]:
    """Ukraine for all its units together. Alone, it needs no share; beside others it has the rest.

    Nothing when regions of the world are all that is named, or when the payments name where they
    go: the standard allows only one of the two ways.
    """
    shares = _shares(project)
    regions = [one for one in project.territories.all() if one.level == TerritoryLevel.REGION]
    if not shares:
        paid = any(one.country or one.region_code for one in project.transactions.all())
        return () if regions or paid else _UKRAINE_ALONE
    if len(shares) == 1 and not regions:
        return tuple(RecipientCountry(code) for code in shares)
    others = [share for code, share in shares.items() if code != UKRAINE]
    others += [one.percentage for one in regions]
    if shares.get(UKRAINE, _ALL) is None and None not in others:
        shares[UKRAINE] = _ALL - sum((one for one in others if one is not None), Decimal())
    return tuple(RecipientCountry(code, share) for code, share in shares.items())


_UKRAINE_ALONE = (RecipientCountry(UKRAINE),)


def _shares(project: Project) -> dict[str, Decimal | None]:
    """country → its share, None when it is not said for every unit of it."""
    shares: dict[str, Decimal | None] = {}
    for unit in project.territories.all():
        if unit.level != TerritoryLevel.REGION:
            known = shares.get(unit.country, Decimal())
            said = unit.percentage
            shares[unit.country] = None if known is None or said is None else known + said
    return shares


def write(parent: etree._Element, country: RecipientCountry) -> None:
    share = "" if country.percentage is None else number(country.percentage)
    add(parent, "recipient-country", code=country.code, percentage=share)


def read(node: etree._Element, defaults: Defaults) -> RecipientCountry:
    return RecipientCountry(attribute(node, "code"), decimal_in(node, "percentage"))
