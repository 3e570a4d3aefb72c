"""What people say of a webhook."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.design.languages import wording
from common.intake.forms import RefusableForm
from partners.models import Partner
from partners.permissions import represented_by
from portal.webhooks.enums import EventKind, Overlap
from portal.webhooks.models import LONGEST_ADDRESS, Subscription
from portal.webhooks.services.subscriptions import SubscriptionData


class SubscriptionForm(RefusableForm):
    """Name, address and events; whose it is, where there is a choice."""

    name = forms.CharField(
        label=_("Name"), max_length=120, help_text=_("For you, to tell this webhook from others.")
    )
    url = forms.CharField(
        label=_("Address"),
        max_length=LONGEST_ADDRESS,
        help_text=_("Your system’s, with https. It is called once for each event."),
        widget=forms.URLInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    kinds = forms.MultipleChoiceField(
        label=_("Events"),
        choices=EventKind.choices,
        initial=EventKind.values,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Published: a record appears in the list. Changed: anything that it shows. Withdrawn: "
            "it is no longer public, was merged, or no longer fits the filters."
        ),
    )
    partner = forms.ModelChoiceField(
        Partner.objects.none(),
        label=_("Whose webhook it is"),
        required=False,
        to_field_name="slug",
        empty_label=_("mine alone"),
        help_text=_("All who speak for the partner keep its webhooks."),
    )

    def __init__(self, *args: Any, user: Any, held: Subscription | None = None) -> None:
        start = {"name": held.name, "url": held.url, "kinds": held.kinds} if held else None
        super().__init__(*args)
        self.initial = start or {}
        fields: dict[str, Any] = self.fields
        fields["url"].example = "https://data.example.org/mosty"
        own = Partner.objects.filter(pk__in=represented_by(user)).current()
        if held or not own.exists():
            del fields["partner"]
            return
        fields["partner"].queryset = own.in_ukrainian_order()
        fields["partner"].label_from_instance = lambda one: wording(one, "name").text

    def data_for(self) -> SubscriptionData:
        given = self.cleaned_data
        return SubscriptionData(given["name"], given["url"], tuple(given["kinds"]))


class SecretForm(RefusableForm):
    """How long the former secret goes on."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=40)
    overlap = forms.ChoiceField(
        label=_("How long does the present secret sign too?"),
        choices=Overlap.choices,
        initial=Overlap.DAY,
        widget=forms.RadioSelect,
        help_text=_("In that time each call has two signatures, and your system may know either."),
    )


class ReplayForm(RefusableForm):
    """Since when to send again; Kyiv's time."""

    moment = forms.DateTimeField(
        label=_("Everything since"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=[
            "%Y-%m-%dT%H:%M",
            "%Y-%m-%dT%H:%M:%S",
            "%Y-%m-%d %H:%M",
            "%Y-%m-%d",
            "%d.%m.%Y %H:%M",
        ],
        help_text=_("The log goes back 30 days. Calls go out in their order, with their old ids."),
    )
