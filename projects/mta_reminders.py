"""Letters before and after the last day of a card and of publishing property.

All that a person is to be reminded of on a day goes in one letter: the cards of thirty projects
fall due together. What was sent is written down before it goes out, for that last day and that
number of days: nothing is sent twice, and after a time without work only the nearest that is due.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from common.design.formats import long_date
from common.design.languages import wording
from common.notifications.telling import tell
from communities.memberships import officials_of
from communities.models import Oblast
from projects.models import MonitoringCard, MtaReminder, Project, ReceivedProperty
from projects.mta_letters import GROUP, coordinators_of

# Days before the last day; negative ones come after it.
CARD_DAYS = (30, 7, 1, -1, -7, -30)
PROPERTY_DAYS = (3, -1, -7)


@dataclass(frozen=True)
class Item:
    """A card or property, and its last day."""

    record: Any
    due_on: dt.date
    days: int

    @property
    def keys(self) -> dict[str, Any]:
        name = "card" if isinstance(self.record, MonitoringCard) else "received"
        return {name: self.record, "due_on": self.due_on, "days": self.days}


def nearest(days: tuple[int, ...], due_on: dt.date, today: dt.date) -> int | None:
    """The last of the days that has come: 29 days before the end it is the one of 30."""
    left = (due_on - today).days
    return min((one for one in days if left <= one), default=None)


@transaction.atomic
def remind(today: dt.date | None = None) -> int:
    """Send the reminders that are due; how many letters."""
    today = today or timezone.localdate()
    new = [one for one in (*_cards(today), *_property(today)) if _is_new(one)]
    letters = _by_person(new)
    for person, items in letters:
        _tell(person, items, today)
    return len(letters)


def _cards(today: dt.date) -> list[Item]:
    last = today + dt.timedelta(days=max(CARD_DAYS))
    rows = MonitoringCard.objects.to_hand_in().filter(due_on__lte=last, project__in=_current())
    return _items(rows, CARD_DAYS, "due_on", today)


def _property(today: dt.date) -> list[Item]:
    last = today + dt.timedelta(days=max(PROPERTY_DAYS))
    rows = ReceivedProperty.objects.to_publish().filter(
        publish_by__lte=last, project__in=_current()
    )
    return _items(rows, PROPERTY_DAYS, "publish_by", today)


def _current() -> Any:
    return Project.objects.current().values("pk")


def _items(rows: Any, stages: tuple[int, ...], name: str, today: dt.date) -> list[Item]:
    found = []
    for one in rows.select_related("project__oblast").order_by(name, "pk"):
        due_on = getattr(one, name)
        days = nearest(stages, due_on, today)
        if days is not None:
            found.append(Item(one, due_on, days))
    return found


def _is_new(item: Item) -> bool:
    _reminder, is_new = MtaReminder.objects.get_or_create(**item.keys)
    return is_new


def _by_person(items: Iterable[Item]) -> list[tuple[User, list[Item]]]:
    """The recipient's coordinators and the officials of the oblast, each with what is theirs."""
    items = list(items)
    coordinators = coordinators_of(one.record.project for one in items)
    officials: dict[int, list[User]] = {}
    found: dict[int, tuple[User, list[Item]]] = {}
    for one in items:
        project = one.record.project
        if project.oblast_id not in officials:
            officials[project.oblast_id] = _officials(project.oblast)
        reached = {
            person.pk: person
            for person in (*coordinators.get(project.pk, ()), *officials[project.oblast_id])
        }
        for key, person in reached.items():
            found.setdefault(key, (person, []))[1].append(one)
    return [found[key] for key in sorted(found)]


def _officials(oblast: Oblast) -> list[User]:
    return list(officials_of(oblast).order_by("pk"))


def _tell(person: User, items: list[Item], today: dt.date) -> None:
    tell(
        group=GROUP,
        event=f"technical assistance due {today}",
        template="mta/letters/reminder",
        people=[person],
        words=lambda _language: _words(items, today),
        link=reverse("mta:desk"),
    )


def _words(items: list[Item], today: dt.date) -> dict[str, Any]:
    groups: dict[str, list[dict[str, str]]] = defaultdict(list)
    for one in items:
        is_card = isinstance(one.record, MonitoringCard)
        name = "cards" if is_card else "property"
        groups[f"{'late_' if one.due_on < today else ''}{name}"].append(_told(one, is_card))
    return {
        "late_cards": groups["late_cards"],
        "cards": groups["cards"],
        "late_property": groups["late_property"],
        "property": groups["property"],
        "count": len(items),
        "late": len(groups["late_cards"]) + len(groups["late_property"]),
    }


def _told(item: Item, is_card: bool) -> dict[str, str]:  # noqa: FBT001 - told by its only caller
    what = str(item.record.half) if is_card else wording(item.record, "description").text
    return {
        "reference": item.record.project.reference,
        "title": wording(item.record.project, "title").text,
        "what": what,
        "due_on": long_date(item.due_on),
    }
