"""What an official decides about a row of the state register."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from common.codelists.countries import country_codes
from common.design.formats import current_language
from common.design.languages import wording
from common.intake.forms import RefusableForm
from communities.models import Oblast
from partners.agreement_data import Party
from partners.agreement_enums import AgreementKind
from partners.agreement_fields import CommunityChoice, RaionChoice, date_field, text_field
from partners.agreement_forms import BODIES, RAION_BODIES, oblasts_of
from partners.form_fields import PartnerChoice
from partners.models import AgreementRow


class RowDecisionForm(RefusableForm):
    """What an official says of a row of the state register that the program could not decide."""

    TAKE, DUPLICATE, DISMISS = "take", "duplicate", "dismiss"

    decision = forms.ChoiceField(
        label=_("What the row is"),
        choices=(
            (TAKE, _("an agreement of this community or oblast: take it in")),
            (DUPLICATE, _("an agreement that stands in the register already")),
            (DISMISS, _("nothing that we keep: leave it out")),
        ),
        widget=forms.RadioSelect,
        initial=TAKE,
    )
    community = CommunityChoice(label=_("Community"), required=False)
    oblast = forms.ModelChoiceField(
        Oblast.objects.none(),
        label=_("or oblast, when its council or administration concluded it"),
        required=False,
        to_field_name="code",
        empty_label="—",
    )
    body = forms.ChoiceField(
        label=_("Body of the oblast"),
        required=False,
        choices=[("", "—"), *[(one.value, one.label) for one in BODIES[:2]]],
    )
    raion = RaionChoice(
        label=_("or raion, when its council or administration concluded it"), required=False
    )
    raion_body = forms.ChoiceField(
        label=_("Body of the raion"),
        required=False,
        choices=[("", "—"), *[(one.value, one.label) for one in RAION_BODIES]],
    )
    partner = PartnerChoice(label=_("Partner"), required=False)
    partner_name = text_field(_("or a new partner with this name"), 250)
    country = forms.ChoiceField(label=_("Country of the new partner"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", "—"), *AgreementKind.choices], required=False
    )
    signed_on = date_field(_("Signed on"))
    reference = text_field(
        _("Reference of the agreement that it is"), 24, help_text=_("Such as PL-AGR-2026-0007.")
    )

    def __init__(self, *args: Any, user: Any, row: AgreementRow, **options: Any) -> None:
        super().__init__(*args, **options)
        self.row = row
        fields: dict[str, Any] = self.fields
        fields["oblast"].queryset = oblasts_of(user)
        fields["oblast"].label_from_instance = lambda one: wording(one, "full_name").text
        fields["partner"].offer(user)
        language = current_language()
        named = [(code, entry["name"][language]) for code, entry in country_codes().items()]
        fields["country"].choices = [("", "—"), *sorted(named, key=lambda pair: pair[1])]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("decision") == self.TAKE and not (
            given.get("community")
            or (given.get("oblast") and given.get("body"))
            or (given.get("raion") and given.get("raion_body"))
        ):
            self.add_error("community", _now("Choose the community, or the oblast and its body."))
        return given

    def party(self) -> Party | None:
        given = self.cleaned_data
        if given.get("community"):
            return Party.of_community(given["community"])
        if given.get("oblast") and given.get("body"):
            return Party(given["body"], given["oblast"])
        if given.get("raion") and given.get("raion_body"):
            return Party.of_raion(given["raion_body"], given["raion"])
        return None
