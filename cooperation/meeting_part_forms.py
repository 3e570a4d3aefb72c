"""What people type of the parts of a meeting: questions, participants, files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.design.languages import wording
from common.design.widgets import Upload
from common.intake.forms import RefusableForm, SeenField
from communities.models import Office
from cooperation.meeting_data import ItemData, PersonData, item_data_of, person_data_of
from cooperation.meeting_enums import MeetingFileKind, Side
from cooperation.models import AgendaItem, Meeting, Participant
from projects.choosing import KeyField
from projects.record_forms import DescribedFileForm, english, text
from projects.record_sections import as_shown, tell_user


class ItemForm(RefusableForm):
    number = forms.IntegerField(
        label=_("Number"), required=False, min_value=1, max_value=999, help_text=_("Empty: last.")
    )
    title = text(_("Question in Ukrainian"), 500, required=True)
    title_en = english(_("Question in English"), 500)
    speaker = text(_("Who speaks"), 300)
    seen = SeenField()

    def __init__(self, data: Any, files: Any, *, part: AgendaItem | None, **_options: Any) -> None:
        initial = {**vars(item_data_of(part)), "seen": part.updated_at.isoformat()} if part else {}
        super().__init__(data, initial=initial)

    def data_for(self) -> ItemData:
        return ItemData(**_without_seen(self.cleaned_data))


def _without_seen(cleaned: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in cleaned.items() if name != "seen"}


def numbered(name: str) -> Callable[[Any], str]:
    """How a question or a decision is called in a choice: its number, and its words briefly."""
    return lambda one: f"{one.number}. {Truncator(wording(one, name).text).chars(80)}"


class PartForm(RefusableForm):
    """Chosen records as their fields show them."""

    def _shown(self, values: Mapping[str, Any]) -> dict[str, Any]:
        return {name: as_shown(self.base_fields.get(name), one) for name, one in values.items()}


class PersonForm(PartForm):
    side = forms.ChoiceField(label=_("Speaks for"), choices=Side.choices, widget=forms.RadioSelect)
    office = forms.ModelChoiceField(
        Office.objects.none(), label=_("Regional office"), required=False, to_field_name="slug"
    )
    community = KeyField("communities", label=_("Community"), required=False)
    partner = KeyField("partners", label=_("Partner"), required=False)
    organisation = text(
        _("Department or another organisation"), 300, help_text=_("As it calls itself.")
    )
    full_name = text(_("Full name"), 200)
    position = text(_("Position"), 200)
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        max_length=254,
        help_text=_("To this address goes the invitation; no account is needed to answer it."),
    )
    language = forms.ChoiceField(
        label=_("Language of letters"),
        choices=[("uk", _("Ukrainian")), ("en", _("English"))],
        initial="uk",
    )
    seen = SeenField()

    def __init__(
        self, data: Any, files: Any, *, part: Participant | None, user: Any, **_options: Any
    ) -> None:
        initial = self._shown(vars(person_data_of(part))) if part else {}
        if part:
            initial["seen"] = part.updated_at.isoformat()
        super().__init__(data, initial=initial)
        fields: dict[str, Any] = self.fields
        fields["office"].queryset = Office.objects.in_ukrainian_order()
        fields["office"].label_from_instance = lambda one: wording(one, "name").text
        tell_user(self, user)

    def data_for(self) -> PersonData:
        return PersonData(**_without_seen(self.cleaned_data))


class MeetingFileForm(DescribedFileForm):
    kind = forms.ChoiceField(
        label=pgettext_lazy("file", "What it is"),
        choices=MeetingFileKind.choices,
        widget=forms.RadioSelect,
    )
    file = forms.FileField(
        label=_("File"),
        widget=Upload(attrs={"accept": ".pdf,.docx,.xlsx,.jpg,.jpeg,.png"}),
        help_text=_(
            "PDF, DOCX, XLSX, JPEG or PNG, at most 20 MB. The place that a camera writes into a "
            "photograph is taken out."
        ),
    )
    item = forms.ModelChoiceField(
        AgendaItem.objects.none(),
        label=_("To which question"),
        required=False,
        to_field_name="public_id",
        help_text=_("For a material. Empty: to the whole meeting."),
    )
    field_order = ("kind", "file", "item")

    def __init__(
        self, data: Any, files: Any, *, part: None, meeting: Meeting, **_options: Any
    ) -> None:
        super().__init__(data, files)
        fields: dict[str, Any] = self.fields
        fields["item"].queryset = meeting.agenda.all()
        fields["item"].label_from_instance = numbered("title")
