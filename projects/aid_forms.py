"""What people type about aid received, and how it becomes what the services take."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.permissions import is_administrator
from common.design.languages import wording
from common.intake.forms import RefusableForm, SeenField
from communities.models import Community, Oblast
from communities.permissions import communities_of, curated_oblasts
from partners.agreement_fields import CommunityChoice, date_field
from partners.form_fields import PartnerChoice
from projects.aid_data import COLUMNS, AidData, aid_data_of
from projects.aid_enums import AidCategory, Unit
from projects.aid_permissions import can_register_aid
from projects.choosing import KeyField
from projects.models import AidDelivery, Project
from projects.record_forms import (
    MoneyField,
    currency_field,
    english,
    first_status_field,
    long,
    money,
    text,
    visibility_field,
)
from projects.record_sections import as_shown

GROUPS = (
    (_("What came"), ("name", "name_en", "category", "quantity", "unit", "delivered_on")),
    (_("From whom"), ("partner", "donor_name", "donor_name_en", "project")),
    (_("For whom"), ("community", "oblast", "institution", "institution_en")),
    (_("What it is worth"), ("amount", "currency", "value_date", "is_estimated")),
    (_("More"), ("description", "description_en", "transport", "conditions", "place_note")),
    (_("Publication"), ("visibility", "record_status")),
)


class AidForm(RefusableForm):
    """A delivery as people fill it in."""

    seen = SeenField()
    name = text(
        _("What was received, in Ukrainian"), 300, required=True, help_text=_("One kind of goods.")
    )
    name_en = english(_("What was received, in English"), 300)
    category = forms.ChoiceField(label=_("Category"), choices=[("", "—"), *AidCategory.choices])
    quantity = MoneyField(label=_("Quantity"), max_digits=14, decimal_places=3)
    unit = forms.ChoiceField(label=_("Unit"), choices=Unit.choices, initial=Unit.PIECE)
    delivered_on = date_field(_("Received on"), required=True)
    partner = PartnerChoice(
        label=_("Partner"), required=False, help_text=_("From the register of partners.")
    )
    donor_name = text(_("or a donor that is no partner in the register"), 200)
    donor_name_en = english(_("This donor in English"), 200)
    project = KeyField(
        "projects",
        label=_("Project by which it came"),
        required=False,
        help_text=_("If it came by a project of the register: type a part of its title."),
    )
    community = CommunityChoice(label=_("Community"), required=False)
    oblast = forms.ModelChoiceField(
        Oblast.objects.none(),
        label=_("or the oblast as a whole"),
        required=False,
        to_field_name="code",
        empty_label="—",
    )
    institution = text(
        _("Institution"),
        200,
        help_text=_("Hospital, school, enterprise: the name without address."),
    )
    institution_en = english(_("Institution in English"), 200)
    amount = money(_("Value of all together"))
    currency = currency_field()
    value_date = date_field(
        _("Value as of"),
        help_text=_("The exchange rate of this day is shown. Empty: day received."),
    )
    is_estimated = forms.BooleanField(label=_("The value is an estimate"), required=False)
    transport = text(_("How it came"), 500, help_text=_("Carrier, route, who paid for it."))
    conditions = long(_("Conditions"), 2000, rows=3)
    description = long(_("Description in Ukrainian"), 4000)
    description_en = long(_("Description in English"), 4000, attrs={"lang": "en"})
    place_note = text(
        _("Where it is kept"),
        500,
        help_text=_("For officials and the community only; never published."),
    )
    visibility = visibility_field()
    record_status = first_status_field()

    def __init__(
        self, *args: Any, user: Any, delivery: AidDelivery | None = None, **options: Any
    ) -> None:
        self.user, self.delivery = user, delivery
        initial = _initial(delivery) if delivery else _guessed(user)
        super().__init__(*args, **{"initial": initial, **options})
        fields: dict[str, Any] = self.fields
        fields["partner"].offer(user)
        own = curated_oblasts(user)
        rows = Oblast.objects.in_force().in_ukrainian_order()
        fields["oblast"].queryset = rows if is_administrator(user) else rows.filter(pk__in=own)
        fields["oblast"].label_from_instance = lambda one: wording(one, "full_name").text
        if not fields["oblast"].queryset.exists():
            del self.fields["oblast"]
            fields["community"].required = True
        fields["project"].user = user
        if not _knows_project(user, delivery):
            del self.fields["project"]
        if delivery:
            del self.fields["record_status"]
        else:
            del self.fields["seen"]

    @property
    def sets(self) -> list[tuple[Any, list[forms.BoundField]]]:
        found = [
            (legend, [self[name] for name in names if name in self.fields])
            for legend, names in GROUPS
        ]
        return [(legend, fields) for legend, fields in found if fields]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        community, oblast = given.get("community"), given.get("oblast")
        if community and oblast and community.oblast_id != oblast.pk:
            self.add_error("oblast", _now("The community lies in another oblast."))
        elif (community or oblast) and not can_register_aid(self.user, oblast, community):
            message = _now("You enter aid of your own community or oblast only.")
            self.add_error("community", message)
        elif not community and not oblast and "community" not in self.errors:
            self.add_error("community", _now("Say for whom it came."))
        if given.get("partner") and given.get("donor_name"):
            message = _now("Choose the partner or name a donor, not both.")
            self.add_error("donor_name", message)
        elif not (given.get("partner") or given.get("donor_name") or "partner" in self.errors):
            self.add_error("partner", _now("Say from whom it came."))
        return given

    def data_for(self) -> AidData:
        given = {name: self.cleaned_data.get(name) for name in COLUMNS}
        if self.delivery and "project" not in self.fields:
            given["project"] = self.delivery.project
        if given["partner"]:
            given["donor_name"] = given["donor_name_en"] = ""
        return AidData(**given)  # type: ignore[arg-type]


def _knows_project(user: Any, delivery: AidDelivery | None) -> bool:
    """A project that the person may not know of stays as it is and is not shown."""
    if delivery is None or delivery.project_id is None:
        return True
    return bool(Project.objects.visible_to(user).filter(pk=delivery.project_id).exists())


def _guessed(user: Any) -> dict[str, Any]:
    """A coordinator of one community enters what this community received."""
    own = list(Community.objects.filter(pk__in=communities_of(user))[:2])
    return {"community": own[0].code} if len(own) == 1 else {}


def _initial(delivery: AidDelivery) -> dict[str, Any]:
    data = aid_data_of(delivery)
    return {
        **{name: getattr(data, name) for name in COLUMNS},
        "quantity": data.quantity.normalize(),
        "partner": data.partner.slug if data.partner else "",
        "community": data.community.code if data.community else "",
        "project": as_shown(AidForm.base_fields["project"], data.project),
        "oblast": data.oblast.code if data.oblast and not data.community else "",
        "seen": delivery.updated_at.isoformat(),
    }
