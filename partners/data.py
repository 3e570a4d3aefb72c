"""What the services take: plain typed values, cleaned in one place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from babel import Locale

from common.codelists.enums import OrganisationType, Visibility
from common.codelists.models import Theme
from common.intake.texts import many_lines, once, one_line, with_scheme
from communities.models import Oblast
from partners.identifiers import Identifier
from partners.models import ContactPerson, Partner


@dataclass(frozen=True, kw_only=True)
class PartnerData:
    """All that people say of a partner; what leads through its life has services of its own."""

    name: str
    kind: str
    name_en: str = ""
    acronym: str = ""
    iati_type: str = OrganisationType.OTHER.value
    country: str = ""
    parent: Partner | None = None
    website: str = ""
    languages: tuple[str, ...] = ()
    themes: tuple[Theme, ...] = ()
    oblasts: tuple[Oblast, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    description: str = ""
    description_en: str = ""
    visibility: str = Visibility.PUBLIC.value

    def cleaned(self) -> PartnerData:
        """Without stray spaces and invisible characters, codes in their case, nothing twice."""
        return replace(
            self,
            name=one_line(self.name),
            name_en=one_line(self.name_en),
            acronym=one_line(self.acronym),
            country=one_line(self.country).upper(),
            website=with_scheme(one_line(self.website)),
            languages=once(one_line(code).lower() for code in self.languages),
            themes=once(self.themes),
            oblasts=once(self.oblasts),
            identifiers=once(self.identifiers),
            description=many_lines(self.description),
            description_en=many_lines(self.description_en),
        )


@dataclass(frozen=True, kw_only=True)
class ContactData:
    """All that is kept of a contact person. Personal data."""

    full_name: str
    consent_on: date
    retention_until: date
    position: str = ""
    position_en: str = ""
    email: str = ""
    phone: str = ""
    language: str = ""
    note: str = ""

    def cleaned(self) -> ContactData:
        return replace(
            self,
            full_name=one_line(self.full_name),
            position=one_line(self.position),
            position_en=one_line(self.position_en),
            email=one_line(self.email).lower(),
            phone=one_line(str(self.phone)),
            language=one_line(self.language).lower(),
            note=one_line(self.note),
        )


def data_of(partner: Partner) -> PartnerData:
    """The partner as it is now, to change a few fields with `dataclasses.replace`."""
    return PartnerData(
        name=partner.name,
        kind=partner.kind,
        name_en=partner.name_en,
        acronym=partner.acronym,
        iati_type=partner.iati_type,
        country=partner.country.code or "",
        parent=partner.parent,
        website=partner.website,
        languages=tuple(partner.languages),
        themes=tuple(partner.themes.all()),
        oblasts=tuple(partner.oblasts.all()),
        identifiers=tuple(Identifier(one.scheme, one.value) for one in partner.identifiers.all()),
        description=partner.description,
        description_en=partner.description_en,
        visibility=partner.visibility,
    )


def contact_data_of(contact: ContactPerson) -> ContactData:
    return ContactData(
        full_name=contact.full_name,
        consent_on=contact.consent_on,
        retention_until=contact.retention_until,
        position=contact.position,
        position_en=contact.position_en,
        email=contact.email,
        phone=str(contact.phone),
        language=contact.language,
        note=contact.note,
    )


@cache
def language_names(language: str) -> dict[str, str]:
    """Two-letter codes (ISO 639-1) with their names in the language."""
    names = Locale(language).languages
    return {code: str(names[code]) for code in map(str, names) if len(code) == 2}
