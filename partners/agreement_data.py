"""What the services of agreements take: plain typed values, cleaned in one place."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields, replace
from typing import Any

from common.codelists.enums import Visibility
from common.codelists.models import Theme
from common.intake.texts import many_lines, once, one_line
from communities.models import Community, Oblast, Raion
from partners.agreement_enums import PartyKind, TermKind
from partners.models import Agreement, Partner


@dataclass(frozen=True)
class Party:
    """One party on our side. `oblast` is that of the party, whatever it is."""

    kind: str
    oblast: Oblast
    community: Community | None = None
    raion: Raion | None = None

    @classmethod
    def of_community(cls, community: Community) -> Party:
        return cls(PartyKind.COMMUNITY.value, community.oblast, community)

    @classmethod
    def of_raion(cls, kind: str, raion: Raion) -> Party:
        return cls(kind, raion.oblast, raion=raion)


@dataclass(frozen=True)
class Signatory:
    side: str
    full_name: str
    position: str = ""
    full_name_en: str = ""
    position_en: str = ""

    def cleaned(self) -> Signatory:
        texts = (self.full_name, self.position, self.full_name_en, self.position_en)
        return Signatory(self.side, *(one_line(text) for text in texts))


@dataclass(frozen=True, kw_only=True)
class AgreementData:
    """All that people say of an agreement; what leads through its life has services of its own."""

    kind: str
    title: str
    title_en: str = ""
    languages: tuple[str, ...] = ()
    subject: str = ""
    subject_en: str = ""
    themes: tuple[Theme, ...] = ()
    parties: tuple[Party, ...] = ()
    partners: tuple[Partner, ...] = ()
    signatories: tuple[Signatory, ...] = ()
    signed_on: dt.date | None = None
    signed_place: str = ""
    effective_on: dt.date | None = None
    term: str = TermKind.UNKNOWN.value
    term_months: int | None = None
    until_on: dt.date | None = None
    auto_renewal: bool = False
    sent_on: dt.date | None = None
    ministry_order_no: str = ""
    ministry_order_on: dt.date | None = None
    council_decision_no: str = ""
    council_decision_on: dt.date | None = None
    registration_no: str = ""
    registered_on: dt.date | None = None
    visibility: str = Visibility.PUBLIC.value

    def cleaned(self) -> AgreementData:
        lines: dict[str, Any] = {
            name: one_line(getattr(self, name))
            for name in (
                "title",
                "title_en",
                "signed_place",
                "ministry_order_no",
                "council_decision_no",
                "registration_no",
            )
        }
        months = self.term_months if self.term in {TermKind.MONTHS, TermKind.UNTIL} else None
        return replace(
            self,
            **lines,
            languages=once(one_line(code).lower() for code in self.languages),
            subject=many_lines(self.subject),
            subject_en=many_lines(self.subject_en),
            themes=once(self.themes),
            parties=once(self.parties),
            partners=once(self.partners),
            signatories=tuple(one.cleaned() for one in self.signatories if one.full_name.strip()),
            term_months=months,
            until_on=self.until_on if self.term == TermKind.UNTIL else None,
            auto_renewal=self.auto_renewal and self.term in {TermKind.MONTHS, TermKind.UNTIL},
        )


LINKED = frozenset({"themes", "parties", "partners", "signatories"})
COLUMNS = tuple(one.name for one in fields(AgreementData) if one.name not in LINKED)


def agreement_data_of(agreement: Agreement) -> AgreementData:
    """The agreement as it is now, to change a few fields with `dataclasses.replace`."""
    plain = {name: getattr(agreement, name) for name in COLUMNS if name != "languages"}
    return AgreementData(
        **plain,
        languages=tuple(agreement.languages),
        themes=tuple(agreement.themes.all()),
        parties=parties_of(agreement),
        partners=partners_of(agreement),
        signatories=tuple(
            Signatory(one.side, one.full_name, one.position, one.full_name_en, one.position_en)
            for one in agreement.signatories.all()
        ),
    )


def parties_of(agreement: Agreement) -> tuple[Party, ...]:
    rows = agreement.parties.select_related(
        "oblast", "community__oblast", "community__raion", "raion__oblast"
    )
    return tuple(Party(one.kind, one.oblast, one.community, one.raion) for one in rows)


def partners_of(agreement: Agreement) -> tuple[Partner, ...]:
    rows = agreement.counterparts.select_related("partner")
    return tuple(one.partner for one in rows)
