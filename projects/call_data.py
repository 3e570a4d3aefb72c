"""What the services of calls take: plain typed values, cleaned in one place."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any

from common.codelists.enums import Visibility
from common.codelists.models import Theme
from common.intake.texts import many_lines, once, one_line, with_scheme
from communities.models import Oblast
from partners.models import Partner, Programme
from projects.models import Call

KYIV = "Europe/Kyiv"


@dataclass(frozen=True, kw_only=True)
class CallData:
    """All that people say of a call. No oblasts: the whole country."""

    title: str
    title_en: str = ""
    summary: str = ""
    summary_en: str = ""
    partner: Partner | None = None
    programme: Programme | None = None
    applicants: tuple[str, ...] = ()
    themes: tuple[Theme, ...] = ()
    oblasts: tuple[Oblast, ...] = ()
    amount_min: Decimal | None = None
    amount_max: Decimal | None = None
    currency: str = ""
    own_share: Decimal | None = None
    opens_on: dt.date | None = None
    closes_at: dt.datetime | None = None
    time_zone: str = KYIV
    link: str = ""
    contact: str = ""
    languages: tuple[str, ...] = ()
    visibility: str = Visibility.PUBLIC.value

    def cleaned(self) -> CallData:
        lines: dict[str, Any] = {
            name: one_line(getattr(self, name))
            for name in ("title", "title_en", "contact", "time_zone")
        }
        has_amount = self.amount_min is not None or self.amount_max is not None
        return replace(
            self,
            **lines,
            summary=many_lines(self.summary),
            summary_en=many_lines(self.summary_en),
            applicants=once(self.applicants),
            themes=once(self.themes),
            oblasts=once(self.oblasts),
            languages=once(one_line(code).lower() for code in self.languages),
            link=with_scheme(one_line(self.link)),
            currency=one_line(self.currency).upper() if has_amount else "",
        )


LINKED = frozenset({"themes", "oblasts"})
LISTED = frozenset({"applicants", "languages"})
COLUMNS = tuple(one.name for one in fields(CallData) if one.name not in LINKED)


def call_data_of(call: Call) -> CallData:
    """The call as it is now, to change a few fields with `dataclasses.replace`."""
    plain = {name: getattr(call, name) for name in COLUMNS if name not in LISTED}
    return CallData(
        **plain,
        applicants=tuple(call.applicants),
        languages=tuple(call.languages),
        themes=tuple(call.themes.all()),
        oblasts=tuple(call.oblasts.all()),
    )
