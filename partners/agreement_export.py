"""Agreements in the 12 columns of the state register, as data.gov.ua publishes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Prefetch

from common.exchange.stretches import objects
from partners.agreement_enums import AgreementKind, PartyKind, TermKind
from partners.enums import PartnerKind
from partners.models import AgreementPartner, AgreementParty

HEADER = (
    "№ з/п",
    "Реєстраційний номер",
    "Назва угоди",
    "Дата (місце) підписання",
    "Вид угоди",
    "Сфера співробітництва",
    "Регіон України",
    "Суб’єкт (учасник) з української сторони, місцезнаходження",
    "Іноземна держава",
    "Адміністративно-територіальна одиниця іноземної держави",
    "Суб’єкт (учасник) іноземної держави",
    "Строк дії угоди",
)
KINDS = {
    AgreementKind.CROSS_BORDER: "транскордонне",
    AgreementKind.INTERTERRITORIAL: "міжтериторіальне",
    AgreementKind.CROSS_BORDER_INTERTERRITORIAL: "транскордонне та міжтериторіальне",
    AgreementKind.TRANSNATIONAL: "транснаціональне",
}
BODIES = {
    PartyKind.ADMINISTRATION: "обласна державна (військова) адміністрація",
    PartyKind.COUNCIL: "обласна рада",
    PartyKind.RAION_ADMINISTRATION: "районна державна (військова) адміністрація",
    PartyKind.RAION_COUNCIL: "районна рада",
    PartyKind.OFFICE: "регіональний офіс міжнародного співробітництва",
}


def register_rows(rows: Any) -> Iterator[list[Any]]:
    """One row per agreement, in Ukrainian whatever the page's language: it is a state form."""
    found = rows.prefetch_related(
        Prefetch("parties", AgreementParty.objects.select_related("oblast", "community", "raion")),
        Prefetch("counterparts", AgreementPartner.objects.select_related("partner")),
    )
    for number, one in enumerate(objects(found), start=1):
        yield [number, *_cells(one)]


def _cells(agreement: Any) -> Iterator[str]:
    parties = list(agreement.parties.all())
    partners = [one.partner for one in agreement.counterparts.all()]
    places = [one.name for one in partners if one.kind == PartnerKind.REGIONAL_AUTHORITY]
    yield agreement.registration_no
    yield agreement.title
    yield signing(agreement)
    yield KINDS.get(agreement.kind) or str(AgreementKind(agreement.kind).label)
    yield agreement.subject
    yield _joined(one.oblast.full_name for one in parties)
    yield _joined(party_name(one) for one in parties)
    yield _joined(str(one.country.name or "") for one in partners)
    yield _joined(places)
    yield _joined(one.name for one in partners)
    yield term(agreement)


def _joined(values: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(value for value in values if value))


def signing(agreement: Any) -> str:
    day = f"{agreement.signed_on:%d.%m.%Y}" if agreement.signed_on else ""
    return ", ".join(part for part in (day, agreement.signed_place) if part)


def party_name(party: Any) -> str:
    """With the oblast, so that the name says which one: nine communities are «Миколаївська»."""
    if party.community:
        return f"{party.community.full_name} ({party.oblast.full_name})"
    if party.raion:
        return f"{party.raion.name} {BODIES[PartyKind(party.kind)]} ({party.oblast.full_name})"
    return f"{party.oblast.name} {BODIES[PartyKind(party.kind)]}"


def term(agreement: Any) -> str:
    if agreement.term == TermKind.INDEFINITE:
        return "Безстрокова"
    if agreement.term == TermKind.UNTIL:
        text = f"до {agreement.until_on:%d.%m.%Y}"
    elif agreement.term == TermKind.MONTHS:
        text = _length(agreement.term_months)
    else:
        return "_"
    return f"{text} з автоматичним продовженням" if agreement.auto_renewal else text


def _length(months: int) -> str:
    years, rest = divmod(months, 12)
    if not rest:
        return f"{years} {_word(years, 'рік', 'роки', 'років')}"
    return f"{months} {_word(months, 'місяць', 'місяці', 'місяців')}"


def _word(count: int, one: str, few: str, many: str) -> str:
    if count % 10 == 1 and count % 100 != 11:
        return one
    if count % 10 in {2, 3, 4} and count % 100 not in {12, 13, 14}:
        return few
    return many
