"""The history of programmes with what belongs to them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.audit.registry import HistoryOf, Owned, register
from communities.permissions import is_official
from partners.models import (
    Programme,
    ProgrammeComponent,
    ProgrammeRole,
    ProgrammeTerritory,
    ProgrammeTheme,
)


def _programmes(user: Any) -> models.QuerySet[Programme]:
    return Programme.objects.visible_to(user)


def _for_officials(user: Any, record: Any) -> bool:
    return is_official(user)


def register_programme_histories() -> None:
    register(
        HistoryOf(
            kind="programme",
            model=Programme,
            label=_("Programme"),
            visible=_programmes,
            can_see=_for_officials,
            journal=lambda user: Programme.objects.all() if is_official(user) else None,
            owned=(
                Owned(ProgrammeRole, "programme", _("Role")),
                Owned(ProgrammeComponent, "programme", _("Component"), summary=("number", "name")),
                Owned(ProgrammeTheme, "programme", _("Theme")),
                Owned(ProgrammeTerritory, "programme", _("Territory")),
            ),
        )
    )
