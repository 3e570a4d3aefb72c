"""The register of calls, said once: page, API, downloads, feeds and schema come from here."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

from django.db.models import (
    Case,
    CharField,
    DateTimeField,
    ExpressionWrapper,
    F,
    OuterRef,
    Value,
    When,
)
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from common.registers.expressions import (
    JsonList,
    JsonLookup,
    JsonLookups,
    JsonObject,
    Today,
    codes,
)
from common.registers.fields import Field, FieldKind
from common.registers.register import Register, register
from common.search.described import Searched
from common.search.names import search_names
from communities.register_parts import (
    ID,
    REFERENCE,
    TITLE,
    UPDATED_AT,
    VISIBILITY,
    source_field,
    themes_field,
)
from communities.registers import API, level_of, name_of
from partners.programme_registers import RECORD_STATUS
from partners.registers import known_partner_json
from projects.call_enums import SOON_DAYS, ApplicantKind, CallSource, CallState
from projects.call_filters import FILTERS
from projects.models import Call, CallOblast, CallTheme
from projects.register_links import known_programme_json


@cache
def applicant_kinds() -> dict[str, Any]:
    return codes(ApplicantKind, "mosty-applicant")


@cache
def call_states() -> dict[str, Any]:
    return codes(CallState, "mosty-call-state")


@cache
def call_sources() -> dict[str, Any]:
    return codes(CallSource, "mosty-call-source")


def _state() -> Case:
    """As `Call.state_at`, by the clock of the statement."""
    soon = ExpressionWrapper(
        Now() + Value(dt.timedelta(days=SOON_DAYS)), output_field=DateTimeField()
    )
    return Case(
        When(closes_at__lte=Now(), then=Value(CallState.CLOSED.value)),
        When(opens_on__gt=Today(), then=Value(CallState.UPCOMING.value)),
        When(closes_at__lte=soon, then=Value(CallState.CLOSING_SOON.value)),
        default=Value(CallState.OPEN.value),
        output_field=CharField(),
    )


def _oblasts_json() -> JsonList:
    item = JsonObject(code=F("oblast__code"), name=name_of("oblast"))
    linked = CallOblast.objects.filter(call=OuterRef("pk"))
    return JsonList(linked.order_by("oblast__sort_key", "oblast__pk").values(item=item))


def _calls() -> Any:
    return Call.objects.current().with_order()


CALLS = register(
    Register(
        name="calls",
        singular="Call",
        title=_("Calls"),
        about=_(
            "Open calls of partners and programmes: who may apply, for what, how much, until when."
        ),
        model=Call,
        queryset=_calls,
        key="public_id",
        default_sort="closes_at",
        level_of=level_of,
        search=search_names,
        searched=Searched(
            names=("title",),
            codes=("reference",),
            texts=("summary", "partner", "programme", "themes"),
        ),
        extra_filters=FILTERS,
        api_path=f"{API}calls/",
        page="calls:call-list",
        fields=(
            ID,
            REFERENCE,
            TITLE,
            Field(
                name="state",
                label=_("state"),
                kind=FieldKind.CODE,
                choices=call_states,
                expression=lambda: JsonLookup(_state(), call_states()),
                required=True,
                of_the_moment=True,
                help="Computed from the dates at the moment of the answer.",
            ),
            Field(
                name="partner",
                label=_("partner"),
                kind=FieldKind.REFERENCE,
                expression_for=lambda level: known_partner_json("partner", level),
                importable=True,
            ),
            Field(
                name="programme",
                label=_("programme"),
                kind=FieldKind.REFERENCE,
                expression_for=known_programme_json,
                importable=True,
            ),
            Field(
                name="applicants",
                label=_("who may apply"),
                kind=FieldKind.REFERENCES,
                expression=lambda: JsonLookups(F("applicants"), applicant_kinds()),
                extra={"codes": True},
                importable=True,
            ),
            themes_field(CallTheme, "call"),
            Field(
                name="oblasts",
                label=_("oblasts"),
                kind=FieldKind.REFERENCES,
                expression=_oblasts_json,
                extra={"codes": True},
                importable=True,
                help="Empty: the whole of Ukraine.",
            ),
            Field(
                name="amount_min",
                label=_("smallest grant"),
                kind=FieldKind.DECIMAL,
                importable=True,
            ),
            Field(
                name="amount_max",
                label=_("largest grant"),
                kind=FieldKind.DECIMAL,
                importable=True,
            ),
            Field(
                name="currency",
                label=_("currency"),
                importable=True,
                help="ISO 4217, of both amounts.",
            ),
            Field(
                name="own_share",
                label=_("own share, percent"),
                kind=FieldKind.DECIMAL,
                importable=True,
            ),
            Field(name="opens_on", label=_("opens on"), kind=FieldKind.DATE, importable=True),
            Field(
                name="closes_at",
                label=_("deadline"),
                kind=FieldKind.MOMENT,
                sort="ordered_at",
                extra={"rises": True},
                importable=True,
                help="Null when there is no deadline. The moment, with its offset from UTC.",
            ),
            Field(
                name="time_zone",
                label=_("time zone"),
                required=True,
                importable=True,
                help="In which the partner has announced the deadline (IANA).",
            ),
            Field(name="link", label=_("page of the call"), kind=FieldKind.URL, importable=True),
            Field(name="contact", label=_("where to ask"), importable=True),
            Field(
                name="languages",
                label=_("languages of the application"),
                kind=FieldKind.TEXTS,
                importable=True,
            ),
            Field(
                name="summary",
                label=_("what it supports"),
                kind=FieldKind.BILINGUAL,
                in_list=False,
                importable=True,
            ),
            RECORD_STATUS,
            VISIBILITY,
            source_field(call_sources),
            Field(name="published_at", label=_("published at"), kind=FieldKind.MOMENT),
            UPDATED_AT,
        ),
    )
)
