"""A twin link as people say it, for pages, tables and history."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, fields, replace

from accounts.models import User
from common.codelists.enums import Visibility
from common.intake.texts import many_lines, one_line
from communities.models import Community, Oblast, Office
from partners.models import Agreement, ContactPerson
from twinning.link_enums import LinkKind, Precision
from twinning.models import Municipality, TwinLink


@dataclass(frozen=True, kw_only=True)
class TwinLinkData:
    """All that people say of a link but its stage, which has steps of its own."""

    municipality: Municipality
    community: Community | None = None
    oblast: Oblast | None = None
    kind: str = LinkKind.TWIN_CITY.value
    since_on: dt.date | None = None
    since_precision: str = Precision.DAY.value
    visibility: str = Visibility.PUBLIC.value
    office: Office | None = None
    agreement: Agreement | None = None
    people: tuple[User, ...] = field(default=())
    contact: ContactPerson | None = None
    source: str = ""
    note: str = ""
    note_en: str = ""

    def cleaned(self) -> TwinLinkData:
        precision = self.since_precision if self.since_on else Precision.DAY.value
        since = self.since_on
        if since and precision == Precision.YEAR:
            since = since.replace(month=1, day=1)
        return replace(
            self,
            since_on=since,
            since_precision=precision,
            people=tuple(dict.fromkeys(self.people)),
            source=one_line(self.source),
            note=many_lines(self.note),
            note_en=many_lines(self.note_en),
        )


COLUMNS = tuple(one.name for one in fields(TwinLinkData) if one.name != "people")


def data_of(link: TwinLink) -> TwinLinkData:
    """The link as it is now, to change a few fields with `dataclasses.replace`."""
    people = tuple(link.people.order_by("pk"))
    return TwinLinkData(**{name: getattr(link, name) for name in COLUMNS}, people=people)
