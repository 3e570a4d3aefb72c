"""What people type about strategies and their goals."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.permissions import is_administrator
from common.codelists.entries import SDG_GOALS, choices_of
from common.codelists.enums import Visibility
from common.design.languages import wording
from common.design.widgets import Upload
from common.intake.forms import RefusableForm, SeenField
from communities.models import Oblast, StrategicGoal, Strategy
from communities.models.strategies import EARLIEST_YEAR, LATEST_YEAR
from communities.permissions import curated_oblasts
from communities.strategy_data import (
    COLUMNS,
    GOAL_COLUMNS,
    EditionData,
    GoalData,
    StrategyData,
    goal_data_of,
    strategy_data_of,
)
from communities.strategy_enums import StrategyStatus
from communities.strategy_workflow import REPLACE, Step

ENGLISH = {"lang": "en"}


def _text(label: Any, largest: int, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=largest, **{"required": False, **options})


def _long(label: Any, largest: int, rows: int = 4, **attrs: str) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows, **attrs})
    return forms.CharField(label=label, max_length=largest, required=False, widget=area)


def _date(label: Any, *, required: bool = False) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget)


def _year(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=EARLIEST_YEAR, max_value=LATEST_YEAR)


class StrategyForm(RefusableForm):
    oblast = forms.ModelChoiceField(
        Oblast.objects.none(),
        label=pgettext_lazy("territory", "oblast"),
        to_field_name="code",
        empty_label=None,
    )
    title = _text(_("Title in Ukrainian"), 300, required=True)
    title_en = _text(_("Title in English"), 300, widget=forms.TextInput(attrs=ENGLISH))
    starts_year = _year(_("First year"))
    ends_year = _year(_("Last year"))
    about = _long(_("About the strategy, in Ukrainian"), 4000)
    about_en = _long(_("About the strategy, in English"), 4000, lang="en")
    decision_no = _text(_("Number of the council’s decision"), 60)
    decision_on = _date(_("Date of the council’s decision"))
    link = _text(_("Where it is published"), 500, widget=forms.URLInput())
    visibility = forms.ChoiceField(
        label=_("Who may see it"),
        choices=Visibility.choices,
        initial=Visibility.PUBLIC,
        widget=forms.RadioSelect,
        help_text=_("While it is being prepared, only officials see it."),
    )
    seen = SeenField()

    def __init__(
        self, *args: Any, user: Any, strategy: Strategy | None = None, **options: Any
    ) -> None:
        if strategy:
            data = strategy_data_of(strategy)
            known = {name: getattr(data, name) for name in COLUMNS}
            options["initial"] = {**known, "seen": strategy.updated_at.isoformat()}
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        if strategy:
            del self.fields["oblast"]
            return
        rows = Oblast.objects.in_force().in_ukrainian_order()
        own = rows if is_administrator(user) else rows.filter(pk__in=curated_oblasts(user))
        fields["oblast"].queryset = own
        fields["oblast"].label_from_instance = lambda one: wording(one, "full_name").text

    def data_for(self) -> StrategyData:
        return StrategyData(**{name: self.cleaned_data[name] for name in COLUMNS})


class GoalForm(RefusableForm):
    number = _text(
        _("Number"),
        11,
        required=True,
        help_text=_("2 is a strategic goal, 2.1 an operational goal of it, 2.1.1 a task."),
    )
    title = _text(_("Title in Ukrainian"), 500, required=True)
    title_en = _text(_("Title in English"), 500, widget=forms.TextInput(attrs=ENGLISH))
    description = _long(_("Description in Ukrainian"), 4000)
    description_en = _long(_("Description in English"), 4000, lang="en")
    sdg_goals = forms.MultipleChoiceField(
        label=_("Goals of sustainable development that it serves"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_dropped = forms.BooleanField(
        label=_("An update has dropped this goal"),
        required=False,
        help_text=_("What points at it keeps doing so; nothing new can."),
    )

    def __init__(self, *args: Any, goal: StrategicGoal | None = None, **options: Any) -> None:
        if goal:
            data = goal_data_of(goal)
            options["initial"] = {name: getattr(data, name) for name in GOAL_COLUMNS}
        super().__init__(*args, **options)
        chosen: Any = self.fields["sdg_goals"]
        chosen.choices = choices_of(SDG_GOALS, keep=goal.sdg_goals if goal else ())
        if goal is None:
            del self.fields["is_dropped"]

    def data_for(self) -> GoalData:
        given = {name: self.cleaned_data.get(name, False) for name in GOAL_COLUMNS}
        return GoalData(**{**given, "sdg_goals": tuple(given["sdg_goals"] or ())})


class EditionForm(RefusableForm):
    decided_on = _date(_("Date of the decision"), required=True)
    decision_no = _text(_("Number of the decision"), 60)
    summary = forms.CharField(
        label=_("What was changed, in Ukrainian"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    summary_en = _long(_("What was changed, in English"), 2000, lang="en")
    link = _text(_("Where it is published"), 500, widget=forms.URLInput())

    def data_for(self) -> EditionData:
        return EditionData(**self.cleaned_data)


class DocumentForm(RefusableForm):
    file = forms.FileField(
        label=_("File"),
        widget=Upload(attrs={"accept": ".pdf,.docx,.xlsx"}),
        help_text=_("PDF, DOCX or XLSX, at most 20 MB."),
    )


class StrategyStepForm(RefusableForm):
    """What a step needs; its fields follow the table of steps."""

    decision_no = _text(_("Number of the council’s decision"), 60)
    decision_on = _date(_("Date of the council’s decision"))
    replaced_by = forms.ModelChoiceField(
        Strategy.objects.none(),
        label=_("Replaced by"),
        required=False,
        to_field_name="slug",
        empty_label="—",
        help_text=_("Leave empty when it simply came to its end."),
    )

    def __init__(self, data: Any, *, strategy: Strategy, step: Step) -> None:
        known = {"decision_no": strategy.decision_no, "decision_on": strategy.decision_on}
        super().__init__(data, initial=known)
        fields: dict[str, Any] = self.fields
        if not step.needs_decision:
            del fields["decision_no"], fields["decision_on"]
        if step is not REPLACE:
            del fields["replaced_by"]
            return
        others = Strategy.objects.current().filter(oblast=strategy.oblast_id)
        offered = others.exclude(pk=strategy.pk).exclude(status=StrategyStatus.REPLACED)
        fields["replaced_by"].queryset = offered


class StrategyArchiveForm(RefusableForm):
    reason = forms.CharField(
        label=_("Why it is archived"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
