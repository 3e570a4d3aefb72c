"""The register of meetings, said once: page, API, downloads and schema."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.db.models import Case, F, OuterRef, When
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.registers.expressions import JsonList, JsonObject, NullIfEmpty, address, codes
from common.registers.fields import Field, FieldKind
from common.registers.register import Register, register
from common.search.described import Searched
from common.search.names import search_names
from communities.filters import OfCommunity, day_filter
from communities.register_parts import (
    ID,
    TITLE,
    UPDATED_AT,
    VISIBILITY,
    oblast_field,
    rows_field,
    texts,
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
from partners.filters import OfPartner
from partners.registers import public_partner
from projects.register_filters import OfProject
from projects.register_links import communities_field, partners_field, projects_field
from projects.table_codes import safe

COMING, OVER = "coming", "past"


@cache
def meeting_kinds() -> dict[str, Any]:
    return codes(MeetingKind, "mosty-meeting-kind")


@cache
def meeting_statuses() -> dict[str, Any]:
    return codes(MeetingStatus, "mosty-meeting-status")


def _public_partners() -> Any:
    """Only partners that everybody may see are named here."""
    return MeetingPartner.objects.filter(public_partner("partner"))


def _agenda_json() -> JsonList:
    item = JsonObject(
        number=F("number"), title=JsonObject(uk=F("title"), en=NullIfEmpty(F("title_en")))
    )
    rows = AgendaItem.objects.filter(meeting=OuterRef("pk"))
    return JsonList(rows.order_by("number", "pk").values(item=item))


def _place_json() -> Case:
    """Only where the organiser shows it to everybody."""
    return Case(When(shows_place=True, then=texts("place")), default=None)


def _minutes_json() -> Case:
    return Case(When(status=MeetingStatus.PUBLISHED, then=texts("minutes")), default=None)


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


class WhenFilter(django_filters.ChoiceFilter):
    """The tab of the page: to come, the next first; or over."""

    shown_when_used = True

    def filter(self, rows: Any, chosen: Any) -> Any:
        # The clock of the database: a statement that is kept must not keep the moment.
        if chosen == COMING:
            return rows.filter(ends_at__gt=Now())
        return rows.filter(ends_at__lte=Now()) if chosen == OVER else rows


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
        searched=Searched(
            names=("title",),
            codes=("reference",),
            texts=(
                "about",
                "agenda",
                "minutes",
                "decisions",
                "organiser",
                "partners",
                "communities",
            ),
        ),
        api_path=f"{API}meetings/",
        page="meetings:meeting-list",
        extra_filters={
            "when": WhenFilter(
                choices=((COMING, _("to come")), (OVER, pgettext_lazy("meetings", "over"))),
                label=_("when"),
            ),
            "from": day_filter("starts_at", "date__gte", _("from this day on")),
            "until": day_filter("starts_at", "date__lte", _("until this day")),
            "community": OfCommunity(
                through=MeetingCommunity.objects.all, record="meeting", widget=forms.TextInput
            ),
            "partner": OfPartner(through=_public_partners, record="meeting"),
            "project": OfProject(field_name="projects"),
            "office": OfficeFilter(
                field_name="office__slug", label=_("address of the office"), max_length=60
            ),
        },
        fields=(
            ID,
            Field(name="reference", label=_("reference"), required=True, importable=True),
            TITLE,
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
            partners_field(MeetingPartner, "meeting"),
            communities_field(MeetingCommunity, "meeting"),
            projects_field(MeetingProject, "meeting"),
            themes_field(MeetingTheme, "meeting"),
            Field(
                name="about",
                label=_("what it is about"),
                kind=FieldKind.BILINGUAL,
                in_list=False,
                importable=True,
            ),
            rows_field(
                "agenda",
                _("agenda"),
                "AgendaItem",
                (
                    Field(name="number", label=_("number"), kind=FieldKind.NUMBER),
                    Field(name="title", label=_("question"), kind=FieldKind.BILINGUAL),
                ),
                expression=_agenda_json,
                cell=lambda one: f"{one['number']}. {one['title']['uk']}",
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
            rows_field(
                "decisions",
                _("decisions"),
                "DecisionOfMeeting",
                (
                    Field(name="id", label=_("identifier"), kind=FieldKind.UUID),
                    Field(name="number", label=_("number"), kind=FieldKind.NUMBER),
                    Field(name="text", label=_("decision"), kind=FieldKind.BILINGUAL),
                    Field(name="url", label=_("address"), kind=FieldKind.URL),
                ),
                expression=_decisions_json,
                cell=lambda one: f"{one['number']}. {one['text']['uk']}",
                codes_of=lambda one: safe(one["text"]["uk"]),
                in_list=False,
                importable=True,
            ),
            Field(name="published_at", label=_("minutes published at"), kind=FieldKind.MOMENT),
            replace(VISIBILITY, importable=True),
            UPDATED_AT,
        ),
    )
)
