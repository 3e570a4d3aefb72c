"""Programmes and projects in the administration."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline

from partners.admin.common import Seen, person
from partners.admin.records import RecordAdmin, RecordForm
from partners.models import (
    Programme,
    ProgrammeComponent,
    ProgrammeRole,
    ProgrammeTerritory,
    ProgrammeTheme,
)
from partners.programme_data import COLUMNS as PROGRAMME_COLUMNS
from partners.programme_data import ProgrammeData, programme_data_of
from partners.programme_permissions import can_change_programme, can_register_programme
from partners.services import programmes as programme_services
from projects import models, permissions, services
from projects.data import COLUMNS, ProjectData, project_data_of
from projects.programme_sections import PROGRAMME_SECTIONS
from projects.project_sections import SECTIONS
from projects.services.projects import checked
from projects.views.call_editing import office_of
from projects.views.editing import section_url
from projects.views.programme_editing import section_url as programme_section_url


def rows_of(
    model: Any, *columns: str, joined: tuple[str, ...] = (), under: str = "project"
) -> type[TabularInline]:
    """An inline that shows these columns."""
    said: dict[str, Any] = {
        "model": model,
        "fk_name": under,
        "fields": columns,
        "readonly_fields": columns,
        "get_queryset": lambda self, request: model.objects.select_related(*joined),
    }
    return type(f"{model.__name__}Rows", (Seen, TabularInline), said)


PARTS = (
    rows_of(
        models.ProjectRole,
        "role",
        "partner",
        "community",
        "oblast",
        "office",
        "name",
        "share",
        joined=("partner", "community__oblast", "oblast", "office"),
    ),
    rows_of(
        models.ProjectTerritory,
        "level",
        "country",
        "oblast",
        "raion",
        "community",
        "percentage",
        joined=("oblast", "raion__oblast", "community__oblast"),
    ),
    rows_of(
        models.ProjectLocation,
        "name",
        "community",
        "latitude",
        "longitude",
        "is_published",
        joined=("community__oblast",),
    ),
    rows_of(models.ProjectIdentifier, "kind", "value", "issued_on", "owner_name"),
    rows_of(models.ProjectSector, "vocabulary", "code", "name", "percentage"),
    rows_of(models.ProjectTheme, "theme", joined=("theme",)),
    rows_of(models.ProjectSDG, "goal", "target"),
    rows_of(models.ProjectGoal, "goal", joined=("goal__strategy",)),
    rows_of(models.PolicyMarker, "code", "significance"),
    rows_of(models.ProjectBudget, "starts_on", "ends_on", "amount", "currency", "kind", "status"),
    rows_of(
        models.ProjectTransaction,
        "happened_on",
        "kind",
        "amount",
        "currency",
        "provider",
        "receiver",
        joined=("provider", "receiver"),
    ),
    rows_of(
        models.PlannedDisbursement,
        "starts_on",
        "ends_on",
        "amount",
        "currency",
        "provider",
        joined=("provider",),
    ),
    rows_of(models.ProjectContact, "kind", "organisation", "email", "is_published"),
    rows_of(models.ProjectDocument, "category", "title", "visibility", "is_withdrawn"),
    rows_of(models.ProjectPhoto, "caption", "taken_on", "is_published"),
    rows_of(models.ProjectResult, "kind", "title"),
    rows_of(models.RelatedProject, "kind", "other", "identifier", joined=("other",)),
    rows_of(models.ProjectCondition, "kind", "text"),
)
TEXTS = tuple(
    f"{name}{end}"
    for name in ("description", "aims", "tasks", "target_groups", "expected_results")
    for end in ("", "_en")
)
DATES = ("start_planned_on", "start_actual_on", "end_planned_on", "end_actual_on")
MONEY = (
    "amount",
    "currency",
    "amount_on",
    "amount_applied_for",
    "awarded_on",
    "is_from_open_call",
    "capital_spend",
    "budget_not_provided",
    "has_conditions",
)
CODES = (
    "activity_scope",
    "collaboration_type",
    "flow_type",
    "finance_type",
    "tied_status",
    "works_type",
    "is_humanitarian",
)
KEPT = ("reference", "record_status", "archive_reason", "merged_into", "office", "rows_on_pages")
BORN = ("source", "source_note", "created_at", "updated_at")


class ProjectAdminForm(RecordForm):
    class Meta:
        model = models.Project
        fields = (*COLUMNS, "oblast")

    def data_for(self) -> ProjectData:
        return ProjectData(**{name: getattr(self.instance, name) for name in COLUMNS})

    def check(self, data: ProjectData) -> ProjectData:
        return checked(data)


@admin.register(models.Project)
class ProjectAdmin(RecordAdmin):
    form = ProjectAdminForm
    list_display = ("reference", "title", "kind", "status", "record_status", "oblast", "programme")
    list_filter = ("kind", "status", "record_status", "visibility", "source", "oblast")
    list_filter_submit = True
    list_select_related = ("oblast", "programme")
    search_help_text = _("Words of the title in either language, reference, number of the contract")
    ordering = ("-created_at", "-pk")
    autocomplete_fields = ("programme", "agreement")
    readonly_fields = (*KEPT, *BORN)
    inlines = PARTS

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        basics = ("title", "title_en", "kind", "status", "programme", "component")
        more = ("agreement", "contract_no", "website", "visibility")
        return [
            (None, {"fields": (*(() if obj else ("oblast",)), *basics, *more, "seen")}),
            *([(_("Where it stands"), {"fields": (*KEPT, *BORN)})] if obj else []),
            (_("Dates"), {"fields": DATES, "classes": ("tab",)}),
            (_("Description"), {"fields": TEXTS, "classes": ("tab",)}),
            (_("Money"), {"fields": MONEY, "classes": ("tab",)}),
            (_("Codes for IATI"), {"fields": CODES, "classes": ("tab",)}),
        ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return permissions.can_register_project(request.user)

    def may_change(self, user: Any, record: models.Project) -> bool:
        return permissions.can_change_project(user, record)

    def move(self, actor: Any, record: models.Project, code: str, reason: str) -> Any:
        return services.move_project(actor=actor, project=record, code=code, reason=reason)

    def sections(self, record: models.Project) -> list[tuple[str, str]]:
        return [(section_url(record, one.code), str(one.title)) for one in SECTIONS]

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **options: Any) -> Any:
        if db_field.name == "oblast":
            own = [
                one
                for one in db_field.related_model.objects.in_force()
                if permissions.can_register_project(request.user, one)
            ]
            options["queryset"] = db_field.related_model.objects.filter(
                pk__in=[one.pk for one in own]
            )
        return super().formfield_for_foreignkey(db_field, request, **options)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        actor = person(request)
        if change:
            data = project_data_of(obj)
            services.change_project(actor=actor, project=obj, data=data, seen=form.seen_at())
        else:
            made = services.register_project(actor=actor, oblast=obj.oblast, data=form.data_for())
            obj.pk = made.pk
        obj.refresh_from_db()


class ProgrammeAdminForm(RecordForm):
    class Meta:
        model = Programme
        fields = PROGRAMME_COLUMNS

    def data_for(self) -> ProgrammeData:
        return ProgrammeData(**{name: getattr(self.instance, name) for name in PROGRAMME_COLUMNS})

    def check(self, data: ProgrammeData) -> ProgrammeData:
        return programme_services.checked(data)


@admin.register(Programme)
class ProgrammeAdmin(RecordAdmin):
    form = ProgrammeAdminForm
    list_display = ("name", "acronym", "status", "record_status", "starts_on", "ends_on")
    list_filter = ("status", "record_status", "visibility", "source")
    list_filter_submit = True
    search_help_text = _("Words of the name in either language, short name, IATI identifier")
    ordering = ("sort_key", "pk")
    readonly_fields = (
        "slug",
        "record_status",
        "archive_reason",
        "curated_by",
        "rows_on_pages",
        *BORN,
    )
    inlines = (
        rows_of(ProgrammeRole, "role", "partner", joined=("partner",), under="programme"),
        rows_of(ProgrammeComponent, "number", "name", "level", under="programme"),
        rows_of(ProgrammeTheme, "theme", joined=("theme",), under="programme"),
        rows_of(
            ProgrammeTerritory,
            "oblast",
            "community",
            joined=("oblast", "community__oblast"),
            under="programme",
        ),
    )

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        kept = ("slug", "record_status", "archive_reason", "curated_by", "rows_on_pages", *BORN)
        return [
            (None, {"fields": (*PROGRAMME_COLUMNS, "seen")}),
            *([(_("Where it stands"), {"fields": kept})] if obj else []),
        ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return can_register_programme(request.user)

    def may_change(self, user: Any, record: Programme) -> bool:
        return can_change_programme(user, record)

    def move(self, actor: Any, record: Programme, code: str, reason: str) -> Any:
        return programme_services.move_programme(
            actor=actor, programme=record, code=code, reason=reason
        )

    def sections(self, record: Programme) -> list[tuple[str, str]]:
        return [
            (programme_section_url(record, one.code), str(one.title)) for one in PROGRAMME_SECTIONS
        ]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        actor = person(request)
        if change:
            programme_services.change_programme(
                actor=actor, programme=obj, data=programme_data_of(obj), seen=form.seen_at()
            )
        else:
            made = programme_services.register_programme(
                actor=actor, data=form.data_for(), curated_by=office_of(request.user)
            )
            obj.pk = made.pk
        obj.refresh_from_db()
