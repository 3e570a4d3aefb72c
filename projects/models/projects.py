"""The register of projects: what partners do on our territory, and in which standard's words."""

from __future__ import annotations

import datetime as dt
import uuid

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.audit.tracking import tracked
from common.codelists.enums import Visibility
from common.codelists.models import Theme
from common.search.columns import search_text, sort_key
from communities.models import Oblast, Office
from partners.models import Agreement, Partner, Programme, ProgrammeComponent
from projects.enums import (
    ActivityStatus,
    BudgetNotProvided,
    ProjectKind,
    RecordSource,
    RecordStatus,
    WorksType,
)
from projects.querysets import ProjectQuerySet

NO_DAY = dt.date(1900, 1, 1)
# What lists are sorted by: the actual start, or the planned one; never null.
BEGUN_ON = Coalesce(
    "start_actual_on", "start_planned_on", Value(NO_DAY, output_field=models.DateField())
)
CURRENCY_PATTERN = r"^[A-Z]{3}$"
FOR_EVERYBODY = Q(record_status=RecordStatus.PUBLISHED, visibility=Visibility.PUBLIC)
CHOSEN_BY = ("kind", "status", "start_actual_on", "start_planned_on")


@tracked(in_bulk=True)
class Project(models.Model):
    """`status` is how the project itself goes (IATI), `record_status` how far the record is.

    Dates, money, roles, places and classifications that IATI, OC4IDS or 360Giving ask for stand
    here or in rows of their own; codes of official lists are kept as they are.
    """

    public_id = models.UUIDField(
        _("public identifier"), default=uuid.uuid4, unique=True, editable=False
    )
    reference = models.CharField(_("reference"), max_length=24, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=ProjectKind.choices)
    programme = models.ForeignKey(
        Programme,
        verbose_name=_("programme"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
    )
    component = models.ForeignKey(
        ProgrammeComponent,
        verbose_name=_("component"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="projects",
    )
    oblast = models.ForeignKey(
        Oblast,
        verbose_name=_("oblast"),
        on_delete=models.PROTECT,
        db_index=False,
        related_name="kept_projects",
        help_text=_("Whose office keeps the record."),
    )
    office = models.ForeignKey(
        Office,
        verbose_name=_("kept by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
    )
    title = models.CharField(_("title"), max_length=500)
    title_en = models.CharField(_("title in English"), max_length=500, blank=True)
    description = models.TextField(_("description"), blank=True, max_length=8000)
    description_en = models.TextField(_("description in English"), blank=True, max_length=8000)
    aims = models.TextField(_("aims"), blank=True, max_length=4000)
    aims_en = models.TextField(_("aims in English"), blank=True, max_length=4000)
    tasks = models.TextField(_("tasks"), blank=True, max_length=4000)
    tasks_en = models.TextField(_("tasks in English"), blank=True, max_length=4000)
    target_groups = models.TextField(_("whom it serves"), blank=True, max_length=4000)
    target_groups_en = models.TextField(
        _("whom it serves, in English"), blank=True, max_length=4000
    )
    expected_results = models.TextField(_("expected results"), blank=True, max_length=4000)
    expected_results_en = models.TextField(
        _("expected results in English"), blank=True, max_length=4000
    )
    status = models.CharField(
        _("status"),
        max_length=1,
        choices=ActivityStatus.choices,
        default=ActivityStatus.IMPLEMENTATION,
    )
    start_planned_on = models.DateField(_("planned start"), null=True, blank=True)
    start_actual_on = models.DateField(_("actual start"), null=True, blank=True)
    end_planned_on = models.DateField(_("planned end"), null=True, blank=True)
    end_actual_on = models.DateField(_("actual end"), null=True, blank=True)
    amount = models.DecimalField(_("cost"), max_digits=18, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    amount_on = models.DateField(
        _("cost as of"), null=True, blank=True, help_text=_("The rate of this day is taken.")
    )
    amount_applied_for = models.DecimalField(
        _("amount applied for"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    awarded_on = models.DateField(
        _("awarded on"), null=True, blank=True, help_text=_("Of a grant or a loan agreement.")
    )
    is_from_open_call = models.BooleanField(_("from an open call"), null=True, blank=True)
    contract_no = models.CharField(_("number of the contract"), max_length=100, blank=True)
    agreement = models.ForeignKey(
        Agreement,
        verbose_name=_("agreement"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
    )
    website = models.URLField(_("website"), blank=True, max_length=500)
    works_type = models.CharField(
        _("building works"), max_length=16, choices=WorksType.choices, blank=True
    )
    is_humanitarian = models.BooleanField(_("humanitarian"), default=False)
    activity_scope = models.CharField(_("scope"), max_length=1, blank=True)
    collaboration_type = models.CharField(_("collaboration type"), max_length=2, blank=True)
    flow_type = models.CharField(_("flow type"), max_length=3, blank=True)
    finance_type = models.CharField(_("finance type"), max_length=4, blank=True)
    tied_status = models.CharField(_("tied status"), max_length=1, blank=True)
    capital_spend = models.DecimalField(
        _("share of capital spending, %"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    budget_not_provided = models.CharField(
        _("why no budget is given"), max_length=1, choices=BudgetNotProvided.choices, blank=True
    )
    has_conditions = models.BooleanField(_("conditions are attached"), null=True, blank=True)
    themes = models.ManyToManyField(
        Theme,
        verbose_name=_("themes"),
        through="ProjectTheme",
        related_name="projects",
        blank=True,
    )
    partners = models.ManyToManyField(
        Partner,
        verbose_name=_("partners"),
        through="ProjectRole",
        related_name="projects",
        blank=True,
    )
    record_status = models.CharField(
        _("state of the record"),
        max_length=10,
        choices=RecordStatus.choices,
        default=RecordStatus.DRAFT,
        editable=False,
    )
    archive_reason = models.CharField(_("why archived"), max_length=500, blank=True)
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("merged into"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_records",
    )
    visibility = models.CharField(
        _("who may see it"),
        max_length=10,
        choices=Visibility.choices,
        default=Visibility.PUBLIC,
    )
    source = models.CharField(
        _("origin of the record"),
        max_length=10,
        choices=RecordSource.choices,
        default=RecordSource.MANUAL,
    )
    source_note = models.CharField(_("where it came from"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)
    sort_key = sort_key("title")
    search_text = search_text("title", "title_en", "reference", "contract_no")

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ("-created_at", "-pk")
        indexes = (
            GinIndex(OpClass("search_text", name="gin_trgm_ops"), name="project_titles"),
            models.Index(fields=("oblast", "kind"), name="project_oblast_kind"),
            models.Index(fields=("record_status", "visibility"), name="project_record_status"),
            models.Index(fields=("sort_key", "id"), name="project_order"),
            models.Index(fields=("-updated_at", "-id"), name="project_updated"),
            models.Index(BEGUN_ON.desc(), models.F("id").desc(), name="project_begun"),
            # What everybody sees, with what it is chosen and sorted by: the rows are long.
            models.Index(
                fields=("id",),
                name="project_for_everybody",
                condition=FOR_EVERYBODY,
                include=CHOSEN_BY,
            ),
            models.Index(
                BEGUN_ON.desc(),
                models.F("id").desc(),
                name="project_begun_for_everybody",
                condition=FOR_EVERYBODY,
                include=CHOSEN_BY,
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=ProjectKind.values), name="project_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=ActivityStatus.values), name="project_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(record_status__in=RecordStatus.values),
                name="project_record_status_is_known",
            ),
            models.CheckConstraint(
                condition=Q(start_planned_on=None)
                | Q(end_planned_on=None)
                | Q(end_planned_on__gte=F("start_planned_on")),
                name="project_planned_dates_in_order",
                violation_error_code="end_planned_on",
                violation_error_message=_("The planned end cannot be before the planned start."),
            ),
            models.CheckConstraint(
                condition=Q(start_actual_on=None)
                | Q(end_actual_on=None)
                | Q(end_actual_on__gte=F("start_actual_on")),
                name="project_actual_dates_in_order",
                violation_error_code="end_actual_on",
                violation_error_message=_("It cannot have ended before it began."),
            ),
            models.CheckConstraint(
                condition=Q(amount=None, currency="")
                | Q(amount=None, currency__regex=CURRENCY_PATTERN)
                | Q(amount__isnull=False, amount__gte=0, currency__regex=CURRENCY_PATTERN),
                name="project_amount_has_currency",
                violation_error_code="amount",
                violation_error_message=_(
                    "An amount and its currency go together; an amount is not negative."
                ),
            ),
            models.CheckConstraint(
                condition=Q(amount_applied_for=None)
                | Q(amount_applied_for__gte=0, amount__isnull=False),
                name="project_applied_for_beside_amount",
                violation_error_code="amount_applied_for",
                violation_error_message=_(
                    "Give the cost and its currency too: the amount applied for is in the same one."
                ),
            ),
            models.CheckConstraint(
                condition=Q(capital_spend=None) | Q(capital_spend__range=(0, 100)),
                name="project_capital_spend_is_percentage",
                violation_error_code="capital_spend",
                violation_error_message=_("A share is from 0 to 100 per cent."),
            ),
            models.CheckConstraint(
                condition=Q(component=None) | Q(programme__isnull=False),
                name="project_component_of_programme",
                violation_error_code="component",
                violation_error_message=_("Name the programme whose component this is."),
            ),
            models.CheckConstraint(
                condition=~Q(record_status=RecordStatus.ARCHIVED) | ~Q(archive_reason=""),
                name="project_archived_with_reason",
                violation_error_message=_("Say why the project is archived."),
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(record_status=RecordStatus.ARCHIVED),
                name="project_merged_is_archived",
                violation_error_message=_("A merged record is archived."),
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("pk")),
                name="project_not_merged_with_itself",
                violation_error_message=_("A record cannot be merged with itself."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("projects:project-detail", kwargs={"reference": self.reference})
