"""Cells that hold rows of a project: read into codes, and codes into what the services take."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from common.codelists.countries import country_codes
from common.exchange.columns import CODE
from common.exchange.problems import Level
from common.exchange.vocabulary import Vocabulary, code_names, word_key
from common.money.currencies import CODE as CURRENCY_CODE
from communities.models import Community, Oblast, Office, Raion
from partners.models import Partner
from partners.vocabulary import oblast_words
from projects import rows
from projects.enums import BudgetKind, BudgetStatus, TerritoryLevel
from projects.models import Project
from projects.models.classification import DAC
from projects.models.places import UKRAINE
from projects.register_parts import identifier_kinds
from projects.register_parts import roles as role_codes
from projects.table_codes import (
    entries,
    named,
    party_share,
    percent,
    plain,
    safe,
    share_of,
    with_share,
    without_share,
)
from projects.table_rows import CURRENCY_WORDS, Cells, as_day, number

WHOLE_COUNTRY = frozenset({"ua", "україна", "уся україна", "вся україна", "ukraine"})
ROLE_SYNONYMS = {
    "донор": "funding",
    "фінансує": "funding",
    "фінансування": "funding",
    "funder": "funding",
    "donor": "funding",
    "виконавець": "implementing",
    "виконує": "implementing",
    "implementer": "implementing",
    "бенефіціар": "beneficiary",
    "реципієнт": "recipient",
    "отримувач": "recipient",
    "підзвітний": "accountable",
    "через кого": "extending",
}
NUMBER_SYNONYMS = {
    "МТД": "mta_registration",
    "реєстрація": "mta_registration",
    "державна реєстрація": "mta_registration",
    "IATI": "iati",
    "DREAM": "dream",
    "донор": "donor",
    "інше": "other",
}
PERIOD = re.compile(
    r"^(?P<start>[\d.-]+?)(?:\s*[/–—]\s*(?P<end>[\d.-]+))?\s*[:\s]\s*(?P<amount>[\d\s'’.,]+)\s*"
    r"(?P<currency>[^\d\s]+(?: [^\d\s]+)?)(?:\s+(?P<kind>[12])\s+(?P<status>[12])\s+"
    r"(?P<day>\d{4}-\d\d-\d\d))?$"
)
YEAR = re.compile(r"^\d{4}$")
PARTNER, COMMUNITY, OBLAST, OFFICE, OTHER = "partner", "community", "oblast", "office", "other"


class RowReader:
    """Reads cells of one table, with what it needs to know of registers loaded once."""

    def __init__(self, user: Any, oblast: Oblast | None, sectors: frozenset[str]) -> None:
        self.oblast, self.sectors = oblast, sectors
        self.roles = Vocabulary(code_names(role_codes()), ROLE_SYNONYMS)
        self.numbers = Vocabulary(code_names(identifier_kinds()), NUMBER_SYNONYMS)
        self.partners: dict[str, Partner] = {}
        self._by_name: dict[str, set[str]] = defaultdict(set)
        for one in Partner.objects.visible_to(user).current():
            self._add(PARTNER, str(one.public_id), one, one.name, one.name_en, one.acronym)
        self.oblasts = {one.code: one for one in Oblast.objects.in_force()}
        self.oblast_words = oblast_words(self.oblasts)
        self.raions = {one.code: one for one in Raion.objects.select_related("oblast")}
        self.communities: dict[str, Community] = {}
        for each in Community.objects.in_force().select_related("oblast", "raion"):
            self.communities[each.code] = each
            for name in (each.name, each.full_name, each.name_en, each.full_name_en):
                self._by_name[f"{COMMUNITY}|{word_key(name)}"].add(each.code)
        self.offices = {one.slug: one for one in Office.objects.all()}

    def _add(self, kind: str, key: str, record: Partner, *names: str) -> None:
        self.partners[key] = record
        for name in filter(None, (*names, record.slug, key)):
            self._by_name[f"{kind}|{word_key(name)}"].add(key)

    def read(self, row: Cells, column: str) -> None:
        """Put the codes of the cell, or of the one with codes beside it, into the row's data."""
        name = column + CODE if row.cell(column + CODE).strip() else column
        cell = row.cell(name)
        readers = {
            "parties": self._party,
            "territories": self._territory,
            "sectors": self._sector,
            "identifiers": self._number,
            "budgets": self._budget,
        }
        # People write «72010:60|11220:40», and numbers of donors with bars in them.
        pieces = entries(cell) if column != "identifiers" else re.split(r"[;\n]", cell)
        found: list[str] = []
        for piece in pieces:
            code = readers[column](row, name, piece.strip()) if piece.strip() else ""
            if code:
                found.append(code)
        if found:
            row.data[column] = list(dict.fromkeys(found))

    def _party(self, row: Cells, column: str, piece: str) -> str:
        said, sign, body = _parted(piece)
        role = self.roles.find(said)
        if not sign or not role:
            reason = _("Write the role, a colon and the organisation: funding: Sida.")
            row.wrong(column, piece, reason)
            return ""
        parted = party_share(body)
        if parted is None:
            row.wrong(column, piece, _("A share is from 0 to 100 per cent."))
            return ""
        body, share = parted
        kind, colon, key = body.partition(":")
        if colon and kind in {PARTNER, COMMUNITY, OBLAST, OFFICE, OTHER}:
            code = self._known_party(row, column, role, kind, key)
        else:
            code = self._named_party(row, column, role, body)
        return f"{code}{percent(share or None)}" if code else ""

    def _known_party(self, row: Cells, column: str, role: str, kind: str, key: str) -> str:
        held: dict[str, Any] = {
            PARTNER: self.partners,
            COMMUNITY: self.communities,
            OBLAST: self.oblasts,
            OFFICE: self.offices,
            OTHER: {key: key} if key else {},
        }
        if key in held[kind]:
            return f"{role}={kind}:{key}"
        row.wrong(column, key, _("There is no such record that you may see."))
        return ""

    def _named_party(self, row: Cells, column: str, role: str, name: str) -> str:
        code = name.upper()
        partners = self._by_name.get(f"{PARTNER}|{word_key(name)}", set())
        communities = [code] if code in self.communities else self._communities(name)
        oblast = code if code in self.oblasts else self.oblast_words.find(name)
        if len(partners) == 1:
            return f"{role}={PARTNER}:{min(partners)}"
        if not partners and len(communities) == 1:
            return f"{role}={COMMUNITY}:{communities[0]}"
        if partners or communities:
            reason = _("Several have this name: write the KATOTTG code or the name in full.")
            row.wrong(column, name, reason)
            return ""
        if oblast:
            return f"{role}={OBLAST}:{oblast}"
        reason = _("No register has this organisation: kept as a name.")
        row.wrong(column, name, reason, Level.WARNING)
        return f"{role}={OTHER}:{safe(name[:300])}"

    def _communities(self, name: str) -> list[str]:
        """Those of the name; of the table's own oblast, if any of them lies there."""
        found = sorted(self._by_name.get(f"{COMMUNITY}|{word_key(name)}", set()))
        own = [
            code for code in found if self.oblast and self.communities[code].oblast == self.oblast
        ]
        return own or found

    def _territory(self, row: Cells, column: str, piece: str) -> str:
        parted = with_share(piece)
        if parted is None:
            row.wrong(column, piece, _("A share is from 0 to 100 per cent."))
            return ""
        what, share = parted
        code = self._unit(what)
        if not code:
            many = len(self._communities(what)) > 1
            several = _("Several communities have this name: give the KATOTTG code.")
            unknown = _(
                "There is no such territory. A KATOTTG code looks like UA53060270000065218."
            )
            row.wrong(column, what, several if many else unknown)
            return ""
        return f"{code}{percent(share or None)}"

    def _unit(self, what: str) -> str:
        code = what.upper()
        if code in self.communities or code in self.raions or code in self.oblasts:
            return code
        if word_key(what) in WHOLE_COUNTRY:
            return UKRAINE
        # What came by IATI and works in other countries too goes back in as it was downloaded.
        if code in country_codes():
            return code
        communities = self._communities(what)
        if len(communities) == 1:
            return communities[0]
        return "" if communities else self.oblast_words.find(what)

    def _sector(self, row: Cells, column: str, piece: str) -> str:
        found = re.match(r"^(\d{5})\b", piece)
        rest = piece[5:].strip() if found else ""
        share = re.search(r"(?:^:|\()\s*(\d+(?:[.,]\d+)?)\s*%?\)?$", rest)
        if not found or (self.sectors and found[1] not in self.sectors):
            row.wrong(column, piece, _("There is no such sector: five digits of the DAC list."))
            return ""
        value = share[1].replace(",", ".") if share else ""
        if value and Decimal(value) > 100:
            row.wrong(column, piece, _("A share is from 0 to 100 per cent."))
            return ""
        return f"{found[1]}{percent(value or None)}"

    def _number(self, row: Cells, column: str, piece: str) -> str:
        said, sign, value = _parted(piece)
        kind = self.numbers.find(said) if sign else ""
        if not kind or not value:
            reason = _("Write whose number it is, a colon and the number: iati: XM-DAC-41114-1.")
            row.wrong(column, piece, reason)
            return ""
        return f"{kind}={safe(named(value))}"

    def _budget(self, row: Cells, column: str, piece: str) -> str:
        found = PERIOD.match(piece)
        code = budget_text(found) if found else ""
        if not code:
            reason = _("Write the year, a colon, the amount and its currency: 2025: 100000 EUR.")
            row.wrong(column, piece, reason)
        return code


def _parted(piece: str) -> tuple[str, str, str]:
    """«funding=partner:1» and «funding: Sida»: at the first of the two signs."""
    place = min((piece.find(sign) for sign in "=:" if sign in piece), default=-1)
    if place < 0:
        return piece, "", ""
    return piece[:place].strip(), piece[place], piece[place + 1 :].strip()


def budget_text(found: re.Match[str]) -> str:
    """The code of a budget; nothing when a part of it makes no sense."""
    start, end = found["start"], found["end"]
    days = (as_day(start), as_day(end)) if end else (None, None)
    if not end and YEAR.match(start) and 1991 <= int(start) <= 2100:
        days = (dt.date(int(start), 1, 1), dt.date(int(start), 12, 31))
    amount = number(found["amount"].strip())
    currency = CURRENCY_WORDS.get(word_key(found["currency"]), found["currency"].upper())
    if None in days or amount is None or not CURRENCY_CODE.fullmatch(currency):
        return ""
    kind = found["kind"] or BudgetKind.ORIGINAL.value
    status = found["status"] or BudgetStatus.INDICATIVE.value
    day = found["day"] or days[0]
    return f"{days[0]}/{days[1]} {plain(amount)} {currency} {kind} {status} {day}"


# From the record to codes, and from codes to what the services take


def codes_of(project: Project) -> dict[str, list[str]]:
    """What stands in the record, in the codes of `table_codes`."""
    return {
        "parties": [_party_code(one) for one in project.roles.all()],
        "territories": [
            f"{code}{percent(one.percentage)}"
            for one in project.territories.all()
            if (code := _unit_code(one))
        ],
        "sectors": [
            f"{one.code}{percent(one.percentage)}"
            for one in project.sectors.all()
            if one.vocabulary == DAC
        ],
        "identifiers": [f"{one.kind}={safe(one.value)}" for one in project.identifiers.all()],
        "budgets": [
            f"{one.starts_on}/{one.ends_on} {plain(one.amount)} {one.currency} {one.kind} "
            f"{one.status} {one.value_date}"
            for one in project.budgets.all()
        ],
    }


def _party_code(one: Any) -> str:
    return f"{_body_code(one)}{percent(one.share)}"


def _body_code(one: Any) -> str:
    if one.partner_id:
        return f"{one.role}={PARTNER}:{one.partner.public_id}"
    if one.community_id:
        return f"{one.role}={COMMUNITY}:{one.community.code}"
    if one.oblast_id:
        return f"{one.role}={OBLAST}:{one.oblast.code}"
    if one.office_id:
        return f"{one.role}={OFFICE}:{one.office.slug}"
    return f"{one.role}={OTHER}:{safe(one.name or one.name_en)}"


def _unit_code(one: Any) -> str:
    unit = one.community or one.raion or one.oblast
    return str(unit.code if unit else one.country)


def _as_row(kind: type[Any], one: Any) -> Any:
    return kind(**{each.name: getattr(one, each.name) for each in fields(kind)})


def parties_of(project: Project, codes: Iterable[str], known: RowReader) -> list[rows.Party]:
    """Those of the project as they are, and new ones; a share that is said replaces theirs."""
    held = {_body_code(one): _as_row(rows.Party, one) for one in project.roles.all()}
    for code in codes:
        body, share = without_share(code), share_of(code)
        party = held.get(body) or _party(body, known)
        held[body] = replace(party, share=Decimal(share)) if share else party
    return list(held.values())


def _party(code: str, known: RowReader) -> rows.Party:
    role, _sign, body = code.partition("=")
    kind, _colon, key = body.partition(":")
    if kind == PARTNER:
        return rows.Party(role=role, partner=known.partners[key])
    if kind == COMMUNITY:
        return rows.Party(role=role, community=known.communities[key])
    if kind == OBLAST:
        return rows.Party(role=role, oblast=known.oblasts[key])
    if kind == OFFICE:
        return rows.Party(role=role, office=known.offices[key])
    return rows.Party(role=role, name=named(key))


def units_of(project: Project, codes: Sequence[str], known: RowReader) -> list[rows.Unit]:
    """The whole list; what no code tells, such as regions of the world, stays."""
    others = [
        _as_row(rows.Unit, one)
        for one in project.territories.all()
        if one.level == TerritoryLevel.REGION
    ]
    return [*(_unit(code, known) for code in codes), *others]


def _unit(text: str, known: RowReader) -> rows.Unit:
    code, _colon, said = text.partition(":")
    share = Decimal(said) if said else None
    if code in known.communities:
        return rows.Unit.of_community(known.communities[code], share)
    if code in known.raions:
        return rows.Unit.of_raion(known.raions[code], share)
    if code in known.oblasts:
        return rows.Unit.of_oblast(known.oblasts[code], share)
    return rows.Unit.of_country(code, share)


def sectors_of(project: Project, codes: Iterable[str]) -> list[rows.Sector]:
    """The whole list of DAC sectors; those of other lists stay."""
    others = [_as_row(rows.Sector, one) for one in project.sectors.all() if one.vocabulary != DAC]
    parted = [code.partition(":") for code in codes]
    return [
        *(
            rows.Sector(code=code, percentage=Decimal(share) if share else None)
            for code, _colon, share in parted
        ),
        *others,
    ]


def budgets_of(codes: Iterable[str]) -> list[rows.Budget]:
    found = []
    for code in codes:
        period, amount, currency, kind, status, day = code.split(" ")
        start, _slash, end = period.partition("/")
        found.append(
            rows.Budget(
                amount=Decimal(amount),
                currency=currency,
                value_date=dt.date.fromisoformat(day),
                starts_on=dt.date.fromisoformat(start),
                ends_on=dt.date.fromisoformat(end),
                kind=kind,
                status=status,
            )
        )
    return found
