"""`transaction`: money promised, paid, spent, received. A negative amount takes back.

Sectors and countries of single transactions are read over: we give them for the whole activity,
and the standard allows only one of the two ways.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from lxml import etree

from projects.iati.elements.default_aid_type import AidType
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
    code_in,
    date_in,
    flag,
    flag_in,
    money_in,
    organisation_in,
    organisation_shape,
    texts_in,
    texts_shape,
)
from projects.iati.shape import element, many, one, optional

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
    flow_type: str = ""
    finance_type: str = ""
    aid_types: tuple[AidType, ...] = ()
    tied_status: str = ""


def write(parent: etree._Element, payment: Transaction) -> None:
    child = add(parent, "transaction", ref=payment.ref, humanitarian=flag(payment.is_humanitarian))
    add_code(child, "transaction-type", payment.kind)
    add_date(child, "transaction-date", payment.day)
    add_money(child, payment.value)
    add_texts(child, "description", payment.description)
    add_organisation(child, "provider-org", "provider-activity-id", payment.provider)
    add_organisation(child, "receiver-org", "receiver-activity-id", payment.receiver)
    add_code(child, "disbursement-channel", payment.channel)
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
        code_in(node, "flow-type"),
        code_in(node, "finance-type"),
        tuple(
            AidType(attribute(one_, "code"), attribute(one_, "vocabulary") or "1")
            for one_ in node.iterchildren("aid-type")
        ),
        code_in(node, "tied-status"),
    )
