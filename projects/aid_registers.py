"""The register of aid received, said once: page, API, downloads and schema come from here."""

from __future__ import annotations

from functools import cache
from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, F, Q, When
from django.utils.translation import gettext_lazy as _

from common.codelists.enums import Visibility
from common.money.expressions import money_json
from common.registers.expressions import JsonObject, NullIfEmpty, address, codes
from common.registers.fields import Field, FieldKind
from common.registers.register import SEEN_BY, Register, register
from common.search.names import search_names
from communities.filters import OfCommunity
from communities.register_parts import ID, UPDATED_AT, VISIBILITY, oblasts
from communities.registers import API, level_of, oblast_json
from partners.filters import OfPartner
from partners.programme_enums import RecordStatus
from partners.registers import known_partner_json
from projects.aid_enums import AidCategory, AidSource, Unit
from projects.call_registers import record_statuses
from projects.models import AidDelivery, Project


@cache
def aid_categories() -> dict[str, Any]:
    return codes(AidCategory, "mosty-aid-category")


@cache
def units() -> dict[str, Any]:
    return codes(Unit, "UNECE-Rec20")


@cache
def aid_sources() -> dict[str, Any]:
    return codes(AidSource, "mosty-aid-source")


def _community_json() -> Case:
    named = JsonObject(
        code=F("community__code"),
        name=JsonObject(uk=F("community__name"), en=F("community__name_en")),
        url=address(f"{settings.SITE_URL}{API}communities/", "community__code", "/"),
    )
    return Case(When(community__isnull=False, then=named), default=None)


def _donor_json() -> JsonObject:
    return JsonObject(uk=NullIfEmpty(F("donor_name")), en=NullIfEmpty(F("donor_name_en")))


def _institution_json() -> JsonObject:
    return JsonObject(uk=NullIfEmpty(F("institution")), en=NullIfEmpty(F("institution_en")))


def _project_json(level: Visibility) -> Case:
    """Only a project that the viewer may know of."""
    known = Q(project__visibility__in=sorted(SEEN_BY[level]))
    if level is not Visibility.INTERNAL:
        known &= Q(project__record_status=RecordStatus.PUBLISHED)
    named = JsonObject(
        id=F("project__public_id"),
        code=F("project__reference"),
        name=JsonObject(uk=F("project__title"), en=NullIfEmpty(F("project__title_en"))),
        url=address(f"{settings.SITE_URL}{API}projects/", "project__public_id", "/"),
    )
    return Case(When(known & Q(project__isnull=False), then=named), default=None)


def _deliveries() -> Any:
    return AidDelivery.objects.current()


class CommunityFilter(OfCommunity):
    """By the KATOTTG code of the community."""

    shown_when_used = True


class PartnerFilter(OfPartner):
    shown_when_used = True


class ProjectFilter(django_filters.CharFilter):
    """Only of projects that everybody may see: what one may filter by is for everybody."""

    shown_when_used = True

    def filter(self, rows: Any, reference: Any) -> Any:
        if not reference:
            return rows
        public = Project.objects.visible_to(AnonymousUser()).filter(reference__iexact=reference)
        return rows.filter(project__in=public.values("pk"))


def _day(lookup: str, label: Any) -> django_filters.DateFilter:
    return django_filters.DateFilter(
        field_name="delivered_on",
        lookup_expr=lookup,
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


FILTERS: dict[str, django_filters.Filter] = {
    "delivered_since": _day("gte", _("received on this day or later")),
    "delivered_before": _day("lt", _("received before this day")),
    "community": CommunityFilter(
        field_name="community__code",
        label=_("KATOTTG code of the community"),
    ),
    "project": ProjectFilter(label=_("reference of the project"), max_length=24),
    "partner": PartnerFilter(field_name="partner__public_id", label=_("identifier of the partner")),
}


AID = register(
    Register(
        name="aid-deliveries",
        singular="AidDelivery",
        title=_("Aid received"),
        about=_(
            "Vehicles, generators, equipment and other goods that communities and oblasts have "
            "received from partners: what, how much, from whom, for whom, when."
        ),
        model=AidDelivery,
        queryset=_deliveries,
        key="public_id",
        default_sort="-delivered_on",
        level_of=level_of,
        search=search_names,
        extra_filters=FILTERS,
        api_path=f"{API}aid-deliveries/",
        page="aid:aid-list",
        fields=(
            ID,
            Field(
                name="reference",
                label=_("reference"),
                required=True,
                importable=True,
                help="Given once by the office of the oblast.",
            ),
            Field(
                name="name",
                label=_("what was received"),
                kind=FieldKind.BILINGUAL,
                required=True,
                importable=True,
                sort="sort_key",
            ),
            Field(
                name="category",
                label=_("category"),
                kind=FieldKind.CODE,
                choices=aid_categories,
                required=True,
                importable=True,
                filterable=True,
            ),
            Field(
                name="quantity",
                label=_("quantity"),
                kind=FieldKind.DECIMAL,
                required=True,
                importable=True,
            ),
            Field(
                name="unit",
                label=_("unit"),
                kind=FieldKind.CODE,
                choices=units,
                required=True,
                importable=True,
            ),
            Field(
                name="value",
                label=_("value"),
                kind=FieldKind.MONEY,
                expression=lambda: money_json("amount", "currency", "value_date"),
                importable=True,
                help="Null when nobody knows what it is worth.",
            ),
            Field(
                name="is_estimated",
                label=_("the value is an estimate"),
                kind=FieldKind.FLAG,
                required=True,
                importable=True,
            ),
            Field(
                name="partner",
                label=_("partner"),
                kind=FieldKind.REFERENCE,
                expression_for=lambda level: known_partner_json("partner", level),
                importable=True,
            ),
            Field(
                name="donor_name",
                label=_("donor that is no partner"),
                kind=FieldKind.BILINGUAL,
                expression=_donor_json,
                importable=True,
            ),
            Field(
                name="project",
                label=_("project"),
                kind=FieldKind.REFERENCE,
                expression_for=_project_json,
                extra={"codes": True},
                importable=True,
            ),
            Field(
                name="oblast",
                label=_("oblast"),
                kind=FieldKind.REFERENCE,
                expression=oblast_json,
                extra={"codes": True},
                required=True,
                importable=True,
                filterable=True,
                filter_queryset=oblasts,
                filter_lookup="oblast",
                filter_key="code",
            ),
            Field(
                name="community",
                label=_("community"),
                kind=FieldKind.REFERENCE,
                expression=_community_json,
                extra={"codes": True},
                importable=True,
            ),
            Field(
                name="institution",
                label=_("institution"),
                kind=FieldKind.BILINGUAL,
                expression=_institution_json,
                importable=True,
            ),
            Field(
                name="delivered_on",
                label=_("received on"),
                kind=FieldKind.DATE,
                required=True,
                importable=True,
                sort="delivered_on",
            ),
            Field(name="transport", label=_("how it came"), importable=True),
            Field(name="conditions", label=_("conditions"), in_list=False, importable=True),
            Field(
                name="description",
                label=_("description"),
                kind=FieldKind.BILINGUAL,
                in_list=False,
                importable=True,
            ),
            Field(
                name="place_note",
                label=_("where it is kept"),
                audience=Visibility.INTERNAL,
                in_list=False,
            ),
            Field(
                name="record_status",
                label=_("state of the record"),
                kind=FieldKind.CODE,
                choices=record_statuses,
                audience=Visibility.INTERNAL,
                required=True,
            ),
            VISIBILITY,
            Field(
                name="source",
                label=_("origin of the record"),
                kind=FieldKind.CODE,
                choices=aid_sources,
                audience=Visibility.INTERNAL,
                required=True,
            ),
            UPDATED_AT,
        ),
    )
)
