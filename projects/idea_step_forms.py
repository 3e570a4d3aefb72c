"""What people type beside an idea: steps, funding, interest of a partner, its outcome, files."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from common.codelists.enums import Visibility
from common.design.languages import wording
from common.design.widgets import Upload
from common.intake.forms import RefusableForm
from common.money.currencies import HRYVNIA, currency_choices
from partners.agreement_fields import date_field
from partners.form_fields import PartnerChoice
from partners.models import Partner
from projects.enums import ProjectKind
from projects.idea_enums import IdeaFileKind, InterestStatus
from projects.idea_forms import ROOM
from projects.idea_workflow import LARGEST_NOTE, Step
from projects.models import ProjectIdea
from projects.record_forms import english, long, money, text
from projects.services.idea_files import LARGEST
from projects.services.idea_funding import Funding


class IdeaStepForm(RefusableForm):
    note = long(_("Note"), LARGEST_NOTE, rows=4)

    def __init__(self, data: Any, *, step: Step) -> None:
        super().__init__(data)
        field: Any = self.fields["note"]
        field.required = step.needs_note
        if step.keeps_note == "to_mend":
            field.label = _("What has to be mended")
        elif step.needs_note:
            field.label = _("Why")


class FundForm(RefusableForm):
    """Who gives the money, and how much when it differs from the estimate."""

    kind = forms.ChoiceField(
        label=_("Kind of the project"), choices=ProjectKind.choices, initial=ProjectKind.GRANT
    )
    amount = money(_("Amount"), help_text=_("Empty: as estimated in the idea."))
    currency = forms.ChoiceField(label=_("Currency"), required=False)
    amount_on = date_field(_("Amount as of"))
    note = long(_("Note"), LARGEST_NOTE, rows=3)

    def __init__(self, *args: Any, user: Any, idea: ProjectIdea, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        fields["currency"].choices = currency_choices()
        fields["currency"].initial = idea.currency or HRYVNIA
        waiting = [one.partner for one in idea.interests.open().select_related("partner")]
        self.partner_fields = [f"partner_{place}" for place in range(1, len(waiting) + ROOM + 1)]
        for place, name in enumerate(self.partner_fields):
            field = PartnerChoice(label=_("Who gives the money"), required=False)
            field.offer(user)
            self.fields[name] = field
            if place < len(waiting):
                self.initial.setdefault(name, waiting[place].slug)
        first = self.partner_fields
        self.order_fields([*first, "kind", "amount", "currency", "amount_on", "note"])

    def funding(self) -> Funding:
        given = self.cleaned_data
        partners = tuple(given[name] for name in self.partner_fields if given.get(name))
        return Funding(
            partners=partners,
            kind=given["kind"],
            amount=given["amount"],
            currency=given["currency"],
            amount_on=given["amount_on"],
            note=given["note"],
        )

    @property
    def places(self) -> dict[str, str]:
        return dict.fromkeys(("partners", "parties"), self.partner_fields[0])


class InterestForm(RefusableForm):
    partner = forms.ModelChoiceField(
        Partner.objects.none(), label=_("Partner"), to_field_name="slug", empty_label=None
    )
    message = long(
        _("Message to the community"),
        3000,
        required=True,
        help_text=_("What interests you, what you would like to know or to see first."),
    )
    contact_wishes = text(
        _("How to reach you"),
        500,
        help_text=_(
            "Whom to write or call, in which language, when. Only the community and the "
            "office see it."
        ),
    )

    def __init__(self, *args: Any, user: Any, own: set[int], **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        if own:
            rows = Partner.objects.visible_to(user).current().filter(pk__in=own)
            fields["partner"].queryset = rows.in_ukrainian_order()
            fields["partner"].label_from_instance = lambda one: wording(one, "name").text
            return
        field = PartnerChoice(label=_("Partner"))
        field.offer(user)
        self.fields["partner"] = field
        self.order_fields(["partner", "message", "contact_wishes"])


class OutcomeForm(RefusableForm):
    status = forms.ChoiceField(
        label=_("What came of it"),
        choices=[
            (InterestStatus.TALKS.value, InterestStatus.TALKS.label),
            (InterestStatus.ENDED.value, InterestStatus.ENDED.label),
        ],
        widget=forms.RadioSelect,
    )
    outcome_note = long(
        _("In words"),
        1000,
        rows=3,
        help_text=_("Why it is not continued; for talks, if you like, when and with whom."),
    )


class IdeaFileForm(RefusableForm):
    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=IdeaFileKind.choices,
        initial=IdeaFileKind.DOCUMENT,
        widget=forms.RadioSelect,
    )
    file = forms.FileField(
        label=_("File"),
        widget=Upload(attrs={"accept": ".pdf,.docx,.xlsx,.jpg,.jpeg,.png"}),
        help_text=_(
            "A document: PDF, DOCX or XLSX, at most 20 MB. A photograph: JPEG or PNG, at most 8 MB;"
            " the place that a camera writes into it is taken out."
        ),
    )
    alt = text(
        _("What the photograph shows"),
        300,
        help_text=_("For people who do not see it. Not needed for a document."),
    )
    alt_en = english(_("What the photograph shows, in English"), 300)
    visibility = forms.ChoiceField(
        label=_("Who may see it"),
        choices=Visibility.choices,
        initial=Visibility.PUBLIC,
        widget=forms.RadioSelect,
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > max(LARGEST.values()):
            raise ValidationError(_now("The file is larger than 20 MB."))
        return file

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("kind") == IdeaFileKind.PHOTO and not given.get("alt", "").strip():
            self.add_error("alt", _now("Say in words what the photograph shows."))
        return given
