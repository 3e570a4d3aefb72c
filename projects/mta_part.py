"""What the page of a project says of its state registration, cards and property."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from common.design.parts import Event, Link, Pill
from projects import mta_permissions as permissions
from projects import mta_registration as registration
from projects.enums import ProjectKind
from projects.models import MonitoringCard, Project, ReceivedProperty
from projects.mta_words import (
    history_of,
    pill_of_card,
    property_pill,
    quantity_of,
    registration_pill,
    sums_of,
    term,
)


@dataclass(frozen=True)
class CardRow:
    card: MonitoringCard
    pill: Pill
    term: str


@dataclass(frozen=True)
class PropertyRow:
    received: ReceivedProperty
    pill: Pill
    quantity: str
    term: str
    may_publish: bool


@dataclass(frozen=True, kw_only=True)
class MtaPart:
    """`needed`: steps for changes of the project that are not registered; officials see them."""

    state: Pill
    history: list[Event]
    steps: list[Link]
    needed: list[Link]
    cards: list[CardRow]
    sees_cards: bool
    may_register: bool
    may_report: bool
    received: list[PropertyRow]
    sums: list[tuple[str, Decimal]]
    contents: list[tuple[str, str, Any]] = field(default_factory=list)


def mta_part(project: Project, user: Any) -> MtaPart | None:
    """None for projects of other kinds. Four queries at most, whatever the number of rows."""
    if project.kind != ProjectKind.MTA:
        return None
    events = list(project.registration_events.current())
    may_register = permissions.can_register(user, project)
    may_report = permissions.can_report(user, project)
    sees_cards = permissions.can_see_cards(user, project)
    rows = ReceivedProperty.objects.visible_to(user).current().filter(project=project)
    received = list(rows.select_related("recipient", "project"))
    part = MtaPart(
        state=registration_pill(registration.state_of(events)),
        history=history_of(events, _take_back_url(project, events) if may_register else ""),
        steps=_steps(project, events) if may_register else [],
        needed=_needed(project, events) if may_register else [],
        cards=_cards(project) if sees_cards else [],
        sees_cards=sees_cards,
        may_register=may_register,
        may_report=may_report,
        received=[_property_row(one, may_report=may_report) for one in received],
        sums=sums_of(received),
    )
    part.contents.extend(
        (
            ("registration", _("State registration"), True),
            ("cards", _("Monitoring cards"), sees_cards),
            ("property", _("Property received"), received or may_report),
        )
    )
    return part


def _step_link(project: Project, step: registration.Step) -> Link:
    keys = {"reference": project.reference, "kind": step.kind}
    return Link(str(step.label), reverse("mta:entry-new", kwargs=keys))


def _steps(project: Project, events: Sequence[Any]) -> list[Link]:
    steps = registration.steps_from(registration.state_of(events))
    return [_step_link(project, step) for step in steps]


def _needed(project: Project, events: Sequence[Any]) -> list[Link]:
    return [_step_link(project, step) for step in registration.amendments_needed(project, events)]


def _take_back_url(project: Project, events: Sequence[Any]) -> str:
    if not events:
        return ""
    keys = {"reference": project.reference, "public_id": events[-1].public_id}
    return reverse("mta:entry-take-back", kwargs=keys)


def _cards(project: Project) -> list[CardRow]:
    rows = project.monitoring_cards.select_related("project")
    return [card_row(one) for one in rows]


def card_row(card: MonitoringCard) -> CardRow:
    return CardRow(card, pill_of_card(card), term(card.due_on) if card.is_open else "")


def _property_row(received: ReceivedProperty, *, may_report: bool) -> PropertyRow:
    waits = received.published_on is None
    return PropertyRow(
        received,
        property_pill(received),
        quantity_of(received),
        term(received.publish_by) if waits else "",
        may_report and waits,
    )


def property_row(received: ReceivedProperty) -> PropertyRow:
    """Without a button: for lists of several projects."""
    return _property_row(received, may_report=False)
