"""The register of twin links, said once: page, API, downloads and schema."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import Case, CharField, F, Func, Q, TextField, Value, When
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.codelists.countries import country_codes
from common.codelists.enums import Visibility
from common.registers.expressions import JsonItems, JsonObject, NullIfEmpty, address, codes, spot
from common.registers.fields import Field, FieldKind
from common.registers.register import SEEN_BY, Register, register
from common.search.columns import APOSTROPHES
from common.search.described import Searched
from communities.filters import OfCommunity
from communities.register_parts import ID, UPDATED_AT, VISIBILITY, community_if_any, oblasts, texts
from communities.registers import API, level_of, oblast_json
from partners.agreement_enums import CONCLUDED
from partners.registers import partner_json, public_partner
from twinning.link_enums import LinkKind, LinkStage, Precision
from twinning.link_filters import (
    AgreementFilter,
    begun_from_filter,
    oblast_filter,
    quiet_filter,
    side_filter,
    standing_filter,
)
from twinning.models import TwinLink

MOST_WORDS = 8


@cache
def link_kinds() -> dict[str, Any]:
    return codes(LinkKind, "mosty-twin-link-kind")


@cache
def link_stages() -> dict[str, Any]:
    return codes(LinkStage, "mosty-twin-link-stage")


def _links() -> Any:
    return TwinLink.objects.with_orders()


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
    path = "municipality__partner"
    return Case(When(public_partner(path), then=partner_json(path)), default=None)


def _agreement_json(level: Visibility) -> Case:
    """The same rule as `AgreementQuerySet.visible_to`, for everybody of the level."""
    known = Q(agreement__is_archived=False, agreement__visibility__in=sorted(SEEN_BY[level]))
    if level is not Visibility.INTERNAL:
        known &= Q(agreement__status__in=sorted(CONCLUDED))
    named = JsonObject(
        id=F("agreement__public_id"),
        code=F("agreement__reference"),
        name=texts("agreement__title"),
        url=address(f"{settings.SITE_URL}{API}agreements/", "agreement__public_id", "/"),
    )
    return Case(When(known, then=named), default=None)


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


_OTHER_NAMES = Field(
    name="_other_names",
    label="",
    kind=FieldKind.TEXTS,
    expression=lambda: JsonItems(F("municipality__name"), F("municipality__other_names")),
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
        searched=Searched(
            names=("home", "municipality"),
            texts=("country", "note"),
            also=(_OTHER_NAMES,),
        ),
        api_path=f"{API}twin-links/",
        page="twinning:link-list",
        places=lambda: JsonItems(spot("municipality__latitude", "municipality__longitude")),
        extra_filters={
            "oblast": oblast_filter(),
            "standing": standing_filter(),
            "side": side_filter(),
            "quiet": quiet_filter(),
            "agreement": AgreementFilter(
                field_name="agreement__public_id", label=_("identifier of the agreement")
            ),
            "community_code": OfCommunity(label=_("community")),
            "begun_from": begun_from_filter(),
        },
        fields=(
            ID,
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
                expression=community_if_any,
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
                filter_queryset=oblasts,
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
            Field(
                name="agreement",
                label=_("agreement"),
                kind=FieldKind.REFERENCE,
                expression_for=_agreement_json,
                extra={"codes": True},
                importable=True,
                help="On which the link rests; `code` is its reference.",
            ),
            Field(name="source", label=_("source"), importable=True),
            Field(
                name="note",
                label=_("note"),
                kind=FieldKind.BILINGUAL,
                in_list=False,
                importable=True,
            ),
            VISIBILITY,
            UPDATED_AT,
        ),
    )
)
