"""The history of short lists."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from common.audit.registry import HistoryOf, register
from common.codelists.models import CodelistEntry, Theme


def _may_view(user: Any, theme: Theme | None) -> bool:
    return bool(user.has_perm("codelists.view_theme"))


def _may_change(user: Any, theme: Theme) -> bool:
    return bool(user.has_perm("codelists.change_theme"))


def _may_view_codes(user: Any, entry: CodelistEntry | None) -> bool:
    return bool(user.has_perm("codelists.view_codelistentry"))


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
    register(
        HistoryOf(
            kind="code",
            model=CodelistEntry,
            label=_("Code of an official list"),
            key="pk",
            visible=lambda user: CodelistEntry.objects.all(),
            can_see=_may_view_codes,
        )
    )
