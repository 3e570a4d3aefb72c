"""Technical assistance that a community receives."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from communities.models import Community
from partners.models import Partner
from projects.models import MonitoringCard, Project, ProjectRole, ReceivedProperty
from projects.mta_terms import HalfYear, publish_by
from projects.services.mta_cards import card_of
from tests.factories.projects import project as make_project

FIRST_HALF = HalfYear(2026, 1)


def assistance(community: Community, partner: Partner | None = None, **values: Any) -> Project:
    """A project of the community's oblast: the community receives, the partner carries out."""
    cost = {"amount": Decimal(1_000_000), "currency": "EUR", "amount_on": date(2024, 3, 1)}
    made = make_project(oblast=community.oblast, communities=[community], **{**cost, **values})
    ProjectRole.objects.create(project=made, role="recipient", community=community)
    if partner:
        ProjectRole.objects.create(project=made, role="implementing", partner=partner, number=1)
    return made


def card(project: Project, half: HalfYear = FIRST_HALF, **values: Any) -> MonitoringCard:
    made = card_of(project, half)
    for name, value in values.items():
        setattr(made, name, value)
    made.save()
    return made


def received(project: Project, **values: Any) -> ReceivedProperty:
    """A generator that was taken on the balance sheet on 1 November 2026."""
    booked_on = values.pop("booked_on", date(2026, 11, 1))
    said = {
        "description": "Генератор 60 кВт",
        "recipient_name": "Лікарня",
        "amount": Decimal(900_000),
        "currency": "UAH",
        "publish_by": publish_by(booked_on),
    }
    found: ReceivedProperty = ReceivedProperty.objects.create(
        project=project, booked_on=booked_on, **{**said, **values}
    )
    return found
