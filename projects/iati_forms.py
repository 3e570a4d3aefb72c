"""Handing in an IATI file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.permissions import is_administrator
from common.design.widgets import Upload
from communities.models import Oblast
from communities.permissions import curated_oblasts
from projects.enums import ProjectKind
from projects.services.iati_imports import Wanted


class IatiUploadForm(forms.Form):
    file = forms.FileField(
        label=_("IATI activity file"),
        widget=Upload(attrs={"accept": ".xml"}),
        help_text=_("XML of version 2.01, 2.02 or 2.03. Nothing goes in until you confirm it."),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )
    oblast = forms.ModelChoiceField(
        label=_("Which oblast’s office keeps new projects"), queryset=Oblast.objects.none()
    )
    kind = forms.ChoiceField(
        label=_("What new projects are"),
        choices=ProjectKind.choices,
        help_text=_("Humanitarian ones and loans are told by the file itself."),
    )
    only_ukraine = forms.BooleanField(
        label=_("Only activities in Ukraine"), required=False, initial=True
    )
    only_oblast = forms.BooleanField(label=_("Only activities in this oblast"), required=False)
    words = forms.CharField(
        label=_("Only activities with the words"), required=False, max_length=200
    )
    publishes = forms.BooleanField(
        label=_("Publish new projects at once"),
        required=False,
        help_text=_("Otherwise they are drafts that only officials see."),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Oblast.objects.filter(office__isnull=False)
        if not is_administrator(user):
            rows = rows.filter(pk__in=curated_oblasts(user))
        oblast = self.fields["oblast"]
        assert isinstance(oblast, forms.ModelChoiceField)
        oblast.queryset = rows
        oblast.initial = rows.first() if rows.count() == 1 else None

    def clean_file(self) -> UploadedFile[Any]:
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > settings.LARGEST_IATI_BYTES:
            largest = settings.LARGEST_IATI_BYTES // 1024 // 1024
            message = _now(
                "The file is larger than %(largest)s MB. Ask the administrator to take it in "
                "by the command import_iati, or the publisher for a smaller one."
            )
            raise forms.ValidationError(message % {"largest": largest})
        return file

    def wanted(self) -> Wanted:
        given = self.cleaned_data
        return Wanted(
            oblast=given["oblast"],
            kind=given["kind"],
            publishes=given["publishes"],
            country="UA" if given["only_ukraine"] else "",
            territory=given["oblast"] if given["only_oblast"] else None,
            words=given["words"].strip(),
        )
