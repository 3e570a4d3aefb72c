"""What people fill in to report the progress of a project."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from common.design.formats import number
from common.design.languages import wording
from common.intake.forms import RefusableForm
from communities.models import Community
from partners.models import Partner
from projects.models import IndicatorPeriod, Project
from projects.progress_workflow import LARGEST_NOTE, Step
from projects.record_forms import MoneyField, long, text
from projects.services.progress import Reached, periods_of


class ReportForm(RefusableForm):
    """Two fields for each period of an indicator: `actual_<key>` and `comment_<key>`."""

    party = forms.ChoiceField(label=_("On whose behalf"), widget=forms.RadioSelect)
    summary = forms.CharField(
        label=_("What has been done"),
        help_text=_("Shown with the project as soon as the office accepts it."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(
        self, *args: Any, project: Project, parties: list[Partner | Community], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.parties = {str(place): one for place, one in enumerate(parties)}
        field: Any = self.fields["party"]
        field.choices = [(key, wording(one, "name").text) for key, one in self.parties.items()]
        if len(parties) == 1:
            field.initial = "0"
        self.periods = list(periods_of(project))
        for one in self.periods:
            self.fields[f"actual_{one.pk}"] = _actual(one)
            self.fields[f"comment_{one.pk}"] = text(_("In words"), 1000)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for one in self.periods:
            if said.get(f"comment_{one.pk}") and said.get(f"actual_{one.pk}") is None:
                error = ValidationError(_now("Give the number too."))
                self.add_error(f"actual_{one.pk}", error)
        return said

    @property
    def said(self) -> dict[str, Any]:
        """As the service takes it: only the periods for which a number was given."""
        given = self.cleaned_data
        values = [
            Reached(
                period=one.pk,
                actual=given[f"actual_{one.pk}"],
                comment=given[f"comment_{one.pk}"],
            )
            for one in self.periods
            if given[f"actual_{one.pk}"] is not None
        ]
        party = self.parties[given["party"]]
        return {"party": party, "summary": given["summary"], "values": values}


def _actual(period: IndicatorPeriod) -> MoneyField:
    indicator = period.indicator
    days = f"{period.starts_on:%m.%Y}–{period.ends_on:%m.%Y}"
    unit = wording(indicator, "unit").text
    told = [f"{wording(indicator, 'title').text}, {days}", f"({unit})" if unit else ""]
    known = (
        (_now("Target: %(value)s."), period.target),
        (_now("Stands in the project: %(value)s."), period.actual),
    )
    hints = [words % {"value": number(value)} for words, value in known if value is not None]
    return MoneyField(
        label=" ".join(filter(None, told)),
        help_text=" ".join(hints),
        required=False,
        max_digits=18,
        decimal_places=3,
    )


class AnswerForm(RefusableForm):
    seen = forms.CharField(required=False, max_length=24, widget=forms.HiddenInput)
    note = long(_("Your answer"), LARGEST_NOTE, rows=4, help_text=_("Who reported gets it."))

    def __init__(self, *args: Any, step: Step, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["note"].required = step.needs_note
