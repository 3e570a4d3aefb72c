"""Logos are seen by those who see the partner."""

from __future__ import annotations

from typing import Any

from common.exchange.media import register_folder
from partners.models import Partner


def may_see_logo(user: Any, path: str) -> bool:
    return bool(Partner.objects.visible_to(user).filter(logo=path).exists())


def register_logos() -> None:
    register_folder("partners/logos", may_see_logo)
