"""The sections in which a programme is edited. All of them are kept by one service."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.codelists.models import Theme
from common.intake.forms import RefusableForm
from communities.models import Community, Oblast
from partners.agreement_fields import date_field
from partners.form_fields import NamedMany
from partners.models import Programme, ProgrammeComponent, ProgrammeRole, ProgrammeTerritory
from partners.programme_data import Component, Ground, ProgrammeParty, programme_data_of
from partners.programme_enums import ActivityStatus, ProgrammeLevel, ProgrammeRoleKind
from partners.services.programmes import change_programme
from projects.choosing import KeyField
from projects.project_rows import chosen
from projects.record_forms import currency_field, english, long, money, text, visibility_field
from projects.record_sections import RowForm, Section, SectionForm, Table


class ProgrammeSection(SectionForm):
    columns: tuple[str, ...] = ()
    # Under which name `ProgrammeData` has the rows.
    rows_name = ""

    def values_of(self, record: Programme) -> dict[str, Any]:
        data = programme_data_of(record)
        return {name: getattr(data, name) for name in self.columns}

    def lock(self) -> Programme:
        found: Programme = Programme.objects.select_for_update(of=("self",)).get(pk=self.record.pk)
        return found

    def write_values(self, actor: Any, record: Programme, wanted: dict[str, Any]) -> None:
        data = replace(programme_data_of(record), **wanted)
        change_programme(actor=actor, programme=record, data=data)

    def write_rows(self, actor: Any, record: Programme, wanted: Sequence[Any]) -> None:
        self.write_values(actor, record, {self.rows_name: tuple(wanted)})


class ProgrammeBasics(ProgrammeSection):
    columns = (
        "name",
        "name_en",
        "acronym",
        "status",
        "starts_on",
        "ends_on",
        "amount",
        "currency",
        "amount_on",
        "themes",
        "iati_identifier",
        "website",
        "is_whole_country",
        "visibility",
    )
    name = text(_("Name in Ukrainian"), 300, required=True)
    name_en = english(_("Name in English"), 300)
    acronym = text(_("Short name"), 40)
    status = forms.ChoiceField(label=_("Status"), choices=ActivityStatus.choices)
    starts_on = date_field(_("Begins on"))
    ends_on = date_field(_("Ends on"))
    amount = money(_("Amount"))
    currency = currency_field()
    amount_on = date_field(
        _("Amount as of"), help_text=_("The exchange rate of this day is taken. Empty: the start.")
    )
    themes = NamedMany(
        Theme.objects.none(), label=_("Themes"), required=False, to_field_name="slug"
    )
    iati_identifier = text(_("IATI identifier"), 200)
    website = text(_("Website"), 200)
    is_whole_country = forms.BooleanField(label=_("Works in the whole of Ukraine"), required=False)
    visibility = visibility_field()

    def offer(self) -> None:
        themes: Any = self.fields["themes"]
        kept = [one.pk for one in self.now_values["themes"]]
        themes.queryset = Theme.objects.filter(is_archived=False) | Theme.objects.filter(
            pk__in=kept
        )

    def wanted_values(self) -> dict[str, Any]:
        wanted = super().wanted_values()
        return wanted | {"themes": tuple(wanted["themes"])}


class ProgrammeTexts(ProgrammeSection):
    columns = ("description", "description_en", "aims", "aims_en")
    description = long(_("Description"), 8000, rows=6)
    description_en = long(_("Description in English"), 8000, rows=6, attrs={"lang": "en"})
    aims = long(_("What it is for"), 4000)
    aims_en = long(_("What it is for, in English"), 4000, attrs={"lang": "en"})


class ProgrammePartyRow(RowForm):
    makes = ProgrammeParty
    role = chosen(_("Role"), ProgrammeRoleKind.choices)
    partner = KeyField("partners", label=_("Partner"))


class ProgrammeParties(ProgrammeSection):
    rows_name = "parties"
    row_form, row_name = ProgrammePartyRow, _("Participant")
    table = Table(ProgrammeParty, ProgrammeRole, "roles", ("partner",))


class ComponentRow(RowForm):
    makes = Component
    number = forms.IntegerField(label=_("Number"), min_value=1, max_value=99)
    name = text(_("Name in Ukrainian"), 300, required=True)
    name_en = english(_("Name in English"), 300)
    description = long(_("Description"), 4000, rows=3)
    description_en = long(_("Description in English"), 4000, rows=3, attrs={"lang": "en"})
    level = chosen(_("Level"), ProgrammeLevel.choices, required=False)


class ProgrammeComponents(ProgrammeSection):
    rows_name = "components"
    row_form, row_name = ComponentRow, _("Component")
    table = Table(Component, ProgrammeComponent, "components")


class GroundRow(RowForm):
    makes = Ground
    unit = KeyField(
        "grounds",
        label=_("Oblast or community"),
        help_text=_("Type a part of the name and choose."),
    )

    @classmethod
    def initial_of(cls, value: Ground) -> dict[str, Any]:
        return {"unit": value.community or value.oblast}

    def values(self) -> dict[str, Any]:
        unit = self.cleaned_data.get("unit")
        if isinstance(unit, Community):
            return {"oblast": unit.oblast, "community": unit}
        return {"oblast": unit if isinstance(unit, Oblast) else None, "community": None}


class ProgrammeTerritories(ProgrammeSection):
    rows_name = "territories"
    row_form, row_name = GroundRow, _("Territory")
    table = Table(Ground, ProgrammeTerritory, "territories", ("oblast", "community__oblast"))


PROGRAMME_SECTIONS = (
    Section("basics", _("Name, years, amount"), ProgrammeBasics),
    Section("texts", _("Description"), ProgrammeTexts),
    Section("parties", _("Who takes part"), ProgrammeParties),
    Section(
        "components",
        _("Components"),
        ProgrammeComponents,
        _("Projects name a component by its number: a better wording does not part them."),
    ),
    Section("territories", _("Where it works"), ProgrammeTerritories),
)


class NewProgrammeForm(RefusableForm):
    """Enough to begin."""

    name = text(_("Name in Ukrainian"), 300, required=True)
    name_en = english(_("Name in English"), 300)
    acronym = text(_("Short name"), 40)
    status = forms.ChoiceField(
        label=_("Status"), choices=ActivityStatus.choices, initial=ActivityStatus.IMPLEMENTATION
    )
    iati_identifier = text(_("IATI identifier"), 200)
