"""The form of an agreement in the administration: one form, so that one service gets it whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from common.codelists.models import Theme
from common.design.languages import wording
from common.intake.refusals import Refusal
from communities.models import Community, Oblast, Raion
from partners.agreement_data import AgreementData, Party, agreement_data_of
from partners.agreement_enums import AgreementStatus, PartyKind, Side
from partners.agreement_fields import SIGNATORIES_HELP, SignatoriesField, community_label, lines_of
from partners.agreement_forms import BODIES, PLAIN, oblasts_of
from partners.exceptions import InvalidData
from partners.form_fields import LanguagesField
from partners.models import Agreement, AgreementParty, Partner
from partners.services.agreements import change_agreement, refuse_repeated, register_agreement

RAION_FIELDS = {
    "raion_councils": PartyKind.RAION_COUNCIL.value,
    "raion_administrations": PartyKind.RAION_ADMINISTRATION.value,
}
# Where the form shows what a service says of things that are no columns.
PLACES = {"parties": "communities", "partners": "partner_choices", "themes": "theme_choices"}


def _picked(model: type[Any], name: str) -> AutocompleteSelectMultiple:
    """Chosen by typing: the field names whose records are offered."""
    return AutocompleteSelectMultiple(model._meta.get_field(name), admin.site)


class NamedInFull(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Communities and raions with their oblast: a bare name says too little."""

    def label_from_instance(self, obj: Any) -> str:
        return community_label(obj)


def _signatories(side: str, label: Any) -> SignatoriesField:
    widget = UnfoldAdminTextareaWidget(attrs={"rows": 2})
    return SignatoriesField(side, label=label, help_text=SIGNATORIES_HELP, widget=widget)


class AgreementAdminForm(forms.ModelForm):  # type: ignore[type-arg]
    """What the page asks, in one form. `actor` is set by the administration."""

    actor: Any = None

    languages = LanguagesField(
        label=_("Languages of the text"), required=False, widget=UnfoldAdminTextInputWidget
    )
    theme_choices = forms.ModelMultipleChoiceField(
        Theme.objects.all(),
        label=_("Themes"),
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )
    kept_in = forms.ModelChoiceField(
        Oblast.objects.none(),
        label=_("Oblast whose office keeps the record"),
        widget=UnfoldAdminSelectWidget,
        empty_label=None,
    )
    communities = NamedInFull(
        Community.objects.in_force().select_related("oblast"),
        label=_("Communities"),
        required=False,
    )
    bodies = forms.MultipleChoiceField(
        label=_("Bodies of this oblast that are parties"),
        choices=[(one.value, one.label) for one in BODIES],
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )
    raion_councils = NamedInFull(
        Raion.objects.in_force().select_related("oblast"),
        label=_("Councils of raions"),
        required=False,
    )
    raion_administrations = NamedInFull(
        Raion.objects.in_force().select_related("oblast"),
        label=_("Administrations of raions"),
        required=False,
    )
    partner_choices = forms.ModelMultipleChoiceField(
        Partner.objects.all(), label=_("Partners"), required=False
    )
    signatories_ours = _signatories(Side.OURS, _("Who signed on our side"))
    signatories_theirs = _signatories(Side.THEIRS, _("Who signed on the partner’s side"))
    stands = forms.ChoiceField(
        label=_("Where it stands now"),
        choices=AgreementStatus.choices,
        initial=AgreementStatus.IDEA,
        widget=UnfoldAdminSelectWidget,
        help_text=_("For what was concluded before it came into the portal. Later, take steps."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Agreement
        fields = PLAIN

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        for name, widget in _widgets().items():
            if name in fields:
                fields[name].widget = widget
                fields[name].widget.choices = fields[name].choices
        if "kept_in" in fields:
            fields["kept_in"].queryset = oblasts_of(self.actor)
            fields["kept_in"].label_from_instance = lambda one: wording(one, "full_name").text
        if "partner_choices" in fields:
            fields["partner_choices"].queryset = Partner.objects.visible_to(self.actor).current()
        if self.instance.pk:
            self.initial.update(_initial(self.instance))

    def clean(self) -> dict[str, Any]:
        """What the service would refuse is said beside the fields: it is tried and undone."""
        values = super().clean() or {}
        if self.errors:
            return values
        try:
            with transaction.atomic():
                self.keep()
                transaction.set_rollback(True)
        except InvalidData as error:
            for name, messages in error.errors.items():
                target = PLACES.get(name, name)
                self.add_error(target if target in self.fields else NON_FIELD_ERRORS, messages)
        except Refusal as error:
            self.add_error(NON_FIELD_ERRORS, str(error))
        return values

    def keep(self) -> Agreement:
        """Give it to the service that the pages use."""
        if self.instance.pk:
            return change_agreement(
                actor=self.actor,
                agreement=Agreement.objects.get(pk=self.instance.pk),
                data=self.agreement_data(),
                seen=self._seen(),
            )
        oblast = self.cleaned_data["kept_in"]
        refuse_repeated(self.agreement_data(), oblast)
        return register_agreement(
            actor=self.actor,
            oblast=oblast,
            data=self.agreement_data(),
            status=self.cleaned_data["stands"],
        )

    def _seen(self) -> datetime | None:
        try:
            return parse_datetime(self.cleaned_data.get("seen") or "")
        except ValueError:
            return None

    def agreement_data(self) -> AgreementData:
        given = self.cleaned_data
        return AgreementData(
            **{name: given[name] for name in PLAIN},
            languages=tuple(given["languages"] or ()),
            themes=tuple(given["theme_choices"]),
            parties=tuple(self._parties()),
            partners=tuple(given["partner_choices"]),
            signatories=(*(given["signatories_ours"] or ()), *(given["signatories_theirs"] or ())),
        )

    def _parties(self) -> Iterator[Party]:
        """Bodies of other oblasts stay as they were, as on the page."""
        given = self.cleaned_data
        oblast = self.instance.oblast if self.instance.pk else given["kept_in"]
        for community in given["communities"]:
            yield Party.of_community(community)
        for name, kind in RAION_FIELDS.items():
            for raion in given[name]:
                yield Party.of_raion(kind, raion)
        for kind in given["bodies"]:
            yield Party(kind, oblast)
        if self.instance.pk:
            others = self.instance.parties.filter(community=None, raion=None)
            for one in others.exclude(oblast=oblast).select_related("oblast"):
                yield Party(one.kind, one.oblast)


def _widgets() -> dict[str, AutocompleteSelectMultiple]:
    return {
        "communities": _picked(AgreementParty, "community"),
        "raion_councils": _picked(AgreementParty, "raion"),
        "raion_administrations": _picked(AgreementParty, "raion"),
        "partner_choices": _picked(Agreement, "partners"),
    }


def _initial(agreement: Agreement) -> dict[str, Any]:
    data = agreement_data_of(agreement)
    raions = {
        name: [one.raion.pk for one in data.parties if one.raion and one.kind == kind]
        for name, kind in RAION_FIELDS.items()
    }
    return {
        **raions,
        "languages": data.languages,
        "theme_choices": _keys(data.themes),
        "communities": _keys(one.community for one in data.parties if one.community),
        "bodies": [
            one.kind
            for one in data.parties
            if one.kind in BODIES and one.oblast.pk == agreement.oblast_id
        ],
        "partner_choices": _keys(data.partners),
        "signatories_ours": lines_of(data.signatories, Side.OURS),
        "signatories_theirs": lines_of(data.signatories, Side.THEIRS),
        "seen": agreement.updated_at.isoformat(),
    }


def _keys(records: Iterable[Any]) -> list[int]:
    return [one.pk for one in records]
