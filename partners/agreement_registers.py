"""The register of agreements, said once: page, API, downloads and schema come from here."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache
from typing import Any

import django_filters
from django import forms
from django.db.models import Case, F, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.codelists.countries import country_codes
from common.codelists.enums import Visibility
from common.design.formats import current_language
from common.registers.expressions import JsonList, JsonLookup, JsonObject, codes
from common.registers.fields import Field, FieldKind, text_in
from common.registers.filters import YearsFilter
from common.registers.register import Register, register
from common.search.described import Searched
from communities.filters import OfCommunity, day_filter
from communities.register_parts import (
    CREATED_AT,
    ID,
    OFFICE,
    REFERENCE,
    TITLE,
    UPDATED_AT,
    VISIBILITY,
    oblast_field,
    source_field,
    themes_field,
)
from communities.registers import API, level_of, name_of
from partners.agreement_enums import (
    VALID,
    AgreementKind,
    AgreementSource,
    AgreementStatus,
    PartyKind,
    TermKind,
)
from partners.agreement_search import search_agreements
from partners.filters import OfPartner
from partners.models import (
    Agreement,
    AgreementPartner,
    AgreementParty,
    AgreementTheme,
)
from partners.registers import known_partner_json, partner_json


@cache
def agreement_kinds() -> dict[str, Any]:
    return codes(AgreementKind, "mosty-agreement-kind")


@cache
def agreement_statuses() -> dict[str, Any]:
    return codes(AgreementStatus, "mosty-agreement-status")


@cache
def party_kinds() -> dict[str, Any]:
    return codes(PartyKind, "mosty-agreement-party")


@cache
def terms() -> dict[str, Any]:
    return codes(TermKind, "mosty-agreement-term")


@cache
def sources() -> dict[str, Any]:
    return codes(AgreementSource, "mosty-agreement-source")


def _parties_json() -> JsonList:
    """Each by its KATOTTG code; a body of an oblast or a raion by that of the oblast or raion."""
    named = Case(
        When(community__isnull=False, then=name_of("community")),
        When(raion__isnull=False, then=name_of("raion")),
        default=name_of("oblast"),
    )
    code = Coalesce("community__code", "raion__code", "oblast__code")
    item = JsonObject(code=code, name=named, kind=JsonLookup(F("kind"), party_kinds()))
    linked = AgreementParty.objects.filter(agreement=OuterRef("pk"))
    return JsonList(linked.order_by("pk").values(item=item))


def _partners_json() -> JsonList:
    linked = AgreementPartner.objects.filter(agreement=OuterRef("pk"))
    return JsonList(linked.order_by("pk").values(item=partner_json("partner")))


def _public_partners_json() -> JsonList:
    """Only those that everybody may see: finding an agreement by the name would tell it."""
    linked = AgreementPartner.objects.filter(agreement=OuterRef("pk")).order_by("pk")
    return JsonList(linked.values(item=known_partner_json("partner", Visibility.PUBLIC)))


_PUBLIC_PARTNERS = Field(
    name="_public_partners",
    label="",
    kind=FieldKind.REFERENCES,
    expression=_public_partners_json,
)


def _countries_json() -> JsonList:
    """Each country once, as codes of ISO 3166-1."""
    linked = AgreementPartner.objects.filter(agreement=OuterRef("pk"))
    found = linked.exclude(partner__country="").order_by("partner__country").distinct()
    return JsonList(found.values(item=F("partner__country")))


def _agreements() -> Any:
    """Archived records are found from the desk."""
    return Agreement.objects.current().with_order()


def _country_choices() -> list[tuple[str, str]]:
    """Countries of partners with whom there is an agreement."""
    used = AgreementPartner.objects.exclude(partner__country="").order_by()
    found = set(used.values_list("partner__country", flat=True).distinct())
    language = current_language()
    named = [(code, text_in(country_codes()[code]["name"], language)) for code in found]
    return sorted(named, key=lambda pair: pair[1])


class CountryFilter(django_filters.MultipleChoiceFilter):
    """Agreements with a partner of any of the countries."""

    def filter(self, rows: Any, chosen: Any) -> Any:
        if not chosen:
            return rows
        linked = AgreementPartner.objects.filter(partner__country__in=chosen)
        return rows.filter(pk__in=linked.values("agreement"))


class PartyFilter(django_filters.MultipleChoiceFilter):
    def filter(self, rows: Any, chosen: Any) -> Any:
        if not chosen:
            return rows
        return rows.filter(
            pk__in=AgreementParty.objects.filter(kind__in=chosen).values("agreement")
        )


class ExpiryFilter(django_filters.NumberFilter):
    """In force today, with a last day within so many days."""

    def filter(self, rows: Any, days: Any) -> Any:
        if days is None:
            return rows
        today = timezone.localdate()
        until = today + dt.timedelta(days=int(days))
        return rows.filter(status__in=VALID, expires_on__range=(today, until))


def _days_field() -> dict[str, Any]:
    return {"min_value": 0, "max_value": 3660, "widget": forms.NumberInput(attrs={"min": 0})}


FILTERS: dict[str, django_filters.Filter] = {
    "country": CountryFilter(
        choices=_country_choices,
        label=_("country of the partner"),
        widget=forms.CheckboxSelectMultiple,
    ),
    "party": PartyFilter(
        choices=PartyKind.choices,
        label=_("who concluded it on our side"),
        widget=forms.CheckboxSelectMultiple,
    ),
    "signed_year": YearsFilter(field_name="signed_on__year", label=_("year of signing")),
    "signed_since": day_filter("signed_on", "gte", _("signed on this day or later")),
    "signed_before": day_filter("signed_on", "lt", _("signed before this day")),
    "expires_within": ExpiryFilter(label=_("ends within so many days"), **_days_field()),
    "community": OfCommunity(through=AgreementParty.objects.all, record="agreement"),
    "partner": OfPartner(through=AgreementPartner.objects.all, record="agreement"),
}


def _is_valid() -> Any:
    return Case(When(Q(status__in=VALID), then=Value(True)), default=Value(False))


AGREEMENTS = register(
    Register(
        name="agreements",
        singular="Agreement",
        title=_("Agreements"),
        about=_(
            "Agreements, memoranda and other documents that communities and oblasts have concluded "
            "with partners abroad: what is in force, what ends soon, what is on its way."
        ),
        model=Agreement,
        queryset=_agreements,
        key="public_id",
        default_sort="-signed_on",
        level_of=level_of,
        search=search_agreements,
        searched=Searched(
            names=("title",),
            codes=("reference", "registration_no", "ministry_order_no", "council_decision_no"),
            texts=("subject", "parties"),
            also=(_PUBLIC_PARTNERS,),
        ),
        extra_filters=FILTERS,
        api_path=f"{API}agreements/",
        page="agreements:agreement-list",
        fields=(
            ID,
            replace(REFERENCE, importable=False),
            replace(TITLE, importable=False),
            Field(
                name="kind",
                label=_("kind"),
                kind=FieldKind.CODE,
                choices=agreement_kinds,
                required=True,
                filterable=True,
            ),
            Field(
                name="status",
                label=_("status"),
                kind=FieldKind.CODE,
                choices=agreement_statuses,
                required=True,
                filterable=True,
            ),
            Field(
                name="parties",
                label=_("parties on our side"),
                kind=FieldKind.REFERENCES,
                expression=_parties_json,
                extra={"codes": True},
                required=True,
            ),
            Field(
                name="partners",
                label=_("partners"),
                kind=FieldKind.REFERENCES,
                expression=_partners_json,
            ),
            Field(
                name="countries",
                label=_("countries of partners"),
                kind=FieldKind.TEXTS,
                expression=_countries_json,
            ),
            oblast_field(),
            OFFICE,
            themes_field(AgreementTheme, "agreement", importable=False),
            Field(
                name="signed_on",
                label=_("date of signing"),
                kind=FieldKind.DATE,
                sort="ordered_on",
                help="Null while it is not signed; such stand by the day of their entry.",
            ),
            Field(name="signed_place", label=_("place of signing")),
            Field(name="effective_on", label=_("in force since"), kind=FieldKind.DATE),
            Field(
                name="term",
                label=_("term"),
                kind=FieldKind.CODE,
                choices=terms,
                required=True,
            ),
            Field(name="term_months", label=_("months"), kind=FieldKind.NUMBER),
            Field(
                name="auto_renewal",
                label=_("renews itself"),
                kind=FieldKind.FLAG,
                required=True,
            ),
            Field(
                name="expires_on",
                label=_("last day"),
                kind=FieldKind.DATE,
                help="Computed from the term and the latest renewal.",
            ),
            Field(
                name="is_in_force",
                label=_("in force"),
                kind=FieldKind.FLAG,
                expression=_is_valid,
                required=True,
            ),
            Field(name="registration_no", label=_("registration number")),
            Field(name="registered_on", label=_("registered on"), kind=FieldKind.DATE),
            Field(name="ministry_order_no", label=_("order of the ministry"), in_list=False),
            Field(
                name="ministry_order_on",
                label=_("date of the order"),
                kind=FieldKind.DATE,
                in_list=False,
            ),
            Field(name="council_decision_no", label=_("decision of the council"), in_list=False),
            Field(
                name="council_decision_on",
                label=_("date of the decision"),
                kind=FieldKind.DATE,
                in_list=False,
            ),
            Field(name="ended_on", label=_("ended on"), kind=FieldKind.DATE),
            Field(
                name="subject",
                label=_("subject"),
                kind=FieldKind.BILINGUAL,
                in_list=False,
            ),
            Field(name="languages", label=_("languages of the text"), kind=FieldKind.TEXTS),
            VISIBILITY,
            source_field(sources),
            CREATED_AT,
            UPDATED_AT,
        ),
    )
)
