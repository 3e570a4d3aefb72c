"""How calls look on pages and in letters: state, deadline in both times, money."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.design.formats import NBSP, long_date, moment, number
from common.design.parts import Pill, Tone
from common.money.wording import between, full
from common.registers.fields import text_in
from projects.call_data import KYIV
from projects.call_enums import ApplicantKind, CallState
from projects.models import Call

TONES: dict[str, Tone] = {
    CallState.UPCOMING: "info",
    CallState.OPEN: "good",
    CallState.CLOSING_SOON: "wait",
    CallState.CLOSED: "quiet",
}


def state_pill(state: str) -> Pill:
    return Pill(str(CallState(state).label), TONES[state])


def deadline_words(closes_at: dt.datetime | None) -> str:
    """21 листопада 2026, 23:59 (Kyiv time)."""
    if closes_at is None:
        return _("no deadline")
    return _("%(moment)s, Kyiv time") % {"moment": moment(closes_at)}


def deadline_elsewhere(closes_at: dt.datetime | None, time_zone: str) -> str:
    """The same moment as the partner announced it; empty when that was in Kyiv time."""
    if closes_at is None or time_zone == KYIV:
        return ""
    local = closes_at.astimezone(ZoneInfo(time_zone))
    in_kyiv = closes_at.astimezone(ZoneInfo(KYIV))
    if local.utcoffset() == in_kyiv.utcoffset():
        return ""
    city = time_zone.rpartition("/")[2].replace("_", " ")
    said = {"day": long_date(local.date()), "time": f"{local:%H:%M}", "place": city}
    return _("%(day)s, %(time)s (%(place)s)") % said


def days_left(closes_at: dt.datetime, now: dt.datetime | None = None) -> str:
    """«лишилося 5 днів», «останній день»; empty when it is over."""
    now = now or timezone.now()
    if closes_at <= now:
        return ""
    days = (timezone.localdate(closes_at) - timezone.localdate(now)).days
    if days == 0:
        return _("the last day")
    text = ngettext("%(count)s day left", "%(count)s days left", days)
    return text % {"count": number(days)}


def amounts(call: Call) -> str:
    return amount_range(call.amount_min, call.amount_max, call.currency)


def amount_range(smallest: Any, largest: Any, currency: str) -> str:
    """«від 50 000 до 200 000 євро»."""
    if largest is None and smallest is None:
        return ""
    if smallest is None:
        return _("up to %(amount)s") % {"amount": full(largest, currency)}
    if largest is None:
        return _("from %(amount)s") % {"amount": full(smallest, currency)}
    if smallest == largest:
        return full(largest, currency)
    return between(smallest, largest, currency)


def share_words(share: Any) -> str:
    if share is None:
        return ""
    if not share:
        return _("no own share is asked for")
    return _("%(percent)s of the cost") % {"percent": f"{number(share)}{NBSP}%"}


def applicant_words(applicants: list[str]) -> list[str]:
    return [str(ApplicantKind(one).label) for one in applicants]


def row_deadline(row: Mapping[str, Any]) -> dt.datetime | None:
    return parse_datetime(row["closes_at"]) if row["closes_at"] else None


def row_owner(row: Mapping[str, Any]) -> str:
    """The partner, or the programme, of a row of the register."""
    owner = row["partner"] or row["programme"]
    return text_in(owner["name"]) if owner else ""
