"""Progress reports, said once: the list page, the API and downloads come from here.

What waits is for officials and its party: they are not listed among the open data.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db.models import Case, F, OuterRef, Q, When
from django.utils.translation import gettext_lazy as _

from common.codelists.enums import Visibility
from common.registers.expressions import JsonList, JsonObject, NullIfEmpty, codes
from common.registers.fields import Field, FieldKind, text_in
from common.registers.register import Register, with_search
from common.search.described import Searched
from common.search.names import search_names
from communities.register_parts import ID, UPDATED_AT, community_json, oblasts
from communities.registers import API, level_of, oblast_json
from partners.registers import known_partner, partner_json
from projects.enums import ReportStatus
from projects.models import ProgressReport, Project, ReportedValue
from projects.register_filters import OfProject
from projects.register_links import project_json


@cache
def report_statuses() -> dict[str, Any]:
    return codes(ReportStatus, "mosty-progress-report-status")


def _party_json(level: Visibility) -> Case:
    """Null for a partner of which a viewer of the level may not know."""
    partner = partner_json("partner", code=F("partner__slug"))
    return Case(
        When(community__isnull=False, then=community_json("community")),
        When(known_partner("partner", level), then=partner),
        default=None,
    )


def _values_json() -> JsonList:
    indicator = "period__indicator"
    item = JsonObject(
        period=F("period_id"),
        indicator=JsonObject(uk=F(f"{indicator}__title"), en=F(f"{indicator}__title_en")),
        starts_on=F("period__starts_on"),
        ends_on=F("period__ends_on"),
        target=F("period__target"),
        before=F("before"),
        actual=F("actual"),
        comment=NullIfEmpty(F("comment")),
    )
    return JsonList(ReportedValue.objects.filter(report=OuterRef("pk")).values(item=item))


def _search(rows: Any, words: str) -> Any:
    projects = search_names(Project.objects.all(), words).order_by().values("pk")
    return rows.filter(Q(summary__icontains=words) | Q(project__in=projects))


def _decimal(name: str, label: Any) -> Field:
    return Field(name=name, label=label, kind=FieldKind.DECIMAL)


VALUE = (
    Field(name="period", label=_("period"), kind=FieldKind.NUMBER),
    Field(name="indicator", label=_("indicator"), kind=FieldKind.BILINGUAL),
    Field(name="starts_on", label=_("from"), kind=FieldKind.DATE),
    Field(name="ends_on", label=_("to"), kind=FieldKind.DATE),
    _decimal("target", _("target")),
    _decimal("before", _("before")),
    _decimal("actual", _("reached")),
    Field(name="comment", label=_("reached, in words")),
)

REPORTS = Register(
    name="progress-reports",
    singular="ProgressReport",
    title=_("Progress of projects"),
    about=_(
        "What partners and communities report of the projects in which they take part. What the "
        "office has accepted stands in the project."
    ),
    model=ProgressReport,
    queryset=lambda: ProgressReport.objects.filter(project__merged_into=None),
    key="public_id",
    default_sort="-created_at",
    level_of=level_of,
    search=_search,
    searched=Searched(names=("project",), codes=("project",), texts=("summary",)),
    extra_filters={
        "project": OfProject(known=Project.objects.all),
    },
    api_path=f"{API}progress-reports/",
    page="projects:progress-list",
    fields=(
        ID,
        Field(
            name="project",
            label=_("project"),
            kind=FieldKind.REFERENCE,
            expression=project_json,
            required=True,
            extra={"codes": True},
        ),
        Field(
            name="oblast",
            label=_("oblast"),
            kind=FieldKind.REFERENCE,
            expression=lambda: oblast_json("project__oblast"),
            required=True,
            filterable=True,
            filter_queryset=oblasts,
            filter_lookup="project__oblast",
            filter_key="code",
        ),
        Field(
            name="party",
            label=_("who reports"),
            kind=FieldKind.REFERENCE,
            expression_for=_party_json,
        ),
        Field(
            name="status",
            label=_("status"),
            kind=FieldKind.CODE,
            choices=report_statuses,
            required=True,
            filterable=True,
        ),
        Field(name="summary", label=_("what has been done"), required=True),
        Field(
            name="values",
            label=_("reported values"),
            kind=FieldKind.ROWS,
            expression=_values_json,
            extra={
                "parts": VALUE,
                "schema": "ReportedValue",
                "cell": lambda one: f"{text_in(one['indicator'])}: {one['actual']}",
            },
        ),
        Field(
            name="created_at",
            label=_("reported at"),
            kind=FieldKind.MOMENT,
            required=True,
            sort="created_at",
        ),
        Field(name="decided_on", label=_("decided on"), kind=FieldKind.DATE),
        Field(name="decision_note", label=_("answer")),
        UPDATED_AT,
    ),
)

with_search(REPORTS)
