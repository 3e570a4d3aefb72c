"""Filters by a community, for the registers of every app above."""

from __future__ import annotations

from typing import Any

from common.registers.filters import CodeFilter
from communities.models import Community


class OfCommunity(CodeFilter):
    """By the KATOTTG code of a community that there is or was."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("known", Community.objects.all)
        super().__init__(*args, **options)
