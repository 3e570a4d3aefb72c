"""One row of each table of a project, as people fill it in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from common.money.currencies import currency_choices
from communities.models import Community, Oblast, Office, Raion
from partners.agreement_fields import date_field
from partners.models import Partner
from projects import enums, rows
from projects.choosing import Abroad, KeyField
from projects.models.classification import DAC
from projects.record_forms import MoneyField, english, long
from projects.record_forms import text as line
from projects.record_sections import ListedField, RowForm


def listed(label: Any, codelist: str, **options: Any) -> forms.ChoiceField:
    """A code of an official list, withdrawn ones left out."""
    return ListedField(codelist, label=label, **options)


def chosen(label: Any, choices: Any, **options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[("", "—"), *choices], **options)


def percentage_field() -> MoneyField:
    return MoneyField(
        label=_("Share, %"),
        required=False,
        max_digits=5,
        decimal_places=2,
        min_value=0,
        max_value=100,
    )


class IdentifierRow(RowForm):
    makes = rows.Number
    kind = chosen(_("Register"), enums.IdentifierKind.choices)
    value = line(_("Number"), 200, required=True)
    issued_on = date_field(_("Date"))
    owner_name = line(_("Whose number it is"), 300, help_text=_("For a donor’s own number."))


class PartyRow(RowForm):
    makes = rows.Party
    role = chosen(_("Role"), enums.RoleKind.choices)
    body = KeyField(
        "bodies",
        label=_("Organisation"),
        required=False,
        help_text=_("A partner, community, oblast administration or office: type a part of it."),
    )
    name = line(_("or the name of a body that no register has"), 300)
    name_en = english(_("This name in English"), 300)
    share = percentage_field()

    @classmethod
    def initial_of(cls, value: Any) -> dict[str, Any]:
        body = value.partner or value.community or value.oblast or value.office
        return super().initial_of(value) | {"body": body}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("body") and not given.get("name") and "body" not in self.errors:
            self.add_error("body", _now("Say who it is."))
        if given.get("body") and given.get("name"):
            self.add_error("name", _now("Choose the organisation or write a name, not both."))
        return given

    def values(self) -> dict[str, Any]:
        body = self.cleaned_data.get("body")
        sides = {"partner": Partner, "community": Community, "oblast": Oblast, "office": Office}
        named = {name: body if isinstance(body, kind) else None for name, kind in sides.items()}
        return super().values() | named


class UnitRow(RowForm):
    makes = rows.Unit
    unit = KeyField(
        "units",
        label=_("Territory"),
        help_text=_("A community, raion, oblast or the whole of Ukraine: type a part of the name."),
    )
    percentage = percentage_field()

    @classmethod
    def initial_of(cls, value: Any) -> dict[str, Any]:
        abroad = Abroad(value.country, value.region_vocabulary, value.region_code)
        unit = value.community or value.raion or value.oblast or abroad
        return super().initial_of(value) | {"unit": unit}

    def values(self) -> dict[str, Any]:
        unit, share = self.cleaned_data.get("unit"), self.cleaned_data.get("percentage")
        return {} if unit is None else vars(unit_of(unit, share))


def unit_of(unit: Any, share: Any) -> rows.Unit:
    """What was chosen, as the service takes it."""
    if isinstance(unit, Community):
        return rows.Unit.of_community(unit, share)
    if isinstance(unit, Raion):
        return rows.Unit.of_raion(unit, share)
    if isinstance(unit, Oblast):
        return rows.Unit.of_oblast(unit, share)
    if unit.country:
        return rows.Unit.of_country(unit.country, share)
    return rows.Unit(
        level=enums.TerritoryLevel.REGION.value,
        country="",
        region_vocabulary=unit.region_vocabulary,
        region_code=unit.region_code,
        percentage=share,
    )


class PlaceRow(RowForm):
    makes = rows.Place
    name = line(_("Name of the place"), 300, required=True)
    name_en = english(_("Name in English"), 300)
    community = KeyField("communities", label=_("Community"), required=False)
    description = long(_("Description"), 2000, rows=2)
    latitude = MoneyField(label=_("Latitude"), required=False, max_digits=9, decimal_places=6)
    longitude = MoneyField(label=_("Longitude"), required=False, max_digits=9, decimal_places=6)
    exactness = chosen(_("Exactness"), enums.LocationExactness.choices, required=False)
    location_class = chosen(_("What kind of place"), enums.LocationClass.choices, required=False)
    is_published = forms.BooleanField(
        label=_("Show this place to everybody"),
        required=False,
        help_text=_(
            "Leave it off for what may become a target: the project is shown without its place."
        ),
    )


class SectorRow(RowForm):
    makes = rows.Sector
    sector = KeyField(
        "sectors",
        label=_("Sector"),
        help_text=_("Type five digits of the OECD DAC list or a part of the name."),
    )
    percentage = percentage_field()

    @classmethod
    def initial_of(cls, value: Any) -> dict[str, Any]:
        return super().initial_of(value) | {"sector": (value.vocabulary, value.code)}

    def values(self) -> dict[str, Any]:
        vocabulary, code = self.cleaned_data.get("sector") or (DAC, "")
        share = self.cleaned_data.get("percentage")
        return {"vocabulary": vocabulary, "code": code, "percentage": share}


class MarkerRow(RowForm):
    makes = rows.Marker
    code = listed(_("Marker"), "PolicyMarker")
    significance = listed(_("How important it is"), "PolicySignificance")


class AidTypeRow(RowForm):
    makes = rows.AidKind
    code = listed(_("Aid type"), "AidType")


class EmergencyRow(RowForm):
    makes = rows.Emergency
    kind = listed(_("What it is"), "HumanitarianScopeType")
    vocabulary = listed(_("List of codes"), "HumanitarianScopeVocabulary")
    code = line(_("Code in this list"), 60, required=True)
    name = line(_("Name in Ukrainian"), 300)
    name_en = english(_("Name in English"), 300)


class MoneyRow(RowForm):
    """What rows of money share. Without a value date, the day named by `dated_by` is taken."""

    dated_by = "starts_on"

    def values(self) -> dict[str, Any]:
        given = super().values()
        given["value_date"] = given.get("value_date") or given.get(self.dated_by)
        return given


def amount_field(**options: Any) -> MoneyField:
    return MoneyField(label=_("Amount"), max_digits=18, decimal_places=2, **options)


def currency_choice() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Currency"), choices=lambda: [("", "—"), *currency_choices()])


def value_date_field(help_text: Any) -> forms.DateField:
    return date_field(_("Rate of the day"), help_text=help_text)


FROM_START = _("The exchange rate of this day is taken. Empty: the first day.")


class BudgetRow(MoneyRow):
    makes = rows.Budget
    starts_on = date_field(_("From"), required=True)
    ends_on = date_field(_("To"), required=True, help_text=_("A year at most."))
    amount = amount_field(min_value=0)
    currency = currency_choice()
    kind = forms.ChoiceField(label=_("Kind"), choices=enums.BudgetKind.choices)
    status = forms.ChoiceField(label=_("Status"), choices=enums.BudgetStatus.choices)
    value_date = value_date_field(FROM_START)


class PaidRow(MoneyRow):
    """Money that goes from one to another."""

    amount = amount_field(min_value=0)
    currency = currency_choice()
    value_date = value_date_field(FROM_START)
    provider = KeyField("partners", label=_("Who pays"), required=False)
    provider_name = line(_("or the payer’s name"), 300)
    receiver_body = KeyField("receivers", label=_("Who receives"), required=False)
    receiver_name = line(_("or the receiver’s name"), 300)

    @classmethod
    def initial_of(cls, value: Any) -> dict[str, Any]:
        body = value.receiver or value.receiver_community
        return super().initial_of(value) | {"receiver_body": body}

    def values(self) -> dict[str, Any]:
        body = self.cleaned_data.get("receiver_body")
        return super().values() | {
            "receiver": body if isinstance(body, Partner) else None,
            "receiver_community": body if isinstance(body, Community) else None,
        }


class PlannedRow(PaidRow):
    makes = rows.PlannedPayment
    field_order = ("starts_on", "ends_on", "amount", "currency", "value_date", "kind")
    starts_on = date_field(_("From"), required=True)
    ends_on = date_field(_("To"))
    kind = forms.ChoiceField(label=_("Kind"), choices=enums.BudgetKind.choices)


class PaymentRow(PaidRow):
    makes = rows.Payment
    dated_by = "happened_on"
    field_order = ("kind", "happened_on", "amount", "currency", "value_date")
    kind = chosen(_("What it is"), enums.TransactionKind.choices)
    happened_on = date_field(_("Date"), required=True)
    amount = amount_field(help_text=_("A negative amount takes back what was reported."))
    value_date = value_date_field(_("The exchange rate of this day is taken. Empty: the date."))
    description = line(_("For what"), 1000)
    description_en = english(_("For what, in English"), 1000)
    reference = line(_("Number of the payment"), 200)


class ContactRow(RowForm):
    makes = rows.Contact
    kind = forms.ChoiceField(label=_("For what"), choices=enums.ContactKind.choices)
    organisation = line(_("Organisation"), 300)
    organisation_en = english(_("Organisation in English"), 300)
    department = line(_("Department"), 300)
    phone = line(_("Telephone"), 40, widget=forms.TextInput(attrs={"type": "tel"}))
    email = forms.EmailField(label=_("E-mail"), required=False)
    website = line(_("Website"), 500)
    person = KeyField(
        "people",
        label=_("Contact person"),
        required=False,
        help_text=_("From the partners’ contacts. Only officials see a person."),
    )
    is_published = forms.BooleanField(
        label=_("Show this contact to everybody"),
        required=False,
        help_text=_("Of an organisation, never of a person."),
    )


class RelationRow(RowForm):
    makes = rows.Relation
    kind = chosen(_("Relation"), enums.RelationKind.choices)
    other = KeyField("projects", label=_("Project of this register"), required=False)
    identifier = line(_("or the IATI identifier of another activity"), 200)


class ConditionRow(RowForm):
    makes = rows.Condition
    kind = chosen(_("Kind"), enums.ConditionKind.choices)
    text = line(_("Condition, in Ukrainian"), 1000, required=True)
    text_en = english(_("Condition, in English"), 1000)
