"""Handing in a table, and deciding on its probable duplicates."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from common.design.widgets import Upload
from common.exchange.enums import Decision
from common.exchange.imports import Importer
from common.exchange.models import ImportRow

ANY_OFFICE = _("every office may change these records")


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("File with the table"),
        widget=Upload(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xlsm,.json"}),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file is empty."),
        },
    )
    office = forms.ChoiceField(label=_("On behalf of which office"), required=False)

    def __init__(self, *args: Any, door: Importer, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        largest = filesizeformat(settings.LARGEST_IMPORT_BYTES)
        self.fields["file"].help_text = _now(
            "%(formats)s, at most %(size)s. Nothing goes in until you have seen what would change."
        ) % {"size": largest, "formats": _now("CSV, XLSX or JSON")}
        offices = list(door.offices(user))
        self.only_office = offices[0][0] if len(offices) == 1 else ""
        if len(offices) < 2:
            del self.fields["office"]
            return
        office = self.fields["office"]
        assert isinstance(office, forms.ChoiceField)
        office.required = door.needs_office
        nothing = _("Choose the office") if door.needs_office else ANY_OFFICE
        office.choices = [("", nothing), *offices]

    def clean_file(self) -> UploadedFile[Any]:
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > settings.LARGEST_IMPORT_BYTES:
            largest = settings.LARGEST_IMPORT_BYTES // 1024 // 1024
            message = _now("The file is larger than %(largest)s MB. Split it in parts.")
            raise forms.ValidationError(message % {"largest": largest})
        return file

    @property
    def chosen_office(self) -> str:
        return self.only_office or str(self.cleaned_data.get("office") or "")


SEPARATOR = "="


def field_name(row: ImportRow) -> str:
    return f"row-{row.number}"


def decision_choices(row: ImportRow) -> list[tuple[str, str]]:
    """(value, label): leave out, register, or one of the records that the row may be."""
    choices = [(Decision.SKIP.value, str(Decision.SKIP.label))]
    for one in row.suggestions:
        value = f"{Decision.RECORD.value}{SEPARATOR}{one['reference']}"
        choices.append((value, one["label"]))
    return [*choices, (Decision.NEW.value, str(Decision.NEW.label))]


def chosen(row: ImportRow) -> str:
    """The value of the choice that is in force."""
    if row.decision == Decision.RECORD:
        return f"{row.decision}{SEPARATOR}{row.record}"
    return str(row.decision)


def posted_decisions(rows: Any, data: Any) -> dict[int, tuple[str, str]]:
    """Row number → (decision, record) of each row that was answered in the form."""
    found: dict[int, tuple[str, str]] = {}
    for row in rows:
        decision, _separator, record = str(data.get(field_name(row), "")).partition(SEPARATOR)
        if decision in {Decision.SKIP.value, Decision.NEW.value, Decision.RECORD.value}:
            found[row.number] = (decision, record)
    return found
