"""What a person says of an offer; the same for the page and for the API."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal

from common.intake.texts import many_lines, one_line


@dataclass(frozen=True, kw_only=True)
class OfferData:
    kind: str
    what: str
    valid_until: dt.date | None
    quantity: str = ""
    amount: Decimal | None = None
    currency: str = ""
    conditions: str = ""

    def cleaned(self) -> OfferData:
        """Texts without stray marks; a currency without an amount says nothing."""
        return replace(
            self,
            what=many_lines(self.what),
            quantity=one_line(self.quantity),
            conditions=many_lines(self.conditions),
            currency=self.currency if self.amount is not None else "",
        )
