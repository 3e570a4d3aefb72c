"""Filters by a partner, for the registers of every app above."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.design.languages import wording
from common.registers.filters import KeyFilter, RegisterFilterSet
from communities.filters import ByRows
from partners.models import Partner


def _known() -> Any:
    """By the word in their address only those that everybody may know of are found."""
    return Partner.objects.visible_to(AnonymousUser())


class OfPartner(ByRows, KeyFilter):
    """By the identifier of a partner, or by its word in the addresses of the pages."""

    parent: RegisterFilterSet

    def __init__(self, **options: Any) -> None:
        usual: dict[str, Any] = {
            "field_name": "partner",
            "label": _("identifier of the partner"),
            "known": _known,
        }
        super().__init__(**(usual | options))

    def filter(self, rows: Any, value: Any) -> Any:
        """Who may not know of the partner does not learn what it takes part in."""
        if not value:
            return rows
        known = Partner.objects.visible_to(self.parent.viewer).filter(public_id=value)
        return super().filter(rows, known.order_by().values("pk")[:1])

    def say(self, value: str) -> str:
        """Only of partners that everybody may know of: a chip is shown to whoever asks."""
        try:
            partner = _known().current().filter(public_id=value).first()
        except ValidationError:
            partner = _known().filter(slug=value).first()
        return wording(partner, "name").text if partner else value
