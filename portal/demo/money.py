"""Exchange rates, calls and aid received of a trial."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl, urlencode
from zoneinfo import ZoneInfo

from django.utils import timezone

from accounts.models import User
from common.codelists.models import Theme
from common.money.published import read_published
from common.money.services import take_in_rates
from communities.models import Community, Oblast, Office
from partners.models import Partner
from partners.programme_enums import RecordStatus
from portal.demo.content import DATA, Entry
from projects.aid_data import AidData
from projects.aid_enums import AidSource
from projects.call_data import CallData
from projects.call_enums import CallSource
from projects.models import SavedSearch
from projects.services.aid import register_aid
from projects.services.call_alerts import save_search
from projects.services.calls import register_call

# Said beside every such rate: they are near the real ones and are not the bank's.
SOURCE = "Демонстраційний курс, не офіційний / demonstration rate, not official"
CLOSING_TIME = dt.time(18, 0)


def make_rates(actor: User) -> int:
    """The rates of the quarters that have begun; how many were missing.

    Beyond the end of the file the last ones go on, so that a trial has a rate for today.
    """
    today = timezone.localdate()
    quarter = dt.date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    rates = read_published(DATA / "rates.csv", latest=dt.date.max)
    begun = [one for one in rates if one.rate_on <= today]
    last = {one.currency: one for one in sorted(begun, key=lambda one: one.rate_on)}
    begun += [replace(one, rate_on=quarter) for one in last.values() if one.rate_on < quarter]
    return take_in_rates(actor=actor, published=begun, source=SOURCE).new


def make_call(
    entry: Entry,
    *,
    actor: User,
    office: Office | None,
    partner: Partner,
    themes: list[Theme],
    oblasts: list[Oblast],
) -> str:
    data = CallData(
        **{name: entry[name] for name in ("title", "title_en", "summary", "summary_en")},
        partner=partner,
        applicants=tuple(entry["applicants"]),
        themes=tuple(themes),
        oblasts=tuple(oblasts),
        amount_min=_decimal(entry["amount_min"]),
        amount_max=_decimal(entry["amount_max"]),
        currency=entry["currency"],
        own_share=_decimal(entry["own_share"]),
        opens_on=_day(entry["opens_in"]),
        closes_at=_deadline(entry),
        time_zone=entry["time_zone"],
        link=partner.website,
        languages=tuple(entry["languages"]),
    )
    call = register_call(
        actor=actor,
        office=office,
        data=data,
        record_status=RecordStatus(entry["status"]),
        source=CallSource.DEMO,
    )
    return call.reference


def make_aid(entry: Entry, *, actor: User, partner: Partner | None, oblast: Oblast | None) -> str:
    community = Community.objects.select_related("oblast").filter(code=entry["community"]).first()
    plain = (
        *("name", "name_en", "category", "unit", "currency", "is_estimated"),
        *("donor_name", "donor_name_en", "institution", "institution_en", "transport"),
        *("description", "description_en", "place_note", "visibility"),
    )
    data = AidData(
        **{name: entry[name] for name in plain},
        quantity=Decimal(entry["quantity"]),
        amount=_decimal(entry["amount"]),
        partner=partner,
        community=community,
        oblast=oblast,
        delivered_on=dt.date.fromisoformat(entry["delivered_on"]),
    )
    delivery = register_aid(
        actor=actor,
        data=data,
        record_status=RecordStatus(entry["status"]),
        source=AidSource.DEMO,
    )
    return delivery.reference


def make_saved_search(entry: Entry) -> str:
    person = User.objects.get(email=entry["person"])
    query = urlencode(sorted(parse_qsl(entry["query"])))
    held = SavedSearch.objects.filter(owner=person, query=query).first()
    made = held or save_search(
        actor=person, name=entry["name"], query=query, frequency=entry["frequency"]
    )
    return str(made.public_id)


def _decimal(said: Any) -> Decimal | None:
    return None if said is None else Decimal(said)


def _day(days: int | None) -> dt.date | None:
    return None if days is None else timezone.localdate() + dt.timedelta(days=days)


def _deadline(entry: Entry) -> dt.datetime | None:
    day = _day(entry["closes_in"])
    zone = ZoneInfo(entry["time_zone"])
    return dt.datetime.combine(day, CLOSING_TIME, zone) if day else None
