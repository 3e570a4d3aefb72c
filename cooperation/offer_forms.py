"""What people type about offers, and how it becomes what the services take."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.design.languages import wording
from common.intake.forms import RefusableForm
from common.money.currencies import currency_choices
from cooperation.offer_checks import wrong_in
from cooperation.offer_data import OfferData
from cooperation.offer_enums import OfferKind
from cooperation.offer_workflow import LARGEST_NOTE, Step
from partners.agreement_fields import date_field, long_field, text_field
from partners.form_fields import PartnerChoice
from partners.models import Partner

COLUMNS = ("kind", "what", "quantity", "amount", "currency", "conditions", "valid_until")


class OfferForm(RefusableForm):
    """`own` are the partners for which the person speaks; without any, the office names one."""

    partner = forms.ModelChoiceField(
        Partner.objects.none(), label=_("Partner"), to_field_name="slug", empty_label=None
    )
    kind = forms.ChoiceField(
        label=_("What is offered"), choices=OfferKind.choices, widget=forms.RadioSelect
    )
    what = long_field(
        _("In words"),
        3000,
        help_text=_("What exactly you would give or do, for whom, and when."),
    )
    quantity = text_field(_("How much"), 200, help_text=_("For goods: number and unit."))
    amount = forms.DecimalField(
        label=_("Amount or value"),
        required=False,
        max_digits=18,
        decimal_places=2,
        min_value=0,
        help_text=_("For money the amount; for goods and services what they are worth, if known."),
    )
    currency = forms.ChoiceField(label=_("Currency"), required=False, initial="EUR")
    conditions = long_field(
        _("Conditions"),
        2000,
        rows=3,
        help_text=_("What you expect of the community: own share, papers, reports."),
    )
    valid_until = date_field(
        _("Holds until"),
        required=True,
        help_text=_("Without an answer by this day the offer lapses by itself."),
    )

    def __init__(self, *args: Any, user: Any, own: set[int], **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        fields["what"].required = True
        fields["currency"].choices = currency_choices()
        if own:
            rows = Partner.objects.visible_to(user).current().filter(pk__in=own)
            fields["partner"].queryset = rows.in_ukrainian_order()
            fields["partner"].label_from_instance = lambda one: wording(one, "name").text
            return
        choice = PartnerChoice(label=_("Partner"))
        choice.offer(user)
        self.fields["partner"] = choice
        self.order_fields(["partner", *COLUMNS])

    def clean(self) -> dict[str, Any]:
        """All that is wrong is told at once: what the service would refuse, too."""
        given = super().clean() or self.cleaned_data
        wrong = wrong_in(self.data_for().cleaned())
        self.refuse({name: texts for name, texts in wrong.items() if name not in self.errors})
        return given

    def data_for(self) -> OfferData:
        """What was typed and can be read."""
        given = {name: self.cleaned_data[name] for name in COLUMNS if name in self.cleaned_data}
        return OfferData(**{"kind": "", "what": "", "valid_until": None, **given})


class OfferStepForm(RefusableForm):
    note = long_field(_("In words"), LARGEST_NOTE, rows=3)

    def __init__(self, *args: Any, step: Step, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["note"].required = step.needs_note
        self.fields["note"].help_text = str(step.help)
