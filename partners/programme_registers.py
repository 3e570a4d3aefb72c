"""The register of programmes, said once: page, API, downloads and schema come from here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import django_filters
from django import forms
from django.db.models import DateField, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.codelists.enums import Visibility
from common.design.formats import current_language
from common.money.expressions import money_json
from common.registers.expressions import (
    JsonList,
    JsonLookup,
    JsonObject,
    codes,
)
from common.registers.fields import Field, FieldKind, text_in
from common.registers.register import Register, register
from common.search.described import Searched
from common.search.names import search_names
from communities.models import Oblast
from communities.register_parts import (
    CREATED_AT,
    ID,
    UPDATED_AT,
    VISIBILITY,
    community_json,
    oblasts,
    rows_field,
    texts,
    themes_field,
)
from communities.registers import API, level_of, oblast_json, office_json
from partners.filters import OfPartner
from partners.models import (
    Programme,
    ProgrammeComponent,
    ProgrammeRole,
    ProgrammeTerritory,
    ProgrammeTheme,
)
from partners.programme_enums import ActivityStatus, ProgrammeLevel, ProgrammeRoleKind, RecordStatus
from partners.registers import known_partner, partner_json

NO_DAY = dt.date(1900, 1, 1)


@cache
def statuses() -> dict[str, Any]:
    return codes(ActivityStatus, "IATI-ActivityStatus")


@cache
def roles() -> dict[str, Any]:
    return codes(ProgrammeRoleKind, "mosty-project-role")


@cache
def levels() -> dict[str, Any]:
    return codes(ProgrammeLevel, "mosty-programme-level")


@cache
def record_statuses() -> dict[str, Any]:
    return codes(RecordStatus, "mosty-record-status")


def _of(model: Any) -> Any:
    return model.objects.filter(programme=OuterRef("pk"))


def _parties_json(level: Visibility) -> JsonList:
    rows = _of(ProgrammeRole).filter(known_partner("partner", level)).order_by("number", "pk")
    item = JsonObject(role=JsonLookup(F("role"), roles()), partner=partner_json("partner"))
    return JsonList(rows.values(item=item))


def _components_json() -> JsonList:
    item = JsonObject(
        number=F("number"),
        name=texts("name"),
        description=texts("description"),
        level=JsonLookup(F("level"), levels()),
    )
    return JsonList(_of(ProgrammeComponent).order_by("number", "pk").values(item=item))


def _oblasts_json() -> JsonList:
    rows = _of(ProgrammeTerritory).order_by("oblast__code").distinct("oblast__code")
    return JsonList(rows.values(item=oblast_json()))


def _communities_json() -> JsonList:
    rows = _of(ProgrammeTerritory).filter(community__isnull=False).order_by("pk")
    return JsonList(rows.values(item=community_json()))


def _programmes() -> Any:
    """Archived records are in no list."""
    return Programme.objects.current().annotate(
        begun_on=Coalesce("starts_on", Value(NO_DAY, output_field=DateField()))
    )


class OblastFilter(django_filters.ModelMultipleChoiceFilter):
    """Programmes that work in the oblast, or in the whole country."""

    def filter(self, rows: Any, chosen: Any) -> Any:
        if not chosen:
            return rows
        linked = ProgrammeTerritory.objects.filter(oblast__in=chosen)
        return rows.filter(Q(is_whole_country=True) | Q(pk__in=linked.values("programme")))

    def say(self, value: str) -> str:
        found = Oblast.objects.filter(code=value).first()
        return str(found.full_name) if found else value


def _both(name: str, label: Any, **options: Any) -> Field:
    return Field(name=name, label=label, kind=FieldKind.BILINGUAL, **options)


def tell_party(item: Mapping[str, Any]) -> str:
    language = current_language()
    return (
        f"{text_in(item['role']['name'], language)}: {text_in(item['partner']['name'], language)}"
    )


def party_code(item: Mapping[str, Any]) -> str:
    """As the tables of projects have it."""
    return f"{item['role']['code']}=partner:{item['partner']['id']}"


PARTY = (
    Field(name="role", label=_("role"), kind=FieldKind.CODE),
    Field(name="partner", label=_("partner"), kind=FieldKind.REFERENCE),
)
RECORD_STATUS = Field(
    name="record_status",
    label=_("state of the record"),
    kind=FieldKind.CODE,
    choices=record_statuses,
    audience=Visibility.INTERNAL,
    required=True,
)
COMPONENT = (
    Field(name="number", label=_("number"), kind=FieldKind.NUMBER),
    _both("name", _("name")),
    _both("description", _("description")),
    Field(name="level", label=_("level"), kind=FieldKind.CODE),
)

PROGRAMMES = register(
    Register(
        name="programmes",
        singular="Programme",
        title=_("Programmes"),
        about=_(
            "Programmes of development partners: who pays, who carries them out, what they are "
            "about. Projects belong to them."
        ),
        model=Programme,
        queryset=_programmes,
        key="public_id",
        default_sort="name",
        level_of=level_of,
        search=search_names,
        searched=Searched(
            names=("name", "acronym"),
            codes=("iati_identifier",),
            texts=("description", "aims", "parties", "components", "themes"),
        ),
        extra_filters={
            "oblast": OblastFilter(
                queryset=lambda _request: oblasts(),
                to_field_name="code",
                label=pgettext_lazy("territory", "oblast"),
                widget=forms.CheckboxSelectMultiple,
            ),
            "partner": OfPartner(
                through=ProgrammeRole.objects.all, record="programme", label=_("partner")
            ),
        },
        api_path=f"{API}programmes/",
        page="programmes:programme-list",
        fields=(
            replace(ID, importable=True),
            Field(
                name="slug",
                label=_("word in the address"),
                required=True,
                in_table=False,
                help="The page of the programme is /programmes/<slug>/.",
            ),
            _both("name", _("name"), required=True, sort="sort_key", importable=True),
            Field(name="acronym", label=_("short name"), importable=True),
            Field(
                name="status",
                importable=True,
                label=_("status"),
                kind=FieldKind.CODE,
                choices=statuses,
                required=True,
                filterable=True,
            ),
            rows_field(
                "parties",
                _("organisations and their roles"),
                "ProgrammeParty",
                PARTY,
                expression_for=_parties_json,
                cell=tell_party,
                codes_of=party_code,
                importable=True,
            ),
            rows_field(
                "components",
                _("components"),
                "ProgrammeComponent",
                COMPONENT,
                expression=_components_json,
            ),
            themes_field(ProgrammeTheme, "programme"),
            Field(
                name="is_whole_country",
                importable=True,
                label=_("works in the whole of Ukraine"),
                kind=FieldKind.FLAG,
                required=True,
            ),
            Field(
                name="oblasts",
                importable=True,
                label=_("oblasts"),
                kind=FieldKind.REFERENCES,
                expression=_oblasts_json,
                extra={"codes": True},
            ),
            Field(
                name="communities",
                label=_("communities"),
                kind=FieldKind.REFERENCES,
                expression=_communities_json,
                extra={"codes": True},
            ),
            Field(
                name="starts_on",
                label=_("begins on"),
                kind=FieldKind.DATE,
                sort="begun_on",
                importable=True,
            ),
            Field(name="ends_on", label=_("ends on"), kind=FieldKind.DATE, importable=True),
            Field(
                name="amount",
                importable=True,
                label=_("amount"),
                kind=FieldKind.MONEY,
                expression=lambda: money_json("amount", "currency", "amount_on"),
            ),
            Field(name="iati_identifier", label=_("IATI identifier"), importable=True),
            Field(name="website", label=_("website"), kind=FieldKind.URL, importable=True),
            _both("description", _("description"), in_list=False, importable=True),
            _both("aims", _("aims"), in_list=False, importable=True),
            Field(
                name="kept_by",
                label=_("kept by"),
                kind=FieldKind.REFERENCE,
                expression=lambda: office_json("curated_by"),
                extra={"codes": True},
            ),
            RECORD_STATUS,
            VISIBILITY,
            CREATED_AT,
            UPDATED_AT,
        ),
    )
)
