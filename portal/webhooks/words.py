"""Webhooks and their calls in the words and colours of pages."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.design.formats import moment
from common.design.parts import Pill, Tone
from common.registers.pages import list_page
from common.registers.register import Register
from portal.webhooks.enums import (
    TEST,
    DeliveryStatus,
    EventKind,
    SubscriptionStatus,
    Trouble,
)
from portal.webhooks.models import Delivery, Subscription
from portal.webhooks.subjects import open_register

TONES: dict[str, Tone] = {
    DeliveryStatus.WAITING: "wait",
    DeliveryStatus.ACCEPTED: "good",
    DeliveryStatus.REFUSED: "bad",
    SubscriptionStatus.PAUSED: "quiet",
    SubscriptionStatus.DISABLED: "bad",
}


@dataclass(frozen=True)
class CallRow:
    """A line of the log. `answer` says what became of the last try."""

    call: Delivery
    kind: str
    pill: Pill
    answer: str
    can_replay: bool

    @property
    def said(self) -> str:
        """What was answered, word by word; where nothing was, why."""
        text = str(self.call.answer)
        return text if self.call.answer_status or not text else _(text)


def pill_of(subscription: Subscription) -> Pill:
    status = SubscriptionStatus(subscription.status)
    if status == SubscriptionStatus.ACTIVE and subscription.failing_since:
        return Pill(pgettext("webhook", "does not answer"), "wait")
    return Pill(str(status.label), TONES.get(status, "good"))


def trouble_of(subscription: Subscription) -> str:
    return str(Trouble(subscription.trouble).label) if subscription.trouble else ""


def register_title(subscription: Subscription) -> str:
    """In words; the bare name of a register that is no longer open."""
    register = open_register(subscription.register)
    return str(register.title) if register else str(subscription.register)


def events_in_words(subscription: Subscription) -> str:
    return ", ".join(str(EventKind(one).label) for one in subscription.kinds)


def row_of(call: Delivery) -> CallRow:
    kind = _("trial call") if call.kind == TEST else str(EventKind(call.kind).label)
    pill = Pill(str(DeliveryStatus(call.status).label), TONES[call.status])
    is_over = call.status != DeliveryStatus.WAITING
    return CallRow(call, kind, pill, _answer(call), is_over and call.kind != TEST)


def _answer(call: Delivery) -> str:
    if call.tried_at is None:
        return _("not tried yet")
    said = str(call.answer_status) if call.answer_status else _("no answer")
    return f"{moment(call.tried_at)}: {said}"


def filters_in_words(request: HttpRequest, register: Register, query: str) -> list[str]:
    """As the list shows them above itself."""
    page = list_page(register, _with(request, query))
    return [f"{one.label}: {one.value}" for one in page.chips]


def _with(request: HttpRequest, query: str) -> HttpRequest:
    """The request as if it were for the list under these filters."""
    other = HttpRequest()
    other.user, other.path = request.user, request.path
    other.GET = QueryDict(query)
    return other
