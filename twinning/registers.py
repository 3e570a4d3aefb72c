"""The register of municipalities abroad, said once: page, API, downloads and schema."""

from __future__ import annotations

from functools import cache
from typing import Any

import django_filters
from django.db.models import Case, F, Func, TextField
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from common.codelists.countries import country_codes
from common.registers.expressions import JsonObject, NullIfEmpty, codes, spot
from common.registers.fields import Field, FieldKind
from common.registers.register import Register, register
from common.search.described import Searched
from common.search.names import search_names
from communities.register_parts import UPDATED_AT
from communities.registers import API, level_of
from partners.registers import known_partner_json
from twinning.enums import MunicipalityKind, MunicipalityTag
from twinning.models import Municipality


@cache
def municipality_kinds() -> dict[str, Any]:
    return codes(MunicipalityKind, "mosty-municipality-kind")


def _in_order() -> Any:
    return Municipality.objects.with_known_population()


def _names() -> JsonObject:
    """The own name stands in for an English one: Latin letters are read by everybody."""
    english = Coalesce(NullIfEmpty(F("name_en")), F("name"), output_field=TextField())
    return JsonObject(uk=NullIfEmpty(F("name_uk")), en=english)


def _place_json() -> Case:
    return spot("latitude", "longitude")


class JsonArray(Func):
    """An array column as JSON: otherwise an empty one would print as `{}`."""

    function = "to_json"


class TagFilter(django_filters.MultipleChoiceFilter):
    """Places with any of the chosen tags."""

    def filter(self, rows: Any, chosen: Any) -> Any:
        return rows.filter(tags__overlap=list(chosen)) if chosen else rows


class LinkedFilter(django_filters.TypedChoiceFilter):
    def filter(self, rows: Any, answer: Any) -> Any:
        if answer is None:
            return rows
        return rows.in_relations() if answer else rows.candidates()


def tag_filter() -> TagFilter:
    return TagFilter(choices=MunicipalityTag.choices, label=_("profile"))


def linked_filter() -> LinkedFilter:
    return LinkedFilter(
        choices=[("", _("no matter")), ("true", _("yes")), ("false", _("no"))],
        coerce=lambda value: value == "true",
        label=_("has a Ukrainian partner"),
        empty_value=None,
    )


MUNICIPALITIES = register(
    Register(
        name="municipalities",
        singular="Municipality",
        title=_("Municipalities abroad"),
        about=_(
            "Cities, towns and regions abroad: those that Ukrainian communities have relations "
            "with, and candidates from a gazetteer."
        ),
        model=Municipality,
        queryset=_in_order,
        key="public_id",
        default_sort="-population",
        level_of=level_of,
        search=search_names,
        searched=Searched(
            names=("name", "own_name"),
            codes=("geonames_id",),
            texts=("country", "region", "tags"),
            also=(Field(name="_other_names", label="", source="other_names"),),
        ),
        api_path=f"{API}municipalities/",
        page="twinning:municipality-list",
        extra_filters={"tags": tag_filter(), "linked": linked_filter()},
        fields=(
            Field(
                name="id",
                label=_("identifier"),
                kind=FieldKind.UUID,
                source="public_id",
                required=True,
                help="The same in every installation for places with a GeoNames number.",
            ),
            Field(
                name="name",
                label=_("name"),
                kind=FieldKind.BILINGUAL,
                expression=_names,
                required=True,
                help="Ukrainian is null where nobody has given a Ukrainian name yet.",
            ),
            Field(name="own_name", label=_("own name"), source="name", sort="sort_key"),
            Field(
                name="kind",
                label=_("kind"),
                kind=FieldKind.CODE,
                choices=municipality_kinds,
                required=True,
                filterable=True,
            ),
            Field(
                name="country",
                label=_("country"),
                kind=FieldKind.COUNTRY,
                choices=country_codes,
                required=True,
                filterable=True,
            ),
            Field(name="region", label=_("upper unit")),
            Field(
                name="population",
                label=_("population"),
                kind=FieldKind.NUMBER,
                sort="known_population",
                filterable=True,
            ),
            Field(
                name="place",
                label=_("place"),
                kind=FieldKind.PLACE,
                expression=_place_json,
                help="Latitude and longitude (WGS 84).",
            ),
            Field(name="website", label=_("website"), kind=FieldKind.URL),
            Field(
                name="languages",
                label=_("languages"),
                kind=FieldKind.TEXTS,
                expression=lambda: JsonArray(F("languages")),
            ),
            Field(
                name="tags",
                label=_("profile"),
                kind=FieldKind.TEXTS,
                expression=lambda: JsonArray(F("tags")),
            ),
            Field(
                name="associations",
                label=_("member of"),
                kind=FieldKind.TEXTS,
                expression=lambda: JsonArray(F("associations")),
            ),
            Field(
                name="listed_on",
                label=_("listed on"),
                kind=FieldKind.TEXTS,
                expression=lambda: JsonArray(F("listed_on")),
                help="Sites where the place says that it looks for partners in Ukraine.",
            ),
            Field(
                name="geonames_id",
                label=_("GeoNames number"),
                kind=FieldKind.NUMBER,
            ),
            Field(
                name="partner",
                label=_("partner"),
                kind=FieldKind.REFERENCE,
                expression_for=lambda level: known_partner_json("partner", level),
                help="The record in the register of partners, once relations have begun.",
            ),
            UPDATED_AT,
        ),
    )
)
