"""Strategies of development of oblasts: their goals, and their editions over the years."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.audit.tracking import tracked
from common.codelists.enums import Visibility
from common.search.columns import search_text, sort_key
from communities.models.territories import Oblast
from communities.strategy_enums import GoalLevel, StrategyStatus
from communities.strategy_querysets import GoalQuerySet, StrategyQuerySet

GOAL_NUMBER = r"^[1-9][0-9]{0,2}(\.[1-9][0-9]{0,2}){0,2}$"
# Files are handed out by a view that asks who may read them, never by the media address.
PRIVATE_FOLDER = "private/strategies/"
EARLIEST_YEAR, LATEST_YEAR = 1991, 2100
YEARS = (MinValueValidator(EARLIEST_YEAR), MaxValueValidator(LATEST_YEAR))


@tracked()
class Strategy(models.Model):
    """A strategy of an oblast. Updates are editions of it, not strategies of their own."""

    public_id = models.UUIDField(
        _("public identifier"), default=uuid.uuid4, unique=True, editable=False
    )
    oblast = models.ForeignKey(
        Oblast,
        verbose_name=pgettext_lazy("territory", "oblast"),
        on_delete=models.PROTECT,
        related_name="strategies",
    )
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=300)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    about = models.TextField(_("about the strategy"), blank=True, max_length=4000)
    about_en = models.TextField(_("about the strategy in English"), blank=True, max_length=4000)
    starts_year = models.PositiveSmallIntegerField(_("first year"), validators=YEARS)
    ends_year = models.PositiveSmallIntegerField(_("last year"), validators=YEARS)
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=StrategyStatus.choices,
        default=StrategyStatus.DRAFT,
        editable=False,
    )
    decision_no = models.CharField(_("number of the decision"), max_length=60, blank=True)
    decision_on = models.DateField(_("date of the decision"), null=True, blank=True)
    link = models.URLField(_("published at"), max_length=500, blank=True)
    replaced_by = models.ForeignKey(
        "self",
        verbose_name=_("replaced by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaces",
        editable=False,
    )
    visibility = models.CharField(
        _("who may see it"),
        max_length=10,
        choices=Visibility.choices,
        default=Visibility.PUBLIC,
    )
    is_archived = models.BooleanField(_("archived"), default=False, editable=False)
    archive_reason = models.CharField(_("why archived"), max_length=500, blank=True, editable=False)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)
    sort_key = sort_key("title")
    search_text = search_text("title", "title_en")

    objects = StrategyQuerySet.as_manager()

    class Meta:
        verbose_name = _("strategy")
        verbose_name_plural = _("strategies")
        ordering = ("-starts_year", "sort_key", "pk")
        indexes = (
            GinIndex(OpClass("search_text", name="gin_trgm_ops"), name="strategy_titles"),
            models.Index(fields=("oblast", "status"), name="strategy_oblast_status"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(status__in=StrategyStatus.values), name="strategy_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(ends_year__gte=F("starts_year")),
                name="strategy_ends_after_its_start",
                violation_error_code="ends_year",
                violation_error_message=_("The last year comes before the first."),
            ),
            models.CheckConstraint(
                condition=Q(status=StrategyStatus.DRAFT)
                | (Q(decision_on__isnull=False) & ~Q(decision_no="")),
                name="strategy_in_force_by_decision",
                violation_error_code="decision_no",
                violation_error_message=_(
                    "A strategy is in force by a decision: give its number and date."
                ),
            ),
            models.CheckConstraint(
                condition=Q(is_archived=False) | ~Q(archive_reason=""),
                name="strategy_archived_with_reason",
                violation_error_message=_("Say why the strategy is archived."),
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("strategies:strategy-detail", kwargs={"slug": self.slug})

    @property
    def period(self) -> str:
        """«2022–2024»."""
        if self.starts_year == self.ends_year:
            return str(self.starts_year)
        return f"{self.starts_year}–{self.ends_year}"


@tracked()
class StrategyEdition(models.Model):
    """An update of the strategy, with the decision by which it was made."""

    strategy = models.ForeignKey(
        Strategy, verbose_name=_("strategy"), on_delete=models.CASCADE, related_name="editions"
    )
    decided_on = models.DateField(_("date of the decision"))
    decision_no = models.CharField(_("number of the decision"), max_length=60, blank=True)
    summary = models.TextField(_("what was changed"), max_length=2000)
    summary_en = models.TextField(_("what was changed, in English"), blank=True, max_length=2000)
    link = models.URLField(_("published at"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("update of a strategy")
        verbose_name_plural = _("updates of strategies")
        ordering = ("decided_on", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("strategy", "decided_on", "decision_no"),
                name="strategyedition_once",
                violation_error_message=_("This update is entered already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.strategy}, {self.decided_on:%Y-%m-%d}"


@tracked()
class StrategyDocument(models.Model):
    """A file of the strategy: its text, an annex."""

    public_id = models.UUIDField(
        _("public identifier"), default=uuid.uuid4, unique=True, editable=False
    )
    strategy = models.ForeignKey(
        Strategy, verbose_name=_("strategy"), on_delete=models.CASCADE, related_name="documents"
    )
    name = models.CharField(_("name"), max_length=200)
    file = models.FileField(_("file"), upload_to=PRIVATE_FOLDER)
    content_type = models.CharField(_("type"), max_length=100, editable=False)
    size = models.PositiveIntegerField(_("size in bytes"), editable=False)
    is_withdrawn = models.BooleanField(_("withdrawn"), default=False)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("document of a strategy")
        verbose_name_plural = _("documents of strategies")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name


@tracked()
class StrategicGoal(models.Model):
    """A goal of a strategy. Its number says where it stands in the tree: 2.1 is under 2."""

    public_id = models.UUIDField(
        _("public identifier"), default=uuid.uuid4, unique=True, editable=False
    )
    strategy = models.ForeignKey(
        Strategy, verbose_name=_("strategy"), on_delete=models.PROTECT, related_name="goals"
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        editable=False,
    )
    number = models.CharField(_("number"), max_length=11)
    title = models.CharField(_("title"), max_length=500)
    title_en = models.CharField(_("title in English"), max_length=500, blank=True)
    description = models.TextField(_("description"), blank=True, max_length=4000)
    description_en = models.TextField(_("description in English"), blank=True, max_length=4000)
    sdg_goals = ArrayField(
        models.CharField(max_length=2),
        verbose_name=_("sustainable development goals"),
        default=list,
        blank=True,
    )
    is_dropped = models.BooleanField(
        _("dropped"),
        default=False,
        help_text=_("An update left the goal out. What pointed at it keeps doing so."),
    )
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)
    # "2.10" comes after "2.9".
    place = models.GeneratedField(
        expression=Cast(
            models.Func(F("number"), Value("."), function="string_to_array"),
            ArrayField(models.IntegerField()),
        ),
        output_field=ArrayField(models.IntegerField()),
        db_persist=True,
        editable=False,
    )
    search_text = search_text("title", "title_en", "number")

    objects = GoalQuerySet.as_manager()

    class Meta:
        verbose_name = _("goal of a strategy")
        verbose_name_plural = _("goals of strategies")
        ordering = ("strategy", "place", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("strategy", "number"),
                name="strategicgoal_number_once",
                violation_error_code="number",
                violation_error_message=_("The strategy has a goal with this number already."),
            ),
            models.CheckConstraint(
                condition=Q(number__regex=GOAL_NUMBER),
                name="strategicgoal_number_is_number",
                violation_error_code="number",
                violation_error_message=_("A number is such as 2, 2.1 or 2.1.3."),
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("pk")),
                name="strategicgoal_not_in_itself",
                violation_error_message=_("A goal is not a part of itself."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse(
            "strategies:goal-detail", kwargs={"slug": self.strategy.slug, "number": self.number}
        )

    @property
    def level(self) -> GoalLevel:
        return GoalLevel(self.number.count(".") + 1)
