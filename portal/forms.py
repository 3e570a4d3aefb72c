"""The form by which anybody says that something on a page is wrong."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class MistakeForm(forms.Form):
    page = forms.CharField(
        label=_("Address of the page"),
        max_length=300,
        help_text=_("Where the mistake is."),
    )
    what = forms.CharField(
        label=_("What is wrong"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("And how it should be, if you know. Please no personal data of others."),
    )
    email = forms.EmailField(
        label=_("Your e-mail"),
        required=False,
        help_text=_("Only if you want an answer. We do not keep it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    # A field that people do not see and machines fill in.
    surname = forms.CharField(required=False, widget=forms.HiddenInput)

    def is_from_machine(self) -> bool:
        return bool(self.cleaned_data.get("surname"))

    def letter(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("page", "what", "email")}
