"""The history of municipalities abroad, and bringing a former state back."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.audit.registry import HistoryOf, register
from common.audit.services import RestoreRefused
from common.audit.versions import Version
from communities.permissions import is_official
from twinning.exceptions import InvalidMunicipality
from twinning.models import Municipality
from twinning.permissions import can_change_municipality
from twinning.services.municipalities import (
    COLUMNS,
    LISTS,
    MunicipalityData,
    change_municipality,
)


def _all(user: Any) -> models.QuerySet[Municipality]:
    rows: models.QuerySet[Municipality] = Municipality.objects.visible_to(user)
    return rows


def _for_officials(user: Any, municipality: Municipality) -> bool:
    return is_official(user)


def _restore(actor: Any, version: Version) -> None:
    values = {name: version.values[name] for name in COLUMNS}
    values |= {name: tuple(values[name]) for name in LISTS}
    data = MunicipalityData(**values | {"country": str(values["country"])})
    try:
        change_municipality(actor=actor, municipality=version.record, data=data)
    except InvalidMunicipality as error:
        raise RestoreRefused([str(error)]) from error


def register_histories() -> None:
    register(
        HistoryOf(
            kind="municipality",
            model=Municipality,
            label=_("Municipality abroad"),
            visible=_all,
            can_see=_for_officials,
            journal=lambda user: _all(user) if is_official(user) else None,
            can_restore=can_change_municipality,
            # Relations are begun by a service of their own.
            frozen_fields=("partner", "region_code"),
            restore=_restore,
        )
    )
