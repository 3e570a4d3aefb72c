from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class SignupForm(forms.Form):
    full_name = forms.CharField(label=_("Full name"), max_length=200)

    def signup(self, request: object, user: object) -> None:
        """Called by allauth after the account is made."""
