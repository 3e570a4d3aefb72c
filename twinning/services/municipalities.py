"""Keeping places abroad: adding by hand, changing, and beginning relations."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field, fields, replace
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from common.audit.context import acting
from common.intake.texts import once, one_line, with_scheme
from common.intake.values import wrong_values
from communities.models import Office
from partners.data import PartnerData
from partners.enums import PartnerKind, PartnerOrigin
from partners.models import Partner
from partners.services.partners import register_partner
from twinning.enums import MunicipalityKind, MunicipalityOrigin
from twinning.exceptions import InvalidMunicipality, PartnerTaken, RelationsBegun
from twinning.models import Municipality

TEXTS = ("name", "name_uk", "name_en", "other_names", "region")
LISTS = ("languages", "tags", "associations", "listed_on")
NOT_CHECKED = {"partner", "origin", "geonames_id", "public_id"}


@dataclass(frozen=True, kw_only=True)
class MunicipalityData:
    """All that people say of a place abroad."""

    name: str
    country: str
    kind: str = MunicipalityKind.TOWN.value
    name_uk: str = ""
    name_en: str = ""
    other_names: str = ""
    region: str = ""
    population: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    is_suburban: bool = False
    website: str = ""
    languages: tuple[str, ...] = field(default=())
    tags: tuple[str, ...] = field(default=())
    associations: tuple[str, ...] = field(default=())
    listed_on: tuple[str, ...] = field(default=())

    def cleaned(self) -> MunicipalityData:
        texts: dict[str, Any] = {name: one_line(getattr(self, name)) for name in TEXTS}
        lists: dict[str, Any] = {name: once(getattr(self, name)) for name in LISTS}
        country = one_line(self.country).upper()
        website = with_scheme(one_line(self.website))
        return replace(self, country=country, website=website, **texts, **lists)


COLUMNS = tuple(one.name for one in fields(MunicipalityData))


def data_of(municipality: Municipality) -> MunicipalityData:
    values = {name: getattr(municipality, name) for name in COLUMNS}
    values |= {name: tuple(values[name]) for name in LISTS}
    return MunicipalityData(**values | {"country": str(municipality.country)})


@transaction.atomic
def add_municipality(
    *,
    actor: User | None,
    data: MunicipalityData,
    origin: str = MunicipalityOrigin.MANUAL,
) -> Municipality:
    """Put a place into the register that the gazetteer has not: a region, a small town.

    Refuses: InvalidMunicipality.
    """
    municipality = Municipality(origin=origin)
    _fill(municipality, data.cleaned())
    with acting(actor=actor):
        municipality.save()
    return municipality


@transaction.atomic
def change_municipality(
    *, actor: User | None, municipality: Municipality, data: MunicipalityData
) -> Municipality:
    """Make the place as `data` says; from then on a new edition of the gazetteer spares it.

    The same data again change nothing. Refuses: InvalidMunicipality.
    """
    municipality = _locked(municipality)
    data = data.cleaned()
    if data == data_of(municipality):
        return municipality
    _fill(municipality, data)
    _keep(municipality)
    with acting(actor=actor):
        municipality.save()
    return municipality


def check_municipality(*, data: MunicipalityData, municipality: Municipality | None = None) -> None:
    """Say what adding or changing would refuse, and change nothing. Refuses InvalidMunicipality."""
    _fill(copy(municipality) if municipality else Municipality(), data.cleaned())


@transaction.atomic
def start_relations(
    *,
    actor: User | None,
    municipality: Municipality,
    partner: Partner | None = None,
    office: Office | None = None,
) -> Partner:
    """Link the place to its record among the partners; without one, register it as a candidate.

    Without `partner` the authority of this name in the country is taken, if there is exactly one
    and no other place of the name. `office` keeps a new record. Refuses: RelationsBegun,
    PartnerTaken, and what `register_partner` refuses.
    """
    municipality = _locked(municipality)
    if municipality.partner_id:
        raise RelationsBegun
    if partner and Municipality.objects.filter(partner=partner).exists():
        raise PartnerTaken
    with acting(actor=actor):
        found = partner or _known_partner(municipality)
        municipality.partner = found or _registered(actor, municipality, office)
        _keep(municipality)
        municipality.save()
    assert municipality.partner is not None
    return municipality.partner


def _locked(municipality: Municipality) -> Municipality:
    found: Municipality = Municipality.objects.select_for_update().get(pk=municipality.pk)
    return found


def _known_partner(municipality: Municipality) -> Partner | None:
    """The authority that an office entered before the place had relations."""
    names = {municipality.title, municipality.title_en, municipality.name}
    same_name = Q(name__in=names) | Q(name_en__in=names)
    rows = Partner.objects.current().filter(
        same_name, country=municipality.country, kind=_kind_of(municipality), municipality=None
    )
    found = list(rows[:2])
    namesakes = Municipality.objects.filter(country=municipality.country, name=municipality.name)
    is_certain = len(found) == 1 and not namesakes.exclude(pk=municipality.pk).exists()
    return found[0] if is_certain else None


def _kind_of(municipality: Municipality) -> str:
    is_region = municipality.kind == MunicipalityKind.REGION
    kind = PartnerKind.REGIONAL_AUTHORITY if is_region else PartnerKind.LOCAL_AUTHORITY
    return kind.value


def _registered(actor: User | None, municipality: Municipality, office: Office | None) -> Partner:
    data = PartnerData(
        name=municipality.title,
        name_en=municipality.title_en,
        kind=_kind_of(municipality),
        country=str(municipality.country),
        website=municipality.website,
        languages=tuple(municipality.languages),
    )
    return register_partner(actor=actor, data=data, origin=PartnerOrigin.MANUAL, curated_by=office)


def _fill(municipality: Municipality, data: MunicipalityData) -> None:
    for name in COLUMNS:
        value = getattr(data, name)
        setattr(municipality, name, list(value) if name in LISTS else value)
    errors = wrong_values(municipality, exclude=NOT_CHECKED)
    if errors:
        raise InvalidMunicipality(errors)


def _keep(municipality: Municipality) -> None:
    municipality.is_edited = True
    municipality.updated_at = timezone.now()
