"""What people type about technical assistance, and how it becomes what the services take."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from common.intake.forms import RefusableForm, SeenField
from partners.agreement_fields import CommunityChoice, date_field
from partners.form_fields import PartnerChoice
from projects import mta_registration as registration
from projects.enums import RoleKind
from projects.models import MonitoringCard, Project, ProjectDocument, ReceivedProperty
from projects.mta_cards import LARGEST_NOTE, missing_in
from projects.mta_registration import REGISTERING_BODY, Step
from projects.mta_terms import HalfYear
from projects.record_forms import MoneyField, currency_field, english, long, money, text
from projects.rows import Party
from projects.services.mta_cards import COLUMNS as CARD_COLUMNS
from projects.services.mta_cards import CardData, last_card_before
from projects.services.mta_property import COLUMNS as PROPERTY_COLUMNS
from projects.services.mta_property import PropertyData, property_data_of
from projects.services.mta_registration import Entry

OFFERED_HALVES = 12


class EntryForm(RefusableForm):
    """An entry of the state register; its fields follow the table of steps."""

    happened_on = date_field(_("Date of the entry"), required=True)
    number = text(_("Number of the document"), 100)
    registering_body = text(_("Registered by"), 200)
    amount = money(_("Cost by the estimate after it"))
    currency = currency_field()
    leaving = forms.MultipleChoiceField(
        label=_("Who leaves"), required=False, widget=forms.CheckboxSelectMultiple
    )
    partner = PartnerChoice(
        label=_("Who comes: a partner"),
        required=False,
        help_text=_("From the register of partners."),
    )
    community = CommunityChoice(label=_("Who comes: a community"), required=False)
    name = text(_("or a body that is in no register"), 300)
    summary = long(_("What was changed"), 1000, rows=3)
    document = forms.ModelChoiceField(
        ProjectDocument.objects.none(),
        label=_("Document"),
        required=False,
        to_field_name="public_id",
        empty_label="—",
        help_text=_("One of the documents of the project."),
    )

    def __init__(self, *args: Any, user: Any, project: Project, step: Step, **options: Any) -> None:
        self.step = step
        options.setdefault("initial", _said(project, step))
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        fields["partner"].offer(user)
        fields["leaving"].choices = _leavers(project, step)
        fields["document"].queryset = project.documents.filter(is_withdrawn=False)
        fields["number"].required = step.needs_number
        fields["summary"].required = step.needs_summary
        for name in _unasked(step):
            del self.fields[name]
        if not fields["document"].queryset.exists():
            del self.fields["document"]
        if step.changes_role and not fields["leaving"].choices:
            del self.fields["leaving"]

    def entry(self) -> Entry:
        given = self.cleaned_data
        return Entry(
            happened_on=given["happened_on"],
            number=given["number"],
            summary=given["summary"],
            registering_body=given["registering_body"],
            amount=given.get("amount"),
            currency=given.get("currency") or "",
            leaving=frozenset(given.get("leaving") or ()),
            coming=tuple(self._coming()),
            document=given.get("document"),
        )

    def _coming(self) -> list[Party]:
        role, given = self.step.changes_role, self.cleaned_data
        bodies = {name: given.get(name) for name in ("partner", "community", "name")}
        return [Party(role=role, **{name: body}) for name, body in bodies.items() if body]


def _unasked(step: Step) -> list[str]:
    found = [] if step.changes_cost else ["amount", "currency"]
    if not step.changes_role:
        found += ["leaving", "partner", "community", "name"]
    elif step.changes_role == RoleKind.IMPLEMENTING:
        found += ["community"]
    return found


def _said(project: Project, step: Step) -> dict[str, Any]:
    known = {"happened_on": timezone.localdate(), "registering_body": REGISTERING_BODY}
    if step.changes_cost:
        known |= {"amount": project.amount, "currency": project.currency}
    return known


def _leavers(project: Project, step: Step) -> list[tuple[str, str]]:
    if not step.changes_role:
        return []
    roles = project.roles.filter(role=step.changes_role)
    rows = roles.select_related("partner", "community", "oblast", "office")
    return [(registration.key_of(one), registration.name_of(one)) for one in rows]


class TakeBackForm(RefusableForm):
    reason = long(
        _("Why it is taken back"),
        500,
        rows=3,
        help_text=_("The entry stays in the history. The project itself stays as it is."),
    )


class NoteForm(RefusableForm):
    """The note of a step of a card."""

    note = forms.CharField(
        label=_("What to write"), max_length=LARGEST_NOTE, widget=forms.Textarea(attrs={"rows": 4})
    )


class HalfForm(RefusableForm):
    """A half-year for which a card is asked by hand, the latest first."""

    half = forms.ChoiceField(label=_("Half-year"))

    def __init__(self, *args: Any, project: Project, **options: Any) -> None:
        super().__init__(*args, **options)
        chosen: Any = self.fields["half"]
        chosen.choices = [(one.key, str(one)) for one in free_halves(project)]

    def clean_half(self) -> HalfYear:
        found = HalfYear.parsed(self.cleaned_data["half"])
        assert found is not None
        return found


def free_halves(project: Project) -> list[HalfYear]:
    """Those that have begun, while the project ran, without a card."""
    known = set(project.monitoring_cards.values_list("starts_on", flat=True))
    begins = project.start_actual_on or project.start_planned_on
    half, found = HalfYear.containing(timezone.localdate()), []
    for _number in range(OFFERED_HALVES):
        ran = begins is None or half.ends_on >= begins
        ended = project.end_actual_on is not None and half.starts_on > project.end_actual_on
        if ran and not ended and half.starts_on not in known:
            found.append(half)
        half = half.before
    return found


class CardForm(RefusableForm):
    """Annex 3 as plain fields. It can be kept unfinished; handing it in asks for the rest."""

    seen = SeenField()
    done = long(
        _("What was done"),
        8000,
        rows=8,
        help_text=_("Task by task: what was planned for the half-year and what was done of it."),
    )
    results_in_words = long(_("What came of it, in words"), 8000)
    results_in_numbers = long(
        _("What came of it, in numbers"), 8000, help_text=_("People, places, things: one a line.")
    )
    spent = money(_("Spent in the half-year"))
    spent_in_all = money(_("Spent since the beginning"))
    currency = currency_field()
    property_received = long(_("Property received in the half-year"), 8000)
    problems = long(_("Problems, and what is needed to solve them"), 8000)
    next_steps = long(_("What comes next"), 8000)

    def __init__(self, *args: Any, card: MonitoringCard, **options: Any) -> None:
        options.setdefault("initial", _written(card))
        super().__init__(*args, **options)

    def data_for(self) -> CardData:
        return CardData(**{name: self.cleaned_data[name] for name in CARD_COLUMNS})

    def demand(self, card: MonitoringCard) -> bool:
        """Before handing in: say beside the fields what is missing. Whether nothing is."""
        for name in CARD_COLUMNS:
            setattr(card, name, self.cleaned_data[name])
        missing = dict(missing_in(card))
        self.refuse(missing)
        return not missing


def _written(card: MonitoringCard) -> dict[str, Any]:
    """As it is; into an empty card goes what the portal knows already."""
    said = {name: getattr(card, name) for name in CARD_COLUMNS}
    said["seen"] = card.updated_at.isoformat()
    if any(said[name] for name in CARD_COLUMNS):
        return said
    before = last_card_before(card)
    rows = ReceivedProperty.objects.current().filter(
        project=card.project_id, booked_on__range=(card.starts_on, card.ends_on)
    )
    said["property_received"] = "\n".join(one.description for one in rows.order_by("booked_on"))
    said["currency"] = (before and before.currency) or card.project.currency
    return said


class PropertyForm(RefusableForm):
    seen = SeenField()
    description = text(_("What was received, in Ukrainian"), 500, required=True)
    description_en = english(_("What was received, in English"), 500)
    quantity = MoneyField(
        label=_("Quantity"), required=False, max_digits=12, decimal_places=2, min_value=0
    )
    unit = text(_("Unit"), 40, help_text=_("Pieces, sets, kilograms …"))
    amount = money(_("Value of all together"))
    currency = currency_field()
    recipient = forms.ChoiceField(label=_("Who received it"), required=False)
    recipient_name = text(
        _("or another body"), 300, help_text=_("Hospital, school, enterprise: without address.")
    )
    booked_on = date_field(
        _("Taken on the balance sheet on"),
        required=True,
        help_text=_("From this day it is to be published within ten calendar days."),
    )

    def __init__(
        self,
        *args: Any,
        project: Project,
        received: ReceivedProperty | None = None,
        own: set[int] | None = None,
        mine: set[int] | None = None,
        **options: Any,
    ) -> None:
        roles = project.roles.filter(role=RoleKind.RECIPIENT)
        known = list(roles.select_related("community__oblast", "partner"))
        self.recipients: dict[str, Any] = {
            one.community.code: one.community for one in known if one.community
        }
        # A partner that receives stands in the entry by its name.
        partners = [
            one.partner.name for one in known if one.partner and one.partner.pk in (mine or ())
        ]
        self.named = partners[0] if partners else ""
        if received and received.recipient:
            self.recipients.setdefault(received.recipient.code, received.recipient)
        options.setdefault("initial", self._initial(received, own or set()))
        super().__init__(*args, **options)
        chosen: Any = self.fields["recipient"]
        names = [(key, registration.name_of(one)) for key, one in self.recipients.items()]
        chosen.choices = [("", "—"), *names]
        if not self.recipients:
            del self.fields["recipient"]
            self.fields["recipient_name"].label = _now("Who received it")

    def _initial(self, received: ReceivedProperty | None, own: set[int]) -> dict[str, Any]:
        if received is None and self.named:
            return {"booked_on": timezone.localdate(), "recipient_name": self.named}
        if received is None:
            mine = [key for key, one in self.recipients.items() if one.pk in own]
            everybody = list(self.recipients)
            only = mine if len(mine) == 1 else everybody if len(everybody) == 1 else [""]
            return {"booked_on": timezone.localdate(), "recipient": only[0]}
        data = property_data_of(received)
        said = {name: getattr(data, name) for name in PROPERTY_COLUMNS}
        said["seen"] = received.updated_at.isoformat()
        return said | {"recipient": data.recipient.code if data.recipient else ""}

    def data_for(self) -> PropertyData:
        given = {name: self.cleaned_data.get(name) or "" for name in PROPERTY_COLUMNS}
        given |= {name: self.cleaned_data.get(name) for name in ("quantity", "amount", "booked_on")}
        given["recipient"] = self.recipients.get(self.cleaned_data.get("recipient") or "")
        return PropertyData(**given)  # type: ignore[arg-type]


class PublishForm(RefusableForm):
    published_url = text(
        _("Where else it is published"), 1000, help_text=_("Address of a page, if there is one.")
    )


class WithdrawForm(RefusableForm):
    reason = long(
        _("Why it is withdrawn"),
        500,
        rows=3,
        help_text=_("It leaves lists and sums; the entry stays in the history."),
    )
