"""An uploaded table on its way into a register, and each of its rows."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.exchange import workflow
from common.exchange.enums import Decision, JobStatus, Outcome, Result
from common.exchange.querysets import ImportJobQuerySet, ImportRowQuerySet

if TYPE_CHECKING:
    from collections.abc import Mapping


# Beside the public files, on the same volume; no address serves what lies there.
PRIVATE_FOLDER = "private/imports/"


class ImportJob(models.Model):
    """`counts`: outcome → rows. `notes`: remarks on the whole file, by language."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    register = models.CharField(_("register"), max_length=40)
    file = models.FileField(_("file"), upload_to=PRIVATE_FOLDER)
    file_name = models.CharField(_("name of the file"), max_length=200)
    sha256 = models.CharField(max_length=64, editable=False)
    size = models.PositiveIntegerField(_("size"), default=0)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by"),
        on_delete=models.PROTECT,
        related_name="import_jobs",
    )
    # The office on whose behalf: a word that the importer understands.
    office = models.CharField(_("office"), max_length=60, blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=JobStatus.choices, default=JobStatus.UPLOADED
    )
    sheet = models.CharField(_("sheet"), max_length=100, blank=True)
    sheets = models.JSONField(default=list, blank=True)
    headers = models.JSONField(default=list, blank=True)
    columns = models.JSONField(default=list, blank=True)
    notes = models.JSONField(default=list, blank=True)
    refusal = models.JSONField(default=dict, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    done_rows = models.PositiveIntegerField(default=0)
    total_rows = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(_("uploaded at"), default=timezone.now, editable=False)
    touched_at = models.DateTimeField(default=timezone.now, editable=False)
    started_at = models.DateTimeField(_("began to go in at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    objects = ImportJobQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of a table")
        verbose_name_plural = _("imports of tables")
        ordering = ("-created_at", "-pk")
        indexes = (models.Index(fields=("uploaded_by", "-created_at"), name="importjob_mine"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(status__in=JobStatus.values), name="importjob_status_is_known"
            ),
        )

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_waiting_for_a_worker(self) -> bool:
        return self.status in {JobStatus.UPLOADED, JobStatus.RUNNING}

    @property
    def may_be_removed(self) -> bool:
        return self.status in workflow.UNRUN

    def header_of(self, column: str) -> str:
        """What the file itself calls the column; its own name where the file has none."""
        return str(self.headers[self.columns.index(column)]) if column in self.columns else ""


class ImportRow(models.Model):
    """`raw`: cells in the order of the file. `diff`: [{column, before, after}]. `problems`: see
    `Problem.as_json`. `suggestions`: [{reference, label, url, reason}] for a probable duplicate.
    """

    job = models.ForeignKey(ImportJob, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row"))
    raw = models.JSONField(default=list)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices)
    problems = models.JSONField(default=list, blank=True)
    diff = models.JSONField(default=list, blank=True)
    suggestions = models.JSONField(default=list, blank=True)
    # The record that the row is, once that is known; for a new one, after it went in.
    record = models.CharField(_("record"), max_length=64, blank=True)
    label = models.CharField(max_length=300, blank=True)
    why = models.JSONField(default=dict, blank=True)
    decision = models.CharField(
        _("decision"), max_length=10, choices=Decision.choices, blank=True, default=""
    )
    result = models.CharField(
        _("result"), max_length=10, choices=Result.choices, blank=True, default=""
    )
    applied_at = models.DateTimeField(_("went in at"), null=True, blank=True)

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of imports")
        ordering = ("number", "pk")
        indexes = (models.Index(fields=("job", "outcome", "number"), name="importrow_outcome"),)
        constraints = (
            models.UniqueConstraint(fields=("job", "number"), name="importrow_once_per_number"),
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values), name="importrow_outcome_is_known"
            ),
            models.CheckConstraint(
                condition=Q(decision__in=Decision.values), name="importrow_decision_is_known"
            ),
            models.CheckConstraint(
                condition=Q(result__in=Result.values), name="importrow_result_is_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.job}: {self.number}"

    def cells(self) -> Mapping[str, str]:
        """Import column → text of its cell; columns that nobody knows are left out."""
        return {
            name: cell for name, cell in zip(self.job.columns, self.padded(), strict=False) if name
        }

    def padded(self) -> list[str]:
        """As many cells as there are headings, or more where the row is longer."""
        raw: list[Any] = list(self.raw)
        return raw + [""] * (len(self.job.headers) - len(raw))
