"""The register of meetings, said once: page, API, downloads and schema."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.db.models import Case, F, OuterRef, Q, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.codelists.enums import Visibility
from common.registers.expressions import JsonList, JsonObject, NullIfEmpty, address, codes
from common.registers.fields import Field, FieldKind
from common.registers.register import Register, register
from common.search.names import search_names
from communities.filters import OfCommunity
from communities.register_parts import (
    ID,
    UPDATED_AT,
    VISIBILITY,
    community_json,
    oblast_field,
    themes_field,
)
from communities.registers import API, level_of, office_json
from cooperation.meeting_enums import MeetingKind, MeetingStatus
from cooperation.models import (
    AgendaItem,
    Decision,
    Meeting,
    MeetingCommunity,
    MeetingPartner,
    MeetingProject,
    MeetingTheme,
)
from partners.enums import PartnerStatus
from partners.filters import OfPartner
from projects.enums import RecordStatus
from projects.table_codes import safe

COMING, OVER = "coming", "past"


@cache
def meeting_kinds() -> dict[str, Any]:
    return codes(MeetingKind, "mosty-meeting-kind")


@cache
def meeting_statuses() -> dict[str, Any]:
    return codes(MeetingStatus, "mosty-meeting-status")


def _partner(path: str) -> JsonObject:
    return JsonObject(
        id=F(f"{path}__public_id"),
        name=JsonObject(uk=NullIfEmpty(F(f"{path}__name")), en=NullIfEmpty(F(f"{path}__name_en"))),
        url=address(f"{settings.SITE_URL}{API}partners/", f"{path}__public_id", "/"),
    )


def public_partner(path: str) -> Q:
    """Only partners that everybody may see are named here."""
    return Q(**{f"{path}__visibility": Visibility.PUBLIC, f"{path}__merged_into": None}) & ~Q(
        **{f"{path}__status": PartnerStatus.ARCHIVED}
    )


def _communities_json() -> JsonList:
    rows = MeetingCommunity.objects.filter(meeting=OuterRef("pk")).order_by("pk")
    return JsonList(rows.values(item=community_json("community")))


def _partners_json() -> JsonList:
    rows = MeetingPartner.objects.filter(public_partner("partner"), meeting=OuterRef("pk"))
    return JsonList(rows.order_by("pk").values(item=_partner("partner")))


def _projects_json() -> JsonList:
    item = JsonObject(
        id=F("project__public_id"),
        code=F("project__reference"),
        name=JsonObject(uk=F("project__title"), en=NullIfEmpty(F("project__title_en"))),
        url=address(f"{settings.SITE_URL}{API}projects/", "project__public_id", "/"),
    )
    rows = MeetingProject.objects.filter(
        meeting=OuterRef("pk"),
        project__visibility=Visibility.PUBLIC,
        project__record_status=RecordStatus.PUBLISHED,
    )
    return JsonList(rows.order_by("pk").values(item=item))


def _agenda_json() -> JsonList:
    item = JsonObject(
        number=F("number"), title=JsonObject(uk=F("title"), en=NullIfEmpty(F("title_en")))
    )
    rows = AgendaItem.objects.filter(meeting=OuterRef("pk"))
    return JsonList(rows.order_by("number", "pk").values(item=item))


def _place_json() -> Case:
    """Only where the organiser shows it to everybody."""
    place = JsonObject(uk=NullIfEmpty(F("place")), en=NullIfEmpty(F("place_en")))
    return Case(When(shows_place=True, then=place), default=None)


def _minutes_json() -> Case:
    minutes = JsonObject(uk=NullIfEmpty(F("minutes")), en=NullIfEmpty(F("minutes_en")))
    return Case(When(status=MeetingStatus.PUBLISHED, then=minutes), default=None)


def _published_decisions() -> Any:
    return Decision.objects.filter(
        meeting=OuterRef("pk"), meeting__status=MeetingStatus.PUBLISHED
    ).order_by("number", "pk")


def _decisions_json() -> JsonList:
    item = JsonObject(
        id=F("public_id"),
        number=F("number"),
        text=JsonObject(uk=F("text"), en=NullIfEmpty(F("text_en"))),
        url=address(f"{settings.SITE_URL}{API}decisions/", "public_id", "/"),
    )
    return JsonList(_published_decisions().values(item=item))


def _day(field: str, lookup: str, label: Any) -> django_filters.DateFilter:
    return django_filters.DateFilter(
        field_name=field,
        lookup_expr=lookup,
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class WhenFilter(django_filters.ChoiceFilter):
    """The tab of the page: to come, the next first; or over."""

    shown_when_used = True

    def filter(self, rows: Any, chosen: Any) -> Any:
        now = timezone.now()
        if chosen == COMING:
            return rows.filter(ends_at__gt=now)
        return rows.filter(ends_at__lte=now) if chosen == OVER else rows


class CommunityFilter(OfCommunity):
    """By the KATOTTG code of a community that it concerns."""

    shown_when_used = True

    def filter(self, rows: Any, code: Any) -> Any:
        if not code:
            return rows
        linked = MeetingCommunity.objects.filter(community__code=code)
        return rows.filter(pk__in=linked.values("meeting"))


class PartnerFilter(OfPartner):
    shown_when_used = True

    def filter(self, rows: Any, key: Any) -> Any:
        if not key:
            return rows
        linked = MeetingPartner.objects.filter(public_partner("partner"), partner__public_id=key)
        return rows.filter(pk__in=linked.values("meeting"))


class ProjectFilter(django_filters.UUIDFilter):
    shown_when_used = True


class OfficeFilter(django_filters.CharFilter):
    shown_when_used = True


def _meetings() -> Any:
    return Meeting.objects.all()


MEETINGS = register(
    Register(
        name="meetings",
        singular="Meeting",
        title=_("Meetings"),
        about=_(
            "Sessions of the regional offices, meetings with partners, visits: when, with whom, "
            "about what, and what was decided."
        ),
        model=Meeting,
        queryset=_meetings,
        key="public_id",
        default_sort="-starts_at",
        level_of=level_of,
        search=search_names,
        api_path=f"{API}meetings/",
        page="meetings:meeting-list",
        extra_filters={
            "when": WhenFilter(
                choices=((COMING, _("to come")), (OVER, pgettext_lazy("meetings", "over"))),
                label=_("when"),
            ),
            "from": _day("starts_at", "date__gte", _("from this day on")),
            "until": _day("starts_at", "date__lte", _("until this day")),
            "community": CommunityFilter(
                label=_("KATOTTG code of the community"), widget=forms.TextInput
            ),
            "partner": PartnerFilter(label=_("identifier of the partner")),
            "project": ProjectFilter(
                field_name="projects__public_id", label=_("identifier of the project")
            ),
            "office": OfficeFilter(
                field_name="office__slug", label=_("address of the office"), max_length=60
            ),
        },
        fields=(
            ID,
            Field(name="reference", label=_("reference"), required=True, importable=True),
            Field(
                name="title",
                label=_("title"),
                kind=FieldKind.BILINGUAL,
                required=True,
                sort="sort_key",
                importable=True,
            ),
            Field(
                name="kind",
                label=_("kind"),
                kind=FieldKind.CODE,
                choices=meeting_kinds,
                required=True,
                filterable=True,
                importable=True,
            ),
            Field(
                name="status",
                label=_("status"),
                kind=FieldKind.CODE,
                choices=meeting_statuses,
                required=True,
                filterable=True,
            ),
            Field(
                name="starts_at",
                label=_("begins"),
                kind=FieldKind.MOMENT,
                required=True,
                sort="starts_at",
                importable=True,
            ),
            Field(
                name="ends_at",
                label=_("ends"),
                kind=FieldKind.MOMENT,
                required=True,
                importable=True,
            ),
            Field(
                name="time_zone",
                label=_("time zone"),
                required=True,
                importable=True,
                help="Name in the tz database; the hours of the meeting are those of this zone.",
            ),
            Field(
                name="organiser",
                label=_("organiser"),
                kind=FieldKind.REFERENCE,
                expression=office_json,
                required=True,
            ),
            oblast_field("office__oblast"),
            Field(
                name="place",
                label=_("place"),
                kind=FieldKind.BILINGUAL,
                expression=_place_json,
                help="Null unless the organiser shows it to everybody.",
                in_table=False,
                importable=True,
            ),
            Field(
                name="partners",
                label=_("partners"),
                kind=FieldKind.REFERENCES,
                expression=_partners_json,
                importable=True,
            ),
            Field(
                name="communities",
                label=_("communities"),
                kind=FieldKind.REFERENCES,
                expression=_communities_json,
                extra={"codes": True},
                importable=True,
            ),
            Field(
                name="projects",
                label=_("projects"),
                kind=FieldKind.REFERENCES,
                expression=_projects_json,
                extra={"codes": True},
                importable=True,
            ),
            themes_field(MeetingTheme, "meeting"),
            Field(
                name="about",
                label=_("what it is about"),
                kind=FieldKind.BILINGUAL,
                in_list=False,
                importable=True,
            ),
            Field(
                name="agenda",
                label=_("agenda"),
                kind=FieldKind.ROWS,
                expression=_agenda_json,
                extra={
                    "schema": "AgendaItem",
                    "parts": (
                        Field(name="number", label=_("number"), kind=FieldKind.NUMBER),
                        Field(name="title", label=_("question"), kind=FieldKind.BILINGUAL),
                    ),
                    "cell": lambda one: f"{one['number']}. {one['title']['uk']}",
                },
            ),
            Field(
                name="minutes",
                label=_("minutes"),
                kind=FieldKind.BILINGUAL,
                expression=_minutes_json,
                in_list=False,
                in_table=False,
                help="Null until they are published.",
            ),
            Field(
                name="decisions",
                label=_("decisions"),
                kind=FieldKind.ROWS,
                expression=_decisions_json,
                in_list=False,
                importable=True,
                extra={
                    "schema": "DecisionOfMeeting",
                    "cell": lambda one: f"{one['number']}. {one['text']['uk']}",
                    "codes": lambda one: safe(one["text"]["uk"]),
                    "parts": (
                        Field(name="id", label=_("identifier"), kind=FieldKind.UUID),
                        Field(name="number", label=_("number"), kind=FieldKind.NUMBER),
                        Field(name="text", label=_("decision"), kind=FieldKind.BILINGUAL),
                        Field(name="url", label=_("address"), kind=FieldKind.URL),
                    ),
                },
            ),
            Field(name="published_at", label=_("minutes published at"), kind=FieldKind.MOMENT),
            replace(VISIBILITY, importable=True),
            UPDATED_AT,
        ),
    )
)
