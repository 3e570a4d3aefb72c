"""The register of aid received, said once: page, API, downloads and schema come from here."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from common.codelists.enums import Visibility
from common.money.expressions import money_json
from common.registers.expressions import codes
from common.registers.fields import Field, FieldKind
from common.registers.register import Register, register
from common.search.described import Searched
from common.search.names import search_names
from communities.filters import OfCommunity, day_filter
from communities.register_parts import (
    ID,
    UPDATED_AT,
    VISIBILITY,
    community_if_any,
    oblast_field,
    source_field,
)
from communities.registers import API, level_of
from partners.filters import OfPartner
from partners.programme_registers import RECORD_STATUS
from partners.registers import known_partner_json
from projects.aid_enums import AidCategory, AidSource, Unit
from projects.models import AidDelivery
from projects.register_filters import OfProject
from projects.register_links import known_project_json


@cache
def aid_categories() -> dict[str, Any]:
    return codes(AidCategory, "mosty-aid-category")


@cache
def units() -> dict[str, Any]:
    return codes(Unit, "UNECE-Rec20")


@cache
def aid_sources() -> dict[str, Any]:
    return codes(AidSource, "mosty-aid-source")


def _deliveries() -> Any:
    return AidDelivery.objects.current()


FILTERS: dict[str, django_filters.Filter] = {
    "delivered_since": day_filter("delivered_on", "gte", _("received on this day or later")),
    "delivered_before": day_filter("delivered_on", "lt", _("received before this day")),
    "community": OfCommunity(),
    "project": OfProject(),
    "partner": OfPartner(),
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
        searched=Searched(
            names=("name", "donor_name"),
            codes=("reference",),
            texts=("description", "partner", "institution", "community", "category"),
        ),
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
                importable=True,
            ),
            Field(
                name="project",
                label=_("project"),
                kind=FieldKind.REFERENCE,
                expression_for=known_project_json,
                extra={"codes": True},
                importable=True,
            ),
            replace(oblast_field(), importable=True),
            Field(
                name="community",
                label=_("community"),
                kind=FieldKind.REFERENCE,
                expression=community_if_any,
                extra={"codes": True},
                importable=True,
            ),
            Field(
                name="institution",
                label=_("institution"),
                kind=FieldKind.BILINGUAL,
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
            RECORD_STATUS,
            VISIBILITY,
            source_field(aid_sources),
            UPDATED_AT,
        ),
    )
)
