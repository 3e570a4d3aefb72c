"""What people type about partners, and how it becomes what the services take."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from common.codelists.countries import partner_country_choices
from common.codelists.enums import OrganisationType, Visibility
from common.codelists.models import Theme
from common.design.formats import current_language
from common.design.languages import wording
from common.design.widgets import Upload
from common.intake.forms import RefusableForm, SeenField
from common.search.alphabet import alphabetical
from communities.models import Oblast, Office
from communities.permissions import curated_offices, offices_to_enter_for
from partners import workflow
from partners.data import ContactData, PartnerData, contact_data_of, data_of, language_names
from partners.enums import IdentifierScheme, PartnerKind, PartnerStatus
from partners.form_fields import LanguagesField, NamedMany, NumbersField, PartnerChoice
from partners.identifiers import Identifier
from partners.models import ContactPerson, Partner

# Typing in these asks for probable duplicates.
TELLING = {"class": "tells-duplicates"}
KEPT_FOR = timedelta(days=3 * 365)

SCHEME_FIELDS = {f"number_{place}": scheme for place, scheme in enumerate(IdentifierScheme)}
EXAMPLES = {
    IdentifierScheme.IATI: "XM-DAC-41114",
    IdentifierScheme.UA_EDR: "21708016",
    IdentifierScheme.ROR: "https://ror.org/05k7znr35",
    IdentifierScheme.LEI: "529900HNOAA1KXQJUQ27",
    IdentifierScheme.WIKIDATA: "Q161718",
    IdentifierScheme.DAC_CHANNEL: "41114",
}


def _text(label: Any, largest: int, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=largest, **options)


def _long(label: Any, **attributes: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 6, **attributes})
    return forms.CharField(label=label, max_length=4000, required=False, widget=area)


def _by_name(pair: tuple[str, str]) -> str:
    return alphabetical(pair[1])


def _country_choices(*held: str) -> list[tuple[str, str]]:
    return [("", _now("international organisation, no country")), *partner_country_choices(*held)]


class PartnerForm(RefusableForm):
    """A partner as people fill it in. `only` narrows it to what the person may change."""

    name = _text(_("Name in Ukrainian"), 250, widget=forms.TextInput(attrs=TELLING))
    name_en = _text(
        _("Name in English"),
        250,
        required=False,
        widget=forms.TextInput(attrs={**TELLING, "lang": "en"}),
    )
    acronym = _text(
        _("Acronym"),
        30,
        required=False,
        widget=forms.TextInput(attrs=TELLING),
        help_text=_("If it differs by language, both with a slash between."),
    )
    website = _text(_("Website"), 200, required=False, widget=forms.TextInput(attrs=TELLING))
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", "—"), *PartnerKind.choices])
    iati_type = forms.ChoiceField(
        label=_("IATI organisation type"),
        choices=OrganisationType.choices,
        initial=OrganisationType.OTHER,
        help_text=_("Needed when projects are published as open data."),
    )
    country = forms.ChoiceField(label=_("Country"), choices=_country_choices, required=False)
    parent = PartnerChoice(
        label=_("Part of"),
        required=False,
        help_text=_("The larger organisation that it belongs to, if that one is registered."),
    )
    description = _long(_("Description in Ukrainian"))
    description_en = _long(_("Description in English"), lang="en")
    languages = LanguagesField(
        label=_("Languages in which one can write to it"),
        required=False,
        max_length=300,
        help_text=_("Names or two-letter codes, separated by commas."),
    )
    themes = NamedMany(
        Theme.objects.none(), label=_("Themes"), required=False, to_field_name="slug"
    )
    oblasts = NamedMany(
        Oblast.objects.none(),
        label=_("Oblasts where it works"),
        required=False,
        to_field_name="code",
    )
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        widget=Upload(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        help_text=_("PNG, JPEG or WebP, at most 2 MB."),
    )
    visibility = forms.ChoiceField(
        label=_("Who may see it"),
        choices=Visibility.choices,
        initial=Visibility.PUBLIC,
        widget=forms.RadioSelect,
    )
    status = forms.ChoiceField(
        label=_("Status"),
        choices=[one for one in PartnerStatus.choices if one[0] in workflow.FIRST],
        initial=PartnerStatus.CANDIDATE,
        widget=forms.RadioSelect,
    )
    curated_by = forms.ModelChoiceField(
        Office.objects.none(),
        label=_("Kept by"),
        required=False,
        empty_label=_("nobody: every office may change it"),
        to_field_name="slug",
        help_text=_("The office whose people may change this record."),
    )
    origin_note = _text(_("Where the data come from"), 300, required=False)
    seen = SeenField()

    def __init__(
        self,
        *args: Any,
        user: Any,
        partner: Partner | None = None,
        only: frozenset[str] | None = None,
        **options: Any,
    ) -> None:
        self.partner = partner
        super().__init__(*args, **{"initial": _initial(partner), **options})
        for name, scheme in SCHEME_FIELDS.items():
            self.fields[name] = _numbers_field(scheme)
        self._offer(user)
        unwanted = {"status", "origin_note"} if partner else {"seen"}
        for name in list(self.fields):
            if name in unwanted or (only is not None and name not in only | {"seen"}):
                del self.fields[name]

    def _offer(self, user: Any) -> None:
        fields: dict[str, Any] = self.fields
        fields["parent"].offer(user, without=self.partner)
        if self.partner:
            fields["country"].choices = _country_choices(str(self.partner.country))
        fields["themes"].queryset = _themes(self.partner)
        fields["oblasts"].queryset = Oblast.objects.in_force().in_ukrainian_order()
        fields["curated_by"].label_from_instance = lambda one: wording(one, "name").text
        offices: Any = Office.objects.in_ukrainian_order()
        if self.partner is None:
            offices, own = offices_to_enter_for(user), curated_offices(user)
            if len(own) == 1:
                self.initial["curated_by"] = offices.get(pk__in=own).slug
        fields["curated_by"].queryset = offices

    def clean_logo(self) -> Any:
        """False: take it away; None: nothing was sent; else the bytes."""
        sent = self.cleaned_data["logo"]
        if isinstance(sent, UploadedFile):
            # One byte too many is enough to be refused, however much was sent.
            return sent.read(settings.LARGEST_IMAGE_BYTES + 1)
        return False if sent is False else None

    @property
    def sets(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields in named groups, as the page shows them."""
        groups = [
            (legend, [self[name] for name in names if name in self.fields])
            for legend, names in GROUPS
        ]
        return [(legend, fields) for legend, fields in groups if fields]

    def data_for(self, before: PartnerData | None = None) -> PartnerData:
        """What the service takes; fields that the form does not offer stay as they were."""
        given = {name: self.cleaned_data[name] for name in PLAIN if name in self.cleaned_data}
        for name in ("themes", "oblasts", "languages"):
            if name in self.cleaned_data:
                given[name] = tuple(self.cleaned_data[name])
        if any(name in self.fields for name in SCHEME_FIELDS):
            given["identifiers"] = self.identifiers()
        return replace(before, **given) if before else PartnerData(**given)

    def identifiers(self) -> tuple[Identifier, ...]:
        return tuple(
            identifier for name in SCHEME_FIELDS for identifier in self.cleaned_data.get(name) or ()
        )

    @property
    def places(self) -> dict[str, str]:
        """Identifiers are refused beside the first one that is typed."""
        typed = next((each for each in SCHEME_FIELDS if self.data.get(each)), "")
        return {"identifiers": typed}


PLAIN = (
    "name",
    "name_en",
    "acronym",
    "website",
    "kind",
    "iati_type",
    "country",
    "parent",
    "description",
    "description_en",
    "visibility",
)
GROUPS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (_("What it is called"), ("name", "name_en", "acronym", "website")),
    (_("What it is"), ("kind", "iati_type", "country", "parent")),
    (_("What it does"), ("description", "description_en", "languages", "themes", "oblasts")),
    (_("Its numbers in registers"), tuple(SCHEME_FIELDS)),
    (_("Logo"), ("logo",)),
    (_("How we keep the record"), ("status", "visibility", "curated_by", "origin_note")),
)


def _numbers_field(scheme: str) -> NumbersField:
    field = NumbersField(
        scheme,
        label=IdentifierScheme(scheme).label,
        widget=forms.TextInput(attrs={**TELLING, "autocomplete": "off", "spellcheck": "false"}),
    )
    field.example = EXAMPLES.get(IdentifierScheme(scheme), "")  # type: ignore[attr-defined]
    return field


def _themes(partner: Partner | None) -> QuerySet[Theme]:
    """Those on offer, and those that the partner has although they no longer are."""
    rows = Theme.objects.filter(is_archived=False)
    return (rows | Theme.objects.filter(partners=partner)).distinct() if partner else rows


def _initial(partner: Partner | None) -> dict[str, Any]:
    if partner is None:
        return {}
    data = data_of(partner)
    numbers = {
        name: tuple(one for one in data.identifiers if one.scheme == scheme)
        for name, scheme in SCHEME_FIELDS.items()
    }
    return {
        **{name: getattr(data, name) for name in PLAIN},
        **numbers,
        "parent": partner.parent.slug if partner.parent else "",
        "languages": data.languages,
        "themes": [one.slug for one in data.themes],
        "oblasts": [one.code for one in data.oblasts],
        "logo": partner.logo,
        "curated_by": partner.curated_by.slug if partner.curated_by else "",
        "seen": partner.updated_at.isoformat(),
    }


class ArchiveForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it is archived"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Officials will read it on the page of the partner."),
    )


class MergeChoiceForm(forms.Form):
    """With whom."""

    other = PartnerChoice(label=_("The other record of the same organisation"))


class ContactForm(RefusableForm):
    """A contact person. Personal data: internal, with consent and an end."""

    full_name = _text(_("Full name"), 200)
    position = _text(_("Position"), 200, required=False)
    position_en = _text(
        _("Position in English"), 200, required=False, widget=forms.TextInput(attrs={"lang": "en"})
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = PhoneNumberField(  # type: ignore[no-untyped-call]
        label=_("Telephone"),
        required=False,
        widget=forms.TextInput(attrs={"type": "tel"}),
        error_messages={"invalid": _("A telephone looks like +380 44 253 93 63.")},
    )
    language = forms.ChoiceField(label=_("Language"), required=False)
    note = _text(_("Note"), 500, required=False, help_text=_("When to call, what to mind."))
    consent_on = forms.DateField(
        label=_("Consent given on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("When the person agreed that we keep these data."),
    )
    retention_until = forms.DateField(
        label=_("Keep until"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("After this day the personal data are erased by themselves."),
    )

    def __init__(self, *args: Any, contact: ContactPerson | None = None, **options: Any) -> None:
        super().__init__(*args, **{"initial": _contact_initial(contact), **options})
        names = language_names(current_language())
        chosen: Any = self.fields["language"]
        chosen.choices = [("", "—"), *sorted(names.items(), key=_by_name)]

    def data_for(self) -> ContactData:
        return ContactData(**{**self.cleaned_data, "phone": str(self.cleaned_data["phone"] or "")})


def _contact_initial(contact: ContactPerson | None) -> dict[str, Any]:
    if contact is None:
        today = timezone.localdate()
        return {"consent_on": today, "retention_until": today + KEPT_FOR}
    return contact_data_of(contact).__dict__
