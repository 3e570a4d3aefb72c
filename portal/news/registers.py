"""The register of news, said once: page, API, downloads, feeds and schema."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.db.models import CharField, OuterRef, Q, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from common.codelists.enums import Visibility
from common.registers.expressions import Joined, JsonList, JsonObject, address
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
from partners.agreement_enums import CONCLUDED
from partners.filters import OfPartner
from partners.programme_registers import RECORD_STATUS
from partners.registers import public_partner
from portal.news.models import (
    NewsAgreement,
    NewsCommunity,
    NewsFile,
    NewsItem,
    NewsMeeting,
    NewsPartner,
    NewsProject,
    NewsTheme,
)
from projects.models.kept_files import PHOTO
from projects.register_filters import OfProject
from projects.register_links import (
    communities_field,
    known_project,
    linked,
    linked_field,
    partners_field,
    projects_field,
    titled,
)


def _agreements_json() -> JsonList:
    public = Q(
        agreement__visibility=Visibility.PUBLIC,
        agreement__is_archived=False,
        agreement__status__in=sorted(CONCLUDED),
    )
    return linked(NewsAgreement, "news", titled("agreement", "agreements"), public)


def _meetings_json() -> JsonList:
    public = Q(meeting__announced_at__isnull=False, meeting__visibility=Visibility.PUBLIC)
    return linked(NewsMeeting, "news", titled("meeting", "meetings"), public)


def _photos_json() -> JsonList:
    """Those that everybody may see, with the words for people who do not see them."""
    folder = address(f"{settings.SITE_URL}/news/", "news__reference", "/kept/")
    item = JsonObject(
        url=Joined(folder, Cast("public_id", CharField()), Value("/")),
        alt=texts("alt"),
        caption=texts("caption"),
    )
    rows = NewsFile.objects.filter(
        news=OuterRef("pk"), kind=PHOTO, visibility=Visibility.PUBLIC, is_withdrawn=False
    )
    return JsonList(rows.order_by("uploaded_at", "pk").values(item=item))


def _public_partners() -> Any:
    """Only partners that everybody may see are named here."""
    return NewsPartner.objects.filter(public_partner("partner"))


def _public_projects() -> Any:
    return NewsProject.objects.filter(known_project(Visibility.PUBLIC))


def _news() -> Any:
    return NewsItem.objects.current()


class OfficeFilter(django_filters.CharFilter):
    shown_when_used = True


PHOTOS = (
    Field(name="url", label=_("address"), kind=FieldKind.URL),
    Field(name="alt", label=_("what it shows"), kind=FieldKind.BILINGUAL),
    Field(name="caption", label=_("caption"), kind=FieldKind.BILINGUAL),
)

NEWS = register(
    Register(
        name="news",
        singular="NewsItem",
        title=_("News"),
        about=_(
            "What the regional offices report: meetings, agreements, help received, projects "
            "begun and finished, calls for communities."
        ),
        model=NewsItem,
        queryset=_news,
        key="public_id",
        default_sort="-published_at",
        level_of=level_of,
        search=search_names,
        searched=Searched(
            names=("title",),
            codes=("reference",),
            texts=("summary", "text", "communities", "partners", "projects", "themes"),
        ),
        api_path=f"{API}news/",
        page="news:news-list",
        extra_filters={
            "from": day_filter("dated_at", "date__gte", _("from this day on")),
            "until": day_filter("dated_at", "date__lte", _("until this day")),
            "community": OfCommunity(
                through=NewsCommunity.objects.all, record="news", widget=forms.TextInput
            ),
            "partner": OfPartner(through=_public_partners, record="news"),
            "project": OfProject(through=_public_projects, record="news"),
            "office": OfficeFilter(
                field_name="office__slug", label=_("address of the office"), max_length=60
            ),
        },
        fields=(
            ID,
            Field(name="reference", label=_("reference"), required=True, importable=True),
            TITLE,
            Field(name="summary", label=_("in short"), kind=FieldKind.BILINGUAL, importable=True),
            Field(
                name="published_at",
                label=_("published at"),
                kind=FieldKind.MOMENT,
                sort="dated_at",
                importable=True,
                help="Null in drafts, which only the office itself sees.",
            ),
            Field(
                name="office",
                label=_("regional office"),
                kind=FieldKind.REFERENCE,
                expression=office_json,
                required=True,
            ),
            oblast_field("office__oblast"),
            themes_field(NewsTheme, "news"),
            communities_field(NewsCommunity, "news"),
            partners_field(NewsPartner, "news"),
            projects_field(NewsProject, "news"),
            linked_field("agreements", _("agreements"), _agreements_json),
            linked_field("meetings", _("meetings"), _meetings_json),
            rows_field("photos", _("photographs"), "NewsPhoto", PHOTOS, expression=_photos_json),
            Field(
                name="text",
                label=_("text"),
                kind=FieldKind.BILINGUAL,
                required=True,
                in_list=False,
                importable=True,
                help="Plain text; an empty line parts paragraphs.",
            ),
            RECORD_STATUS,
            replace(VISIBILITY, importable=True),
            UPDATED_AT,
        ),
    )
)
