"""`planned-disbursement`: a payment that is to come."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from lxml import etree

from projects.iati.bodies import payer_of, receiver_of
from projects.iati.parts import (
    ISO_DATE,
    MONEY,
    Defaults,
    Money,
    Organisation,
    add,
    add_date,
    add_money,
    add_organisation,
    attribute,
    money_in,
    money_of,
    organisation_in,
    organisation_shape,
    period_dates,
)
from projects.iati.shape import element, many, one, optional
from projects.models import Project

PLACE = many(
    element(
        "planned-disbursement",
        "type{BudgetType}",
        one(element("period-start", ISO_DATE)),
        optional(element("period-end", ISO_DATE)),
        one(MONEY),
        optional(organisation_shape("provider-org", "provider-activity-id")),
        optional(organisation_shape("receiver-org", "receiver-activity-id")),
    )
)
FIELD = "planned_disbursements"


@dataclass(frozen=True, slots=True)
class PlannedDisbursement:
    starts_on: dt.date
    ends_on: dt.date | None
    value: Money
    kind: str = "1"
    provider: Organisation | None = None
    receiver: Organisation | None = None


def of(project: Project, site: str) -> tuple[PlannedDisbursement, ...]:
    return tuple(
        PlannedDisbursement(
            one_.starts_on,
            one_.ends_on,
            money_of(one_),
            one_.kind,
            payer_of(one_),
            receiver_of(one_),
        )
        for one_ in project.planned_disbursements.all()
    )


def write(parent: etree._Element, payment: PlannedDisbursement) -> None:
    child = add(parent, "planned-disbursement", type=payment.kind)
    add_date(child, "period-start", payment.starts_on)
    add_date(child, "period-end", payment.ends_on)
    add_money(child, payment.value)
    add_organisation(child, "provider-org", "provider-activity-id", payment.provider)
    add_organisation(child, "receiver-org", "receiver-activity-id", payment.receiver)


def read(node: etree._Element, defaults: Defaults) -> PlannedDisbursement:
    starts_on, ends_on = period_dates(node)
    return PlannedDisbursement(
        starts_on,
        ends_on,
        money_in(node, defaults.currency),
        attribute(node, "type") or "1",
        organisation_in(node, "provider-org", "provider-activity-id", defaults.language),
        organisation_in(node, "receiver-org", "receiver-activity-id", defaults.language),
    )
