"""What the services of programmes take: plain typed values, cleaned in one place."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any

from common.codelists.enums import Visibility
from common.codelists.models import Theme
from common.intake.texts import many_lines, once, one_line, with_scheme
from communities.models import Community, Oblast
from partners.models import Partner, Programme
from partners.programme_enums import ActivityStatus


@dataclass(frozen=True)
class ProgrammeParty:
    role: str
    partner: Partner


@dataclass(frozen=True, kw_only=True)
class Component:
    number: int
    name: str
    name_en: str = ""
    description: str = ""
    description_en: str = ""
    level: str = ""


@dataclass(frozen=True)
class Ground:
    """Where a programme works: an oblast, or one community of it."""

    oblast: Oblast
    community: Community | None = None


@dataclass(frozen=True, kw_only=True)
class ProgrammeData:
    name: str
    name_en: str = ""
    acronym: str = ""
    description: str = ""
    description_en: str = ""
    aims: str = ""
    aims_en: str = ""
    iati_identifier: str = ""
    website: str = ""
    status: str = ActivityStatus.IMPLEMENTATION.value
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    amount: Decimal | None = None
    currency: str = ""
    amount_on: dt.date | None = None
    is_whole_country: bool = False
    visibility: str = Visibility.PUBLIC.value
    themes: tuple[Theme, ...] = ()
    parties: tuple[ProgrammeParty, ...] = ()
    components: tuple[Component, ...] = ()
    territories: tuple[Ground, ...] = ()

    def cleaned(self) -> ProgrammeData:
        lines: dict[str, Any] = {
            name: one_line(getattr(self, name))
            for name in ("name", "name_en", "acronym", "iati_identifier")
        }
        texts: dict[str, Any] = {
            name: many_lines(getattr(self, name))
            for name in ("description", "description_en", "aims", "aims_en")
        }
        day = self.amount_on or self.starts_on if self.amount is not None else None
        return replace(
            self,
            **lines,
            **texts,
            website=with_scheme(one_line(self.website)),
            currency=one_line(self.currency).upper() if self.amount is not None else "",
            amount_on=day,
            themes=once(self.themes),
            parties=once(self.parties),
            territories=once(self.territories),
        )


LINKED = frozenset({"themes", "parties", "components", "territories"})
COLUMNS = tuple(one.name for one in fields(ProgrammeData) if one.name not in LINKED)


def programme_data_of(programme: Programme) -> ProgrammeData:
    """The programme as it is now, to change a few fields with `dataclasses.replace`."""
    return ProgrammeData(
        **{name: getattr(programme, name) for name in COLUMNS},
        themes=tuple(programme.themes.all()),
        parties=tuple(
            ProgrammeParty(one.role, one.partner)
            for one in programme.roles.select_related("partner")
        ),
        components=tuple(
            Component(**{one.name: getattr(row, one.name) for one in fields(Component)})
            for row in programme.components.all()
        ),
        territories=tuple(
            Ground(one.oblast, one.community)
            for one in programme.territories.select_related("oblast", "community")
        ),
    )
