"""`budget`: money planned for a period of at most one year."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from lxml import etree

from projects.iati.parts import (
    ISO_DATE,
    MONEY,
    Defaults,
    Money,
    add,
    add_date,
    add_money,
    attribute,
    money_in,
    money_of,
    period_dates,
)
from projects.iati.shape import element, many, one
from projects.models import Project

PLACE = many(
    element(
        "budget",
        "type{BudgetType} status{BudgetStatus}",
        one(element("period-start", ISO_DATE)),
        one(element("period-end", ISO_DATE)),
        one(MONEY),
    )
)
FIELD = "budgets"


@dataclass(frozen=True, slots=True)
class Budget:
    """A missing type means original, a missing status indicative."""

    starts_on: dt.date
    ends_on: dt.date
    value: Money
    kind: str = "1"
    status: str = "1"


def of(project: Project, site: str) -> tuple[Budget, ...]:
    return tuple(
        Budget(one.starts_on, one.ends_on, money_of(one), one.kind, one.status)
        for one in project.budgets.all()
    )


def write(parent: etree._Element, budget: Budget) -> None:
    child = add(parent, "budget", type=budget.kind, status=budget.status)
    add_date(child, "period-start", budget.starts_on)
    add_date(child, "period-end", budget.ends_on)
    add_money(child, budget.value)


def read(node: etree._Element, defaults: Defaults) -> Budget:
    starts_on, ends_on = period_dates(node)
    assert ends_on is not None
    return Budget(
        starts_on,
        ends_on,
        money_in(node, defaults.currency),
        attribute(node, "type") or "1",
        attribute(node, "status") or "1",
    )
