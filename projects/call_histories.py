"""The history of calls with their themes, oblasts and documents."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from common.audit.registry import HistoryOf, Owned, register
from communities.permissions import is_official
from projects.models import Call, CallFile, CallOblast, CallTheme


def _for_officials(user: Any, call: Call) -> bool:
    return is_official(user)


def register_call_histories() -> None:
    register(
        HistoryOf(
            kind="call",
            model=Call,
            label=_("Call"),
            visible=Call.objects.visible_to,
            can_see=_for_officials,
            journal=lambda user: Call.objects.all() if is_official(user) else None,
            owned=(
                Owned(CallTheme, "call", _("Theme")),
                Owned(CallOblast, "call", _("Oblast")),
                Owned(CallFile, "call", _("Document"), summary=("title", "visibility")),
            ),
        )
    )
