"""What the forms of records share: amounts, visibility, files."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from common.codelists.enums import Visibility
from common.design.formats import current_language
from common.design.widgets import Upload
from common.intake.forms import RefusableForm
from common.money.currencies import currency_choices
from partners.data import language_names
from partners.programme_enums import RecordStatus
from partners.record_workflow import LONGEST_REASON
from projects.aid_enums import AidFileKind
from projects.models.kept_files import PHOTO
from projects.services.kept_files import LARGEST_FILE, Given


def text(label: Any, largest: int, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=largest, **{"required": False, **options})


def english(label: Any, largest: int) -> forms.CharField:
    return text(label, largest, widget=forms.TextInput(attrs={"lang": "en"}))


def long(label: Any, largest: int, rows: int = 4, **options: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows, **options.pop("attrs", {})})
    given = {"required": False, "widget": area, **options}
    return forms.CharField(label=label, max_length=largest, **given)


def money(label: Any, **options: Any) -> forms.DecimalField:
    """As people type it: 1 200 000,50 as well as 1200000.50."""
    return MoneyField(
        label=label,
        required=False,
        max_digits=18,
        decimal_places=2,
        min_value=0,
        **options,
    )


class MoneyField(forms.DecimalField):
    """An amount with spaces between thousands, and a comma or a point before cents."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.translate(SPACES)
            before, sign, cents = value.rpartition(",")
            if sign and "," not in before and "." not in value:
                value = f"{before}.{cents}"
        return super().to_python(value)


SPACES = str.maketrans("", "", " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}'’")


def currency_field(**options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Currency"),
        required=False,
        choices=lambda: [("", "—"), *currency_choices()],
        **options,
    )


def visibility_field(**options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Who may see it"),
        choices=Visibility.choices,
        initial=Visibility.PUBLIC,
        widget=forms.RadioSelect,
        **options,
    )


def first_status_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Publish"),
        choices=(
            (RecordStatus.PUBLISHED, _("publish now")),
            (RecordStatus.DRAFT, _("keep as a draft")),
        ),
        initial=RecordStatus.DRAFT,
        widget=forms.RadioSelect,
    )


class ReasonForm(RefusableForm):
    reason = forms.CharField(
        label=_("Why it is archived"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Those who keep the record will read it on its page."),
    )


class RecordFileForm(RefusableForm):
    """A file for a call or a delivery."""

    file = forms.FileField(label=_("File"), widget=Upload())
    visibility = visibility_field(
        help_text=_("Papers with signatures and names: publish them only when that is agreed.")
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise ValidationError(_now("The file is larger than 20 MB."))
        return file

    def given(self) -> Given:
        file = self.cleaned_data["file"]
        return Given(file.name, file.read(), self.cleaned_data["visibility"])


class DescribedFileForm(RecordFileForm):
    """A file whose `kind` may be a photograph, which then says in words what it shows."""

    alt = text(
        _("What the photograph shows"),
        300,
        help_text=_("For people who do not see it. Not needed for a document."),
    )
    alt_en = english(_("What the photograph shows, in English"), 300)
    caption = text(_("Caption"), 300, help_text=_("Printed under the photograph."))
    caption_en = english(_("Caption in English"), 300)
    visibility = visibility_field()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("kind") == PHOTO and not given.get("alt", "").strip():
            self.add_error("alt", _now("Say in words what the photograph shows."))
        return given


class CallFileForm(RecordFileForm):
    title = text(_("What it is"), 200, required=True)
    language = forms.ChoiceField(label=_("Language"), required=False)
    field_order = ("file", "title", "language", "visibility")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        names = language_names(current_language())
        chosen: Any = self.fields["language"]
        chosen.choices = [("", "—"), *sorted(names.items(), key=lambda pair: pair[1])]
        self.fields["file"].help_text = _now("PDF, DOCX or XLSX, at most 20 MB.")


class AidFileForm(RecordFileForm):
    kind = forms.ChoiceField(label=_("What it is"), choices=AidFileKind.choices)
    caption = text(
        _("What it shows"),
        300,
        help_text=_("For those who do not see the photograph. Name no exact place."),
    )
    caption_en = english(_("What it shows, in English"), 300)
    field_order = ("file", "kind", "caption", "caption_en", "visibility")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["file"].help_text = _now(
            "PDF, DOCX, JPEG or PNG, at most 20 MB. What a camera wrote into a photograph, such as "
            "the place, is taken out."
        )
