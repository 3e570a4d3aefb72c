"""The register of calls, said once: page, API, downloads, feeds and schema come from here."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import (
    Case,
    CharField,
    DateTimeField,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Value,
    When,
)
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from common.codelists.enums import Visibility
from common.registers.expressions import (
    JsonList,
    JsonLookup,
    JsonLookups,
    JsonObject,
    NullIfEmpty,
    Today,
    address,
    codes,
)
from common.registers.fields import Field, FieldKind
from common.registers.register import SEEN_BY, Register, register
from common.search.names import search_names
from communities.register_parts import ID, UPDATED_AT, VISIBILITY, themes
from communities.registers import API, level_of
from partners.programme_enums import RecordStatus
from partners.registers import known_partner_json
from projects.call_enums import SOON_DAYS, ApplicantKind, CallSource, CallState
from projects.call_filters import FILTERS
from projects.models import Call, CallOblast, CallTheme


@cache
def applicant_kinds() -> dict[str, Any]:
    return codes(ApplicantKind, "mosty-applicant")


@cache
def call_states() -> dict[str, Any]:
    return codes(CallState, "mosty-call-state")


@cache
def record_statuses() -> dict[str, Any]:
    return codes(RecordStatus, "mosty-record-status")


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


def _themes_json() -> JsonList:
    item = JsonObject(
        code=F("theme__slug"), name=JsonObject(uk=F("theme__name"), en=F("theme__name_en"))
    )
    linked = CallTheme.objects.filter(call=OuterRef("pk"))
    return JsonList(linked.order_by("theme__position", "theme__pk").values(item=item))


def _oblasts_json() -> JsonList:
    item = JsonObject(
        code=F("oblast__code"), name=JsonObject(uk=F("oblast__name"), en=F("oblast__name_en"))
    )
    linked = CallOblast.objects.filter(call=OuterRef("pk"))
    return JsonList(linked.order_by("oblast__sort_key", "oblast__pk").values(item=item))


def known_programme_json(path: str, level: Visibility) -> Case:
    """A link to a programme; null where a viewer of the level may not know of it."""
    known = Q(**{f"{path}__visibility__in": sorted(SEEN_BY[level])})
    if level is not Visibility.INTERNAL:
        known &= Q(**{f"{path}__record_status": RecordStatus.PUBLISHED})
    linked = JsonObject(
        id=F(f"{path}__public_id"),
        name=JsonObject(uk=NullIfEmpty(F(f"{path}__name")), en=NullIfEmpty(F(f"{path}__name_en"))),
        url=address(f"{settings.SITE_URL}{API}programmes/", f"{path}__public_id", "/"),
    )
    return Case(When(known, then=linked), default=None)


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
        extra_filters=FILTERS,
        api_path=f"{API}calls/",
        page="calls:call-list",
        fields=(
            ID,
            Field(
                name="reference",
                label=_("reference"),
                required=True,
                importable=True,
                help="Given once by the office that keeps the record.",
            ),
            Field(
                name="title",
                label=_("title"),
                kind=FieldKind.BILINGUAL,
                required=True,
                importable=True,
                sort="sort_key",
            ),
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
                expression_for=lambda level: known_programme_json("programme", level),
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
            Field(
                name="themes",
                label=_("themes"),
                kind=FieldKind.REFERENCES,
                expression=_themes_json,
                extra={"codes": True},
                importable=True,
                filterable=True,
                filter_queryset=themes,
                filter_lookup="themes",
                filter_key="slug",
            ),
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
                choices=call_sources,
                audience=Visibility.INTERNAL,
                required=True,
            ),
            Field(name="published_at", label=_("published at"), kind=FieldKind.MOMENT),
            UPDATED_AT,
        ),
    )
)
