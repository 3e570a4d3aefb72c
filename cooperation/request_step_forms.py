"""Forms of single deeds with a request: a step, a message, an officer, an office, the deadline."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from common.codelists.enums import Visibility
from common.design.languages import wording
from common.design.widgets import Upload
from common.intake.forms import RefusableForm
from communities.models import Office
from cooperation import request_workflow as workflow
from cooperation.models import CoordinationRequest
from cooperation.request_enums import WaitingFor
from cooperation.request_moves import LARGEST_NOTE, Given
from cooperation.request_permissions import (
    can_answer,
    officers_for,
    sees_internal,
    who_may_read,
)
from cooperation.request_words import ASKED, READERS
from cooperation.services.request_timeline import LARGEST_TEXT
from partners.agreement_fields import date_field, long_field, text_field


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return str(obj)


class PeopleField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return str(obj)


class OfficeField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return wording(obj, "name").text


class RequestStepForm(RefusableForm):
    """What the step of the table needs, and nothing else."""

    officer = PersonField(User.objects.none(), label=_("Who deals with it"), empty_label=None)
    waiting_for = forms.ChoiceField(
        label=_("For whom it waits"), choices=WaitingFor.choices, widget=forms.RadioSelect
    )
    resume_on = date_field(_("Resumes by itself on"), required=True)
    promised_on = date_field(
        _("Promised by"), help_text=_("This day becomes the deadline. Empty: it stays as it is.")
    )
    note = long_field(_("Note"), LARGEST_NOTE, help_text=_("The other side reads it."))

    def __init__(
        self, data: Any, *, step: workflow.Step, record: CoordinationRequest, user: Any
    ) -> None:
        super().__init__(data)
        fields: dict[str, Any] = self.fields
        if workflow.OFFICER not in step.needs:
            del self.fields["officer"]
        else:
            people = officers_for(record.office)
            fields["officer"].queryset = people
            fields["officer"].initial = record.assignee_id or user.pk
        if workflow.PAUSE not in step.needs:
            del self.fields["waiting_for"]
            del self.fields["resume_on"]
        if step is not workflow.AGREE:
            del self.fields["promised_on"]
        fields["note"].required = workflow.NOTE in step.needs
        fields["note"].label = ASKED.get(step.code, fields["note"].label)

    def given(self) -> Given:
        said = {name: value for name, value in self.cleaned_data.items() if value is not None}
        return Given(**said)


class NoteForm(RefusableForm):
    """A message on the timeline."""

    text = long_field(_("Message"), LARGEST_TEXT, rows=4)
    is_internal = forms.BooleanField(
        label=_("Internal note: only officials see it"), required=False
    )
    asks = forms.BooleanField(label=_("The community has to answer"), required=False)
    answers = forms.BooleanField(
        label=_("This answers the office: the request goes on with it"),
        required=False,
        initial=True,
    )
    mentioned = PeopleField(
        User.objects.none(),
        label=_("Mention"),
        required=False,
        help_text=_("They get a notice. Only people who may read the message are listed."),
    )
    file = forms.FileField(label=_("Attach a file"), required=False, widget=Upload)

    def __init__(self, *args: Any, user: Any, record: CoordinationRequest, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        fields["text"].required = True
        people = [one.pk for one in who_may_read(record, is_internal=False) if one != user]
        fields["mentioned"].queryset = User.objects.filter(pk__in=people).order_by("full_name")
        if not people:
            del self.fields["mentioned"]
        if not sees_internal(user, record):
            del self.fields["is_internal"]
            del self.fields["asks"]
        # Pressed twice, the answer has been given by the first press.
        is_waited_for = workflow.answering(record) is not None or "answers" in self.data
        if not (is_waited_for and can_answer(user, record)):
            del self.fields["answers"]

    @property
    def places(self) -> Mapping[str, str]:
        """As an answer the message is the note of a step."""
        return {"note": "text"}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("is_internal") and given.get("asks"):
            text = _now("The community does not see an internal note: it cannot answer it.")
            self.add_error("asks", text)
        return given


class AssignForm(RefusableForm):
    officer = PersonField(User.objects.none(), label=_("Who deals with it"), empty_label=None)
    note = long_field(_("Note"), 2000, help_text=_("Only officials see it."))

    def __init__(self, *args: Any, user: Any, record: CoordinationRequest, **options: Any) -> None:
        super().__init__(*args, **options)
        people: Any = self.fields["officer"]
        people.queryset = officers_for(record.office)
        people.initial = record.assignee_id or user.pk


class HandOverForm(RefusableForm):
    office = OfficeField(Office.objects.none(), label=_("Office that deals with it from now on"))
    note = long_field(
        _("Why, and what it should know"), 2000, help_text=_("The community reads it too.")
    )

    def __init__(self, *args: Any, user: Any, record: CoordinationRequest, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        offices = Office.objects.exclude(pk=record.office_id or 0).in_ukrainian_order()
        fields["office"].queryset = offices
        fields["note"].required = True


class ExtendForm(RefusableForm):
    until = date_field(_("New deadline"), required=True)
    why = long_field(_("Why"), 1000, help_text=_("The community reads it."))

    def __init__(self, *args: Any, user: Any, record: CoordinationRequest, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["why"].required = True
        self.fields["until"].initial = record.due_on


class ChaseForm(RefusableForm):
    note = long_field(
        _("Whom you asked, what they said"), 2000, help_text=_("Only officials see it.")
    )

    def __init__(self, *args: Any, user: Any, record: CoordinationRequest, **options: Any) -> None:
        super().__init__(*args, **options)


class LinkForm(RefusableForm):
    named = text_field(
        _("Number of an agreement, project or idea, or the address of its page"),
        200,
        required=True,
        help_text=_("For a twin link: the address of its page."),
    )
    is_result = forms.BooleanField(label=_("The request led to it"), required=False)

    def __init__(self, *args: Any, user: Any, record: CoordinationRequest, **options: Any) -> None:
        super().__init__(*args, **options)


class QuietForm(RefusableForm):
    is_quiet = forms.BooleanField(
        label=pgettext_lazy("request", "No automatic reminders about this request"),
        required=False,
    )

    def __init__(self, *args: Any, user: Any, record: CoordinationRequest, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["is_quiet"].initial = record.is_quiet


class ReadersForm(RefusableForm):
    visibility = forms.ChoiceField(
        label=_("Who may see it"), choices=list(READERS.items()), widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, user: Any, record: CoordinationRequest, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["visibility"].initial = record.visibility


class RequestFileForm(RefusableForm):
    file = forms.FileField(
        label=_("File"), widget=Upload, help_text=_("PDF, DOCX, XLSX, JPEG or PNG, up to 20 MB.")
    )
    visibility = forms.ChoiceField(
        label=_("Who may see the file"),
        choices=(
            (Visibility.INTERNAL, _("the community and the office")),
            (Visibility.REGISTERED, _("partners who see the request, too")),
            (Visibility.PUBLIC, _("everybody who sees the request")),
        ),
        initial=Visibility.INTERNAL,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, user: Any, record: CoordinationRequest, **options: Any) -> None:
        super().__init__(*args, **options)
