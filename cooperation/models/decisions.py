"""What meetings decide, and who does what until when."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.audit.tracking import tracked
from common.search.columns import search_text
from communities.models import Community, Office
from cooperation.meeting_enums import OwnerKind, TaskStatus
from cooperation.meeting_querysets import DecisionQuerySet, TaskQuerySet
from cooperation.models.meetings import AgendaItem, Meeting
from partners.models import Partner


@tracked()
class Decision(models.Model):
    public_id = models.UUIDField(
        _("public identifier"), default=uuid.uuid4, unique=True, editable=False
    )
    meeting = models.ForeignKey(
        Meeting, verbose_name=_("meeting"), on_delete=models.PROTECT, related_name="decisions"
    )
    agenda_item = models.ForeignKey(
        AgendaItem,
        verbose_name=_("item of the agenda"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="decisions",
    )
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    # Of one type with the constants of `search_text`, which a long text is not.
    text = models.CharField(_("decision"), max_length=4000)
    text_en = models.CharField(_("decision in English"), max_length=4000, blank=True)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)
    search_text = search_text("text", "text_en")

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ("number", "pk")
        indexes = (GinIndex(OpClass("search_text", name="gin_trgm_ops"), name="decision_texts"),)

    def __str__(self) -> str:
        return f"{self.number}. {self.text[:80]}"

    def get_absolute_url(self) -> str:
        return f"{self.meeting.get_absolute_url()}#decision-{self.public_id}"


@tracked()
class MeetingTask(models.Model):
    """What somebody has to do because of a decision. `status`: `decision_workflow` alone."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    decision = models.ForeignKey(
        Decision, verbose_name=_("decision"), on_delete=models.PROTECT, related_name="tasks"
    )
    what = models.CharField(_("what is to be done"), max_length=1000)
    what_en = models.CharField(_("what is to be done, in English"), max_length=1000, blank=True)
    owner_kind = models.CharField(_("who does it"), max_length=10, choices=OwnerKind.choices)
    office = models.ForeignKey(
        Office,
        verbose_name=_("regional office"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="meeting_tasks",
    )
    department = models.CharField(_("department"), max_length=300, blank=True)
    community = models.ForeignKey(
        Community,
        verbose_name=_("community"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="meeting_tasks",
    )
    partner = models.ForeignKey(
        Partner,
        verbose_name=_("partner"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="meeting_tasks",
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=TaskStatus.choices,
        default=TaskStatus.OPEN,
        editable=False,
    )
    result = models.CharField(_("what came of it"), max_length=2000, blank=True, editable=False)
    closed_on = models.DateField(_("closed on"), null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("closed by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering = ("due_on", "pk")
        indexes = (models.Index(fields=("status", "due_on"), name="meetingtask_due"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(
                    owner_kind=OwnerKind.OFFICE, office__isnull=False, community=None, partner=None
                )
                | Q(
                    owner_kind=OwnerKind.COMMUNITY,
                    community__isnull=False,
                    office=None,
                    partner=None,
                )
                | Q(
                    owner_kind=OwnerKind.PARTNER, partner__isnull=False, office=None, community=None
                )
                | (
                    Q(owner_kind=OwnerKind.DEPARTMENT, office=None, community=None, partner=None)
                    & ~Q(department="")
                ),
                name="meetingtask_has_one_owner",
                violation_error_code="owner_kind",
                violation_error_message=_("Say who does it."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=TaskStatus.values), name="meetingtask_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(status=TaskStatus.OPEN, closed_on=None)
                | (~Q(status=TaskStatus.OPEN) & Q(closed_on__isnull=False) & ~Q(result="")),
                name="meetingtask_closed_with_result",
                violation_error_message=_("A closed task says what came of it."),
            ),
        )

    def __str__(self) -> str:
        return self.what[:80]

    def get_absolute_url(self) -> str:
        return f"{self.decision.meeting.get_absolute_url()}#task-{self.public_id}"

    @property
    def owner(self) -> Office | Community | Partner | str:
        return self.office or self.community or self.partner or self.department
