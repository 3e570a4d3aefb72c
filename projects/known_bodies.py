"""Organisations under identifiers that JSON standards ask for: every body has one, always the same.

Its identifier of the international list when it is known (`UA-EDR-…`, `XM-DAC-…`), the KATOTTG
code of a community or oblast, the address of a partner or office in our API, else one made of its
name.
"""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from typing import Any

from common.codelists.countries import country_codes
from common.design.languages import wording
from common.registers.fields import text_in
from communities.registers import API
from projects.iati.bodies import edrpou_ref, partner_ref
from projects.iati.parts import clean

GAZETTEER = "UA-CATOTTG"
_LISTED = re.compile(r"([A-Z]{2,3}-[A-Z0-9]+)-(\S+)")


@dataclass(frozen=True, slots=True)
class Body:
    """`scheme` and `number` are the parts of an identifier of the international list."""

    id: str
    name: str
    country: str = ""

    @property
    def listed(self) -> tuple[str, str] | None:
        """(agency's prefix, number) of an identifier that other publishers know too."""
        found = _LISTED.fullmatch(self.id)
        return (found[1], found[2]) if found else None


def body_of_role(role: Any, site: str) -> Body:
    return _body(
        site,
        ref=role.org_ref,
        names=(role.name, role.name_en),
        partner=role.partner,
        unit=role.community or role.oblast,
        office=role.office,
    )


def body_of_payment(row: Any, side: str, site: str) -> Body | None:
    """The provider or receiver of a transaction, if the row names one."""
    name, ref = getattr(row, f"{side}_name"), getattr(row, f"{side}_ref")
    partner, unit = getattr(row, side), getattr(row, f"{side}_community", None)
    if not (partner or unit or clean(name)):
        return None
    names = (name, getattr(row, f"{side}_name_en"))
    return _body(site, ref=ref, names=names, partner=partner, unit=unit)


def _body(
    site: str,
    *,
    ref: str,
    names: tuple[str, str],
    partner: Any = None,
    unit: Any = None,
    office: Any = None,
) -> Body:
    ref = clean(ref)
    if partner is not None:
        own = partner_ref(partner) or f"{site}{API}partners/{partner.public_id}/"
        return Body(ref or own, _said(partner, "name"), partner.country)
    if unit is not None:
        return Body(ref or f"{GAZETTEER}-{unit.code}", _said(unit, "full_name"), "UA")
    if office is not None:
        own = edrpou_ref(office.edrpou) or f"{site}{API}offices/{office.slug}/"
        return Body(ref or own, _said(office, "name"), "UA")
    pair = {"name": names[0], "name_en": names[1]}
    made = uuid.uuid5(uuid.NAMESPACE_URL, f"{site}/{clean(names[0]).casefold()}")
    return Body(ref or f"urn:uuid:{made}", _said(pair, "name"))


def _said(thing: Any, name: str) -> str:
    """In the language of the request, else in the other one."""
    return clean(wording(thing, name).text)


def country_name(code: str) -> str:
    known = country_codes().get(code)
    return text_in(known["name"]) if known else ""
