"""What those who take part in a project report of it: proposed, until an official accepts it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.audit.tracking import tracked
from communities.models import Community
from partners.models import Partner
from projects.enums import ReportStatus
from projects.models.projects import Project
from projects.models.results import IndicatorPeriod
from projects.progress_querysets import ReportQuerySet


@tracked()
class ProgressReport(models.Model):
    """`partner` or `community` is who reports: a party to the project."""

    public_id = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    project = models.ForeignKey(
        Project,
        verbose_name=_("project"),
        on_delete=models.CASCADE,
        related_name="progress_reports",
    )
    partner = models.ForeignKey(
        Partner,
        verbose_name=_("partner"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="progress_reports",
    )
    community = models.ForeignKey(
        Community,
        verbose_name=_("community"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="progress_reports",
    )
    summary = models.TextField(_("what has been done"), max_length=4000)
    status = models.CharField(
        _("status"), max_length=10, choices=ReportStatus.choices, default=ReportStatus.WAITING
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reported by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="progress_reports",
    )
    created_at = models.DateTimeField(_("reported at"), default=timezone.now, editable=False)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    decision_note = models.CharField(_("answer"), max_length=1000, blank=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("progress report")
        verbose_name_plural = _("progress reports")
        ordering = ("-created_at", "-pk")
        indexes = (models.Index(fields=("status", "created_at"), name="progressreport_waiting"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(status__in=ReportStatus.values), name="progressreport_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(partner=None, community__isnull=False)
                | Q(partner__isnull=False, community=None),
                name="progressreport_of_one_party",
                violation_error_message=_("One party reports: a partner or a community."),
            ),
            models.CheckConstraint(
                condition=~Q(summary=""),
                name="progressreport_says_something",
                violation_error_code="summary",
                violation_error_message=_("Write what has been done."),
            ),
            models.CheckConstraint(
                condition=~Q(status=ReportStatus.REFUSED) | ~Q(decision_note=""),
                name="progressreport_refused_with_answer",
                violation_error_code="decision_note",
                violation_error_message=_("Say why it is not accepted."),
            ),
            models.CheckConstraint(
                condition=Q(status=ReportStatus.WAITING, decided_on=None)
                | (~Q(status=ReportStatus.WAITING) & Q(decided_on__isnull=False)),
                name="progressreport_decided_with_day",
                violation_error_message=_("A decision has its day."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.project.reference}: {self.created_at:%d.%m.%Y}"

    def get_absolute_url(self) -> str:
        keys = {"reference": self.project.reference, "public_id": self.public_id}
        return reverse("projects:progress-detail", kwargs=keys)

    @property
    def organisation(self) -> Partner | Community:
        party = self.partner or self.community
        assert party is not None
        return party


@tracked(in_bulk=True)
class ReportedValue(models.Model):
    """What was reached in a period of an indicator, as reported; `before` is what stood there."""

    report = models.ForeignKey(ProgressReport, on_delete=models.CASCADE, related_name="values")
    period = models.ForeignKey(
        IndicatorPeriod,
        verbose_name=_("period of an indicator"),
        on_delete=models.CASCADE,
        related_name="reported",
    )
    before = models.DecimalField(
        _("before"), max_digits=18, decimal_places=3, null=True, blank=True
    )
    actual = models.DecimalField(_("reached"), max_digits=18, decimal_places=3)
    comment = models.CharField(_("reached, in words"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("reported value")
        verbose_name_plural = _("reported values")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("report", "period"),
                name="reportedvalue_once",
                violation_error_message=_("This period is named already."),
            ),
        )

    def __str__(self) -> str:
        return str(self.actual)
