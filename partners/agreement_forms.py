"""What people type about agreements, and how it becomes what the services take."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.permissions import is_administrator
from common.codelists.countries import country_codes
from common.codelists.enums import Visibility
from common.codelists.models import Theme
from common.design.languages import wording
from common.design.widgets import TypingChoiceField, Upload
from common.search.names import search_names
from communities.models import Community, Oblast
from communities.permissions import curated_oblasts
from partners.agreement_data import AgreementData, Party, Signatory, agreement_data_of
from partners.agreement_enums import (
    AgreementKind,
    AgreementStatus,
    FileKind,
    PartyKind,
    Side,
    TermKind,
)
from partners.agreement_workflow import Step, Taken
from partners.data import language_names
from partners.forms import LanguagesField, NamedMany, PartnerChoice
from partners.models import Agreement, AgreementFile, AgreementRow
from partners.services.agreement_files import LARGEST_FILE
from partners.services.agreement_steps import NewTerm

ROOM = 3
LARGEST_PARTIES = 30
BODIES = (PartyKind.ADMINISTRATION, PartyKind.COUNCIL, PartyKind.OFFICE)


def date_field(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, help_text=help_text)


def _text(label: Any, largest: int, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=largest, **{"required": False, **options})


def _long(label: Any, largest: int, rows: int = 4, **options: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=largest, required=False, widget=area, **options)


def community_label(community: Any) -> str:
    """With the oblast: nine communities are «Миколаївська»."""
    parts = (wording(community, "full_name").text, wording(community.oblast, "full_name").text)
    return ", ".join(parts)


class CommunityChoice(TypingChoiceField):
    """A community chosen by typing."""

    def __init__(self, **options: Any) -> None:
        rows = Community.objects.in_force().select_related("oblast").in_ukrainian_order()
        super().__init__(
            rows,
            url=lambda: reverse("agreements:community-choices"),
            find=search_names,
            to_field_name="code",
            **options,
        )

    def label_from_instance(self, obj: Any) -> str:
        return community_label(obj)


class SignatoriesField(forms.CharField):
    """One person per line: the name, a comma, the position."""

    def __init__(self, side: str, **options: Any) -> None:
        self.side = side
        area = forms.Textarea(attrs={"rows": 2})
        super().__init__(required=False, max_length=2000, widget=area, **options)

    def to_python(self, value: Any) -> Any:
        lines = (super().to_python(value) or "").splitlines()
        return tuple(self._signatory(line) for line in lines if line.strip())

    def _signatory(self, line: str) -> Signatory:
        name, _comma, position = line.partition(",")
        if max(len(name), len(position)) > 200:
            raise ValidationError(_now("A line is too long: name, comma, position."))
        return Signatory(self.side, name.strip(), position.strip())


class AgreementForm(forms.Form):
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
    title = _text(_("Title in Ukrainian"), 500, required=True)
    title_en = _text(_("Title in English"), 500, widget=forms.TextInput(attrs={"lang": "en"}))
    languages = LanguagesField(
        label=_("Languages of the text"),
        required=False,
        max_length=300,
        help_text=_("Names or two-letter codes, separated by commas."),
    )
    subject = _long(_("Subject in Ukrainian"), 4000)
    subject_en = _long(_("Subject in English"), 4000)
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
        help_text=_("One person per line: name, comma, position."),
    )
    signatories_theirs = SignatoriesField(
        Side.THEIRS,
        label=_("Who signed on the partner’s side"),
        help_text=_("One person per line: name, comma, position."),
    )
    signed_on = date_field(_("Signed on"))
    signed_place = _text(_("Place of signing"), 200)
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
    ministry_order_no = _text(_("Number of the ministry’s order"), 60)
    ministry_order_on = date_field(_("Date of the ministry’s order"))
    council_decision_no = _text(_("Number of the council’s decision"), 60)
    council_decision_on = date_field(_("Date of the council’s decision"))
    registration_no = _text(_("Registration number"), 60)
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
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, user: Any, agreement: Agreement | None = None, **options: Any
    ) -> None:
        self.agreement = agreement
        before = agreement_data_of(agreement) if agreement else None
        initial = _initial(agreement, before) if agreement and before else {}
        super().__init__(*args, **{"initial": {**initial, **options.pop("initial", {})}, **options})
        self._make_room(user, before)
        fields: dict[str, Any] = self.fields
        fields["themes"].queryset = Theme.objects.filter(is_archived=False)
        fields["oblast"].queryset = _oblasts_of(user)
        fields["oblast"].label_from_instance = lambda one: wording(one, "full_name").text
        for name in ("status", "oblast") if agreement else ("seen",):
            del self.fields[name]

    def _make_room(self, user: Any, before: AgreementData | None) -> None:
        """As many fields for communities and partners as there are, and some more."""
        communities = [one.community for one in before.parties if one.community] if before else []
        partners = list(before.partners) if before else []
        self.community_fields = _names("community", len(communities))
        self.partner_fields = _names("partner", len(partners))
        for place, name in enumerate(self.community_fields):
            self.fields[name] = CommunityChoice(
                label=_("Community"),
                required=False,
            )
            if place < len(communities):
                self.initial.setdefault(name, communities[place].code)
        for place, name in enumerate(self.partner_fields):
            field = PartnerChoice(label=_("Partner"), required=False)
            field.offer(user)
            self.fields[name] = field
            if place < len(partners):
                self.initial.setdefault(name, partners[place].slug)

    def clean_seen(self) -> datetime | None:
        try:
            return parse_datetime(self.cleaned_data["seen"] or "")
        except ValueError:
            return None

    @property
    def sets(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields in named groups, as the page shows them."""
        groups = (
            (_("What it is"), ("kind", "title", "title_en", "languages")),
            (_("What it is about"), ("subject", "subject_en", "themes")),
            (_("Our side"), ("oblast", *self.community_fields, "bodies", "signatories_ours")),
            (_("The other side"), (*self.partner_fields, "signatories_theirs")),
            (_("Signing and term"), SIGNING),
            (_("Ministry, council, state register"), PROCEDURE),
            (_("How we keep the record"), ("status", "visibility")),
        )
        return [
            (legend, [self[name] for name in names if name in self.fields])
            for legend, names in groups
        ]

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
        oblast = self.agreement.oblast if self.agreement else self.cleaned_data["oblast"]
        for kind in self.cleaned_data["bodies"]:
            yield Party(kind, oblast)
        if self.agreement:
            rows = self.agreement.parties.filter(community=None).exclude(oblast=oblast)
            for one in rows.select_related("oblast"):
                yield Party(one.kind, one.oblast)

    def refuse(self, errors: dict[str, list[str]]) -> None:
        """Show what a service refused beside the fields it is about."""
        places = {"parties": self.community_fields[0], "partners": self.partner_fields[0]}
        for name, messages in errors.items():
            target = places.get(name, name)
            self.add_error(target if target in self.fields else None, messages)


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


def _names(stem: str, held: int) -> list[str]:
    return [f"{stem}_{place}" for place in range(1, min(max(ROOM, held + 1), LARGEST_PARTIES) + 1)]


def _oblasts_of(user: Any) -> Any:
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
            if one.community is None and one.oblast.pk == agreement.oblast_id
        ],
        "signatories_ours": _lines(data, Side.OURS),
        "signatories_theirs": _lines(data, Side.THEIRS),
        "seen": agreement.updated_at.isoformat(),
    }


def _lines(data: AgreementData, side: str) -> str:
    return "\n".join(
        ", ".join(filter(None, (one.full_name, one.position)))
        for one in data.signatories
        if one.side == side
    )


class StepForm(forms.Form):
    """What a step needs; its fields follow the table of steps."""

    on = date_field(_("Date"), required=True)
    number = _text(_("Number of the document"), 60)
    signed_place = _text(_("Place of signing"), 200)
    note = _long(_("Note"), 500, rows=2)
    document = forms.ModelChoiceField(
        AgreementFile.objects.none(),
        label=_("Document"),
        required=False,
        to_field_name="public_id",
        empty_label="—",
        help_text=_("One of the files that are attached already."),
    )

    def __init__(self, *args: Any, agreement: Agreement, step: Step, **options: Any) -> None:
        options.setdefault("initial", {"on": timezone.localdate()})
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        fields["document"].queryset = agreement.files.filter(is_withdrawn=False)
        fields["number"].required = step.needs_number
        fields["note"].required = step.needs_note
        if not step.no:
            del self.fields["number"]
        if step.on != "signed_on":
            del self.fields["signed_place"]
        if not fields["document"].queryset.exists():
            del self.fields["document"]

    def taken(self) -> Taken:
        given = self.cleaned_data
        return Taken(on=given["on"], number=given.get("number", ""), note=given["note"])

    def refuse(self, errors: dict[str, list[str]]) -> None:
        for name, messages in errors.items():
            self.add_error(name if name in self.fields else None, messages)


class AmendmentForm(forms.Form):
    """An amendment; with a new term the last day moves."""

    on = date_field(_("Date"), required=True)
    summary = _long(_("What was agreed"), 1000)
    term = forms.ChoiceField(label=_("New term"), required=False)
    term_months = forms.IntegerField(
        label=_("Months of the term"), required=False, min_value=1, max_value=1200
    )
    until_on = date_field(_("Valid until"))

    def __init__(self, *args: Any, renews: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        chosen: Any = self.fields["term"]
        terms = [one for one in TermKind.choices if one[0] != TermKind.UNKNOWN]
        chosen.choices = terms if renews else [("", _now("the term stays")), *terms]
        chosen.required = renews

    def new_term(self) -> NewTerm | None:
        given = self.cleaned_data
        if not given["term"]:
            return None
        return NewTerm(term=given["term"], months=given["term_months"], until_on=given["until_on"])

    def refuse(self, errors: dict[str, list[str]]) -> None:
        for name, messages in errors.items():
            self.add_error(name if name in self.fields else None, messages)


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        widget=Upload(attrs={"accept": ".pdf,.docx,.jpg,.jpeg"}),
        help_text=_("PDF, DOCX or JPEG, at most 20 MB."),
    )
    kind = forms.ChoiceField(label=_("What it is"), choices=FileKind.choices)
    language = forms.ChoiceField(label=_("Language"), required=False)
    visibility = forms.ChoiceField(
        label=_("Who may see it"),
        choices=Visibility.choices,
        initial=Visibility.INTERNAL,
        widget=forms.RadioSelect,
        help_text=_("Signed papers bear signatures: publish them only when that is agreed."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        names = language_names(get_language() or "uk")
        chosen: Any = self.fields["language"]
        chosen.choices = [("", "—"), *sorted(names.items(), key=lambda pair: pair[1])]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise ValidationError(_now("The file is larger than 20 MB."))
        return file

    def refuse(self, errors: dict[str, list[str]]) -> None:
        for name, messages in errors.items():
            self.add_error(name if name in self.fields else None, messages)


class AgreementArchiveForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it is archived"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Officials will read it on the page of the agreement."),
    )


class RowDecisionForm(forms.Form):
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
    partner = PartnerChoice(label=_("Partner"), required=False)
    partner_name = _text(_("or a new partner with this name"), 250)
    country = forms.ChoiceField(label=_("Country of the new partner"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", "—"), *AgreementKind.choices], required=False
    )
    signed_on = date_field(_("Signed on"))
    reference = _text(
        _("Reference of the agreement that it is"), 24, help_text=_("Such as PL-AGR-2026-0007.")
    )

    def __init__(self, *args: Any, user: Any, row: AgreementRow, **options: Any) -> None:
        super().__init__(*args, **options)
        self.row = row
        fields: dict[str, Any] = self.fields
        fields["oblast"].queryset = _oblasts_of(user)
        fields["oblast"].label_from_instance = lambda one: wording(one, "full_name").text
        fields["partner"].offer(user)
        language = get_language() or "uk"
        named = [(code, entry["name"][language]) for code, entry in country_codes().items()]
        fields["country"].choices = [("", "—"), *sorted(named, key=lambda pair: pair[1])]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("decision") == self.TAKE and not (
            given.get("community") or (given.get("oblast") and given.get("body"))
        ):
            self.add_error("community", _now("Choose the community, or the oblast and its body."))
        return given

    def party(self) -> Party | None:
        given = self.cleaned_data
        if given.get("community"):
            return Party.of_community(given["community"])
        if given.get("oblast") and given.get("body"):
            return Party(given["body"], given["oblast"])
        return None

    def refuse(self, errors: dict[str, list[str]]) -> None:
        for name, messages in errors.items():
            self.add_error(name if name in self.fields else None, messages)
