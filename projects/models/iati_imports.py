"""An IATI file on its way into the register, each activity of it, and what came from where."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.codelists.enums import OrganisationType
from common.exchange.enums import JobStatus
from communities.models import Community, Oblast, Office
from partners.models import Partner
from projects.enums import ProjectKind
from projects.iati_enums import BodyMatch, StagedDecision, StagedOutcome, StagedResult
from projects.models.projects import Project
from projects.querysets import IatiImportQuerySet, StagedActivityQuerySet

# Beside the public files, on the same volume; no address serves what lies there.
IATI_FOLDER = "private/iati/"


class IatiImport(models.Model):
    """A file of activities. It is kept, packed, as long as something in the register is from it.

    `country`, `territory` and `words` say what of the file is ours; `oblast` keeps what is new.
    `counts`: outcome → activities. `refusal`: a `Finding` that keeps the whole file out.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.FileField(_("file"), upload_to=IATI_FOLDER)
    file_name = models.CharField(_("name of the file"), max_length=200)
    sha256 = models.CharField(max_length=64, editable=False)
    size = models.PositiveBigIntegerField(_("size"), default=0)
    version = models.CharField(_("version"), max_length=20, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="iati_imports",
    )
    oblast = models.ForeignKey(
        Oblast,
        verbose_name=_("oblast"),
        on_delete=models.PROTECT,
        related_name="iati_imports",
        help_text=_("Whose office keeps the new records."),
    )
    kind = models.CharField(
        _("kind"), max_length=12, choices=ProjectKind.choices, default=ProjectKind.MTA
    )
    publishes = models.BooleanField(_("publish new projects at once"), default=False)
    country = models.CharField(_("country"), max_length=2, blank=True)
    territory = models.ForeignKey(
        Oblast,
        verbose_name=_("only activities in the oblast"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="iati_filters",
    )
    words = models.CharField(_("only activities with the words"), max_length=200, blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=JobStatus.choices, default=JobStatus.UPLOADED
    )
    refusal = models.JSONField(default=dict, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(_("uploaded at"), default=timezone.now, editable=False)
    touched_at = models.DateTimeField(default=timezone.now, editable=False)
    checked_at = models.DateTimeField(_("checked at"), null=True, blank=True)
    started_at = models.DateTimeField(_("began to go in at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    objects = IatiImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of an IATI file")
        verbose_name_plural = _("imports of IATI files")
        ordering = ("-created_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(status__in=JobStatus.values), name="iatiimport_status_is_known"
            ),
        )

    def __str__(self) -> str:
        return self.file_name


class StagedActivity(models.Model):
    """One activity of the file, judged. `payload`: its values as they would go in, a JSON object
    of field → columns, or lines of COPY; text, because PostgreSQL need not look into it.

    `hashes`: field → hash of its values in the words of the file. `changes` go in without asking,
    `collisions` only when a person says so; `take` is what will go in.
    """

    job = models.ForeignKey(
        IatiImport, on_delete=models.CASCADE, db_index=False, related_name="activities"
    )
    number = models.PositiveIntegerField(_("activity"))
    line = models.PositiveIntegerField(_("line"), default=0)
    identifier = models.CharField(_("IATI identifier"), max_length=200, blank=True)
    reporting_ref = models.CharField(_("reported by"), max_length=200, blank=True)
    title = models.CharField(_("title"), max_length=500, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=StagedOutcome.choices)
    reason = models.CharField(max_length=20, blank=True)
    payload = models.TextField(blank=True)
    hashes = models.JSONField(default=dict, blank=True)
    changes = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    collisions = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    take = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    problems = models.JSONField(default=list, blank=True)
    project = models.ForeignKey(
        Project,
        verbose_name=_("project"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="staged_activities",
    )
    decision = models.CharField(
        _("decision"), max_length=10, choices=StagedDecision.choices, blank=True, default=""
    )
    result = models.CharField(
        _("result"), max_length=10, choices=StagedResult.choices, blank=True, default=""
    )
    applied_at = models.DateTimeField(_("went in at"), null=True, blank=True)

    objects = StagedActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity of an IATI file")
        verbose_name_plural = _("activities of IATI files")
        ordering = ("number", "pk")
        constraints = (
            models.UniqueConstraint(fields=("job", "number"), name="stagedactivity_once"),
            models.CheckConstraint(
                condition=Q(outcome__in=StagedOutcome.values),
                name="stagedactivity_outcome_is_known",
            ),
            models.CheckConstraint(
                condition=Q(decision__in=StagedDecision.values),
                name="stagedactivity_decision_is_known",
            ),
            models.CheckConstraint(
                condition=Q(result__in=StagedResult.values), name="stagedactivity_result_is_known"
            ),
        )

    def __str__(self) -> str:
        return self.identifier or str(self.number)


class StagedBody(models.Model):
    """An organisation as the file names it, and who of ours it is. `key` is a hash of its words."""

    job = models.ForeignKey(IatiImport, on_delete=models.CASCADE, related_name="bodies")
    key = models.CharField(max_length=16)
    ref = models.CharField(_("identifier"), max_length=200, blank=True)
    kind = models.CharField(_("type"), max_length=2, choices=OrganisationType.choices, blank=True)
    name = models.CharField(_("name"), max_length=300, blank=True)
    name_en = models.CharField(_("name in English"), max_length=300, blank=True)
    uses = models.PositiveIntegerField(_("how often named"), default=0)
    match = models.CharField(
        pgettext_lazy("organisation", "found by"),
        max_length=10,
        choices=BodyMatch.choices,
        blank=True,
        default="",
    )
    partner = models.ForeignKey(
        Partner, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    community = models.ForeignKey(
        Community, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    oblast = models.ForeignKey(
        Oblast, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    office = models.ForeignKey(
        Office, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("organisation of an IATI file")
        verbose_name_plural = _("organisations of IATI files")
        ordering = ("-uses", "name", "pk")
        constraints = (
            models.UniqueConstraint(fields=("job", "key"), name="stagedbody_once"),
            models.CheckConstraint(
                condition=Q(match__in=BodyMatch.values), name="stagedbody_match_is_known"
            ),
        )

    def __str__(self) -> str:
        return self.name or self.name_en or self.ref


class FieldSource(models.Model):
    """Which fields of a project came from which file: `fields` maps each to the hash of its value.

    A field stands with the file that brought it last; what people change afterwards is told by
    the history.
    """

    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, db_index=False, related_name="field_sources"
    )
    job = models.ForeignKey(IatiImport, on_delete=models.PROTECT, related_name="field_sources")
    activity_id = models.CharField(_("IATI identifier"), max_length=200)
    number = models.PositiveIntegerField(_("activity"))
    reporting_ref = models.CharField(_("reported by"), max_length=200, blank=True)
    imported_at = models.DateTimeField(_("imported at"))
    fields = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("origin of fields")
        verbose_name_plural = _("origins of fields")
        ordering = ("-imported_at", "-pk")
        constraints = (models.UniqueConstraint(fields=("project", "job"), name="fieldsource_once"),)

    def __str__(self) -> str:
        return self.activity_id
