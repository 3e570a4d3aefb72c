"""What people fill in about themselves, their roles and their requests."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.places import Place
from common.design.formats import current_language

PASSWORD_HINT = _("At least 12 characters. A few words in a row are easy to remember.")


class SignupForm(forms.Form):
    """Asked beside e-mail and password when somebody opens an account."""

    full_name = forms.CharField(
        label=_("Full name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    field_order = ["full_name", "email", "password1", "password2"]

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth when the account is made."""
        user.full_name = " ".join(self.cleaned_data["full_name"].split())
        user.preferred_language = current_language()
        user.save(update_fields=["full_name", "preferred_language"])


class ProfileForm(forms.Form):
    full_name = forms.CharField(
        label=_("Full name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    preferred_language = forms.ChoiceField(
        label=_("Language of letters"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )


class RoleForm(forms.Form):
    """A role in a place that has been chosen already."""

    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, place: Place, roles: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(role, place.kind.role_label(role)) for role in roles]
        if len(roles) == 1:
            field.initial = roles[0]


class AskForm(RoleForm):
    reason = forms.CharField(
        label=_("Why you need access"),
        help_text=_("Your post and what you will do on the portal. An official reads this."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class InviteForm(RoleForm):
    email = forms.EmailField(
        label=_("E-mail of the person"), widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    language = forms.ChoiceField(
        label=_("Language of the letter"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )
    message = forms.CharField(
        label=_("A few words to the person"),
        help_text=_("May stay empty. They stand in the letter as you write them."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    field_order = ["email", "role", "language", "message"]


class NewPersonForm(forms.Form):
    """Name and password of somebody who was invited and has no account yet."""

    full_name = forms.CharField(
        label=_("Full name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Password"),
        help_text=PASSWORD_HINT,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password_again = forms.CharField(
        label=_("The same password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("password") and data.get("password_again"):
            self._check_password(data)
        return data

    def _check_password(self, data: dict[str, Any]) -> None:
        if data["password"] != data["password_again"]:
            self.add_error("password_again", _("The two passwords differ."))
        person = User(email=self.email, full_name=data.get("full_name", ""))
        try:
            get_adapter().clean_password(data["password"], person)
        except forms.ValidationError as error:
            self.add_error("password", error)


class PlaceSearchForm(forms.Form):
    q = forms.CharField(
        label=_("Community, office or organisation"),
        help_text=_("A few letters are enough. Add the oblast when there are namesakes."),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )


class PeopleSearchForm(forms.Form):
    kind = forms.CharField(required=False, widget=forms.HiddenInput)
    q = forms.CharField(
        label=_("Name or e-mail"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    ended = forms.BooleanField(label=_("Also roles that have ended"), required=False)


class DecisionForm(forms.Form):
    answer = forms.CharField(
        label=_("Answer to the person"),
        help_text=_("Stands in the letter. Needed when you refuse."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class EndRoleForm(forms.Form):
    on = forms.DateField(
        label=_("Last day of the role"),
        help_text=_("Leave empty to end the role at once."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
