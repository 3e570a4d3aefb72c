"""Letters before an agreement ends, to the people of the office that keeps it.

What was sent is written down before it goes out, for that last day and that number of days:
nothing is sent twice, and after a time without work only the nearest reminder that is due goes.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.audit.context import Source, acting
from common.design.formats import long_date
from common.design.languages import wording
from common.notifications.groups import NoticeGroup, add_notice_group
from common.notifications.telling import tell
from communities.memberships import officials_of
from communities.permissions import is_official
from partners.agreement_enums import VALID
from partners.agreement_words import names_of
from partners.models import Agreement, AgreementReminder
from partners.services.agreement_steps import close_term

GROUP = "agreements"
DAYS = (180, 90, 30, 7)


def remind_of_ends(today: dt.date | None = None) -> int:
    """Send the reminders that are due; for how many agreements."""
    today = today or timezone.localdate()
    rows = Agreement.objects.expiring_within(max(DAYS), today).order_by("expires_on", "pk")
    return sum(remind(one, today) for one in rows.select_related("oblast", "office__oblast"))


def due(expires_on: dt.date, today: dt.date) -> int | None:
    """The nearest of the four that has come: 29 days before the end it is the one of 30."""
    left = (expires_on - today).days
    return min((days for days in DAYS if left <= days), default=None) if left >= 0 else None


@transaction.atomic
def remind(agreement: Agreement, today: dt.date) -> bool:
    """Whether letters went out now."""
    ends = agreement.expires_on
    days = due(ends, today) if ends else None
    if ends is None or days is None:
        return False
    people = list(officials_of(agreement.oblast).order_by("pk"))
    _reminder, is_new = AgreementReminder.objects.get_or_create(
        agreement=agreement,
        expires_on=ends,
        days=days,
        defaults={"letters": len(people)},
    )
    if not is_new:
        return False
    tell(
        group=GROUP,
        event=f"agreement {agreement.public_id} ends {ends} {days}",
        template="agreements/letters/ends",
        people=people,
        words=lambda _language: _words(agreement, ends, today),
        link=agreement.get_absolute_url(),
    )
    return True


def _words(agreement: Agreement, ends: dt.date, today: dt.date) -> dict[str, Any]:
    keeper = agreement.office or agreement.oblast
    return {
        "reference": agreement.reference,
        "title": wording(agreement, "title").text,
        "partners": names_of(agreement.partners.order_by("agreement_counterparts")),
        "office": wording(keeper, "name" if agreement.office else "full_name").text,
        "last_day": long_date(ends),
        "days": (ends - today).days,
        "renews": agreement.auto_renewal,
    }


def close_terms(today: dt.date | None = None) -> int:
    """Renew what renews itself and close what is over; how many agreements."""
    today = today or timezone.localdate()
    ended = Agreement.objects.current().filter(status__in=VALID, expires_on__lt=today)
    with acting(source=Source.TASK):
        return sum(close_term(agreement=one, today=today) for one in ended.order_by("pk"))


def register_agreement_notices() -> None:
    about = _("An agreement that your office keeps ends soon.")
    add_notice_group(NoticeGroup(GROUP, _("Agreements"), about, concerns=is_official))
