"""Forms of profiles and offices. They remember which state of the record the person saw."""

from __future__ import annotations

from typing import Any, Self

from django import forms
from django.utils.translation import gettext_lazy as _

from common.intake.forms import SeenField
from communities.models import Community, Office
from communities.services.offices import EDITABLE


class SeenForm(forms.ModelForm):  # type: ignore[type-arg]
    """Carries `updated_at` of the record through the browser and back."""

    seen = SeenField()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # Here and not in `initial`: the form must show the newest state after a conflict.
        self.initial["seen"] = self.instance.updated_at.isoformat()

    def words(self) -> dict[str, str]:
        """What was typed, without the mark of the state."""
        return {name: text for name, text in self.cleaned_data.items() if name != "seen"}

    def after_conflict(self) -> Self:
        """The same words again, now above the newest state: sending them once more replaces it."""
        record = type(self.instance).objects.get(pk=self.instance.pk)
        data = {**self.data.dict(), self.add_prefix("seen"): record.updated_at.isoformat()}  # type: ignore[attr-defined]
        return type(self)(data, instance=record)


class CommunityProfileForm(SeenForm):
    class Meta:
        model = Community
        fields = ("about", "about_en", "website")
        widgets = {
            "about": forms.Textarea(attrs={"rows": 10}),
            "about_en": forms.Textarea(attrs={"rows": 10, "lang": "en"}),
        }
        help_texts = {
            "about": _(
                "What a partner abroad should know first: where you are, what people live by, "
                "what you look for. Up to 4,000 characters."
            ),
            "about_en": _("The same in English. Empty: readers see the Ukrainian text."),
            "website": _("The official website of the community."),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["website"].example = "https://myrhorod-rada.gov.ua"  # type: ignore[attr-defined]


class OfficeForm(SeenForm):
    class Meta:
        model = Office
        fields = EDITABLE
        widgets = {
            "about": forms.Textarea(attrs={"rows": 8}),
            "about_en": forms.Textarea(attrs={"rows": 8, "lang": "en"}),
            "phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["phone"].example = "+380 532 00 00 00"  # type: ignore[attr-defined]
        self.fields["edrpou"].example = "00022591"  # type: ignore[attr-defined]
