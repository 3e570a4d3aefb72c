"""The register of partners, said once: page, API, downloads and schema come from here."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import Case, F, OuterRef, Q, When
from django.utils.translation import gettext_lazy as _

from common.codelists.countries import country_codes, country_places
from common.codelists.enums import OrganisationType, Visibility
from common.registers.expressions import (
    JsonList,
    JsonObject,
    PlacesOfCode,
    address,
    codes,
)
from common.registers.fields import Field, FieldKind
from common.registers.register import SEEN_BY, Register, register
from common.search.described import Searched
from common.search.names import search_names
from communities.register_parts import (
    CREATED_AT,
    ID,
    UPDATED_AT,
    VISIBILITY,
    oblasts,
    texts,
    themes_field,
)
from communities.registers import API, level_of, oblast_json, office_json
from partners.enums import PartnerKind, PartnerOrigin, PartnerStatus
from partners.models import Partner, PartnerIdentifier, PartnerOblast, PartnerTheme
from partners.selectors import moved_key


@cache
def partner_kinds() -> dict[str, Any]:
    return codes(PartnerKind, "mosty-partner-kind")


@cache
def organisation_types() -> dict[str, Any]:
    return codes(OrganisationType, "IATI-OrganisationType")


@cache
def partner_statuses() -> dict[str, Any]:
    return codes(PartnerStatus, "mosty-partner-status")


@cache
def origins() -> dict[str, Any]:
    return codes(PartnerOrigin, "mosty-partner-origin")


def partner_json(path: str, **more: F) -> JsonObject:
    """A link to a partner as every register shows it; `more` is what a single one adds."""
    return JsonObject(
        id=F(f"{path}__public_id"),
        **more,
        name=texts(f"{path}__name"),
        url=address(f"{settings.SITE_URL}{API}partners/", f"{path}__public_id", "/"),
    )


def known_partner(path: str, level: Visibility) -> Q:
    """As `PartnerQuerySet.visible_to`, for a partner that a record of another names."""
    known = Q(**{f"{path}__visibility__in": sorted(SEEN_BY[level])})
    if level is not Visibility.INTERNAL:
        known &= ~Q(**{f"{path}__status": PartnerStatus.ARCHIVED})
    return known


def public_partner(path: str) -> Q:
    """Only partners that everybody may see, under their own name."""
    return known_partner(path, Visibility.PUBLIC) & Q(**{f"{path}__merged_into": None})


def known_partner_json(path: str, level: Visibility) -> Case:
    """As `partner_json`; null where a viewer of the level may not know of that partner."""
    return Case(When(known_partner(path, level), then=partner_json(path)), default=None)


def _oblasts_json() -> JsonList:
    linked = PartnerOblast.objects.filter(partner=OuterRef("pk"))
    return JsonList(linked.order_by("oblast__sort_key").values(item=oblast_json()))


def _identifiers_json() -> JsonList:
    item = JsonObject(scheme=F("scheme"), id=F("value"))
    held = PartnerIdentifier.objects.filter(partner=OuterRef("pk"))
    return JsonList(held.order_by("scheme", "value").values(item=item))


PARTNERS = register(
    Register(
        name="partners",
        singular="Partner",
        title=_("Partners"),
        about=_(
            "Foreign and international organisations that the regional offices deal with: "
            "donors, agencies, embassies, foundations, cities and their associations."
        ),
        model=Partner,
        queryset=Partner.objects.all,
        key="public_id",
        default_sort="name",
        level_of=level_of,
        search=search_names,
        searched=Searched(
            names=("name", "acronym"),
            codes=("identifiers",),
            texts=("description", "country", "themes"),
        ),
        api_path=f"{API}partners/",
        page="partners:partner-list",
        moved=moved_key,
        # A partner has no address of its own here: it stands in the capital of its country.
        places=lambda: PlacesOfCode(F("country"), country_places()),
        fields=(
            ID,
            Field(name="slug", label=_("address"), required=True, in_table=False),
            Field(
                name="name",
                label=_("name"),
                kind=FieldKind.BILINGUAL,
                required=True,
                sort="sort_key",
                importable=True,
            ),
            Field(name="acronym", label=_("acronym"), importable=True),
            Field(
                name="kind",
                label=_("kind"),
                kind=FieldKind.CODE,
                choices=partner_kinds,
                required=True,
                filterable=True,
                importable=True,
            ),
            Field(
                name="iati_type",
                label=_("IATI organisation type"),
                kind=FieldKind.CODE,
                choices=organisation_types,
                required=True,
                importable=True,
            ),
            Field(
                name="country",
                label=_("country"),
                kind=FieldKind.COUNTRY,
                choices=country_codes,
                filterable=True,
                importable=True,
                help="Null for an international organisation.",
            ),
            Field(
                name="status",
                label=_("status"),
                kind=FieldKind.CODE,
                choices=partner_statuses,
                required=True,
                filterable=True,
                importable=True,
            ),
            themes_field(PartnerTheme, "partner"),
            Field(
                name="oblasts",
                label=_("oblasts where it works"),
                kind=FieldKind.REFERENCES,
                expression=_oblasts_json,
                extra={"codes": True},
                filterable=True,
                filter_queryset=oblasts,
                filter_lookup="oblasts",
                filter_key="code",
                importable=True,
            ),
            Field(
                name="identifiers",
                label=_("identifiers"),
                kind=FieldKind.IDENTIFIERS,
                expression=_identifiers_json,
                importable=True,
            ),
            Field(
                name="parent",
                label=_("part of"),
                kind=FieldKind.REFERENCE,
                expression_for=lambda level: known_partner_json("parent", level),
            ),
            Field(name="website", label=_("website"), kind=FieldKind.URL, importable=True),
            Field(
                name="languages",
                label=_("languages"),
                kind=FieldKind.TEXTS,
                importable=True,
                help="ISO 639-1 codes of the languages in which one can write to the partner.",
            ),
            Field(
                name="description",
                label=_("description"),
                kind=FieldKind.BILINGUAL,
                in_list=False,
                importable=True,
            ),
            VISIBILITY,
            Field(
                name="curated_by",
                label=_("kept by"),
                kind=FieldKind.REFERENCE,
                expression=lambda: office_json("curated_by"),
                extra={"codes": True},
                audience=Visibility.REGISTERED,
            ),
            Field(
                name="origin",
                label=_("origin of the record"),
                kind=FieldKind.CODE,
                choices=origins,
                audience=Visibility.INTERNAL,
                required=True,
            ),
            CREATED_AT,
            UPDATED_AT,
        ),
    )
)
