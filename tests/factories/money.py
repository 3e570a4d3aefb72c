from __future__ import annotations

import datetime as dt
from decimal import Decimal

from common.money.models import ExchangeRate


def make_rate(currency: str, on: str | dt.date, rate: str) -> ExchangeRate:
    day = dt.date.fromisoformat(on) if isinstance(on, str) else on
    return ExchangeRate.objects.create(
        currency=currency, rate_on=day, rate=Decimal(rate), source="test"
    )
