"""What one may ask of the matrix of who works where."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.codelists.models import Theme
from common.design.languages import wording
from communities.models import Oblast
from partners.form_fields import NamedMany, PartnerChoice

WHEN = (("", _("under way or planned")), ("any", _("closed and cancelled projects too")))


class WorkFilter(forms.Form):
    oblast = forms.ModelChoiceField(
        Oblast.objects.none(),
        label=pgettext_lazy("territory", "oblast"),
        to_field_name="code",
        empty_label=None,
    )
    theme = NamedMany(Theme.objects.none(), label=_("Themes"), required=False, to_field_name="slug")
    partner = PartnerChoice(label=_("Partner"), required=False)
    when = forms.ChoiceField(label=_("Which projects"), choices=WHEN, required=False)
    all = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: Any, **options: Any) -> None:
        super().__init__(*args, **{"use_required_attribute": False, **options})
        fields: dict[str, Any] = self.fields
        fields["oblast"].queryset = Oblast.objects.in_force().in_ukrainian_order()
        fields["oblast"].label_from_instance = lambda one: wording(one, "full_name").text
        fields["theme"].queryset = Theme.objects.filter(is_archived=False)
        fields["partner"].offer(user)
