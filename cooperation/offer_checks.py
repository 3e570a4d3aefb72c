"""What can be wrong with the words, money and days of an offer, all told at once."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from common.intake.values import Errors
from common.money.currencies import OFFERED
from cooperation.offer_data import OfferData
from cooperation.offer_enums import OfferKind

LONGEST_YEARS = 5


def wrong_in(data: OfferData) -> Errors:
    """Field → what is wrong. `data` are cleaned."""
    return dict(_wrong(data))


def _wrong(data: OfferData) -> Iterator[tuple[str, list[str]]]:
    if not data.what:
        yield "what", [_("Say what you offer.")]
    if data.kind == OfferKind.MONEY and data.amount is None:
        yield "amount", [_("Say how much money.")]
    if data.currency and data.currency not in OFFERED:
        yield "currency", [_("Choose the currency from the list.")]
    if data.amount is not None and data.amount <= 0:
        yield "amount", [_("An amount is more than nothing and names its currency.")]
    if data.amount is not None and not data.currency:
        yield "currency", [_("Choose the currency.")]
    today = timezone.localdate()
    latest = today.replace(day=1, year=today.year + LONGEST_YEARS)
    if data.valid_until is None:
        yield "valid_until", [_("Say until when the offer holds.")]
    elif not today <= data.valid_until <= latest:
        yield "valid_until", [_("Choose a day from today on, within five years.")]
