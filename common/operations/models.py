"""What scheduled jobs did, and when."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class RunStatus(models.TextChoices):
    """EXPECTED: seen for the first time, counts as done until it is due for the first time.
    DIED: whoever ran it is gone and said nothing.
    """

    EXPECTED = "expected", _("not due yet")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    DIED = "died", _("broken off")


# What the job need not do again for the same moment.
GOOD = (RunStatus.DONE, RunStatus.EXPECTED)
BAD = (RunStatus.FAILED, RunStatus.DIED)


class JobRun(models.Model):
    """One run of one job. `due_at`: the moment of the schedule that it was done for."""

    job = models.CharField(_("job"), max_length=60)
    due_at = models.DateTimeField(_("due at"))
    started_at = models.DateTimeField(_("started at"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=RunStatus.choices, default=RunStatus.RUNNING
    )
    counts = models.JSONField(_("what was done"), default=dict, blank=True)
    error = models.TextField(_("what went wrong"), blank=True)
    is_by_hand = models.BooleanField(_("started by hand"), default=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who started it"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    alarm_at = models.DateTimeField(_("administrators told at"), null=True, blank=True)

    objects: Any = models.Manager()

    class Meta:
        verbose_name = _("run of a job")
        verbose_name_plural = _("runs of jobs")
        ordering = ("-started_at", "-pk")
        indexes = (models.Index(fields=("job", "-started_at"), name="job_runs_of_job"),)
        constraints = (
            models.UniqueConstraint(
                fields=("job",),
                condition=Q(status=RunStatus.RUNNING),
                name="job_runs_once_at_a_time",
                violation_error_message=_("This job is running already."),
            ),
            models.UniqueConstraint(
                fields=("job", "due_at"),
                condition=Q(status=RunStatus.DONE, is_by_hand=False),
                name="job_done_once_when_due",
                violation_error_message=_("This job was done for that moment already."),
            ),
            models.CheckConstraint(
                condition=Q(status=RunStatus.RUNNING, ended_at=None)
                | Q(~Q(status=RunStatus.RUNNING), ended_at__isnull=False),
                name="job_run_ended_or_running",
                violation_error_message=_("A run goes on, or has the moment when it ended."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.job}: {self.get_status_display()}"
