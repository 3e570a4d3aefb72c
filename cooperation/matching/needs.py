"""What is looked for: the same few facts of an idea and of a request."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone

from common.codelists.models import Theme
from common.money.currencies import HRYVNIA
from common.money.equivalents import equivalent
from communities.models import Community
from projects.models import ProjectIdea


@dataclass(frozen=True, kw_only=True)
class Need:
    """`worth` is the amount in hryvnias; None when it is not known. The first community asks."""

    communities: tuple[Community, ...]
    themes: dict[int, Theme]
    worth: Decimal | None = None

    @property
    def community(self) -> Community:
        return self.communities[0]

    @property
    def oblast_id(self) -> int:
        return self.community.oblast_id

    @property
    def keys(self) -> list[int]:
        return [one.pk for one in self.communities]


def need_of(record: Any) -> Need:
    """Of an idea or a request; each has themes, a community and perhaps an amount."""
    return Need(
        communities=(record.community, *_together(record)),
        themes={one.pk: one for one in record.themes.all()},
        worth=_worth(record),
    )


def _together(record: Any) -> Iterable[Community]:
    if not isinstance(record, ProjectIdea):
        return ()
    return record.together_with.select_related("oblast")


def _worth(record: Any) -> Decimal | None:
    if record.amount is None:
        return None
    if record.currency == HRYVNIA:
        return Decimal(record.amount)
    day = getattr(record, "amount_on", None) or timezone.localdate()
    found = equivalent(record.amount, record.currency, day)
    return found.amount if found else None
