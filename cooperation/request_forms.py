"""What people type about requests, and how it becomes what the services take."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.permissions import is_administrator
from common.codelists.countries import partner_country_choices
from common.codelists.enums import Visibility
from common.codelists.models import Theme
from common.design.formats import current_language
from common.design.widgets import SeveralFiles
from common.intake.forms import RefusableForm, SeenField
from common.intake.uploads import UploadRefused, accepted
from common.money.currencies import HRYVNIA, currency_choices
from communities.models import Community
from communities.permissions import communities_of, curated_oblasts
from cooperation.models import CoordinationRequest
from cooperation.request_checks import strange_amount_day, wrong_in
from cooperation.request_data import COLUMNS, RequestData, request_data_of
from cooperation.request_enums import RequestKind, Urgency
from cooperation.request_kinds import BY_KIND, KINDS, missing_in, needed_for
from cooperation.request_words import READERS
from cooperation.services.request_files import TYPES
from partners.agreement_fields import (
    CommunityChoice,
    community_label,
    date_field,
    long_field,
    text_field,
)
from partners.data import language_names
from partners.enums import PartnerStatus
from partners.form_fields import NamedMany, PartnerChoice
from partners.models import Partner
from projects.services.kept_files import LARGEST_FILE, Given

ENGLISH = {"lang": "en"}
MOST_AT_ONCE = 10
SHORT_LANGUAGES = ("uk", "en", "de", "fr", "pl", "es", "it", "ja")


def language_choices() -> list[tuple[str, str]]:
    """Those that are asked for most, then all others by the alphabet."""
    names = language_names(current_language())
    first = [(code, names[code]) for code in SHORT_LANGUAGES if code in names]
    rest = sorted((name, code) for code, name in names.items() if code not in SHORT_LANGUAGES)
    return [("", "—"), *first, *((code, name) for name, code in rest)]


class FilesField(forms.FileField):
    """Several files at once, told by their content; None of them is kept by the form itself."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Given]:
        sent = [one for one in data or () if one]
        if len(sent) > MOST_AT_ONCE:
            raise forms.ValidationError(_now("At most 10 files at once; add the others later."))
        taken, wrong = [], []
        for one in sent:
            try:
                taken.append(self._taken(one))
            except forms.ValidationError as error:
                wrong += error.messages
        if wrong:
            raise forms.ValidationError(wrong)
        return taken

    def _taken(self, file: Any) -> Given:
        # One byte too many is enough to be refused, however much was sent.
        content = file.read(LARGEST_FILE + 1)
        try:
            taken = accepted(name=file.name, content=content, types=TYPES, largest=LARGEST_FILE)
        except UploadRefused as error:
            raise forms.ValidationError(f"{file.name}: {error}") from error
        return Given(taken.name, content)


class CountriesField(forms.MultipleChoiceField):
    widget = forms.SelectMultiple(attrs={"size": "6"})


class RequestForm(RefusableForm):
    """A request as people write it; of the fields those that its kind asks for."""

    kind = forms.ChoiceField(choices=RequestKind.choices, widget=forms.HiddenInput)
    # The record that this form writes, though it does not know of it yet: sent twice, it is one.
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    draft = forms.CharField(required=False, max_length=24, widget=forms.HiddenInput)
    seen = SeenField()
    community = forms.ModelChoiceField(
        Community.objects.none(), label=_("Community"), to_field_name="code", empty_label=None
    )
    subject = text_field(
        _("What is needed, in one line"),
        200,
        required=True,
        help_text=_("So that a stranger understands it: “Generator for the hospital, 100 kW”."),
    )
    description = long_field(
        _("Description"),
        6000,
        rows=7,
        help_text=_("Why it is needed, what has been done already, what the office should do."),
    )
    urgency = forms.ChoiceField(
        label=_("Urgency"),
        choices=Urgency.choices,
        initial=Urgency.USUAL,
        widget=forms.RadioSelect,
        help_text=_("The deadline of the office follows from it."),
    )
    themes = NamedMany(
        Theme.objects.none(),
        label=_("Themes"),
        required=False,
        to_field_name="slug",
        help_text=_("Partners and calls are found by themes: name at least one."),
    )
    goods = long_field(
        _("What and how much"), 3000, help_text=_("One line for each: generator 100 kW – 2.")
    )
    people_count = forms.IntegerField(
        label=_("How many people"), required=False, min_value=1, max_value=10_000_000
    )
    deliver_to = text_field(
        _("Where to deliver"),
        300,
        help_text=_("Only your community and officials see the place."),
    )
    partner = PartnerChoice(
        label=_("Partner that it is about"),
        required=False,
        help_text=_("Leave it empty if the partner is not in the register."),
    )
    countries = CountriesField(
        label=_("Countries"),
        required=False,
        help_text=_("From where you would like the partner to be. Empty: from anywhere."),
    )
    linked = text_field(
        _("Number of the project, idea or agreement"),
        200,
        help_text=_("For example PL-IDEA-2026-0003, or the address of its page."),
    )
    happens_on = date_field(_("Planned day"))
    from_language = forms.ChoiceField(label=_("From the language"), required=False)
    to_language = forms.ChoiceField(label=_("Into the language"), required=False)
    amount = forms.DecimalField(
        label=_("Amount"), required=False, min_value=0, max_digits=18, decimal_places=2
    )
    currency = forms.ChoiceField(label=_("Currency"), required=False, initial=HRYVNIA)
    amount_on = date_field(
        _("Amount as of"), help_text=_("The rate of this day is taken. Empty: today.")
    )
    needed_by = date_field(
        _("Needed by"), help_text=_("The day after which it would be of no use.")
    )
    documents = FilesField(
        label=_("Attach files"),
        required=False,
        help_text=_("PDF, DOCX, XLSX, JPEG or PNG, up to 20 MB each. Seen by the office and you."),
    )
    contact_name = text_field(_("Contact person"), 200)
    contact_position = text_field(_("Position"), 200)
    contact_email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        max_length=254,
        help_text=_("To be submitted, the request needs an e-mail address or a telephone number."),
    )
    contact_phone = text_field(_("Telephone"), 40, widget=forms.TextInput(attrs={"type": "tel"}))
    visibility = forms.ChoiceField(
        label=_("Who may see it"),
        choices=list(READERS.items()),
        initial=Visibility.INTERNAL,
        widget=forms.RadioSelect,
        help_text=_("Partners can offer help only for what they see, once it is accepted."),
    )
    subject_en = text_field(
        _("What is needed, in English"), 200, widget=forms.TextInput(attrs=ENGLISH)
    )
    description_en = forms.CharField(
        label=_("Description in English"),
        max_length=6000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, **ENGLISH}),
    )

    def __init__(
        self,
        *args: Any,
        user: Any,
        kind: str,
        record: CoordinationRequest | None = None,
        **options: Any,
    ) -> None:
        self.record, self.asked = record, KINDS[kind].asks
        initial = {
            "kind": kind,
            "key": uuid4(),
            "contact_name": user.full_name or user.email,
            "contact_email": user.email,
        }
        if record:
            initial = _initial(record) | {"kind": kind}
        super().__init__(*args, **{"initial": {**initial, **options.pop("initial", {})}, **options})
        for name in BY_KIND:
            if name not in self.asked:
                del self.fields[name]
        self._offer(user)

    def _offer(self, user: Any) -> None:
        fields: dict[str, Any] = self.fields
        choices = {
            "currency": currency_choices,
            "from_language": language_choices,
            "to_language": language_choices,
        }
        for name, offered in choices.items():
            if name in fields:
                fields[name].choices = offered()
        if "countries" in fields:
            held = self.record.countries if self.record else ()
            fields["countries"].choices = partner_country_choices(*held)
        if "themes" in fields:
            fields["themes"].queryset = Theme.objects.filter(is_archived=False)
        if "partner" in fields:
            fields["partner"].offer(user)
            self._keep_partner(fields["partner"])
        for name in needed_for(self.initial["kind"]) & set(fields):
            # A draft does without it: the form says so, and does not insist.
            fields[name].is_needed = True
        if self.record:
            del self.fields["community"]
        else:
            self._offer_communities(user)

    def _keep_partner(self, field: Any) -> None:
        """One that was archived since is offered to nobody, but stays where it is named."""
        held = self.record.partner if self.record else None
        if held and (held.merged_into_id or held.status == PartnerStatus.ARCHIVED):
            offered = field.queryset.order_by().values("pk")
            rows = Partner.objects.filter(Q(pk__in=offered) | Q(pk=held.pk))
            field.queryset = rows.in_ukrainian_order()

    def _offer_communities(self, user: Any) -> None:
        """A community's people choose among their own; the office types a name of its oblast."""
        fields: dict[str, Any] = self.fields
        rows = Community.objects.in_force().select_related("oblast").in_ukrainian_order()
        oblasts = curated_oblasts(user)
        if is_administrator(user) or oblasts:
            field: Any = CommunityChoice(label=_("Community"))
            field.queryset = rows if is_administrator(user) else rows.filter(oblast__in=oblasts)
            self.fields["community"] = field
            return
        fields["community"].queryset = rows.filter(pk__in=communities_of(user))
        fields["community"].label_from_instance = community_label

    @property
    def sets(self) -> list[tuple[str, Any, list[forms.BoundField]]]:
        """The fields in named sections, as the page shows them: (anchor, legend, fields)."""
        groups: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
            ("what", _("What is needed"), ("community", "subject", "description", "urgency")),
            ("details", _("Details"), self.asked),
            ("documents", _("Documents"), ("documents",)),
            ("contact", _("Contact"), CONTACT),
            ("visibility", _("For partners"), ("visibility", "subject_en", "description_en")),
        )
        found = [
            (anchor, legend, [self[name] for name in names if name in self.fields])
            for anchor, legend, names in groups
        ]
        return [one for one in found if one[2]]

    def clean(self) -> dict[str, Any]:
        """All that is wrong is told at once: what the services would refuse, too; and what is
        missing yet, when it was to be submitted.
        """
        said: dict[str, Any] = super().clean() or self.cleaned_data
        data = self.data_for().cleaned()
        held = vars(request_data_of(self.record)) if self.record else {}
        wrong = wrong_in(data, held)
        if "amount" in self.errors:
            # Its day says nothing without it, but is read again together with it.
            wrong |= dict(strange_amount_day(said.get("amount_on")))
        if "submit" in self.data and (wrong or self.errors):
            wrong = dict(missing_in(data)) | wrong
        self.refuse({name: texts for name, texts in wrong.items() if name not in self.errors})
        return said

    def chosen_community(self) -> Community:
        found: Community = self.record.community if self.record else self.cleaned_data["community"]
        return found

    def data_for(self) -> RequestData:
        """What was typed; fields that the kind does not ask for are empty. Fields with errors
        keep what the record has, so that a draft can save the rest.
        """
        given: dict[str, Any] = {
            name: self.cleaned_data[name] for name in COLUMNS if name in self.cleaned_data
        }
        for name in ("themes", "countries"):
            if name in self.cleaned_data:
                given[name] = tuple(self.cleaned_data[name])
        if self.record and self.errors:
            before = request_data_of(self.record)
            held = [name for name in self.errors if hasattr(before, name)]
            given |= {name: getattr(before, name) for name in held}
        return RequestData(**{"subject": "", "kind": self.initial["kind"], **given})


CONTACT = ("contact_name", "contact_position", "contact_email", "contact_phone")


def _initial(record: CoordinationRequest) -> dict[str, Any]:
    data = request_data_of(record)
    return {
        **{name: getattr(data, name) for name in COLUMNS},
        "currency": data.currency or HRYVNIA,
        "countries": list(data.countries),
        "partner": data.partner.slug if data.partner else None,
        "themes": [one.slug for one in data.themes],
        "draft": record.reference,
        "seen": record.updated_at.isoformat(),
    }
