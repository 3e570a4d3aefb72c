"""State registration, monitoring cards and property of a trial, made through the services."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.models import User
from communities.models import Community
from partners.models import Partner
from portal.demo.content import Entry
from projects.data import project_data_of
from projects.models import MonitoringCard, Project, ReceivedProperty
from projects.mta_registration import REGISTERING_BODY
from projects.mta_terms import HalfYear
from projects.rows import Party
from projects.services import change_project
from projects.services.mta_cards import CardData, ask_for_card, fill_in_card, take_card_step
from projects.services.mta_property import PropertyData, publish_property, record_property
from projects.services.mta_registration import Entry as Registration
from projects.services.mta_registration import enter_registration

TEXTS = (
    "done",
    "results_in_words",
    "results_in_numbers",
    "property_received",
    "problems",
    "next_steps",
)
# The steps that lead to each status.
WAYS = {
    "due": (),
    "drafted": (),
    "submitted": ("submit",),
    "returned": ("submit", "send-back"),
    "accepted": ("submit", "accept"),
    "waived": ("waive",),
}


def register_with_the_state(project: Project, *, actor: User, entry: Entry) -> None:
    """The number of the state register, and what the register says of the project."""
    number, day = entry["registration"]
    amount = entry.get("registered_amount")
    said = Registration(
        happened_on=dt.date.fromisoformat(day),
        number=number,
        registering_body=REGISTERING_BODY,
        amount=Decimal(amount) if amount else project.amount,
        currency=project.currency,
    )
    enter_registration(actor=actor, project=project, kind="registration", entry=said)


@dataclass
class AssistanceMaker:
    """What the entries name by keys."""

    partners: Mapping[str, Partner]
    actor: User

    def make(self, entry: Entry, project: Project) -> str:
        """What happened to the project since its registration; its reference."""
        for one in entry.get("entries", ()):
            self._enter(project, one)
        if "amount_now" in entry:
            # A change of the cost that nobody has registered yet.
            project = Project.objects.get(pk=project.pk)
            data = replace(project_data_of(project), amount=Decimal(entry["amount_now"]))
            change_project(actor=self.actor, project=project, data=data)
        for one in entry.get("cards", ()):
            self._card(project, one)
        for one in entry.get("property", ()):
            self._property(project, one)
        return project.reference

    def _enter(self, project: Project, one: Entry) -> None:
        said = Registration(
            happened_on=dt.date.fromisoformat(one["on"]),
            number=one["number"],
            summary=one["summary"],
            registering_body=REGISTERING_BODY,
            amount=Decimal(one["amount"]) if "amount" in one else None,
            currency=project.currency if "amount" in one else "",
            coming=tuple(self._coming(one)),
        )
        enter_registration(actor=self.actor, project=project, kind=one["kind"], entry=said)

    def _coming(self, one: Entry) -> list[Party]:
        if "coming_partner" in one:
            return [Party(role="implementing", partner=self.partners[one["coming_partner"]])]
        if "coming_community" in one:
            return [Party(role="recipient", community=_community(one["coming_community"]))]
        return []

    def _card(self, project: Project, one: Entry) -> None:
        """`back`: how many half-years ago it ended; 1 is the last one."""
        half = HalfYear.containing(timezone.localdate())
        for _number in range(one["back"]):
            half = half.before
        card = ask_for_card(actor=self.actor, project=project, half=half)
        data = CardData(
            **{name: one.get(name, "") for name in TEXTS},
            spent=Decimal(one["spent"]) if "spent" in one else None,
            spent_in_all=Decimal(one["spent_in_all"]) if "spent_in_all" in one else None,
            currency=one.get("currency", ""),
        )
        if one["status"] not in {"due", "waived"}:
            card = fill_in_card(actor=self.actor, card=card, data=data)
        for code in WAYS[one["status"]]:
            note = one.get("note", "") if code in {"send-back", "waive"} else ""
            card = take_card_step(actor=self.actor, card=card, code=code, note=note)
        _date_back(card)

    def _property(self, project: Project, one: Entry) -> None:
        names = ("description", "description_en", "unit", "currency", "recipient_name")
        data = PropertyData(
            **{name: one.get(name, "") for name in names},
            recipient=_community(one["recipient"]) if "recipient" in one else None,
            quantity=Decimal(one["quantity"]),
            amount=Decimal(one["amount"]),
            booked_on=timezone.localdate() - dt.timedelta(days=one["days_ago"]),
        )
        received = record_property(actor=self.actor, project=project, data=data)
        if "published_after" in one:
            publish_property(actor=self.actor, received=received)
            published_on = received.booked_on + dt.timedelta(days=one["published_after"])
            ReceivedProperty.objects.filter(pk=received.pk).update(published_on=published_on)


def _date_back(card: MonitoringCard) -> None:
    """As if it had been handed in before its last day."""
    if card.submitted_on:
        day = card.due_on - dt.timedelta(days=card.pk % 9 + 1)
        values: dict[str, Any] = {"submitted_on": day}
        if card.decided_on:
            values["decided_on"] = card.due_on + dt.timedelta(days=card.pk % 5)
        MonitoringCard.objects.filter(pk=card.pk).update(**values)


def _community(code: str) -> Community:
    found: Community = Community.objects.get(code=code)
    return found
