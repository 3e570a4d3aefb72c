"""What people type about what happens to an agreement: steps, amendments, files, mending."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.codelists.enums import Visibility
from common.design.formats import current_language
from common.design.widgets import Upload
from common.intake.forms import RefusableForm
from partners.agreement_enums import AmendmentKind, FileKind, TermKind
from partners.agreement_fields import date_field, long_field, text_field
from partners.agreement_workflow import Step, Taken
from partners.data import language_names
from partners.models import Agreement, AgreementAmendment, AgreementFile
from partners.services.agreement_files import LARGEST_FILE
from partners.services.agreement_steps import NewTerm


class StepForm(RefusableForm):
    """What a step needs; its fields follow the table of steps."""

    on = date_field(_("Date"), required=True)
    number = text_field(_("Number of the document"), 60)
    signed_place = text_field(_("Place of signing"), 200)
    note = long_field(_("Note"), 500, rows=2)
    document = forms.ModelChoiceField(
        AgreementFile.objects.none(),
        label=_("Document"),
        required=False,
        to_field_name="public_id",
        empty_label="—",
        help_text=_("One of the files that are attached already."),
    )

    def __init__(self, *args: Any, agreement: Agreement, step: Step, **options: Any) -> None:
        options.setdefault("initial", {"on": timezone.localdate()})
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        fields["document"].queryset = agreement.files.filter(is_withdrawn=False)
        fields["number"].required = step.needs_number
        fields["note"].required = step.needs_note
        if not step.no:
            del self.fields["number"]
        if step.on != "signed_on":
            del self.fields["signed_place"]
        if not fields["document"].queryset.exists():
            del self.fields["document"]

    def taken(self) -> Taken:
        given = self.cleaned_data
        return Taken(on=given["on"], number=given.get("number", ""), note=given["note"])


class AmendmentForm(RefusableForm):
    """An amendment; with a new term the last day moves."""

    on = date_field(_("Date"), required=True)
    summary = long_field(_("What was agreed"), 1000)
    term = forms.ChoiceField(label=_("New term"), required=False)
    term_months = forms.IntegerField(
        label=_("Months of the term"), required=False, min_value=1, max_value=1200
    )
    until_on = date_field(_("Valid until"))

    def __init__(self, *args: Any, renews: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        chosen: Any = self.fields["term"]
        terms = [one for one in TermKind.choices if one[0] != TermKind.UNKNOWN]
        # Nobody should make an agreement endless by leaving the first choice as it is.
        terms.sort(key=lambda one: one[0] == TermKind.INDEFINITE)
        chosen.choices = terms if renews else [("", _now("the term stays")), *terms]
        chosen.required = renews

    @classmethod
    def correcting(cls, data: Any, amendment: AgreementAmendment) -> AmendmentForm:
        """The amendment as it was entered, to be mended."""
        initial = {
            "on": amendment.happened_on,
            "summary": amendment.summary,
            "term": amendment.term,
            "term_months": amendment.term_months,
            "until_on": amendment.until_on,
        }
        renews = amendment.kind == AmendmentKind.RENEWAL
        return cls(data, renews=renews, initial=initial)

    def new_term(self) -> NewTerm | None:
        given = self.cleaned_data
        if not given["term"]:
            return None
        return NewTerm(term=given["term"], months=given["term_months"], until_on=given["until_on"])


class FileForm(RefusableForm):
    file = forms.FileField(
        label=_("File"),
        widget=Upload(attrs={"accept": ".pdf,.docx,.jpg,.jpeg"}),
        help_text=_("PDF, DOCX or JPEG, at most 20 MB."),
    )
    kind = forms.ChoiceField(label=pgettext_lazy("file", "What it is"), choices=FileKind.choices)
    language = forms.ChoiceField(label=_("Language"), required=False)
    visibility = forms.ChoiceField(
        label=_("Who may see it"),
        choices=Visibility.choices,
        initial=Visibility.INTERNAL,
        widget=forms.RadioSelect,
        help_text=_("Signed papers bear signatures: publish them only when that is agreed."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        names = language_names(current_language())
        chosen: Any = self.fields["language"]
        chosen.choices = [("", "—"), *sorted(names.items(), key=lambda pair: pair[1])]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise ValidationError(_now("The file is larger than 20 MB."))
        return file


class ReasonForm(RefusableForm):
    """A reason that officials will read later; `seen` tells what the person was looking at."""

    reason = forms.CharField(
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Officials will read it on the page of the agreement."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, label: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].label = label
