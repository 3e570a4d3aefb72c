"""What can be wrong with the words, days and codes of a request, all told at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from phonenumbers import Leniency, PhoneNumberMatcher

from common.codelists.countries import partner_countries
from common.intake.values import Errors
from common.money.currencies import OFFERED
from cooperation.request_data import RequestData
from partners.data import language_names
from partners.enums import PartnerStatus

MOST_COUNTRIES = 20
FARTHEST_YEARS = 10
# Numbers without the code of a country are those of Ukraine.
REGION = "UA"

Found = Iterator[tuple[str, list[str]]]


def wrong_in(data: RequestData, held: Mapping[str, Any] | None = None) -> Errors:
    """Field → what is wrong. `data` are cleaned; what the record `held` already is not doubted
    again: a day that was ahead then may be past by now.
    """
    before = held or {}
    changed = {name: value for name, value in vars(data).items() if before.get(name, "") != value}
    return dict(_wrong(data, changed))


def _wrong(data: RequestData, changed: Mapping[str, Any]) -> Found:
    if not data.subject:
        yield "subject", [_("Say in one line what is needed.")]
    if data.currency and data.currency not in OFFERED:
        yield "currency", [_("Choose the currency from the list.")]
    if "countries" in changed:
        yield from _strange_countries(data.countries)
    yield from _strange_languages(data)
    yield from _strange_days(changed)
    if changed.get("contact_phone") and not _has_number(data.contact_phone):
        yield "contact_phone", [_("This is no telephone number. For example: +380 44 123 45 67.")]
    partner = changed.get("partner")
    if partner and (partner.merged_into_id or partner.status == PartnerStatus.ARCHIVED):
        yield "partner", [_("This partner is archived: choose another one.")]


def _strange_countries(codes: tuple[str, ...]) -> Found:
    unknown = [code for code in codes if code not in partner_countries()]
    if unknown:
        text = _("Choose countries from the list; these are not in it: %(codes)s.")
        yield "countries", [text % {"codes": ", ".join(unknown)}]
    if len(codes) > MOST_COUNTRIES:
        yield "countries", [_("At most 20 countries: leave it empty if any will do.")]


def _strange_languages(data: RequestData) -> Found:
    for name in ("from_language", "to_language"):
        code = getattr(data, name)
        if code and code not in language_names("en"):
            yield name, [_("Choose the language from the list.")]


def _strange_days(changed: Mapping[str, Any]) -> Found:
    today = timezone.localdate()
    yield from strange_amount_day(changed.get("amount_on"))
    for name in ("needed_by", "happens_on"):
        day = changed.get(name)
        if day and day < today:
            yield name, [_("This day is past: choose today or a later one.")]
        elif day and day.year > today.year + FARTHEST_YEARS:
            yield name, [_("Choose a day within the next ten years.")]


def strange_amount_day(day: dt.date | None) -> Found:
    if day and not dt.date(1991, 1, 1) <= day <= timezone.localdate():
        yield "amount_on", [_("The amount is known as of a past day or today.")]


def _has_number(text: str) -> bool:
    """Words may stand around it: “reception, ext. 12”."""
    return any(PhoneNumberMatcher(text, REGION, leniency=Leniency.POSSIBLE))
