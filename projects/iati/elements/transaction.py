"""`transaction`: money promised, paid, spent, received. A negative amount takes back.

Sectors and countries stand here only when the activity as a whole names none: the standard allows
one of the two ways. Of several sectors of a transaction the first is kept.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from lxml import etree

from projects.iati.bodies import payer_of, receiver_of
from projects.iati.elements import recipient_region, sector
from projects.iati.elements.default_aid_type import AidType
from projects.iati.elements.recipient_region import RecipientRegion
from projects.iati.elements.sector import Sector
from projects.iati.parts import (
    ISO_DATE,
    MONEY,
    NARRATIVES,
    Defaults,
    Money,
    Narratives,
    Organisation,
    add,
    add_code,
    add_date,
    add_money,
    add_organisation,
    add_texts,
    attribute,
    clean,
    code_in,
    date_in,
    flag,
    flag_in,
    in_both,
    money_in,
    money_of,
    organisation_in,
    organisation_shape,
    texts_in,
    texts_shape,
)
from projects.iati.shape import element, many, one, optional
from projects.models import Project, ProjectTransaction

PLACE = many(
    element(
        "transaction",
        "ref humanitarian=boolean",
        one(element("transaction-type", "code{TransactionType}!")),
        one(element("transaction-date", ISO_DATE)),
        one(MONEY),
        optional(texts_shape("description")),
        optional(organisation_shape("provider-org", "provider-activity-id")),
        optional(organisation_shape("receiver-org", "receiver-activity-id")),
        optional(element("disbursement-channel", "code{DisbursementChannel}!")),
        many(
            element(
                "sector", "vocabulary{SectorVocabulary} vocabulary-uri=anyURI code!", NARRATIVES
            )
        ),
        optional(element("recipient-country", "code{Country}!", NARRATIVES)),
        optional(
            element(
                "recipient-region",
                "code! vocabulary{RegionVocabulary} vocabulary-uri=anyURI",
                NARRATIVES,
            )
        ),
        optional(element("flow-type", "code{FlowType}!")),
        optional(element("finance-type", "code{FinanceType}!")),
        many(element("aid-type", "code! vocabulary{AidTypeVocabulary}")),
        optional(element("tied-status", "code{TiedStatus}!")),
    )
)
FIELD = "transactions"


@dataclass(frozen=True, slots=True)
class Transaction:
    kind: str
    day: dt.date
    value: Money
    ref: str = ""
    is_humanitarian: bool | None = None
    description: Narratives = ()
    provider: Organisation | None = None
    receiver: Organisation | None = None
    channel: str = ""
    sector: Sector | None = None
    country: str = ""
    region: RecipientRegion | None = None
    flow_type: str = ""
    finance_type: str = ""
    aid_types: tuple[AidType, ...] = ()
    tied_status: str = ""


def of(project: Project, site: str) -> tuple[Transaction, ...]:
    """Sectors and countries of payments only where the project names none for the whole."""
    with_sectors = not list(project.sectors.all())
    with_countries = not list(project.territories.all())
    return tuple(
        _of_row(one_, with_sectors=with_sectors, with_countries=with_countries)
        for one_ in project.transactions.all()
    )


def _of_row(row: ProjectTransaction, *, with_sectors: bool, with_countries: bool) -> Transaction:
    return Transaction(
        row.kind,
        row.happened_on,
        money_of(row),
        clean(row.reference),
        row.is_humanitarian,
        in_both(row.description, row.description_en),
        payer_of(row),
        receiver_of(row),
        row.channel,
        _sector(row) if with_sectors else None,
        row.country if with_countries else "",
        _region(row) if with_countries else None,
        row.flow_type,
        row.finance_type,
        (AidType(row.aid_type),) if row.aid_type else (),
        row.tied_status,
    )


def _sector(row: ProjectTransaction) -> Sector | None:
    return Sector(row.sector_code, row.sector_vocabulary or "1") if row.sector_code else None


def _region(row: ProjectTransaction) -> RecipientRegion | None:
    return RecipientRegion(row.region_code, row.region_vocabulary) if row.region_code else None


def write(parent: etree._Element, payment: Transaction) -> None:
    child = add(parent, "transaction", ref=payment.ref, humanitarian=flag(payment.is_humanitarian))
    add_code(child, "transaction-type", payment.kind)
    add_date(child, "transaction-date", payment.day)
    add_money(child, payment.value)
    add_texts(child, "description", payment.description)
    add_organisation(child, "provider-org", "provider-activity-id", payment.provider)
    add_organisation(child, "receiver-org", "receiver-activity-id", payment.receiver)
    add_code(child, "disbursement-channel", payment.channel)
    if payment.sector is not None:
        sector.write(child, payment.sector)
    add_code(child, "recipient-country", payment.country)
    if payment.region is not None:
        recipient_region.write(child, payment.region)
    add_code(child, "flow-type", payment.flow_type)
    add_code(child, "finance-type", payment.finance_type)
    for kind in payment.aid_types:
        add(child, "aid-type", code=kind.code, vocabulary=kind.vocabulary)
    add_code(child, "tied-status", payment.tied_status)


def read(node: etree._Element, defaults: Defaults) -> Transaction:
    day = date_in(node, "transaction-date")
    assert day is not None
    return Transaction(
        code_in(node, "transaction-type"),
        day,
        money_in(node, defaults.currency),
        attribute(node, "ref"),
        flag_in(node, "humanitarian"),
        texts_in(node, "description", defaults.language),
        organisation_in(node, "provider-org", "provider-activity-id", defaults.language),
        organisation_in(node, "receiver-org", "receiver-activity-id", defaults.language),
        code_in(node, "disbursement-channel"),
        sector.read(sectors, defaults) if (sectors := node.find("sector")) is not None else None,
        code_in(node, "recipient-country"),
        recipient_region.read(region, defaults)
        if (region := node.find("recipient-region")) is not None
        else None,
        code_in(node, "flow-type"),
        code_in(node, "finance-type"),
        tuple(
            AidType(attribute(one_, "code"), attribute(one_, "vocabulary") or "1")
            for one_ in node.iterchildren("aid-type")
        ),
        code_in(node, "tied-status"),
    )
