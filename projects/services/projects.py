"""Registering a project, changing what is said of it, leading its record through its life."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.audit.context import acting
from common.intake.refusals import ChangedMeanwhile
from common.money.currencies import CODE
from common.references.allocation import allocate
from communities.models import Oblast, Office
from communities.prefixes import reference_prefix
from partners import record_workflow as workflow
from partners.saving import replace_rows, save_checked
from projects.data import COLUMNS, ProjectData, sdg_values
from projects.enums import RecordSource, RecordStatus
from projects.exceptions import InvalidData, ProjectMerged, RecordArchived
from projects.models import Project, ProjectGoal, ProjectSDG, ProjectTheme

SERIES = "PRJ"
EARLIEST = dt.date(1991, 8, 24)
DATES = (
    "start_planned_on",
    "start_actual_on",
    "end_planned_on",
    "end_actual_on",
    "amount_on",
    "awarded_on",
)
ACTUAL = ("start_actual_on", "end_actual_on")

Errors = dict[str, list[str]]


@transaction.atomic
def register_project(
    *,
    actor: User | None,
    oblast: Oblast,
    data: ProjectData,
    record_status: str = RecordStatus.DRAFT,
    source: str = RecordSource.MANUAL,
    source_note: str = "",
) -> Project:
    """Put a new project into the register of the oblast and give it its reference.

    Refuses: InvalidData (field → messages), WrongRecordStatus (a record is not born archived).
    """
    data = checked(data)
    office = Office.objects.filter(oblast=oblast).first()
    project = Project(oblast=oblast, office=office, source=source, source_note=source_note[:300])
    workflow.begin(project, record_status)
    _fill(project, data)
    project.reference = allocate(
        prefix=reference_prefix(oblast.code), series=SERIES, year=timezone.localdate().year
    )
    with acting(actor=actor):
        save_checked(project)
        _link(project, data)
    return project


@transaction.atomic
def change_project(
    *,
    actor: User | None,
    project: Project,
    data: ProjectData,
    seen: dt.datetime | None = None,
) -> Project:
    """Make the project as `data` says; the same data again change nothing.

    `seen` is the `updated_at` that the actor had before the eyes; without it nothing is compared.
    Refuses: RecordArchived, ProjectMerged, ChangedMeanwhile, InvalidData.
    """
    project = locked_current(project)
    if seen is not None and project.updated_at != seen:
        raise ChangedMeanwhile
    data = checked(data)
    before = {name: getattr(project, name) for name in COLUMNS}
    _fill(project, data)
    changed = before != {name: getattr(project, name) for name in COLUMNS}
    with acting(actor=actor):
        if _link(project, data) or changed:
            save_checked(project)
    return project


@transaction.atomic
def move_project(*, actor: User | None, project: Project, code: str, reason: str = "") -> Project:
    """Take a step of `record_workflow`: publish, withdraw, archive, restore.

    Refuses: WrongRecordStatus, RecordReasonMissing, ProjectMerged, InvalidData.
    """
    project = locked(project)
    if project.merged_into_id:
        raise ProjectMerged
    workflow.take(project, code, reason=reason)
    with acting(actor=actor):
        project.save(update_fields=["record_status", "archive_reason", "updated_at"])
    return project


def locked(project: Project) -> Project:
    """The record as it is now, held until the transaction ends."""
    found: Project = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    return found


def locked_current(project: Project) -> Project:
    """As `locked`; refuses ProjectMerged, RecordArchived."""
    found = locked(project)
    if found.merged_into_id:
        raise ProjectMerged
    if found.record_status == RecordStatus.ARCHIVED:
        raise RecordArchived
    return found


def touched(project: Project) -> None:
    """Rows of the project were changed: those who mirror the register must learn of it."""
    project.save(update_fields=["updated_at"])


def checked(data: ProjectData) -> ProjectData:
    """The data cleaned. Refuses InvalidData."""
    data = data.cleaned()
    errors: Errors = {}
    if not data.title:
        errors["title"] = [_("Give the project its title.")]
    if data.component and data.programme and data.component.programme_id != data.programme.pk:
        errors["component"] = [_("This component is of another programme.")]
    if data.amount is not None and not CODE.fullmatch(data.currency):
        errors["currency"] = [_("Say in which currency: three capital letters, such as EUR.")]
    errors |= _strange_dates(data) | _strange_goals(data)
    if errors:
        raise InvalidData(errors)
    return data


def _strange_dates(data: ProjectData) -> Errors:
    today = timezone.localdate()
    errors: Errors = {}
    for name in DATES:
        day = getattr(data, name)
        if day and day < EARLIEST:
            errors[name] = [_("This is too long ago.")]
        elif day and name in ACTUAL and day > today:
            errors[name] = [_("An actual date cannot be in the future: give the planned one.")]
    return errors


def _strange_goals(data: ProjectData) -> Errors:
    for code in data.sdgs:
        try:
            sdg_values(code)
        except ValueError:
            text = _("There is no such Sustainable Development Goal: %(code)s.") % {"code": code}
            return {"sdgs": [text]}
    return {}


def _fill(project: Project, data: ProjectData) -> None:
    for name in COLUMNS:
        setattr(project, name, getattr(data, name))


def _link(project: Project, data: ProjectData) -> bool:
    """Themes and goals as `data` says; whether anything changed."""
    parent = {"project": project}
    sdgs = [sdg_values(code) for code in data.sdgs]
    tables: tuple[tuple[Any, list[dict[str, Any]], str], ...] = (
        (ProjectTheme, [{"theme": one} for one in data.themes], "themes"),
        (ProjectSDG, sdgs, "sdgs"),
        (ProjectGoal, [{"goal": one} for one in data.goals], "goals"),
    )
    changed = [
        replace_rows(parent=parent, model=model, wanted=rows, about=about)
        for model, rows, about in tables
    ]
    return any(changed)
