"""Notices about calls that partners propose: to the office, and back to the partner."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.design.languages import wording
from common.notifications.groups import NoticeGroup, add_notice_group
from common.notifications.telling import tell
from communities.models import OfficeMembership
from communities.permissions import CURATING_ROLES
from partners.selectors import representatives_of
from projects.call_enums import CallSource
from projects.models import Call

GROUP = "proposed_calls"
TO_PARTNER = frozenset({"publish", "archive"})


def tell_of_proposal(*, call: Call, author: User) -> None:
    _write(_keepers(call), call, "proposed", author)


def tell_of_decision(*, call: Call, code: str, reason: str, author: User | None) -> None:
    """Those who proposed it learn that it is published, or why it is not."""
    if call.source == CallSource.PARTNER and call.partner and code in TO_PARTNER:
        _write(representatives_of(call.partner), call, code, author, reason)


def _keepers(call: Call) -> Iterable[User]:
    """Heads and officers of the keeping office; of those whose oblasts it is for; of all."""
    held = OfficeMembership.objects.active().filter(role__in=CURATING_ROLES)
    oblasts = [one.pk for one in call.oblasts.all()]
    if call.office_id:
        held = held.filter(office=call.office_id)
    elif oblasts:
        held = held.filter(office__oblast__in=oblasts)
    return User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("pk")


def _write(
    people: Iterable[User], call: Call, code: str, author: User | None, reason: str = ""
) -> None:
    tell(
        group=GROUP,
        # A step may be taken anew after it has been taken back; pressed twice, it is told once.
        event=f"call {call.public_id} {code} {call.updated_at.isoformat()}",
        template=f"calls/letters/{code}",
        people=people,
        words=lambda _language: {
            "reference": call.reference,
            "title": wording(call, "title").text,
            "partner": wording(call.partner, "name").text,
            "reason": reason,
        },
        link=call.get_absolute_url(),
        actor=author,
    )


def register_call_notices() -> None:
    about = _("A partner proposes a call; it is published, or not.")
    add_notice_group(NoticeGroup(GROUP, _("Calls that partners propose"), about))
