"""What the services of requests take: plain typed values, cleaned in one place."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any

from django.utils import timezone

from common.codelists.enums import Visibility
from common.codelists.models import Theme
from common.intake.texts import many_lines, once, one_line
from common.money.currencies import HRYVNIA
from cooperation.models import CoordinationRequest
from cooperation.request_enums import RequestKind, Urgency
from partners.models import Partner

LINES = (
    "subject",
    "subject_en",
    "deliver_to",
    "contact_name",
    "contact_position",
    "contact_phone",
)
TEXTS = ("description", "description_en", "goods")


@dataclass(frozen=True, kw_only=True)
class RequestData:
    """All that people say of what they need; what leads it through its life is apart."""

    subject: str
    kind: str = RequestKind.OTHER.value
    subject_en: str = ""
    description: str = ""
    description_en: str = ""
    amount: Decimal | None = None
    currency: str = ""
    amount_on: dt.date | None = None
    needed_by: dt.date | None = None
    urgency: str = Urgency.USUAL.value
    visibility: str = Visibility.INTERNAL.value
    countries: tuple[str, ...] = ()
    partner: Partner | None = None
    people_count: int | None = None
    goods: str = ""
    deliver_to: str = ""
    happens_on: dt.date | None = None
    from_language: str = ""
    to_language: str = ""
    contact_name: str = ""
    contact_position: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    themes: tuple[Theme, ...] = ()

    def cleaned(self) -> RequestData:
        plain: dict[str, Any] = {name: one_line(getattr(self, name)) for name in LINES}
        plain |= {name: many_lines(getattr(self, name)) for name in TEXTS}
        has_amount = self.amount is not None
        return replace(
            self,
            **plain,
            contact_email=one_line(self.contact_email).lower(),
            # Without an amount neither its currency nor its day says anything.
            currency=(one_line(self.currency).upper() or HRYVNIA) if has_amount else "",
            amount_on=(self.amount_on or timezone.localdate()) if has_amount else None,
            countries=tuple(sorted(once(one_line(code).upper() for code in self.countries))),
            themes=once(self.themes),
        )


LINKED = frozenset({"themes"})
COLUMNS = tuple(one.name for one in fields(RequestData) if one.name not in LINKED)


def request_data_of(request: CoordinationRequest) -> RequestData:
    """The request as it is now, to change a few fields with `dataclasses.replace`."""
    plain = {name: getattr(request, name) for name in COLUMNS if name != "countries"}
    return RequestData(
        **plain, countries=tuple(request.countries), themes=tuple(request.themes.all())
    )
