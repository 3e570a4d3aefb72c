"""What of technical assistance needs somebody now: the same for the desk and for the own page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.desk import DeskLine, DeskPage, Urgency, add_desk_page, add_to_desk
from accounts.models import User
from accounts.permissions import is_administrator
from common.design.formats import number
from communities.models import Oblast
from communities.permissions import curated_oblasts
from projects import mta_permissions as permissions
from projects.enums import ProjectKind, RegistrationEventKind
from projects.models import (
    MonitoringCard,
    Project,
    ProjectRegistrationEvent,
    ProjectRole,
    ReceivedProperty,
)
from projects.mta_registration import Step, amendments_needed


@dataclass(frozen=True)
class Waiting:
    """Cards to hand in and property to publish by the person's communities, partners or oblasts,
    cards to decide and changes to register in the oblasts. Querysets, and pairs of project and
    steps.
    """

    cards: Any
    to_decide: Any
    received: Any
    amendments: list[tuple[Project, list[Step]]]


def oblasts_of(user: Any) -> set[int]:
    """Where the person is an official; an administrator is so everywhere."""
    if is_administrator(user):
        return set(Oblast.objects.values_list("pk", flat=True))
    return curated_oblasts(user)


def is_concerned(user: Any) -> bool:
    return (
        is_administrator(user) or bool(curated_oblasts(user)) or permissions.is_any_recipient(user)
    )


def waiting_for(user: Any) -> Waiting:
    oblasts = oblasts_of(user)
    current = Project.objects.current().values("pk")
    cards = MonitoringCard.objects.filter(project__in=current)
    received = ReceivedProperty.objects.to_publish().filter(project__in=current)
    return Waiting(
        cards=(cards.of_recipients(user) | cards.kept_in(oblasts)).to_hand_in(),
        to_decide=cards.kept_in(oblasts).to_decide(),
        received=received.of_recipients(user) | received.kept_in(oblasts),
        amendments=list(_amendments(oblasts)) if oblasts else [],
    )


def _amendments(oblasts: set[int]) -> Iterator[tuple[Project, list[Step]]]:
    """Three queries, whatever the number of projects."""
    registered = ProjectRegistrationEvent.objects.current().filter(
        project=OuterRef("pk"), kind=RegistrationEventKind.REGISTRATION
    )
    projects = (
        Project.objects.current()
        .kept_by(oblasts)
        .filter(Exists(registered), kind=ProjectKind.MTA)
        .order_by("sort_key", "pk")
        .prefetch_related(
            Prefetch("registration_events", ProjectRegistrationEvent.objects.current()),
            Prefetch("roles", ROLES),
        )
    )
    for project in projects:
        steps = list(amendments_needed(project, list(project.registration_events.all())))
        if steps:
            yield project, steps


ROLES = ProjectRole.objects.select_related("partner", "community", "oblast", "office")


def mta_waiting(user: User) -> Iterator[DeskLine]:
    if not is_concerned(user):
        return
    found = waiting_for(user)
    late = found.cards.overdue().count()
    yield _cards_line(late, is_late=True)
    yield _cards_line(found.cards.count() - late, is_late=False)
    yield from _office_lines(found)
    late = found.received.overdue().count()
    yield _property_line(late, is_late=True)
    yield _property_line(found.received.count() - late, is_late=False)


def _cards_line(count: int, *, is_late: bool) -> DeskLine:
    text = (
        ngettext("%(count)s monitoring card is late", "%(count)s monitoring cards are late", count)
        if is_late
        else ngettext(
            "%(count)s monitoring card to hand in", "%(count)s monitoring cards to hand in", count
        )
    )
    return _line(text, "late" if is_late else "cards", count, "bad" if is_late else "wait")


def _office_lines(found: Waiting) -> Iterator[DeskLine]:
    count = found.to_decide.count()
    text = ngettext(
        "%(count)s monitoring card to read and accept",
        "%(count)s monitoring cards to read and accept",
        count,
    )
    yield _line(text, "decide", count, "wait")
    count = len(found.amendments)
    text = ngettext(
        "%(count)s technical assistance project: a change is not registered with the state",
        "%(count)s technical assistance projects: changes are not registered with the state",
        count,
    )
    yield _line(text, "amendments", count, "wait")


def _property_line(count: int, *, is_late: bool) -> DeskLine:
    text = (
        ngettext(
            "%(count)s entry of property received should have been published",
            "%(count)s entries of property received should have been published",
            count,
        )
        if is_late
        else ngettext(
            "%(count)s entry of property received to publish",
            "%(count)s entries of property received to publish",
            count,
        )
    )
    return _line(text, "property", count, "bad" if is_late else "wait")


def _line(text: str, anchor: str, count: int, tone: Urgency) -> DeskLine:
    label = text % {"count": number(count)}
    return DeskLine(label=label, url=f"{reverse('mta:desk')}#{anchor}", count=count, tone=tone)


def fill_mta_desk() -> None:
    add_to_desk(mta_waiting)
    add_desk_page(
        DeskPage(
            label=_("Technical assistance"), url_name="mta:desk", may=is_concerned, position=30
        )
    )
