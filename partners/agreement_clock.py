"""The clock of the state procedure: counted from the day the draft went to the ministry.

Cabinet resolution 357 of 28 March 2025: 30 days in all, of which the Ministry of Justice has 10.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.design.formats import long_date
from partners.agreement_enums import AgreementStatus
from partners.agreement_querysets import MINISTRY_DAYS
from partners.models import Agreement

JUSTICE_DAYS = 10


@dataclass(frozen=True)
class Clock:
    """`is_running` until the ministry has answered; days are negative when they are over."""

    started_on: dt.date
    justice_due_on: dt.date
    ministry_due_on: dt.date
    today: dt.date
    answered_on: dt.date | None = None

    @property
    def is_running(self) -> bool:
        return self.answered_on is None

    @property
    def days_left(self) -> int:
        return (self.ministry_due_on - (self.answered_on or self.today)).days

    @property
    def is_overdue(self) -> bool:
        return self.days_left < 0

    @property
    def day(self) -> int:
        """Which day of the procedure it is."""
        return ((self.answered_on or self.today) - self.started_on).days

    @property
    def sentence(self) -> str:
        if self.answered_on:
            text = ngettext(
                "The ministry answered after %(days)s day.",
                "The ministry answered after %(days)s days.",
                self.day,
            )
            return text % {"days": self.day}
        if self.is_overdue:
            text = ngettext(
                "The 30 days are over since %(days)s day: ask the ministry for its answer.",
                "The 30 days are over since %(days)s days: ask the ministry for its answer.",
                -self.days_left,
            )
            return text % {"days": -self.days_left}
        text = ngettext(
            "%(days)s day is left of the 30 days of the ministry.",
            "%(days)s days are left of the 30 days of the ministry.",
            self.days_left,
        )
        return text % {"days": self.days_left}

    @property
    def explanation(self) -> list[str]:
        """What is counted, and from what day."""
        return [
            _("The draft was sent on %(day)s; days are counted from there, weekends included.")
            % {"day": long_date(self.started_on)},
            _(
                "Within 10 days, until %(day)s, the Ministry of Justice checks the draft against "
                "the Constitution and the laws; the Ministry of Foreign Affairs gives its opinion."
            )
            % {"day": long_date(self.justice_due_on)},
            _(
                "Within 30 days, until %(day)s, the ministry in charge of communities approves "
                "the draft by an order or returns it with remarks."
            )
            % {"day": long_date(self.ministry_due_on)},
        ]


def clock_of(agreement: Agreement, today: dt.date | None = None) -> Clock | None:
    """None for what was never sent to the ministry, or has come back as a draft."""
    if agreement.sent_on is None or agreement.status == AgreementStatus.DRAFT:
        return None
    return Clock(
        started_on=agreement.sent_on,
        justice_due_on=agreement.sent_on + dt.timedelta(days=JUSTICE_DAYS),
        ministry_due_on=agreement.sent_on + dt.timedelta(days=MINISTRY_DAYS),
        today=today or timezone.localdate(),
        answered_on=None
        if agreement.status == AgreementStatus.SENT
        else agreement.ministry_order_on,
    )
