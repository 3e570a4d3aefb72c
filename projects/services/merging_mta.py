"""What of technical assistance comes over when two records of one project become one.

Both may tell of the same state registration, of the same half-year, of the same property: nothing
stands twice with the survivor, and a card that is filled in is never lost to an empty one.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from projects.enums import CardStatus, ProjectKind, RegistrationEventKind
from projects.models import (
    MonitoringCard,
    Project,
    ProjectRegistrationEvent,
    ReceivedProperty,
)

ONCE = (RegistrationEventKind.REGISTRATION, RegistrationEventKind.CLOSING)


def has_assistance(project: Project) -> bool:
    """Whether the state register, cards or property speak of the project."""
    tables = (project.registration_events, project.monitoring_cards, project.received_property)
    return any(one.exists() for one in tables)


def would_hide(kept: Project, merged: Project) -> bool:
    """Only technical assistance has pages for what `merged` would bring."""
    return kept.kind != ProjectKind.MTA and has_assistance(merged)


def staying(model: type[models.Model], kept: Project) -> Q:
    """Which rows of another record `kept` has already, or has in a better state."""
    if model is ProjectRegistrationEvent:
        return _same_entry(kept)
    if model is ReceivedProperty:
        return _same_property(kept)
    return Q(pk__in=[])


def _same_entry(kept: Project) -> Q:
    held = ProjectRegistrationEvent.objects.current().filter(project=kept)
    same = held.filter(
        kind=OuterRef("kind"), happened_on=OuterRef("happened_on"), number=OuterRef("number")
    )
    once = held.filter(kind__in=ONCE, kind=OuterRef("kind"))
    return Q(Exists(same)) | Q(Exists(once))


def _same_property(kept: Project) -> Q:
    held = ReceivedProperty.objects.current().filter(project=kept)
    names = ("description", "booked_on", "currency")
    same = held.filter(**{name: OuterRef(name) for name in names})
    same = same.filter(
        Q(amount=OuterRef("amount")) | Q(amount=None, currency=""),
        Q(quantity=OuterRef("quantity")) | Q(quantity=None),
    )
    return Q(Exists(same))


def empty_cards(kept: Project, merged: Project) -> models.QuerySet[MonitoringCard]:
    """Cards of `kept` that nobody has begun, where `merged` has one for the half-year that
    somebody has: they make room.
    """
    begun = MonitoringCard.objects.filter(project=merged, starts_on=OuterRef("starts_on"))
    begun = begun.exclude(status=CardStatus.DUE)
    empty = MonitoringCard.objects.filter(project=kept, status=CardStatus.DUE)
    found: models.QuerySet[MonitoringCard] = empty.filter(Exists(begun))
    return found


def cards_coming(kept: Project, merged: Project) -> models.QuerySet[MonitoringCard]:
    room = empty_cards(kept, merged).values("pk")
    held = MonitoringCard.objects.filter(project=kept, starts_on=OuterRef("starts_on"))
    rows = MonitoringCard.objects.filter(project=merged).order_by(F("starts_on"))
    found: models.QuerySet[MonitoringCard] = rows.exclude(Exists(held.exclude(pk__in=room)))
    return found
