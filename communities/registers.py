"""The registers of this app, each said once: page, API, downloads and schema come from here."""

from __future__ import annotations

from functools import cache
from typing import Any

import django_filters
from django.conf import settings
from django.db.models import Case, Count, F, OuterRef, Q, Subquery, TextField, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.codelists.enums import Visibility
from common.registers.expressions import Joined, JsonObject, NullIfEmpty, address, codes, spot
from common.registers.fields import Field, FieldKind
from common.registers.register import Register, register
from common.search.described import Searched
from common.search.names import search_names
from communities.enums import CommunityKind, OblastKind
from communities.models import Community, Oblast, Raion
from communities.permissions import is_official, is_registered

API = "/api/v1/"


def level_of(user: Any) -> Visibility:
    """What the viewer may see of a record's fields."""
    if is_official(user):
        return Visibility.INTERNAL
    return Visibility.REGISTERED if is_registered(user) else Visibility.PUBLIC


@cache
def community_kinds() -> dict[str, Any]:
    return codes(CommunityKind, "mosty-community-kind")


@cache
def oblast_kinds() -> dict[str, Any]:
    return codes(OblastKind, "KATOTTG-category")


def name_of(path: str) -> JsonObject:
    """What a place, an office or a theme is called: a pair that is never empty."""
    return JsonObject(uk=F(f"{path}__name"), en=F(f"{path}__name_en"))


def oblast_json(path: str = "oblast") -> JsonObject:
    """A link to an oblast as every register shows it."""
    return JsonObject(
        code=F(f"{path}__code"),
        name=name_of(path),
        url=address(f"{settings.SITE_URL}{API}oblasts/", f"{path}__code", "/"),
    )


def office_json(path: str = "office") -> Case:
    """A link to an office as every register shows it; null where there is none."""
    named = JsonObject(
        code=F(f"{path}__slug"),
        name=JsonObject(uk=F(f"{path}__name"), en=NullIfEmpty(F(f"{path}__name_en"))),
        url=address(f"{settings.SITE_URL}{API}offices/", f"{path}__slug", "/"),
    )
    return Case(When(**{f"{path}__isnull": False}, then=named), default=None)


def _raion_json() -> JsonObject:
    return JsonObject(code=F("raion__code"), name=name_of("raion"))


def _place_json() -> Case:
    return spot("latitude", "longitude")


def _community_full_name() -> JsonObject:
    """The same words as `Community.full_name` and `full_name_en`."""
    uk = Case(
        When(kind=CommunityKind.URBAN, then=Value("міська ")),
        When(kind=CommunityKind.SETTLEMENT, then=Value("селищна ")),
        When(kind=CommunityKind.RURAL, then=Value("сільська ")),
        default=Value(""),
        output_field=TextField(),
    )
    en = Case(
        When(~Q(kind=""), then=Joined(F("kind"), Value(" "))),
        default=Value(""),
        output_field=TextField(),
    )
    return JsonObject(
        uk=Joined(F("name"), Value(" "), uk, Value("територіальна громада")),
        en=Joined(F("name_en"), Value(" "), en, Value("community")),
    )


def _centre_json() -> Case:
    return Case(
        When(
            ~Q(centre_code=""),
            then=JsonObject(
                code=F("centre_code"),
                name=JsonObject(uk=F("centre_name"), en=F("centre_name_en")),
            ),
        ),
        default=None,
    )


def _communities() -> Any:
    return Community.objects.in_force().with_known_population()


def _oblasts() -> Any:
    return Oblast.objects.in_force().in_ukrainian_order()


def _raions() -> Any:
    return Raion.objects.in_force().in_ukrainian_order()


COMMUNITIES = register(
    Register(
        name="communities",
        singular="Community",
        title=_("Communities"),
        about=_(
            "Territorial communities (hromadas) of Ukraine by the state codifier KATOTTG, "
            "with type, centre, area and population."
        ),
        model=Community,
        queryset=_communities,
        key="code",
        default_sort="name",
        level_of=level_of,
        search=search_names,
        searched=Searched(
            names=("full_name", "centre"),
            codes=("code",),
            texts=("about",),
        ),
        api_path=f"{API}communities/",
        page="communities:community-list",
        extra_filters={
            "code": django_filters.CharFilter(field_name="code", label=_("KATOTTG code")),
        },
        fields=(
            Field(name="code", label=_("KATOTTG code"), required=True, sort="code"),
            Field(
                name="name",
                label=_("name"),
                kind=FieldKind.BILINGUAL,
                required=True,
                sort="sort_key",
                help="Name as in the codifier: an adjective without the type of community.",
            ),
            Field(
                name="full_name",
                label=pgettext_lazy("territory", "full name"),
                kind=FieldKind.BILINGUAL,
                expression=_community_full_name,
            ),
            Field(
                name="kind",
                label=_("type"),
                kind=FieldKind.CODE,
                choices=community_kinds,
                filterable=True,
                help="Type by the centre: urban, settlement or rural.",
            ),
            Field(
                name="oblast",
                label=pgettext_lazy("territory", "oblast"),
                kind=FieldKind.REFERENCE,
                expression=oblast_json,
                extra={"codes": True},
                required=True,
                filterable=True,
                filter_queryset=_oblasts,
                filter_lookup="oblast",
                filter_key="code",
            ),
            Field(
                name="raion",
                label=pgettext_lazy("territory", "raion"),
                kind=FieldKind.REFERENCE,
                expression=_raion_json,
                extra={"codes": True, "within": ("oblast", "oblast__code")},
                required=True,
                filterable=True,
                filter_queryset=_raions,
                filter_lookup="raion",
                filter_key="code",
            ),
            Field(
                name="centre",
                label=_("centre"),
                kind=FieldKind.REFERENCE,
                expression=_centre_json,
                extra={"codes": True},
            ),
            Field(
                name="population",
                label=_("population"),
                kind=FieldKind.NUMBER,
                sort="known_population",
                filterable=True,
            ),
            Field(name="population_on", label=_("population as of"), kind=FieldKind.DATE),
            Field(
                name="centre_population",
                label=_("population of the centre"),
                kind=FieldKind.NUMBER,
                help="Of the main settlement alone, by GeoNames; its year is not known.",
            ),
            Field(name="area_km2", label=_("area, km²"), kind=FieldKind.DECIMAL),
            Field(
                name="place",
                label=_("place of the centre"),
                kind=FieldKind.PLACE,
                expression=_place_json,
                help="Latitude and longitude (WGS 84) of the community's centre.",
            ),
            Field(name="website", label=_("website"), kind=FieldKind.URL),
            Field(
                name="about",
                label=_("about the community"),
                kind=FieldKind.BILINGUAL,
                in_list=False,
            ),
            Field(name="updated_at", label=_("updated at"), kind=FieldKind.MOMENT),
        ),
    )
)

OBLASTS = register(
    Register(
        name="oblasts",
        singular="Oblast",
        title=_("Oblasts"),
        about=_(
            "First-level units: 24 oblasts, the Autonomous Republic of Crimea and the cities of "
            "Kyiv and Sevastopol, with the office that serves each."
        ),
        model=Oblast,
        queryset=_oblasts,
        key="code",
        default_sort="name",
        level_of=level_of,
        search=search_names,
        searched=Searched(
            names=("name",),
            codes=("code", "iso_code"),
        ),
        api_path=f"{API}oblasts/",
        page="communities:oblast-list",
        fields=(
            Field(name="code", label=_("KATOTTG code"), required=True, sort="code"),
            Field(name="iso_code", label=_("ISO 3166-2 code"), required=True, filterable=False),
            Field(
                name="name",
                label=_("name"),
                kind=FieldKind.BILINGUAL,
                required=True,
                sort="sort_key",
            ),
            Field(
                name="kind",
                label=_("kind"),
                kind=FieldKind.CODE,
                choices=oblast_kinds,
                required=True,
                filterable=True,
            ),
            Field(
                name="raion_count",
                label=_("raions"),
                kind=FieldKind.NUMBER,
                required=True,
                expression=lambda: _how_many(Raion),
            ),
            Field(
                name="community_count",
                label=_("communities"),
                kind=FieldKind.NUMBER,
                required=True,
                expression=lambda: _how_many(Community),
            ),
            Field(
                name="office",
                label=_("office"),
                kind=FieldKind.BILINGUAL,
                expression=lambda: name_of("office"),
                help="Regional office of international cooperation that serves the oblast.",
            ),
            Field(name="updated_at", label=_("updated at"), kind=FieldKind.MOMENT),
        ),
    )
)


def _how_many(model: Any) -> Coalesce:
    counted = (
        model.objects.in_force()
        .filter(oblast=OuterRef("pk"))
        .order_by()
        .values("oblast")
        .annotate(how_many=Count("pk"))
        .values("how_many")
    )
    return Coalesce(Subquery(counted), 0)
