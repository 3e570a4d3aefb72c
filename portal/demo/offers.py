"""Offers of a trial, led through the same steps as those of people."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.models import User
from cooperation import offer_workflow as workflow
from cooperation.models import Offer
from cooperation.offer_data import OfferData
from cooperation.services.offers import make_offer, take_offer_step
from cooperation.subjects import Subject, subjects_of
from partners.models import Partner
from portal.demo.content import Entry

PLAIN = ("kind", "what", "quantity", "currency", "conditions")


def make_demo_offer(entry: Entry, *, reference: str, partner: Partner) -> str:
    """Make the offer on the idea or request of this reference, take its steps; its reference."""
    kind = "ideas" if "idea" in entry else "requests"
    subject = Subject(subjects_of(kind).get(reference=reference))
    office = subject.officials()[0]
    offer = make_offer(
        actor=_person(entry["by"]) or office,
        subject=subject,
        partner=partner,
        data=_data(entry),
        is_by_office=not entry["by"],
    )
    for code, who, note in entry["steps"]:
        step = workflow.named(code)
        assert step, code
        offer = take_offer_step(actor=_person(who), offer=offer, step=step, note=note)
    if entry.get("lapses"):
        _lapse(offer)
    return offer.reference


def _data(entry: Entry) -> OfferData:
    values: dict[str, Any] = {name: entry[name] for name in PLAIN if name in entry}
    if "amount" in entry:
        values["amount"] = Decimal(entry["amount"])
    until = timezone.localdate() + dt.timedelta(days=entry["holds_days"])
    return OfferData(**values, valid_until=until)


def _lapse(offer: Offer) -> None:
    """As if its day had been yesterday."""
    offer.valid_until -= dt.timedelta(days=1)
    offer.save(update_fields=["valid_until"])
    take_offer_step(actor=None, offer=offer, step=workflow.LAPSE)


def _person(email: str) -> User | None:
    return User.objects.get(email=email) if email else None
