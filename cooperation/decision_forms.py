"""What people type of decisions and tasks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.design.languages import wording
from common.intake.forms import RefusableForm, SeenField
from communities.models import Office
from cooperation import decision_workflow
from cooperation.meeting_data import DecisionData, TaskData, task_data_of
from cooperation.meeting_enums import OwnerKind
from cooperation.meeting_part_forms import PartForm, numbered
from cooperation.models import AgendaItem, Decision, Meeting, MeetingTask
from partners.agreement_fields import date_field
from projects.choosing import KeyField
from projects.record_forms import english, long, text
from projects.record_sections import as_shown, tell_user


class DecisionForm(RefusableForm):
    text = long(_("Decision in Ukrainian"), 4000)
    text_en = long(_("Decision in English"), 4000, attrs={"lang": "en"})
    item = forms.ModelChoiceField(
        AgendaItem.objects.none(),
        label=_("On which question"),
        required=False,
        to_field_name="public_id",
    )
    seen = SeenField()

    def __init__(
        self, data: Any, files: Any, *, part: Decision | None, meeting: Meeting, **_options: Any
    ) -> None:
        initial: dict[str, Any] = {}
        if part:
            initial = {"text": part.text, "text_en": part.text_en}
            initial["item"] = part.agenda_item.public_id if part.agenda_item else None
            initial["seen"] = part.updated_at.isoformat()
        super().__init__(data, initial=initial)
        fields: dict[str, Any] = self.fields
        fields["text"].required = True
        fields["item"].queryset = meeting.agenda.all()
        fields["item"].label_from_instance = numbered("title")

    def data_for(self) -> DecisionData:
        given = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        return DecisionData(**given)


class TaskForm(PartForm):
    decision = forms.ModelChoiceField(
        Decision.objects.none(),
        label=_("By which decision"),
        to_field_name="public_id",
        empty_label=None,
    )
    what = text(_("What is to be done, in Ukrainian"), 1000, required=True)
    what_en = english(_("What is to be done, in English"), 1000)
    owner_kind = forms.ChoiceField(
        label=_("Who does it"), choices=OwnerKind.choices, widget=forms.RadioSelect
    )
    office = forms.ModelChoiceField(
        Office.objects.none(), label=_("Regional office"), required=False, to_field_name="slug"
    )
    department = text(_("Department"), 300, help_text=_("Of the oblast administration."))
    community = KeyField("communities", label=_("Community"), required=False)
    partner = KeyField("partners", label=_("Partner"), required=False)
    due_on = date_field(_("Until which day"))
    seen = SeenField()

    def __init__(
        self,
        data: Any,
        files: Any,
        *,
        part: MeetingTask | None,
        meeting: Meeting,
        user: Any,
        asked: str = "",
        **_options: Any,
    ) -> None:
        first = {"office": meeting.office.slug, "decision": asked, **_sole(meeting)}
        initial = self._shown(vars(task_data_of(part))) if part else first
        if part:
            initial["seen"] = part.updated_at.isoformat()
        super().__init__(data, initial=initial)
        fields: dict[str, Any] = self.fields
        fields["office"].queryset = Office.objects.in_ukrainian_order()
        fields["office"].label_from_instance = lambda one: wording(one, "name").text
        fields["decision"].queryset = meeting.decisions.all()
        fields["decision"].label_from_instance = numbered("text")
        if part:
            del fields["decision"]
        tell_user(self, user)

    def data_for(self) -> TaskData:
        other = {"decision", "seen"}
        given = {name: value for name, value in self.cleaned_data.items() if name not in other}
        return TaskData(**given)


def _sole(meeting: Meeting) -> dict[str, Any]:
    """The community and the partner that the meeting names, where it names just one."""
    rows: dict[str, Any] = {"community": meeting.communities, "partner": meeting.partners}
    found = {name: list(named.all()[:2]) for name, named in rows.items()}
    return {
        name: as_shown(TaskForm.base_fields[name], sole[0])
        for name, sole in found.items()
        if len(sole) == 1
    }


class TaskStepForm(RefusableForm):
    result = long(_("In words"), decision_workflow.LARGEST_RESULT, rows=3)
    due_on = date_field(_("Until which day"), required=True)

    def __init__(self, data: Any, *, step: decision_workflow.Step) -> None:
        super().__init__(data)
        self.fields["result"].required = True
        self.fields["result"].label = step.asks
        if not step.needs_day:
            del self.fields["due_on"]
