"""What people fill in about API keys."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import KeyScope
from accounts.models import Membership
from accounts.models.keys import LONGEST_DAYS
from accounts.selectors import HeldRole
from common.intake.forms import RefusableForm

TERMS = (
    (30, _("a month")),
    (90, _("three months")),
    (180, _("half a year")),
    (LONGEST_DAYS, _("a year")),
)
OVERLAPS = (
    (0, _("not at all: it was seen by somebody else")),
    (1, _("one hour")),
    (24, _("one day")),
    (24 * 7, _("a week")),
    (24 * 30, _("30 days")),
)


class KeyForm(RefusableForm):
    """`roles` are those that the person holds now."""

    role = forms.ChoiceField(
        label=_("In which of your roles"),
        help_text=_("The key works as long as you hold this role."),
        widget=forms.RadioSelect,
    )
    name = forms.CharField(
        label=_("Name of the key"),
        help_text=_("By which you tell it from your other keys: the program that will use it."),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    purpose = forms.CharField(
        label=_("What it is for"),
        help_text=_("What the program does, who runs it and where. An official reads this."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        help_text=_("Never more than you may yourself."),
        choices=KeyScope.choices,
        initial=[KeyScope.READ.value],
        widget=forms.CheckboxSelectMultiple,
    )
    valid_days = forms.TypedChoiceField(
        label=_("Valid for"),
        help_text=_("From the day on which you make the key."),
        choices=TERMS,
        coerce=int,
        initial=LONGEST_DAYS,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, roles: Sequence[HeldRole], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.roles = {f"{one.place.kind.code}.{one.membership.pk}": one for one in roles}
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (code, f"{one.label}, {one.place.name}") for code, one in self.roles.items()
        ]
        if len(self.roles) == 1:
            field.initial = next(iter(self.roles))

    @property
    def said(self) -> dict[str, Any]:
        """As the service takes it."""
        membership: Membership = self.roles[self.cleaned_data["role"]].membership
        rest = {name: value for name, value in self.cleaned_data.items() if name != "role"}
        return {"membership": membership, **rest}


class RotateForm(forms.Form):
    seen = forms.CharField(widget=forms.HiddenInput, max_length=14)
    overlap = forms.TypedChoiceField(
        label=_("How long the former secret still works"),
        help_text=_("Time to put the new one wherever the key is used."),
        choices=OVERLAPS,
        coerce=lambda hours: dt.timedelta(hours=int(hours)),
        initial=24,
        widget=forms.RadioSelect,
    )


class RevokeForm(forms.Form):
    answer = forms.CharField(
        label=_("Why"),
        help_text=_("Kept with the key. An official who revokes somebody's key has to say it."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
