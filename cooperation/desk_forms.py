"""What one may ask of the desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.codelists.models import Theme
from common.search.names import search_names
from cooperation.request_enums import RequestKind, Urgency
from cooperation.request_querysets import RequestQuerySet
from partners.form_fields import NamedMany

FILTERS = ("q", "kind", "urgency", "theme")


class DeskFilterForm(forms.Form):
    """`list` and `view` stand in the address too; the form keeps them."""

    q = forms.CharField(
        label=_("Words"), required=False, max_length=100, widget=forms.TextInput({"type": "search"})
    )
    urgency = forms.MultipleChoiceField(
        label=_("Urgency"),
        choices=Urgency.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    kind = forms.MultipleChoiceField(
        label=_("What is needed"),
        choices=RequestKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    theme = NamedMany(Theme.objects.none(), label=_("Themes"), required=False, to_field_name="slug")
    list = forms.CharField(required=False, widget=forms.HiddenInput)
    view = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"use_required_attribute": False, **options})
        fields: dict[str, Any] = self.fields
        fields["theme"].queryset = Theme.objects.filter(is_archived=False)

    @property
    def active(self) -> int:
        """How many filters narrow the list; a wrong one narrows nothing."""
        self.is_valid()
        return sum(1 for name in FILTERS if self.cleaned_data.get(name))

    def narrowed(self, rows: RequestQuerySet) -> RequestQuerySet:
        self.is_valid()
        given = self.cleaned_data
        if given.get("kind"):
            rows = rows.filter(kind__in=given["kind"])
        if given.get("urgency"):
            rows = rows.filter(urgency__in=given["urgency"])
        if given.get("theme"):
            rows = rows.filter(request_themes__theme__in=given["theme"]).distinct()
        words = given.get("q", "").replace("\x00", "").strip()
        return _searched(rows, words) if words else rows


def _searched(rows: RequestQuerySet, words: str) -> RequestQuerySet:
    named = search_names(rows.order_by(), words).order_by().values("pk")
    found: RequestQuerySet = rows.filter(
        Q(pk__in=named) | Q(community__search_text__contains=words.lower())
    )
    return found


class SaveFilterForm(forms.Form):
    name = forms.CharField(label=_("Name of this filter"), max_length=60)
    query = forms.CharField(max_length=500, widget=forms.HiddenInput, required=False)
