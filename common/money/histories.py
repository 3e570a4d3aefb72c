"""The history of rates: who brought each, and who corrected it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from common.audit.registry import HistoryOf, register
from common.money.models import ExchangeRate


def _may_view(user: Any, rate: ExchangeRate | None) -> bool:
    return bool(user.has_perm("money.view_exchangerate"))


def _may_change(user: Any, rate: ExchangeRate) -> bool:
    return bool(user.has_perm("money.change_exchangerate"))


def register_histories() -> None:
    register(
        HistoryOf(
            kind="exchange-rate",
            model=ExchangeRate,
            label=_("Exchange rate"),
            key="pk",
            visible=lambda user: ExchangeRate.objects.all(),
            can_see=_may_view,
            can_restore=_may_change,
            journal=lambda user: ExchangeRate.objects.all() if _may_view(user, None) else None,
            frozen_fields=("currency", "rate_on"),
        )
    )
