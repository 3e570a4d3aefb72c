"""The history of projects with everything that belongs to them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.audit.registry import HistoryOf, Owned, register
from communities.permissions import is_official
from projects.models import (
    HumanitarianScope,
    IndicatorPeriod,
    MonitoringCard,
    PlannedDisbursement,
    PolicyMarker,
    ProgressReport,
    Project,
    ProjectAidType,
    ProjectBudget,
    ProjectCondition,
    ProjectContact,
    ProjectDocument,
    ProjectGoal,
    ProjectIdentifier,
    ProjectLocation,
    ProjectPhoto,
    ProjectRegistrationEvent,
    ProjectResult,
    ProjectRole,
    ProjectSDG,
    ProjectSector,
    ProjectTerritory,
    ProjectTheme,
    ProjectTransaction,
    ReceivedProperty,
    RelatedProject,
    ReportedValue,
    ResultIndicator,
)


def _projects(user: Any) -> models.QuerySet[Project]:
    return Project.objects.visible_to(user)


def _results(user: Any) -> models.QuerySet[ProjectResult]:
    return ProjectResult.objects.filter(project__in=_projects(user))


def _indicators(user: Any) -> models.QuerySet[ResultIndicator]:
    return ResultIndicator.objects.filter(result__project__in=_projects(user))


def _reports(user: Any) -> models.QuerySet[ProgressReport]:
    return ProgressReport.objects.visible_to(user)


def _for_officials(user: Any, record: Any) -> bool:
    return is_official(user)


def register_histories() -> None:
    register(
        HistoryOf(
            kind="project",
            model=Project,
            label=_("Project"),
            visible=_projects,
            can_see=_for_officials,
            journal=lambda user: Project.objects.all() if is_official(user) else None,
            owned=OWNED,
        ),
        # Rows of a second order: their own kinds, so that their changes stand somewhere.
        HistoryOf(
            kind="project-result",
            model=ProjectResult,
            label=_("Result of a project"),
            visible=_results,
            can_see=_for_officials,
            key="pk",
            owned=(Owned(ResultIndicator, "result", _("Indicator"), summary=("title",)),),
        ),
        HistoryOf(
            kind="project-indicator",
            model=ResultIndicator,
            label=_("Indicator"),
            visible=_indicators,
            can_see=_for_officials,
            key="pk",
            owned=(Owned(IndicatorPeriod, "indicator", _("Period")),),
        ),
        HistoryOf(
            kind="progress-report",
            model=ProgressReport,
            label=_("Progress report"),
            visible=_reports,
            can_see=_for_officials,
            owned=(Owned(ReportedValue, "report", _("Reported value")),),
        ),
    )


OWNED = (
    Owned(ProjectIdentifier, "project", _("Identifier"), summary=("kind", "value")),
    Owned(
        ProjectRole,
        "project",
        _("Role"),
        summary=("role", "partner", "community", "oblast", "office", "name"),
    ),
    Owned(
        ProjectTerritory,
        "project",
        _("Territory"),
        summary=("oblast", "raion", "community", "percentage"),
    ),
    Owned(ProjectLocation, "project", _("Place"), summary=("name", "is_published")),
    Owned(ProjectTheme, "project", _("Theme")),
    Owned(ProjectSector, "project", _("Sector"), summary=("vocabulary", "code", "percentage")),
    Owned(ProjectSDG, "project", _("Sustainable Development Goal")),
    Owned(ProjectGoal, "project", _("Strategic goal")),
    Owned(PolicyMarker, "project", _("Policy marker"), summary=("code", "significance")),
    Owned(ProjectAidType, "project", _("Aid type")),
    Owned(HumanitarianScope, "project", _("Humanitarian scope"), summary=("code", "name")),
    Owned(
        ProjectBudget,
        "project",
        _("Budget"),
        summary=("kind", "starts_on", "ends_on", "amount", "currency"),
    ),
    Owned(
        PlannedDisbursement,
        "project",
        _("Planned payment"),
        summary=("starts_on", "amount", "currency"),
    ),
    Owned(
        ProjectTransaction,
        "project",
        _("Transaction"),
        summary=("kind", "happened_on", "amount", "currency"),
    ),
    Owned(ProjectDocument, "project", _("Document"), summary=("title", "visibility")),
    Owned(ProjectPhoto, "project", _("Photograph"), summary=("caption", "is_published")),
    Owned(ProjectResult, "project", _("Result"), summary=("kind", "title")),
    Owned(RelatedProject, "project", _("Related project")),
    Owned(ProjectCondition, "project", _("Condition")),
    Owned(ProjectContact, "project", _("Contact"), can_see=_for_officials),
    Owned(
        ProjectRegistrationEvent,
        "project",
        _("Entry of the state register"),
        summary=("kind", "happened_on", "number"),
    ),
    Owned(MonitoringCard, "project", _("Monitoring card"), summary=("starts_on", "status")),
    Owned(ReceivedProperty, "project", _("Property received"), summary=("description",)),
    Owned(ProgressReport, "project", _("Progress report"), summary=("status", "summary")),
)
