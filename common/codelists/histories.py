"""The history of short lists."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from common.audit.registry import HistoryOf, register
from common.codelists.models import Theme


def _may_view(user: Any, theme: Theme | None) -> bool:
    return bool(user.has_perm("codelists.view_theme"))


def _may_change(user: Any, theme: Theme) -> bool:
    return bool(user.has_perm("codelists.change_theme"))


def register_histories() -> None:
    register(
        HistoryOf(
            kind="theme",
            model=Theme,
            label=_("Theme"),
            key="slug",
            visible=lambda user: Theme.objects.all(),
            can_see=_may_view,
            can_restore=_may_change,
            journal=lambda user: Theme.objects.all() if _may_view(user, None) else None,
            frozen_fields=("slug",),
        )
    )
