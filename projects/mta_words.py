"""How technical assistance looks on pages: states, terms, entries of the state register."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from common.design.formats import long_date, number
from common.design.languages import wording
from common.design.parts import Change as Changed
from common.design.parts import Event, Pill, Step, Tone
from common.money.wording import full
from projects.enums import CardStatus, RegistrationEventKind
from projects.models import MonitoringCard, ProjectRegistrationEvent, ReceivedProperty
from projects.mta_registration import Registered, State, keys_of, registered_after

Parties = list[dict[str, str]] | None

TONES: dict[str, Tone] = {
    CardStatus.DUE: "info",
    CardStatus.DRAFTED: "info",
    CardStatus.SUBMITTED: "wait",
    CardStatus.RETURNED: "bad",
    CardStatus.ACCEPTED: "good",
    CardStatus.WAIVED: "quiet",
}
# The way of a card as its page shows it.
WAY = (CardStatus.DUE, CardStatus.DRAFTED, CardStatus.SUBMITTED, CardStatus.ACCEPTED)


def card_pill(status: str, *, is_overdue: bool = False) -> Pill:
    """That it is late is said first: what else it is follows from the page."""
    if is_overdue:
        return Pill(pgettext("card", "late"), "bad")
    return Pill(str(CardStatus(status).label), TONES[status])


def pill_of_card(card: MonitoringCard) -> Pill:
    return card_pill(card.status, is_overdue=card.is_overdue(timezone.localdate()))


def property_pill(received: ReceivedProperty) -> Pill:
    if received.published_on:
        return Pill(pgettext("property", "published"), "good")
    if received.is_overdue(timezone.localdate()):
        return Pill(pgettext("property", "publication is late"), "bad")
    return Pill(pgettext("property", "to be published"), "wait")


def registration_pill(state: State) -> Pill:
    words: dict[State, tuple[str, Tone]] = {
        State.NONE: (_("not registered"), "wait"),
        State.REGISTERED: (pgettext("registration", "registered"), "good"),
        State.CLOSED: (_("registration closed"), "quiet"),
    }
    return Pill(*words[state])


def term(due_on: dt.date) -> str:
    """«until 10 July 2026, 12 days left»; «since 10 July 2026, 3 days late»."""
    left = (due_on - timezone.localdate()).days
    day = long_date(due_on)
    if left > 0:
        text = ngettext(
            "until %(day)s, %(days)s day left", "until %(day)s, %(days)s days left", left
        )
    elif left == 0:
        return _("until today, %(day)s") % {"day": day}
    else:
        text = ngettext(
            "was due on %(day)s, %(days)s day late", "was due on %(day)s, %(days)s days late", -left
        )
    return text % {"day": day, "days": number(abs(left))}


def way_of_card(card: MonitoringCard) -> list[Step]:
    """Where the card is: done, current, next."""
    status = CardStatus.DRAFTED if card.status == CardStatus.RETURNED else card.status
    if status not in WAY:
        return []
    here = WAY.index(CardStatus(status))
    is_end = here == len(WAY) - 1
    return [
        Step(
            capfirst(str(one.label)),
            "done" if place < here or is_end else "current" if place == here else "next",
        )
        for place, one in enumerate(WAY)
    ]


# The state register


def history_of(events: Sequence[ProjectRegistrationEvent], take_back_url: str = "") -> list[Event]:
    """What was entered and what each entry changed, the latest first; that one may be taken back.

    `events` are those that count, in the order of their days.
    """
    found, before = [], Registered()
    for one in events:
        after = registered_after(one)
        found.append(_told(one, before, after))
        before = after
    if found and take_back_url:
        found[-1] = replace(found[-1], url=take_back_url, url_label=_("Take this entry back"))
    return found[::-1]


def _told(event: ProjectRegistrationEvent, before: Registered, after: Registered) -> Event:
    given = _("No %(number)s") % {"number": event.number} if event.number else ""
    parts = (given, event.registering_body, event.summary)
    return Event(
        what=capfirst(str(RegistrationEventKind(event.kind).label)),
        at=event.happened_on,
        note=". ".join(filter(None, parts)),
        changes=list(_changes(before, after)),
    )


def _changes(before: Registered, after: Registered) -> Iterator[Changed]:
    """Of the parties only those who leave and come: lists of recipients may be long."""
    was, now = _cost(before), _cost(after)
    if now and was != now:
        yield Changed(_("Cost by the estimate"), was, now)
    yield from _moves(_("Executor"), _("Executor no longer"), before.executors, after.executors)
    yield from _moves(_("Recipient"), _("Recipient no longer"), before.recipients, after.recipients)


def _moves(label: str, no_longer: str, before: Parties, after: Parties) -> Iterator[Changed]:
    left = [one for one in before or () if one["key"] not in keys_of(after)]
    came = [one for one in after or () if one["key"] not in keys_of(before)]
    if came:
        yield Changed(label, names_of(left), names_of(came))
    elif left and after is not None:
        yield Changed(no_longer, "", names_of(left))


def _cost(one: Registered) -> str:
    return amount_of(one.amount, one.currency)


def amount_of(amount: Decimal | None, currency: str) -> str:
    return "" if amount is None else full(amount, currency)


def names_of(parties: Parties) -> str:
    return ", ".join(wording(one, "name").text for one in parties or ())


def quantity_of(received: ReceivedProperty) -> str:
    if received.quantity is None:
        return ""
    return f"{number(received.quantity.normalize())}\N{NO-BREAK SPACE}{received.unit}".strip()


def sums_of(rows: Iterable[Any]) -> list[tuple[str, Decimal]]:
    """(currency, sum) of what has a value."""
    sums: dict[str, Decimal] = {}
    for one in rows:
        if one.amount is not None:
            sums[one.currency] = sums.get(one.currency, Decimal(0)) + one.amount
    return sorted(sums.items())
