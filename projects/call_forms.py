"""What people type about calls and saved searches, and how it becomes what the services take."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from common.codelists.models import Theme
from common.design.languages import wording
from common.intake.forms import RefusableForm, SeenField
from communities.models import Oblast
from partners.agreement_fields import date_field
from partners.form_fields import LanguagesField, NamedMany, PartnerChoice
from partners.models import Partner, Programme
from partners.permissions import represented_by
from projects.call_data import COLUMNS, KYIV, CallData, call_data_of
from projects.call_enums import ApplicantKind, Frequency
from projects.call_permissions import can_register_call
from projects.models import Call
from projects.record_forms import (
    currency_field,
    english,
    first_status_field,
    long,
    money,
    text,
    visibility_field,
)

# The end of the day, unless the partner names an hour.
END_OF_DAY = dt.time(23, 59)
# Those of our partners; another one may be in a record that was imported.
ZONES = (
    *(KYIV, "Europe/Brussels", "Europe/Berlin", "Europe/Warsaw", "Europe/Stockholm"),
    *("Europe/Copenhagen", "Europe/Oslo", "Europe/Paris", "Europe/Rome", "Europe/Vienna"),
    *("Europe/Zurich", "Europe/London", "UTC", "America/New_York", "America/Toronto"),
    *("America/Los_Angeles", "Asia/Tokyo", "Asia/Seoul", "Australia/Sydney"),
)
GROUPS = (
    (_("What it is"), ("title", "title_en", "partner", "programme")),
    (_("What it supports"), ("summary", "summary_en", "themes")),
    (_("Who may apply, and where"), ("applicants", "oblasts", "languages")),
    (_("Money"), ("amount_min", "amount_max", "currency", "own_share")),
    (_("When"), ("opens_on", "closes_on", "closes_time", "time_zone")),
    (_("Where to read and ask"), ("link", "contact")),
    (_("Publication"), ("visibility", "record_status")),
)


def _zones() -> list[tuple[str, str]]:
    return [(zone, zone.replace("_", " ")) for zone in ZONES]


class CallForm(RefusableForm):
    """A call as people fill it in."""

    seen = SeenField()
    title = text(_("Title in Ukrainian"), 300, required=True)
    title_en = english(_("Title in English"), 300)
    partner = PartnerChoice(label=_("Partner whose call it is"), required=False)
    programme = forms.ModelChoiceField(
        Programme.objects.none(),
        label=_("Programme"),
        required=False,
        to_field_name="slug",
        empty_label="—",
        help_text=_("The partner, the programme, or both."),
    )
    summary = long(_("What it supports, in Ukrainian"), 6000, rows=6)
    summary_en = long(_("What it supports, in English"), 6000, rows=6, attrs={"lang": "en"})
    themes = NamedMany(
        Theme.objects.none(), label=_("Themes"), required=False, to_field_name="slug"
    )
    applicants = forms.MultipleChoiceField(
        label=_("Who may apply"),
        choices=ApplicantKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    oblasts = NamedMany(
        Oblast.objects.none(),
        label=_("Oblasts"),
        required=False,
        to_field_name="code",
        help_text=_("None: the whole of Ukraine."),
    )
    languages = LanguagesField(
        label=_("Languages of the application"),
        required=False,
        max_length=300,
        help_text=_("Names or two-letter codes, separated by commas."),
    )
    amount_min = money(_("Smallest grant"))
    amount_max = money(_("Largest grant"))
    currency = currency_field()
    own_share = forms.DecimalField(
        label=_("Own share, percent"),
        required=False,
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        help_text=_("How much of the cost the applicant pays. Empty: not known; 0: nothing."),
    )
    opens_on = date_field(_("Opens on"))
    closes_on = date_field(_("Last day"), help_text=_("Empty: there is no deadline."))
    closes_time = forms.TimeField(
        label=_("until"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("Empty: until 23:59."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone of the deadline"),
        choices=_zones,
        initial=KYIV,
        help_text=_("As the partner announced it. The page shows Kyiv time beside it."),
    )
    link = forms.CharField(
        label=_("Page of the call"),
        required=False,
        max_length=1000,
        widget=forms.URLInput(attrs={"inputmode": "url"}),
    )
    contact = text(
        _("Where to ask"),
        300,
        help_text=_("An address or telephone of the programme, never of a person."),
    )
    visibility = visibility_field()
    record_status = first_status_field()
    places = {"closes_at": "closes_on"}

    def __init__(self, *args: Any, user: Any, call: Call | None = None, **options: Any) -> None:
        self.call = call
        super().__init__(*args, **{"initial": _initial(call) if call else {}, **options})
        fields: dict[str, Any] = self.fields
        fields["partner"].offer(user)
        fields["programme"].queryset = Programme.objects.visible_to(user).order_by("sort_key", "pk")
        fields["programme"].label_from_instance = lambda one: wording(one, "name").text
        fields["themes"].queryset = Theme.objects.filter(is_archived=False)
        fields["oblasts"].queryset = Oblast.objects.in_force().in_ukrainian_order()
        if call and call.time_zone not in ZONES:
            fields["time_zone"].choices = [(call.time_zone, call.time_zone), *_zones()]
        if not can_register_call(user):
            self._offer_own(user)
        if call:
            self.fields.pop("record_status", None)
        else:
            del self.fields["seen"]

    def _offer_own(self, user: Any) -> None:
        """Who speaks for a partner proposes calls of this partner; an official publishes them."""
        fields: dict[str, Any] = self.fields
        own = Partner.objects.filter(pk__in=represented_by(user)).current().in_ukrainian_order()
        fields["partner"] = forms.ModelChoiceField(
            own, label=_("Partner whose call it is"), to_field_name="slug", empty_label=None
        )
        fields["partner"].label_from_instance = lambda one: wording(one, "name").text
        del fields["record_status"], fields["visibility"]

    @property
    def sets(self) -> list[tuple[Any, list[forms.BoundField]]]:
        found = [
            (legend, [self[name] for name in names if name in self.fields])
            for legend, names in GROUPS
        ]
        return [(legend, fields) for legend, fields in found if fields]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("partner") and not given.get("programme") and "partner" not in self.errors:
            self.add_error("partner", _now("Say whose call it is: a partner’s or a programme’s."))
        if given.get("closes_time") and not given.get("closes_on"):
            self.add_error("closes_on", _now("Say the day too."))
        return given

    def data_for(self) -> CallData:
        given = self.cleaned_data
        plain = {name: given[name] for name in COLUMNS if name in given}
        if self.call and "visibility" not in given:
            plain["visibility"] = self.call.visibility
        for name in ("applicants", "languages"):
            plain[name] = tuple(given[name] or ())
        return CallData(
            **plain,
            closes_at=self._deadline(),
            themes=tuple(given["themes"]),
            oblasts=tuple(given["oblasts"]),
        )

    def _deadline(self) -> dt.datetime | None:
        day = self.cleaned_data.get("closes_on")
        if not day or self.cleaned_data["time_zone"] not in available_timezones():
            return None
        time = self.cleaned_data.get("closes_time") or END_OF_DAY
        return dt.datetime.combine(day, time, ZoneInfo(self.cleaned_data["time_zone"]))


def _initial(call: Call) -> dict[str, Any]:
    data = call_data_of(call)
    closes = data.closes_at.astimezone(ZoneInfo(data.time_zone)) if data.closes_at else None
    return {
        **{name: getattr(data, name) for name in COLUMNS},
        "partner": data.partner.slug if data.partner else "",
        "programme": data.programme.slug if data.programme else "",
        "themes": [one.slug for one in data.themes],
        "oblasts": [one.code for one in data.oblasts],
        "closes_on": closes.date() if closes else None,
        "closes_time": closes.time() if closes else None,
        "seen": call.updated_at.isoformat(),
    }


class SavedSearchForm(RefusableForm):
    """A name for the filters, and how often to be told."""

    name = text(_("Name"), 120, required=True)
    frequency = forms.ChoiceField(
        label=_("Letters about new calls"),
        choices=Frequency.choices,
        initial=Frequency.WEEKLY,
        widget=forms.RadioSelect,
    )
