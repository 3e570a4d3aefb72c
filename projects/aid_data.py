"""What the services of aid received take: plain typed values, cleaned in one place."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any

from common.codelists.enums import Visibility
from common.intake.texts import many_lines, one_line
from communities.models import Community, Oblast
from partners.models import Partner
from projects.aid_enums import Unit
from projects.models import AidDelivery, Project

LINES = (
    "name",
    "name_en",
    "donor_name",
    "donor_name_en",
    "institution",
    "institution_en",
    "transport",
    "place_note",
)
TEXTS = ("conditions", "description", "description_en")


@dataclass(frozen=True, kw_only=True)
class AidData:
    """All that people say of a delivery. The oblast of a community is that community's."""

    name: str
    name_en: str = ""
    category: str
    quantity: Decimal
    unit: str = Unit.PIECE.value
    amount: Decimal | None = None
    currency: str = ""
    value_date: dt.date | None = None
    is_estimated: bool = False
    partner: Partner | None = None
    donor_name: str = ""
    donor_name_en: str = ""
    oblast: Oblast | None = None
    community: Community | None = None
    project: Project | None = None
    institution: str = ""
    institution_en: str = ""
    delivered_on: dt.date
    transport: str = ""
    conditions: str = ""
    description: str = ""
    description_en: str = ""
    place_note: str = ""
    visibility: str = Visibility.PUBLIC.value

    def cleaned(self) -> AidData:
        """Tidy texts; a value without a day is as of the day of delivery; no value, no currency."""
        tidy: dict[str, Any] = {name: one_line(getattr(self, name)) for name in LINES}
        tidy |= {name: many_lines(getattr(self, name)) for name in TEXTS}
        has_value = self.amount is not None
        return replace(
            self,
            **tidy,
            currency=one_line(self.currency).upper() if has_value else "",
            value_date=(self.value_date or self.delivered_on) if has_value else None,
            is_estimated=self.is_estimated and has_value,
            oblast=self.community.oblast if self.community else self.oblast,
        )


COLUMNS = tuple(one.name for one in fields(AidData))


def aid_data_of(delivery: AidDelivery) -> AidData:
    """The delivery as it is now, to change a few fields with `dataclasses.replace`."""
    return AidData(**{name: getattr(delivery, name) for name in COLUMNS})
