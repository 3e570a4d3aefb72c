"""Offers, said once: the list page, the API and downloads come from here.

They are for the people concerned: they are not listed among the open data.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import django_filters
from django.conf import settings
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.codelists.enums import Visibility
from common.money.expressions import money_json
from common.registers.expressions import JsonObject, NullIfEmpty, address, codes
from common.registers.fields import Field, FieldKind
from common.registers.register import Register, with_search
from common.search.described import Searched
from common.search.names import search_names
from communities.register_parts import ID, UPDATED_AT, community_json, oblasts
from communities.registers import API, level_of
from cooperation.models import Offer
from cooperation.offer_enums import OfferKind, OfferStatus
from partners.filters import OfPartner
from partners.models import Partner


@cache
def offer_statuses() -> dict[str, Any]:
    return codes(OfferStatus, "mosty-offer-status")


@cache
def offer_kinds() -> dict[str, Any]:
    return codes(OfferKind, "mosty-offer-kind")


def _subject_json() -> Case:
    return Case(
        When(idea__isnull=False, then=_record_json("idea", "title", "ideas")),
        default=_record_json("request", "subject", "requests"),
    )


def _record_json(column: str, title: str, place: str) -> JsonObject:
    return JsonObject(
        code=F(f"{column}__reference"),
        name=JsonObject(uk=F(f"{column}__{title}"), en=NullIfEmpty(F(f"{column}__{title}_en"))),
        url=address(f"{settings.SITE_URL}{API}{place}/", f"{column}__public_id", "/"),
    )


def _about() -> Case:
    return Case(When(idea__isnull=False, then=Value("idea")), default=Value("request"))


def _community_json() -> Case:
    return Case(
        When(idea__isnull=False, then=community_json("idea__community")),
        default=community_json("request__community"),
    )


def _partner_json() -> JsonObject:
    return JsonObject(
        code=F("partner__slug"),
        name=JsonObject(uk=F("partner__name"), en=NullIfEmpty(F("partner__name_en"))),
        url=address(f"{settings.SITE_URL}{API}partners/", "partner__public_id", "/"),
    )


def _search(rows: Any, words: str) -> Any:
    """Words of the offer, its reference, the partner's name."""
    partners = search_names(Partner.objects.all(), words).order_by().values("pk")
    return rows.filter(
        Q(what__icontains=words)
        | Q(reference__icontains=words)
        | Q(idea__title__icontains=words)
        | Q(request__subject__icontains=words)
        | Q(partner__in=partners)
    )


class WaitsFilter(django_filters.ChoiceFilter):
    """Choices that are methods of the queryset: what to do about an offer."""

    def filter(self, rows: Any, chosen: Any) -> Any:
        return getattr(rows, chosen)() if chosen else rows


class SubjectFilter(django_filters.CharFilter):
    shown_when_used = True

    def filter(self, rows: Any, value: Any) -> Any:
        if not value:
            return rows
        return rows.filter(Q(idea__reference=value) | Q(request__reference=value))


class OblastFilter(django_filters.ModelMultipleChoiceFilter):
    """Those that the offices of the oblasts deal with."""

    def filter(self, rows: Any, chosen: Any) -> Any:
        return rows.in_oblasts([one.pk for one in chosen]) if chosen else rows


OFFERS = Register(
    name="offers",
    singular="Offer",
    title=_("Offers of partners"),
    about=_(
        "What partners offer for published ideas and requests: seen by the partner, the community "
        "and its office only."
    ),
    model=Offer,
    queryset=Offer.objects.all,
    key="public_id",
    default_sort="-made_at",
    level_of=level_of,
    search=_search,
    searched=Searched(
        names=("partner_organisation", "about"),
        codes=("reference", "about"),
        texts=("what", "conditions", "community"),
    ),
    extra_filters={
        "waits": WaitsFilter(
            label=_("what to do"),
            empty_label="—",
            choices=[
                ("to_answer", _("the community answers")),
                ("to_consent", _("the office consents")),
            ],
        ),
        "oblast": OblastFilter(
            label=pgettext_lazy("territory", "oblast"),
            queryset=lambda _request: oblasts(),
            to_field_name="code",
        ),
        "about": SubjectFilter(label=_("reference of the idea or request"), max_length=24),
        "partner": OfPartner(label=_("partner")),
    },
    api_path=f"{API}offers/",
    page="offers:offer-list",
    fields=(
        ID,
        Field(
            name="reference",
            label=_("reference"),
            required=True,
            sort="reference",
            importable=True,
        ),
        Field(
            name="status",
            label=_("status"),
            kind=FieldKind.CODE,
            choices=offer_statuses,
            required=True,
            filterable=True,
        ),
        Field(
            name="kind",
            label=_("what is offered"),
            kind=FieldKind.CODE,
            choices=offer_kinds,
            required=True,
            filterable=True,
            importable=True,
        ),
        Field(
            name="partner_organisation",
            label=_("partner"),
            kind=FieldKind.REFERENCE,
            expression=_partner_json,
            required=True,
            extra={"codes": True},
            importable=True,
        ),
        Field(
            name="about",
            label=_("offered for"),
            kind=FieldKind.REFERENCE,
            expression=_subject_json,
            required=True,
            extra={"codes": True},
            importable=True,
            help="The idea or the request, by its reference.",
        ),
        Field(
            name="about_kind",
            label=_("idea or request"),
            expression=_about,
            required=True,
            help="`idea` or `request`.",
        ),
        Field(
            name="community",
            label=_("community"),
            kind=FieldKind.REFERENCE,
            expression=_community_json,
            required=True,
        ),
        Field(name="what", label=_("in words"), required=True, importable=True),
        Field(name="quantity", label=_("how much"), importable=True),
        Field(
            name="value",
            label=_("amount or value"),
            kind=FieldKind.MONEY,
            expression=lambda: money_json("amount", "currency", "amount_on"),
            importable=True,
        ),
        Field(name="conditions", label=_("conditions"), importable=True),
        Field(
            name="valid_until",
            label=_("holds until"),
            kind=FieldKind.DATE,
            required=True,
            importable=True,
            sort="valid_until",
            extra={"rises": True},
        ),
        Field(name="outcome_note", label=_("about the outcome")),
        Field(
            name="is_by_office",
            label=_("entered by the office"),
            kind=FieldKind.FLAG,
            audience=Visibility.REGISTERED,
            required=True,
        ),
        Field(
            name="made_at",
            label=_("made at"),
            kind=FieldKind.MOMENT,
            required=True,
            sort="made_at",
        ),
        Field(
            name="ended_at",
            label=pgettext_lazy("offer", "decided at"),
            kind=FieldKind.MOMENT,
        ),
        UPDATED_AT,
    ),
)
with_search(OFFERS)
