"""The register of decisions with their tasks, said once: page, API, downloads and schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import django_filters
from django.db.models import Case, Count, F, OuterRef, Q, Value, When
from django.utils.translation import gettext_lazy as _

from common.registers.expressions import JsonList, JsonObject, NullIfEmpty
from common.registers.fields import Field, FieldKind
from common.registers.register import Register, register
from common.search.described import Searched
from common.search.names import terms_of
from communities.register_parts import ID, UPDATED_AT, oblast_field, rows_field, texts
from communities.registers import API, level_of, name_of
from cooperation.meeting_enums import OwnerKind, TaskStatus
from cooperation.models import Decision, MeetingTask
from partners.registers import public_partner
from projects.register_links import titled

LATE = "late"


def _tasks_json() -> JsonList:
    owner = Case(
        When(owner_kind=OwnerKind.OFFICE, then=name_of("office")),
        When(owner_kind=OwnerKind.COMMUNITY, then=name_of("community")),
        When(public_partner("partner"), owner_kind=OwnerKind.PARTNER, then=texts("partner__name")),
        When(owner_kind=OwnerKind.DEPARTMENT, then=JsonObject(uk=F("department"), en=Value(None))),
        default=None,
    )
    item = JsonObject(
        id=F("public_id"),
        what=JsonObject(uk=F("what"), en=NullIfEmpty(F("what_en"))),
        owner_kind=F("owner_kind"),
        owner=owner,
        due_on=F("due_on"),
        status=F("status"),
        result=NullIfEmpty(F("result")),
        closed_on=F("closed_on"),
    )
    rows = MeetingTask.objects.filter(decision=OuterRef("pk"))
    return JsonList(rows.order_by("due_on", "pk").values(item=item))


TASK = (
    Field(name="id", label=_("identifier"), kind=FieldKind.UUID),
    Field(name="what", label=_("task"), kind=FieldKind.BILINGUAL),
    Field(name="owner_kind", label=_("who does it")),
    Field(name="owner", label=_("owner"), kind=FieldKind.BILINGUAL),
    Field(name="due_on", label=_("due on"), kind=FieldKind.DATE),
    Field(name="status", label=_("status")),
    Field(name="result", label=_("what came of it")),
    Field(name="closed_on", label=_("closed on"), kind=FieldKind.DATE),
)


def _tell_task(one: Mapping[str, Any]) -> str:
    said = (one["what"]["uk"], (one["owner"] or {}).get("uk"), one["due_on"], one["status"])
    return " – ".join(filter(None, said))


class ProgressFilter(django_filters.ChoiceFilter):
    """Decisions by what became of their tasks."""

    def filter(self, rows: Any, chosen: Any) -> Any:
        tasks = MeetingTask.objects.all()
        if chosen == LATE:
            return rows.filter(pk__in=tasks.overdue().values("decision"))
        if chosen == TaskStatus.OPEN:
            return rows.filter(pk__in=tasks.open().values("decision"))
        if chosen == TaskStatus.DONE:
            return (
                rows.filter(tasks__isnull=False)
                .exclude(pk__in=tasks.open().values("decision"))
                .distinct()
            )
        return rows


class MeetingFilter(django_filters.UUIDFilter):
    shown_when_used = True


def _decisions() -> Any:
    return Decision.objects.annotate(held_at=F("meeting__starts_at"), task_count=Count("tasks"))


def search_decisions(rows: Any, words: str) -> Any:
    """Each word in the decision, or in the title of its meeting."""
    for term in terms_of(words):
        rows = rows.filter(Q(search_text__contains=term) | Q(meeting__search_text__contains=term))
    return rows


DECISIONS = register(
    Register(
        name="decisions",
        singular="Decision",
        title=_("Decisions"),
        about=_(
            "What meetings of the regional offices decided, who does what until when, and what "
            "came of it. Decisions are published with the minutes."
        ),
        model=Decision,
        queryset=_decisions,
        key="public_id",
        default_sort="-held_at",
        level_of=level_of,
        search=search_decisions,
        searched=Searched(
            names=("text", "meeting"),
            codes=("meeting",),
            texts=("tasks",),
        ),
        api_path=f"{API}decisions/",
        page="meetings:decision-list",
        extra_filters={
            "progress": ProgressFilter(
                choices=(
                    (LATE, _("a task is late")),
                    (TaskStatus.OPEN.value, _("tasks are open")),
                    (TaskStatus.DONE.value, _("all tasks are closed")),
                ),
                label=_("tasks"),
            ),
            "meeting": MeetingFilter(
                field_name="meeting__public_id", label=_("identifier of the meeting")
            ),
        },
        fields=(
            ID,
            Field(name="number", label=_("number"), kind=FieldKind.NUMBER, required=True),
            Field(
                name="text",
                label=_("decision"),
                kind=FieldKind.BILINGUAL,
                required=True,
            ),
            Field(
                name="meeting",
                label=_("meeting"),
                kind=FieldKind.REFERENCE,
                expression=lambda: titled("meeting", "meetings"),
                extra={"codes": True},
                required=True,
            ),
            Field(
                name="held_at",
                label=_("date of the meeting"),
                kind=FieldKind.MOMENT,
                source="meeting__starts_at",
                required=True,
                sort="held_at",
            ),
            oblast_field("meeting__office__oblast"),
            rows_field(
                "tasks", _("tasks"), "MeetingTask", TASK, expression=_tasks_json, cell=_tell_task
            ),
            UPDATED_AT,
        ),
    )
)
