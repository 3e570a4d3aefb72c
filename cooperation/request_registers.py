"""The register of requests, said once: page, API, downloads, import and schema come from here."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import django_filters
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.codelists.countries import country_codes
from common.codelists.enums import Visibility
from common.money.expressions import money_json
from common.registers.expressions import JsonLookups, codes
from common.registers.fields import Field, FieldKind
from common.registers.register import Register, register
from common.search.described import Searched
from common.search.names import search_names
from communities.models import Community, Office
from communities.register_parts import (
    CREATED_AT,
    ID,
    UPDATED_AT,
    VISIBILITY,
    community_json,
    oblast_field,
    themes_field,
)
from communities.registers import API, level_of, office_json
from cooperation.models import CoordinationRequest, RequestTheme
from cooperation.request_enums import OPEN, Outcome, RequestKind, RequestStatus, Side, Urgency


@cache
def request_kinds() -> dict[str, Any]:
    return codes(RequestKind, "mosty-request-kind")


@cache
def request_statuses() -> dict[str, Any]:
    return codes(RequestStatus, "mosty-request-status")


@cache
def outcomes() -> dict[str, Any]:
    return codes(Outcome, "mosty-request-outcome")


@cache
def urgencies() -> dict[str, Any]:
    return codes(Urgency, "mosty-urgency")


@cache
def sides() -> dict[str, Any]:
    return codes(Side, "mosty-request-side")


def _offices() -> Any:
    return Office.objects.in_ukrainian_order()


class StateFilter(django_filters.ChoiceFilter):
    """What of them: late, without an officer, waiting for a side."""

    def filter(self, rows: Any, chosen: Any) -> Any:
        today = timezone.localdate()
        narrow = {
            "open": lambda: rows.filter(status__in=OPEN),
            "overdue": lambda: rows.overdue(today),
            "unassigned": rows.unassigned,
            "office": lambda: rows.needing(Side.OFFICE, today),
            "community": lambda: rows.needing(Side.COMMUNITY, today),
        }.get(chosen or "")
        return narrow() if narrow else rows


STATES = (
    ("open", _("not closed")),
    ("overdue", _("overdue")),
    ("unassigned", _("without an officer")),
    ("office", _("the office has to act")),
    ("community", _("the community has to act")),
)


class CommunityFilter(django_filters.ModelChoiceFilter):
    """By the KATOTTG code of its community."""

    shown_when_used = True


REQUESTS = register(
    Register(
        name="requests",
        singular="Request",
        title=_("Requests to the office"),
        about=_(
            "What communities ask their offices to arrange: partners, help, agreements, meetings. "
            "Everybody sees the published ones, offices and communities their own."
        ),
        model=CoordinationRequest,
        queryset=CoordinationRequest.objects.all,
        key="public_id",
        default_sort="-created_at",
        level_of=level_of,
        search=search_names,
        searched=Searched(
            names=("subject",),
            codes=("reference",),
            texts=("description", "community", "themes"),
        ),
        api_path=f"{API}requests/",
        page="requests:request-list",
        extra_filters={
            "state": StateFilter(
                label=_("what of them"), choices=STATES, empty_label=_("all of them")
            ),
            "community": CommunityFilter(
                field_name="community",
                queryset=lambda _request: Community.objects.all(),
                to_field_name="code",
                label=_("KATOTTG code of the community"),
            ),
        },
        fields=(
            ID,
            Field(
                name="reference",
                label=_("reference"),
                required=True,
                importable=True,
                help="Given once, when the community writes the request.",
            ),
            Field(
                name="subject",
                label=_("subject"),
                kind=FieldKind.BILINGUAL,
                required=True,
                sort="sort_key",
                importable=True,
            ),
            Field(
                name="kind",
                label=_("what is needed"),
                kind=FieldKind.CODE,
                choices=request_kinds,
                required=True,
                filterable=True,
                importable=True,
            ),
            Field(
                name="status",
                label=_("status"),
                kind=FieldKind.CODE,
                choices=request_statuses,
                required=True,
                filterable=True,
            ),
            Field(
                name="outcome",
                label=_("outcome"),
                kind=FieldKind.CODE,
                choices=outcomes,
                filterable=True,
                help="How a closed request ended.",
            ),
            Field(
                name="urgency",
                label=_("urgency"),
                kind=FieldKind.CODE,
                choices=urgencies,
                required=True,
                filterable=True,
                importable=True,
            ),
            Field(
                name="community",
                label=_("community"),
                kind=FieldKind.REFERENCE,
                expression=community_json,
                extra={"codes": True},
                required=True,
                importable=True,
            ),
            oblast_field(),
            Field(
                name="office",
                label=_("office that deals with it"),
                kind=FieldKind.REFERENCE,
                expression=office_json,
                extra={"codes": True},
                filterable=True,
                filter_queryset=_offices,
                filter_lookup="office",
                filter_key="slug",
            ),
            themes_field(RequestTheme, "request"),
            Field(
                name="description",
                label=_("description"),
                kind=FieldKind.BILINGUAL,
                in_list=False,
                importable=True,
            ),
            Field(
                name="amount",
                label=_("amount"),
                kind=FieldKind.MONEY,
                expression=lambda: money_json("amount", "currency", "amount_on"),
                importable=True,
            ),
            Field(name="needed_by", label=_("needed by"), kind=FieldKind.DATE, importable=True),
            Field(
                name="countries",
                label=_("countries"),
                kind=FieldKind.REFERENCES,
                expression=lambda: JsonLookups(F("countries"), dict(country_codes())),
                extra={"codes": True},
            ),
            Field(
                name="due_on",
                label=_("deadline"),
                kind=FieldKind.DATE,
                help="Until when the office answers; null when it is not counted yet.",
            ),
            Field(
                name="attention",
                label=_("whose turn it is"),
                kind=FieldKind.CODE,
                choices=sides,
                audience=Visibility.INTERNAL,
            ),
            Field(
                name="officer",
                label=_("officer"),
                source="assignee__full_name",
                audience=Visibility.INTERNAL,
            ),
            replace(VISIBILITY, importable=True),
            Field(name="submitted_at", label=_("submitted at"), kind=FieldKind.MOMENT),
            Field(name="closed_at", label=_("closed at"), kind=FieldKind.MOMENT),
            replace(CREATED_AT, sort="created_at"),
            UPDATED_AT,
        ),
    )
)
