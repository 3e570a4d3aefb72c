"""Project ideas of communities, and what belongs to them."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.audit.tracking import tracked
from common.codelists.enums import Visibility
from common.codelists.models import Theme
from common.search.columns import search_text, sort_key
from communities.models import Community, Oblast, Office, StrategicGoal
from projects.idea_enums import IdeaFileKind, IdeaStatus, Readiness
from projects.idea_querysets import IdeaFileQuerySet, IdeaQuerySet
from projects.models.kept_files import DescribedFile
from projects.models.projects import CURRENCY_PATTERN, Project

IDEA_FOLDER = "private/ideas/"
# Personal data: never public, and out of the history so that it can be forgotten.
CONTACT = ("contact_name", "contact_position", "contact_email", "contact_phone")


@tracked(exclude=CONTACT)
class ProjectIdea(models.Model):
    """A community's proposal. `status` is written by `idea_workflow` alone."""

    public_id = models.UUIDField(
        _("public identifier"), default=uuid.uuid4, unique=True, editable=False
    )
    reference = models.CharField(_("reference"), max_length=24, unique=True, editable=False)
    community = models.ForeignKey(
        Community, verbose_name=_("community"), on_delete=models.PROTECT, related_name="ideas"
    )
    together_with = models.ManyToManyField(
        Community,
        verbose_name=_("together with"),
        through="IdeaCommunity",
        related_name="shared_ideas",
        blank=True,
    )
    oblast = models.ForeignKey(
        Oblast,
        verbose_name=pgettext_lazy("territory", "oblast"),
        on_delete=models.PROTECT,
        related_name="ideas",
        editable=False,
    )
    office = models.ForeignKey(
        Office,
        verbose_name=_("checked by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="ideas",
        editable=False,
    )
    title = models.CharField(_("title"), max_length=300)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    problem = models.TextField(_("problem"), blank=True, max_length=4000)
    problem_en = models.TextField(_("problem, in English"), blank=True, max_length=4000)
    solution = models.TextField(_("solution"), blank=True, max_length=4000)
    solution_en = models.TextField(_("solution, in English"), blank=True, max_length=4000)
    expected_result = models.TextField(_("expected result"), blank=True, max_length=4000)
    expected_result_en = models.TextField(
        _("expected result, in English"), blank=True, max_length=4000
    )
    readiness = models.CharField(
        _("readiness"), max_length=20, choices=Readiness.choices, blank=True
    )
    amount = models.DecimalField(
        _("estimated cost"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    amount_on = models.DateField(
        _("cost as of"), null=True, blank=True, help_text=_("The rate of this day is taken.")
    )
    own_amount = models.DecimalField(
        _("own share, amount"),
        max_digits=18,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("In the currency of the cost."),
    )
    own_percent = models.DecimalField(
        _("own share, per cent"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    themes = models.ManyToManyField(
        Theme, verbose_name=_("themes"), through="IdeaTheme", related_name="ideas", blank=True
    )
    goals = models.ManyToManyField(
        StrategicGoal,
        verbose_name=_("goals of strategies"),
        through="IdeaGoal",
        related_name="ideas",
        blank=True,
    )
    sdg_goals = ArrayField(
        models.CharField(max_length=2),
        verbose_name=_("sustainable development goals"),
        default=list,
        blank=True,
    )
    starts_on = models.DateField(_("planned start"), null=True, blank=True)
    ends_on = models.DateField(_("planned end"), null=True, blank=True)
    contact_name = models.CharField(_("contact person"), max_length=200, blank=True)
    contact_position = models.CharField(_("position"), max_length=200, blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=40, blank=True)
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=IdeaStatus.choices,
        default=IdeaStatus.DRAFT,
        editable=False,
    )
    visibility = models.CharField(
        _("who may see it"),
        max_length=10,
        choices=Visibility.choices,
        default=Visibility.PUBLIC,
    )
    project = models.ForeignKey(
        Project,
        verbose_name=_("project"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="ideas",
        editable=False,
    )
    to_mend = models.CharField(_("what to mend"), max_length=2000, blank=True, editable=False)
    end_reason = models.CharField(_("why it ended"), max_length=1000, blank=True, editable=False)
    submitted_on = models.DateField(_("submitted on"), null=True, blank=True, editable=False)
    published_on = models.DateField(_("published on"), null=True, blank=True, editable=False)
    ended_on = models.DateField(_("ended on"), null=True, blank=True, editable=False)
    touched_at = models.DateTimeField(_("last looked after"), default=timezone.now, editable=False)
    asked_at = models.DateTimeField(
        _("asked whether it is still needed"), null=True, blank=True, editable=False
    )
    source_note = models.CharField(_("where it came from"), max_length=300, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("written by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="project_ideas",
        editable=False,
    )
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)
    sort_key = sort_key("title")
    search_text = search_text("title", "title_en", "reference")

    objects = IdeaQuerySet.as_manager()

    class Meta:
        verbose_name = _("project idea")
        verbose_name_plural = _("project ideas")
        ordering = ("-created_at", "-pk")
        indexes = (
            GinIndex(OpClass("search_text", name="gin_trgm_ops"), name="idea_titles"),
            GinIndex(fields=("sdg_goals",), name="idea_sdg_goals"),
            models.Index(fields=("oblast", "status"), name="idea_oblast_status"),
            models.Index(fields=("community", "status"), name="idea_community_status"),
            models.Index(fields=("status", "touched_at"), name="idea_status_touched"),
            models.Index(fields=("sort_key", "id"), name="idea_order"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(status__in=IdeaStatus.values), name="idea_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(readiness__in=["", *Readiness.values]), name="idea_readiness_is_known"
            ),
            models.CheckConstraint(
                condition=Q(amount=None, currency="", amount_on=None)
                | Q(
                    amount__isnull=False,
                    amount__gt=0,
                    currency__regex=CURRENCY_PATTERN,
                    amount_on__isnull=False,
                ),
                name="idea_amount_has_currency_and_day",
                violation_error_code="amount",
                violation_error_message=_(
                    "A cost is more than nothing and goes with its currency and its day."
                ),
            ),
            models.CheckConstraint(
                condition=Q(own_amount=None)
                | Q(
                    own_amount__isnull=False,
                    own_amount__gte=0,
                    amount__isnull=False,
                    own_amount__lte=F("amount"),
                ),
                name="idea_own_amount_within_cost",
                violation_error_code="own_amount",
                violation_error_message=_("The own share cannot be more than the whole cost."),
            ),
            models.CheckConstraint(
                condition=Q(own_percent=None)
                | Q(own_percent__isnull=False, own_percent__range=(0, 100)),
                name="idea_own_percent_is_percentage",
                violation_error_code="own_percent",
                violation_error_message=_("A share is from 0 to 100 per cent."),
            ),
            models.CheckConstraint(
                condition=Q(own_percent=None) | Q(own_amount=None),
                name="idea_own_share_said_once",
                violation_error_code="own_percent",
                violation_error_message=_(
                    "Say the own share as an amount or in per cent, not both."
                ),
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="idea_dates_in_order",
                violation_error_code="ends_on",
                violation_error_message=_("The planned end cannot be before the planned start."),
            ),
            models.CheckConstraint(
                condition=~Q(status=IdeaStatus.FUNDED) | Q(project__isnull=False),
                name="idea_funded_has_project",
                violation_error_message=_("A funded idea names the project that it became."),
            ),
            models.CheckConstraint(
                condition=~Q(status=IdeaStatus.RETURNED) | ~Q(to_mend=""),
                name="idea_returned_with_reason",
                violation_error_message=_("Say what has to be mended."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=(IdeaStatus.WITHDRAWN, IdeaStatus.OUTDATED))
                | ~Q(end_reason=""),
                name="idea_ended_with_reason",
                violation_error_message=_("Say why the idea is closed."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("ideas:idea-detail", kwargs={"reference": self.reference})


@tracked()
class IdeaCommunity(models.Model):
    """A community that proposes the idea together with the first one."""

    idea = models.ForeignKey(ProjectIdea, on_delete=models.CASCADE, related_name="idea_communities")
    community = models.ForeignKey(
        Community,
        verbose_name=_("community"),
        on_delete=models.PROTECT,
        related_name="idea_communities",
    )

    class Meta:
        verbose_name = _("community of an idea")
        verbose_name_plural = _("communities of ideas")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("idea", "community"), name="idea_community_once"),
        )

    def __str__(self) -> str:
        return str(self.community)


@tracked()
class IdeaTheme(models.Model):
    idea = models.ForeignKey(ProjectIdea, on_delete=models.CASCADE, related_name="idea_themes")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="idea_themes")

    class Meta:
        verbose_name = _("theme of an idea")
        verbose_name_plural = _("themes of ideas")
        constraints = (models.UniqueConstraint(fields=("idea", "theme"), name="idea_theme_once"),)

    def __str__(self) -> str:
        return str(self.theme)


@tracked()
class IdeaGoal(models.Model):
    """A goal of a strategy that the idea serves."""

    idea = models.ForeignKey(ProjectIdea, on_delete=models.CASCADE, related_name="idea_goals")
    goal = models.ForeignKey(
        StrategicGoal,
        verbose_name=_("strategic goal"),
        on_delete=models.PROTECT,
        related_name="idea_goals",
    )

    class Meta:
        verbose_name = _("strategic goal of an idea")
        verbose_name_plural = _("strategic goals of ideas")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("idea", "goal"),
                name="ideagoal_once",
                violation_error_message=_("This goal is named already."),
            ),
        )

    def __str__(self) -> str:
        return str(self.goal)


@tracked()
class IdeaFile(DescribedFile):
    """A document or a photograph."""

    idea = models.ForeignKey(ProjectIdea, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(_("what it is"), max_length=10, choices=IdeaFileKind.choices)
    file = models.FileField(_("file"), upload_to=IDEA_FOLDER)

    objects = IdeaFileQuerySet.as_manager()

    class Meta(DescribedFile.Meta):
        verbose_name = _("file of an idea")
        verbose_name_plural = _("files of ideas")
        constraints = (
            *DescribedFile.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind__in=IdeaFileKind.values), name="ideafile_kind_is_known"
            ),
        )

    def get_absolute_url(self) -> str:
        keys = {"reference": self.idea.reference, "public_id": self.public_id}
        return reverse("ideas:idea-file", kwargs=keys)
