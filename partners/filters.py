"""Filters by a partner, for the registers of every app above."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser

from common.registers.filters import KeyFilter
from partners.models import Partner


def _known() -> Any:
    """By the word in their address only those that everybody may know of are found."""
    return Partner.objects.visible_to(AnonymousUser())


class OfPartner(KeyFilter):
    """By the identifier of a partner, or by its word in the addresses of the pages."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("known", _known)
        super().__init__(*args, **options)
