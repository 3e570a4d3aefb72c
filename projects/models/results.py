"""Results of a project: what it promised by indicators, what came of it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.audit.tracking import tracked
from projects.enums import IndicatorMeasure, ResultKind
from projects.models.projects import Project


@tracked(in_bulk=True)
class ProjectResult(models.Model):
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="results")
    kind = models.CharField(
        _("kind"), max_length=1, choices=ResultKind.choices, default=ResultKind.OUTPUT
    )
    is_summable = models.BooleanField(
        _("may be added up with those of other projects"), null=True, blank=True
    )
    title = models.CharField(_("title"), max_length=500)
    title_en = models.CharField(_("title in English"), max_length=500, blank=True)
    description = models.TextField(_("description"), blank=True, max_length=4000)
    description_en = models.TextField(_("description in English"), blank=True, max_length=4000)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("result of a project")
        verbose_name_plural = _("results of projects")
        ordering = ("position", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=ResultKind.values), name="projectresult_kind_is_known"
            ),
        )

    def __str__(self) -> str:
        return self.title


@tracked(in_bulk=True)
class ResultIndicator(models.Model):
    result = models.ForeignKey(ProjectResult, on_delete=models.CASCADE, related_name="indicators")
    measure = models.CharField(
        _("measured in"),
        max_length=1,
        choices=IndicatorMeasure.choices,
        default=IndicatorMeasure.UNIT,
    )
    is_ascending = models.BooleanField(_("more is better"), default=True)
    title = models.CharField(_("title"), max_length=500)
    title_en = models.CharField(_("title in English"), max_length=500, blank=True)
    description = models.TextField(_("description"), blank=True, max_length=2000)
    description_en = models.TextField(_("description in English"), blank=True, max_length=2000)
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    unit_en = models.CharField(_("unit in English"), max_length=60, blank=True)
    baseline = models.DecimalField(
        _("baseline"), max_digits=18, decimal_places=3, null=True, blank=True
    )
    baseline_year = models.PositiveSmallIntegerField(
        _("year of the baseline"), null=True, blank=True
    )
    baseline_on = models.DateField(_("date of the baseline"), null=True, blank=True)
    baseline_comment = models.CharField(_("remark on the baseline"), max_length=1000, blank=True)
    baseline_comment_en = models.CharField(
        _("remark on the baseline, in English"), max_length=1000, blank=True
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ("position", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(measure__in=IndicatorMeasure.values),
                name="resultindicator_measure_is_known",
            ),
            models.CheckConstraint(
                condition=Q(baseline_year=None) | Q(baseline_year__range=(1990, 2100)),
                name="resultindicator_baseline_year_is_plausible",
                violation_error_code="baseline_year",
                violation_error_message=_("Give the year in four digits."),
            ),
        )

    def __str__(self) -> str:
        return self.title


@tracked(in_bulk=True)
class IndicatorPeriod(models.Model):
    """The target and what was reached in a period; in words where a number says nothing."""

    indicator = models.ForeignKey(ResultIndicator, on_delete=models.CASCADE, related_name="periods")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    target = models.DecimalField(
        _("target"), max_digits=18, decimal_places=3, null=True, blank=True
    )
    target_comment = models.CharField(_("target in words"), max_length=1000, blank=True)
    target_comment_en = models.CharField(
        _("target in words, in English"), max_length=1000, blank=True
    )
    actual = models.DecimalField(
        _("reached"), max_digits=18, decimal_places=3, null=True, blank=True
    )
    actual_comment = models.CharField(_("reached, in words"), max_length=1000, blank=True)
    actual_comment_en = models.CharField(
        _("reached, in words, in English"), max_length=1000, blank=True
    )

    class Meta:
        verbose_name = _("period of an indicator")
        verbose_name_plural = _("periods of indicators")
        ordering = ("starts_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="indicatorperiod_in_order",
                violation_error_code="ends_on",
                violation_error_message=_("A period cannot end before it begins."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.starts_on}–{self.ends_on}"
