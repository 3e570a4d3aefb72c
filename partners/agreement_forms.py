"""What people type about agreements, and how it becomes what the services take."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.permissions import is_administrator
from common.codelists.enums import Visibility
from common.codelists.models import Theme
from common.design.languages import wording
from common.intake.forms import RefusableForm, SeenField
from communities.models import Oblast
from communities.permissions import curated_oblasts
from partners.agreement_data import AgreementData, Party, agreement_data_of
from partners.agreement_enums import (
    AgreementKind,
    AgreementStatus,
    PartyKind,
    Side,
    TermKind,
)
from partners.agreement_fields import (
    SIGNATORIES_HELP,
    CommunityChoice,
    RaionChoice,
    SignatoriesField,
    date_field,
    lines_of,
    long_field,
    text_field,
)
from partners.form_fields import LanguagesField, NamedMany, PartnerChoice
from partners.models import Agreement

ROOM = 3
LARGEST_PARTIES = 30
BODIES = (PartyKind.ADMINISTRATION, PartyKind.COUNCIL, PartyKind.OFFICE)
RAION_BODIES = (PartyKind.RAION_ADMINISTRATION, PartyKind.RAION_COUNCIL)
BODY = "raion_body"
# Choosing in these asks what the law says.
TELLING = "tells-law"


class AgreementForm(RefusableForm):
    """An agreement as people fill it in."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[("", "—"), *AgreementKind.choices],
        help_text=_(
            "The first four are agreements under Law 3668-IX: they go through the ministry and the "
            "council. An agreement with a business or an international organisation is not one of "
            "them: choose a memorandum or another kind."
        ),
    )
    title = text_field(_("Title in Ukrainian"), 500, required=True)
    title_en = text_field(_("Title in English"), 500, widget=forms.TextInput(attrs={"lang": "en"}))
    languages = LanguagesField(
        label=_("Languages of the text"),
        required=False,
        max_length=300,
        help_text=_("Names or two-letter codes, separated by commas."),
    )
    subject = long_field(_("Subject in Ukrainian"), 4000)
    subject_en = long_field(_("Subject in English"), 4000)
    themes = NamedMany(
        Theme.objects.none(), label=_("Themes"), required=False, to_field_name="slug"
    )
    oblast = forms.ModelChoiceField(
        Oblast.objects.none(),
        label=_("Oblast whose office keeps the record"),
        to_field_name="code",
        empty_label=None,
    )
    bodies = forms.MultipleChoiceField(
        label=_("Bodies of this oblast that are parties"),
        choices=[(one.value, one.label) for one in BODIES],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    signatories_ours = SignatoriesField(
        Side.OURS,
        label=_("Who signed on our side"),
        help_text=SIGNATORIES_HELP,
    )
    signatories_theirs = SignatoriesField(
        Side.THEIRS,
        label=_("Who signed on the partner’s side"),
        help_text=SIGNATORIES_HELP,
    )
    signed_on = date_field(_("Signed on"))
    signed_place = text_field(_("Place of signing"), 200)
    effective_on = date_field(_("In force since"), help_text=_("Empty: since the day of signing."))
    term = forms.ChoiceField(
        label=_("Term"),
        choices=TermKind.choices,
        initial=TermKind.UNKNOWN,
        widget=forms.RadioSelect,
    )
    term_months = forms.IntegerField(
        label=_("Months of the term"),
        required=False,
        min_value=1,
        max_value=1200,
        help_text=_("Five years are 60 months. What renews itself is extended by as many."),
    )
    until_on = date_field(_("Valid until"))
    auto_renewal = forms.BooleanField(label=_("Renews itself when nobody objects"), required=False)
    sent_on = date_field(_("Sent to the ministry on"))
    ministry_order_no = text_field(_("Number of the ministry’s order"), 60)
    ministry_order_on = date_field(_("Date of the ministry’s order"))
    council_decision_no = text_field(_("Number of the council’s decision"), 60)
    council_decision_on = date_field(_("Date of the council’s decision"))
    registration_no = text_field(_("Registration number"), 60)
    registered_on = date_field(_("Date of registration"))
    status = forms.ChoiceField(
        label=_("Where it stands now"),
        choices=AgreementStatus.choices,
        initial=AgreementStatus.IDEA,
        help_text=_("For what was concluded before it came into the portal. Later, take steps."),
    )
    visibility = forms.ChoiceField(
        label=_("Who may see it"),
        choices=Visibility.choices,
        initial=Visibility.PUBLIC,
        widget=forms.RadioSelect,
        help_text=_("What is not signed yet is seen by officials and the parties only."),
    )
    seen = SeenField()

    def __init__(
        self, *args: Any, user: Any, agreement: Agreement | None = None, **options: Any
    ) -> None:
        self.agreement = agreement
        before = agreement_data_of(agreement) if agreement else None
        initial = _initial(agreement, before) if agreement and before else {}
        super().__init__(*args, **{"initial": {**initial, **options.pop("initial", {})}, **options})
        self._make_room(user, before)
        fields: dict[str, Any] = self.fields
        fields["kind"].widget.attrs["class"] = TELLING
        fields["themes"].queryset = Theme.objects.filter(is_archived=False)
        fields["oblast"].queryset = oblasts_of(user)
        fields["oblast"].label_from_instance = lambda one: wording(one, "full_name").text
        for name in ("status", "oblast") if agreement else ("seen",):
            del self.fields[name]

    def _make_room(self, user: Any, before: AgreementData | None) -> None:
        """As many fields for communities and partners as there are, and some more."""
        communities = [one.community for one in before.parties if one.community] if before else []
        partners = list(before.partners) if before else []
        raions = [one for one in before.parties if one.raion] if before else []
        self.community_fields = _names("community", len(communities))
        self.raion_fields = _names("raion", len(raions), room=1)
        self.partner_fields = _names("partner", len(partners))
        for place, name in enumerate(self.community_fields):
            self.fields[name] = CommunityChoice(
                label=_("Community"),
                required=False,
            )
            if place < len(communities):
                self.initial.setdefault(name, communities[place].code)
        for place, name in enumerate(self.raion_fields):
            self._add_raion(name, raions[place] if place < len(raions) else None)
        for place, name in enumerate(self.partner_fields):
            field = PartnerChoice(label=_("Partner"), required=False)
            field.offer(user)
            self.fields[name] = field
            if place < len(partners):
                self.initial.setdefault(name, partners[place].slug)

    def _add_raion(self, name: str, party: Party | None) -> None:
        """The raion, and which of its bodies is the party."""
        body = name.replace("raion", BODY)
        self.fields[name] = RaionChoice(label=_("Raion"), required=False)
        self.fields[body] = forms.ChoiceField(
            label=_("Body of the raion that is a party"),
            required=False,
            choices=[("", "—"), *[(one.value, one.label) for one in RAION_BODIES]],
        )
        if party and party.raion:
            self.initial.setdefault(name, party.raion.code)
            self.initial.setdefault(body, party.kind)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for name in self.raion_fields:
            body = name.replace("raion", BODY)
            if given.get(name) and not given.get(body):
                self.add_error(body, _now("Choose the council or the administration."))
            if given.get(body) and not given.get(name) and name not in self.errors:
                self.add_error(name, _now("Choose the raion."))
        return given

    @property
    def sets(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields in named groups, as the page shows them."""
        groups = (
            (pgettext_lazy("agreement", "What it is"), ("kind", "title", "title_en", "languages")),
            (_("What it is about"), ("subject", "subject_en", "themes")),
            (_("Our side"), self._ours()),
            (_("The other side"), (*self.partner_fields, "signatories_theirs")),
            (_("Signing and term"), SIGNING),
            (_("Ministry, council, state register"), PROCEDURE),
            (_("How we keep the record"), ("status", "visibility")),
        )
        return [
            (legend, [self[name] for name in names if name in self.fields])
            for legend, names in groups
        ]

    def _ours(self) -> tuple[str, ...]:
        raions = [
            each for name in self.raion_fields for each in (name, name.replace("raion", BODY))
        ]
        return ("oblast", *self.community_fields, "bodies", *raions, "signatories_ours")

    @property
    def last_partner(self) -> str:
        """After this field the page says what the law says of the choice."""
        return self.partner_fields[-1]

    def data_for(self) -> AgreementData:
        given = {name: self.cleaned_data[name] for name in PLAIN}
        return AgreementData(
            **given,
            languages=tuple(self.cleaned_data["languages"] or ()),
            themes=tuple(self.cleaned_data["themes"]),
            parties=tuple(self._parties()),
            partners=tuple(
                self.cleaned_data[name] for name in self.partner_fields if self._has(name)
            ),
            signatories=(
                *(self.cleaned_data["signatories_ours"] or ()),
                *(self.cleaned_data["signatories_theirs"] or ()),
            ),
        )

    def _has(self, name: str) -> bool:
        return bool(self.cleaned_data.get(name))

    def _parties(self) -> Iterator[Party]:
        """Bodies of other oblasts stay as they were: the form shows those of its own."""
        for name in self.community_fields:
            if self._has(name):
                yield Party.of_community(self.cleaned_data[name])
        for name in self.raion_fields:
            if self._has(name):
                kind = self.cleaned_data[name.replace("raion", BODY)]
                yield Party.of_raion(kind, self.cleaned_data[name])
        oblast = self.agreement.oblast if self.agreement else self.cleaned_data["oblast"]
        for kind in self.cleaned_data["bodies"]:
            yield Party(kind, oblast)
        if self.agreement:
            rows = self.agreement.parties.filter(community=None, raion=None).exclude(oblast=oblast)
            for one in rows.select_related("oblast"):
                yield Party(one.kind, one.oblast)

    @property
    def places(self) -> dict[str, str]:
        return {"parties": self.community_fields[0], "partners": self.partner_fields[0]}


SIGNING = (
    "signed_on",
    "signed_place",
    "effective_on",
    "term",
    "term_months",
    "until_on",
    "auto_renewal",
)
PROCEDURE = (
    "sent_on",
    "ministry_order_no",
    "ministry_order_on",
    "council_decision_no",
    "council_decision_on",
    "registration_no",
    "registered_on",
)
PLAIN = (
    "kind",
    "title",
    "title_en",
    "subject",
    "subject_en",
    *SIGNING,
    *PROCEDURE,
    "visibility",
)


def _names(stem: str, held: int, room: int = ROOM) -> list[str]:
    """As many as there are and one more, at most `LARGEST_PARTIES` unless more are held."""
    count = max(room, held, min(held + 1, LARGEST_PARTIES))
    return [f"{stem}_{place}" for place in range(1, count + 1)]


def oblasts_of(user: Any) -> Any:
    rows = Oblast.objects.in_force().in_ukrainian_order()
    return rows if is_administrator(user) else rows.filter(pk__in=curated_oblasts(user))


def _initial(agreement: Agreement, data: AgreementData) -> dict[str, Any]:
    return {
        **{name: getattr(data, name) for name in PLAIN},
        "languages": data.languages,
        "themes": [one.slug for one in data.themes],
        "bodies": [
            one.kind
            for one in data.parties
            if one.kind in BODIES and one.oblast.pk == agreement.oblast_id
        ],
        "signatories_ours": lines_of(data.signatories, Side.OURS),
        "signatories_theirs": lines_of(data.signatories, Side.THEIRS),
        "seen": agreement.updated_at.isoformat(),
    }
