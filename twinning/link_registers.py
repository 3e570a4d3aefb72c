"""The register of twin links, said once: page, API, downloads and schema; and the filters that it
adds to the registers of communities and of places abroad.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.db.models import Case, CharField, F, Func, Q, TextField, Value, When
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.codelists.countries import country_codes
from common.codelists.enums import Visibility
from common.registers.expressions import JsonObject, NullIfEmpty, address, codes
from common.registers.fields import Field, FieldKind
from common.registers.filters import add_filter
from common.registers.register import Register, register
from common.search.columns import APOSTROPHES
from communities.models import Oblast
from communities.registers import API, COMMUNITIES, level_of, oblast_json
from partners.registers import partner_json, visibilities
from twinning.link_enums import LinkKind, LinkStage, Precision
from twinning.link_querysets import AGREED, BEGUN
from twinning.models import TwinLink
from twinning.registers import MUNICIPALITIES

MOST_WORDS = 8


@cache
def link_kinds() -> dict[str, Any]:
    return codes(LinkKind, "mosty-twin-link-kind")


@cache
def link_stages() -> dict[str, Any]:
    return codes(LinkStage, "mosty-twin-link-stage")


def _links() -> Any:
    return TwinLink.objects.with_orders()


def _oblasts() -> Any:
    return Oblast.objects.in_force().in_ukrainian_order()


def search_sides(rows: Any, words: str) -> Any:
    """Every word must occur in the names of one of the two sides."""
    plain = words.lower().translate(str.maketrans("", "", APOSTROPHES))
    for word in plain.split()[:MOST_WORDS]:
        rows = rows.filter(
            Q(municipality__search_text__contains=word)
            | Q(community__search_text__contains=word)
            | Q(oblast__search_text__contains=word)
        )
    return rows


# JSON


def _community_json() -> Case:
    named = JsonObject(
        code=F("community__code"),
        name=JsonObject(uk=F("community__name"), en=F("community__name_en")),
        url=address(f"{settings.SITE_URL}{API}communities/", "community__code", "/"),
    )
    return Case(When(community__isnull=False, then=named), default=None)


def _oblast_json() -> Case:
    """The oblast of the link, or the one in which the community lies."""
    return Case(
        When(community__isnull=False, then=oblast_json("community__oblast")),
        default=oblast_json("oblast"),
    )


def _municipality_json() -> JsonObject:
    english = Coalesce(
        NullIfEmpty(F("municipality__name_en")), F("municipality__name"), output_field=TextField()
    )
    return JsonObject(
        id=F("municipality__public_id"),
        name=JsonObject(uk=NullIfEmpty(F("municipality__name_uk")), en=english),
        url=address(f"{settings.SITE_URL}{API}municipalities/", "municipality__public_id", "/"),
    )


def _partner_json() -> Case:
    """Only a partner that everybody may see: the register of partners decides for the others."""
    shown = Q(
        municipality__partner__visibility=Visibility.PUBLIC,
        municipality__partner__merged_into=None,
    ) & ~Q(municipality__partner__status="archived")
    return Case(When(shown, then=partner_json("municipality__partner")), default=None)


def _since() -> Case:
    """«1988» or «2022-05-01»: as exact as it is known."""
    day = Func(F("since_on"), Value("YYYY-MM-DD"), function="to_char", output_field=TextField())
    year = Cast(F("since_year"), CharField())
    return Case(
        When(since_on=None, then=None),
        When(since_precision=Precision.YEAR, then=year),
        default=day,
        output_field=TextField(),
    )


# Filters


class OblastFilter(django_filters.ModelMultipleChoiceFilter):
    """Links of the oblasts and of their communities."""

    def filter(self, rows: Any, chosen: Any) -> Any:
        return rows.of_oblasts(chosen) if chosen else rows


class AnswerFilter(django_filters.ChoiceFilter):
    """A choice each of whose values is a condition on the row."""

    def __init__(self, conditions: dict[str, Any], **options: Any) -> None:
        self.conditions = conditions
        super().__init__(**options)

    def filter(self, rows: Any, answer: Any) -> Any:
        return rows.filter(self.conditions[answer]()) if answer else rows


def _oblast_filter() -> OblastFilter:
    return OblastFilter(
        queryset=lambda request: _oblasts(),
        to_field_name="code",
        label=pgettext_lazy("territory", "oblast"),
        widget=forms.CheckboxSelectMultiple,
    )


def _standing_filter() -> AnswerFilter:
    return AnswerFilter(
        {
            "agreed": lambda: Q(stage__in=AGREED),
            "begun": lambda: Q(stage__in=BEGUN),
            "ended": lambda: Q(stage=LinkStage.ENDED),
        },
        choices=[
            ("agreed", _("from a memorandum on")),
            ("begun", _("not signed yet")),
            ("ended", pgettext_lazy("stage of a twin link", "ended")),
        ],
        label=_("how far"),
    )


def _side_filter() -> AnswerFilter:
    return AnswerFilter(
        {
            "community": lambda: Q(community__isnull=False),
            "oblast": lambda: Q(oblast__isnull=False),
        },
        choices=[
            ("community", _("community")),
            ("oblast", pgettext_lazy("territory", "oblast")),
        ],
        label=_("on our side"),
    )


def _twinned_communities() -> Any:
    return TwinLink.objects.public().agreed().filter(community__isnull=False)


class TwinnedWithFilter(django_filters.ModelMultipleChoiceFilter):
    """Places that are twins of communities of the oblast, by what everybody may see."""

    def filter(self, rows: Any, chosen: Any) -> Any:
        if not chosen:
            return rows
        links = _twinned_communities().filter(community__oblast__in=chosen)
        return rows.filter(pk__in=links.order_by().values("municipality"))


def add_filters() -> None:
    """Called in `AppConfig.ready()`, before anybody makes the filters of these registers."""
    add_filter(
        COMMUNITIES,
        "twin_links",
        AnswerFilter(
            {
                "true": lambda: Q(pk__in=_twinned_communities().order_by().values("community")),
                "false": lambda: ~Q(pk__in=_twinned_communities().order_by().values("community")),
            },
            choices=[("true", _("yes")), ("false", _("no"))],
            label=_("has twins abroad"),
        ),
    )
    add_filter(
        MUNICIPALITIES,
        "twin",
        AnswerFilter(
            {
                "true": lambda: Q(pk__in=_twinned_communities().order_by().values("municipality")),
                "false": lambda: (
                    ~Q(pk__in=_twinned_communities().order_by().values("municipality"))
                ),
            },
            choices=[("true", _("yes")), ("false", _("no"))],
            label=_("twin of a Ukrainian community"),
        ),
    )
    add_filter(
        MUNICIPALITIES,
        "twinned_with",
        TwinnedWithFilter(
            queryset=lambda request: _oblasts(),
            to_field_name="code",
            label=_("twin of communities of the oblast"),
            widget=forms.CheckboxSelectMultiple,
        ),
    )


TWIN_LINKS = register(
    Register(
        name="twin-links",
        singular="TwinLink",
        title=_("Twin cities"),
        about=_(
            "Communities and oblasts of Ukraine with their twin cities and regions, friends and "
            "patrons abroad, from the first contact to the agreement."
        ),
        model=TwinLink,
        queryset=_links,
        key="public_id",
        default_sort="home",
        level_of=level_of,
        search=search_sides,
        api_path=f"{API}twin-links/",
        extra_filters={
            "oblast": _oblast_filter(),
            "standing": _standing_filter(),
            "side": _side_filter(),
            "community_code": django_filters.CharFilter(
                field_name="community__code",
                label=_("KATOTTG code of the community"),
                widget=forms.HiddenInput,
            ),
            "begun_from": django_filters.DateFilter(
                field_name="since_on",
                lookup_expr="gte",
                label=_("begun on or after"),
                widget=forms.DateInput(attrs={"type": "date"}),
            ),
        },
        fields=(
            Field(
                name="id",
                label=_("identifier"),
                kind=FieldKind.UUID,
                source="public_id",
                required=True,
                help="Never changes; use it to keep a mirror.",
            ),
            Field(
                name="home",
                label=_("community or oblast"),
                kind=FieldKind.BILINGUAL,
                expression=lambda: JsonObject(
                    uk=Coalesce("community__name", "oblast__name"),
                    en=Coalesce("community__name_en", "oblast__name_en"),
                ),
                required=True,
                sort="home_order",
                help="Our side of the link.",
            ),
            Field(
                name="community",
                label=_("community"),
                kind=FieldKind.REFERENCE,
                expression=_community_json,
                extra={"codes": True},
                importable=True,
                help="Null for a link of the whole oblast.",
            ),
            Field(
                name="oblast",
                label=pgettext_lazy("territory", "oblast"),
                kind=FieldKind.REFERENCE,
                expression=_oblast_json,
                extra={"codes": True},
                filter_queryset=_oblasts,
                filter_key="code",
                required=True,
                importable=True,
            ),
            Field(
                name="municipality",
                label=_("place abroad"),
                kind=FieldKind.REFERENCE,
                expression=_municipality_json,
                required=True,
                sort="municipality__sort_key",
                importable=True,
            ),
            Field(
                name="country",
                label=_("country"),
                kind=FieldKind.COUNTRY,
                source="municipality__country",
                choices=country_codes,
                required=True,
                filterable=True,
                importable=True,
            ),
            Field(
                name="kind",
                label=_("kind"),
                kind=FieldKind.CODE,
                choices=link_kinds,
                required=True,
                filterable=True,
                importable=True,
            ),
            Field(
                name="stage",
                label=_("stage"),
                kind=FieldKind.CODE,
                choices=link_stages,
                required=True,
                filterable=True,
                importable=True,
            ),
            Field(
                name="since",
                label=_("since"),
                expression=_since,
                importable=True,
                help="A year, or a date (ISO 8601) where the day is known.",
            ),
            Field(
                name="since_year",
                label=_("year of the beginning"),
                kind=FieldKind.NUMBER,
                sort="since_order",
                filterable=True,
            ),
            Field(name="ended_on", label=_("ended on"), kind=FieldKind.DATE),
            Field(
                name="partner",
                label=_("partner"),
                kind=FieldKind.REFERENCE,
                expression=_partner_json,
                help="The place abroad in the register of partners.",
            ),
            Field(name="source", label=_("source"), importable=True),
            Field(
                name="note",
                label=_("note"),
                kind=FieldKind.BILINGUAL,
                in_list=False,
                importable=True,
            ),
            Field(
                name="visibility",
                label=_("who may see it"),
                kind=FieldKind.CODE,
                choices=visibilities,
                audience=Visibility.INTERNAL,
                required=True,
            ),
            Field(
                name="updated_at",
                label=_("updated at"),
                kind=FieldKind.MOMENT,
                required=True,
                sort="updated_at",
            ),
        ),
    )
)
