"""Sections of results: what is promised, by which indicators, what was reached in which period.

Three flat tables instead of rows within rows: an indicator names its result, a period its
indicator. What has rows of its own is not removed before them.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.design.languages import wording
from partners.agreement_fields import date_field
from projects import enums, models
from projects.project_sections import ProjectSection, may_be
from projects.record_forms import MoneyField, english, long
from projects.record_forms import text as line
from projects.record_sections import RowForm, RowSet, Section, Table
from projects.services.results import (
    IndicatorLine,
    PeriodLine,
    ResultLine,
    set_indicator_lines,
    set_period_lines,
    set_result_lines,
)


def _measured(label: Any, **options: Any) -> MoneyField:
    """A number that is no amount of money: it may be negative."""
    return MoneyField(label=label, required=False, max_digits=18, decimal_places=3, **options)


def _owner_field(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, coerce=int, choices=[("", "—")])


class ResultRow(RowForm):
    makes = ResultLine
    title = line(_("Result"), 500, required=True)
    title_en = english(_("Result in English"), 500)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=enums.ResultKind.choices, initial=enums.ResultKind.OUTPUT
    )
    description = long(_("Description"), 4000, rows=2)
    description_en = long(_("Description in English"), 4000, rows=2, attrs={"lang": "en"})
    is_summable = may_be(_("May be added up with those of other projects"))


class IndicatorRow(RowForm):
    makes = IndicatorLine
    owner = _owner_field(_("Of which result"))
    title = line(_("Indicator"), 500, required=True)
    title_en = english(_("Indicator in English"), 500)
    measure = forms.ChoiceField(
        label=_("Measured in"),
        choices=enums.IndicatorMeasure.choices,
        initial=enums.IndicatorMeasure.UNIT,
    )
    unit = line(_("Unit"), 60)
    unit_en = english(_("Unit in English"), 60)
    is_ascending = forms.TypedChoiceField(
        label=_("What is better"),
        choices=(("True", _("more is better")), ("False", _("less is better"))),
        coerce=lambda value: value == "True",
        initial="True",
    )
    baseline = _measured(_("Baseline"))
    baseline_year = forms.IntegerField(
        label=_("Year of the baseline"), required=False, min_value=1990, max_value=2100
    )


class PeriodRow(RowForm):
    makes = PeriodLine
    owner = _owner_field(_("Which indicator"))
    starts_on = date_field(_("From"), required=True)
    ends_on = date_field(_("To"), required=True)
    target = _measured(_("Target"))
    actual = _measured(_("Reached"))
    actual_comment = line(_("Reached, in words"), 1000)
    actual_comment_en = english(_("Reached, in words, in English"), 1000)


class OwnedRows(ProjectSection):
    """Rows that name the row of another table to which they belong."""

    @abstractmethod
    def owners(self) -> list[tuple[int, str]]: ...

    def _rows(self, data: Any, *, adds: bool) -> RowSet | None:
        rows = super()._rows(data, adds=adds)
        known = [("", "—"), *self.owners()]
        for form in rows.forms if rows is not None else ():
            owner: Any = form.fields["owner"]
            owner.choices = known
        return rows


class Results(ProjectSection):
    row_form, row_name = ResultRow, _("Result")
    table = Table(ResultLine, models.ProjectResult, "results")

    def read(self, record: Any) -> tuple[Any, dict[int, Any]]:
        return {}, {row.pk: ResultLine.of(row) for row in record.results.all()}

    def write_rows(self, actor: Any, record: Any, wanted: Sequence[Any]) -> None:
        set_result_lines(actor=actor, project=record, lines=wanted)


class Indicators(OwnedRows):
    row_form, row_name = IndicatorRow, _("Indicator")
    table = Table(IndicatorLine, models.ResultIndicator, "indicators")

    def read(self, record: Any) -> tuple[Any, dict[int, Any]]:
        rows = models.ResultIndicator.objects.filter(result__project=record)
        return {}, {row.pk: IndicatorLine.of(row) for row in in_order(rows)}

    def owners(self) -> list[tuple[int, str]]:
        return [(one.pk, wording(one, "title").text) for one in self.record.results.all()]

    def write_rows(self, actor: Any, record: Any, wanted: Sequence[Any]) -> None:
        set_indicator_lines(actor=actor, project=record, lines=wanted)


class Progress(OwnedRows):
    row_form, row_name = PeriodRow, _("Period")
    table = Table(PeriodLine, models.IndicatorPeriod, "periods")

    def read(self, record: Any) -> tuple[Any, dict[int, Any]]:
        rows = models.IndicatorPeriod.objects.filter(indicator__result__project=record)
        order = ("indicator__result__position", "indicator__position", "starts_on", "pk")
        return {}, {row.pk: PeriodLine.of(row) for row in rows.order_by(*order)}

    def owners(self) -> list[tuple[int, str]]:
        rows = models.ResultIndicator.objects.filter(result__project=self.record)
        return [(one.pk, wording(one, "title").text) for one in in_order(rows)]

    def write_rows(self, actor: Any, record: Any, wanted: Sequence[Any]) -> None:
        set_period_lines(actor=actor, project=record, lines=wanted)


def in_order(indicators: Any) -> Any:
    return indicators.order_by("result__position", "result", "position", "pk")


RESULT_SECTIONS = (
    Section(
        "results",
        _("Results"),
        Results,
        _("What the project promises. Indicators and what was reached follow on the next pages."),
    ),
    Section(
        "indicators",
        _("Indicators"),
        Indicators,
        _("How one sees that a result is there: enter the results first."),
    ),
    Section(
        "progress",
        _("Targets and what was reached"),
        Progress,
        _("For each indicator and period the target and, when it is known, what was reached."),
    ),
)
