"""The sections in which a project is edited, and by which services each is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from common.codelists.entries import SDG_GOALS, choices_of
from common.codelists.models import Theme
from common.intake.texts import one_line
from communities.models import StrategicGoal
from partners.agreement_fields import date_field
from partners.form_fields import NamedMany
from partners.models import ProgrammeComponent
from projects import enums, models, rows, services
from projects import project_rows as forms_of
from projects.choosing import KeyField
from projects.data import project_data_of
from projects.idea_forms import GoalsField
from projects.models import Project
from projects.project_rows import chosen, listed, percentage_field
from projects.record_forms import currency_field, english, long, money, text, visibility_field
from projects.record_sections import Section, SectionForm, Table
from projects.services.projects import locked_current

YES_NO = (("", "—"), ("true", _("yes")), ("false", _("no")))


class ProjectSection(SectionForm):
    columns: tuple[str, ...] = ()
    set_rows: Any = None

    def values_of(self, record: Project) -> dict[str, Any]:
        if not self.columns:
            return {}
        data = project_data_of(record)
        return {name: getattr(data, name) for name in self.columns}

    def lock(self) -> Project:
        return locked_current(self.record)

    def write_values(self, actor: Any, record: Project, wanted: dict[str, Any]) -> None:
        data = replace(project_data_of(record), **wanted)
        services.change_project(actor=actor, project=record, data=data)

    def write_rows(self, actor: Any, record: Project, wanted: Sequence[Any]) -> None:
        self.set_rows(actor, record, wanted)


def kept_by(service: Callable[..., Project], name: str) -> Any:
    """The service that keeps the rows of a section, and what it calls them."""

    def set_rows(actor: Any, record: Project, wanted: Sequence[Any]) -> Project:
        return service(actor=actor, project=record, **{name: wanted})

    return staticmethod(set_rows)


def may_be(label: Any, **options: Any) -> forms.TypedChoiceField:
    """Yes, no, or not known."""
    return forms.TypedChoiceField(
        label=label,
        choices=YES_NO,
        required=False,
        coerce=lambda said: said in {"true", "True", True},
        empty_value=None,
        **options,
    )


class Basics(ProjectSection):
    columns = (
        "title",
        "title_en",
        "kind",
        "status",
        "programme",
        "component",
        "start_planned_on",
        "start_actual_on",
        "end_planned_on",
        "end_actual_on",
        "agreement",
        "contract_no",
        "website",
        "works_type",
        "visibility",
    )
    title = text(_("Title in Ukrainian"), 500, required=True)
    title_en = english(_("Title in English"), 500)
    kind = chosen(_("Kind"), enums.ProjectKind.choices)
    status = forms.ChoiceField(label=_("Status"), choices=enums.ActivityStatus.choices)
    programme = KeyField("programmes", label=_("Programme"), required=False)
    component = forms.ModelChoiceField(
        ProgrammeComponent.objects.none(),
        label=_("Component of the programme"),
        required=False,
        empty_label="—",
        help_text=_("Components appear when the programme is saved."),
    )
    start_planned_on = date_field(_("Planned start"))
    start_actual_on = date_field(_("Actual start"))
    end_planned_on = date_field(_("Planned end"))
    end_actual_on = date_field(_("Actual end"))
    agreement = KeyField("agreements", label=_("Agreement"), required=False)
    contract_no = text(_("Number of the contract"), 100)
    website = text(_("Website"), 500)
    works_type = chosen(_("Building works"), enums.WorksType.choices, required=False)
    visibility = visibility_field()

    def offer(self) -> None:
        component: Any = self.fields["component"]
        component.queryset = ProgrammeComponent.objects.filter(programme=self.record.programme_id)


class Texts(ProjectSection):
    columns = tuple(
        f"{name}{end}"
        for name in ("description", "aims", "tasks", "target_groups", "expected_results")
        for end in ("", "_en")
    )
    description = long(_("Description"), 8000, rows=6)
    description_en = long(_("Description in English"), 8000, rows=6, attrs={"lang": "en"})
    aims = long(_("What it is for"), 4000)
    aims_en = long(_("What it is for, in English"), 4000, attrs={"lang": "en"})
    tasks = long(_("What is done"), 4000)
    tasks_en = long(_("What is done, in English"), 4000, attrs={"lang": "en"})
    target_groups = long(_("Whom it serves"), 4000)
    target_groups_en = long(_("Whom it serves, in English"), 4000, attrs={"lang": "en"})
    expected_results = long(_("What is expected"), 4000)
    expected_results_en = long(_("What is expected, in English"), 4000, attrs={"lang": "en"})


class Numbers(ProjectSection):
    row_form, row_name = forms_of.IdentifierRow, _("Number")
    table = Table(rows.Number, models.ProjectIdentifier, "identifiers")
    set_rows = kept_by(services.set_identifiers, "identifiers")


class Parties(ProjectSection):
    row_form, row_name = forms_of.PartyRow, _("Participant")
    table = Table(
        rows.Party,
        models.ProjectRole,
        "roles",
        ("partner", "community__oblast", "oblast", "office"),
    )
    set_rows = kept_by(services.set_parties, "parties")


class Territories(ProjectSection):
    row_form, row_name = forms_of.UnitRow, _("Territory")
    table = Table(
        rows.Unit,
        models.ProjectTerritory,
        "territories",
        ("community__oblast", "community__raion", "raion__oblast", "oblast"),
    )
    set_rows = kept_by(services.set_territories, "units")


class Places(ProjectSection):
    row_form, row_name = forms_of.PlaceRow, _("Place")
    table = Table(rows.Place, models.ProjectLocation, "locations", ("community__oblast",))
    set_rows = kept_by(services.set_locations, "places")


class Subject(ProjectSection):
    columns = ("themes", "sdgs", "goals")
    row_form, row_name = forms_of.SectorRow, _("Sector")
    table = Table(rows.Sector, models.ProjectSector, "sectors")
    set_rows = kept_by(services.set_sectors, "sectors")
    themes = NamedMany(
        Theme.objects.none(), label=_("Themes"), required=False, to_field_name="slug"
    )
    sdgs = forms.MultipleChoiceField(
        label=_("Sustainable Development Goals"),
        required=False,
        choices=lambda: choices_of(SDG_GOALS),
        widget=forms.CheckboxSelectMultiple,
    )
    targets = text(
        _("Targets of these goals"), 300, help_text=_("Such as 11.2, separated by commas.")
    )
    goals = GoalsField(
        StrategicGoal.objects.none(),
        label=_("Goals of the oblast’s strategy"),
        required=False,
        to_field_name="public_id",
    )

    def initial_of(self, values: Any) -> dict[str, Any]:
        codes = values["sdgs"]
        goals = [code for code in codes if "." not in code]
        targets = ", ".join(code for code in codes if "." in code)
        return super().initial_of(values) | {"sdgs": goals, "targets": targets}

    def offer(self) -> None:
        """Goals of the strategies of its oblast, and those that it has already."""
        fields: dict[str, Any] = self.fields
        kept = [one.pk for one in self.now_values["themes"]]
        themes = Theme.objects.filter(is_archived=False) | Theme.objects.filter(pk__in=kept)
        fields["themes"].queryset = themes
        known = StrategicGoal.objects.select_related("strategy").visible_to(self.user)
        offered = known.offered().filter(strategy__oblast=self.record.oblast_id).values("pk")
        held = [one.pk for one in self.now_values["goals"]]
        found = known.filter(pk__in=offered) | known.filter(pk__in=held)
        fields["goals"].queryset = found.order_by("strategy", "place")

    def wanted_values(self) -> dict[str, Any]:
        given = self.cleaned_data
        targets = [one_line(one).lower() for one in given["targets"].split(",") if one.strip()]
        return {
            "themes": tuple(given["themes"]),
            "sdgs": (*given["sdgs"], *targets),
            "goals": tuple(given["goals"]),
        }

    def clean_targets(self) -> str:
        """Their goals need not be ticked: a target says its goal."""
        return str(self.cleaned_data["targets"]).replace(";", ",")


class Money(ProjectSection):
    columns = (
        "amount",
        "currency",
        "amount_on",
        "amount_applied_for",
        "awarded_on",
        "is_from_open_call",
        "capital_spend",
        "budget_not_provided",
    )
    row_form, row_name = forms_of.BudgetRow, _("Budget")
    table = Table(rows.Budget, models.ProjectBudget, "budgets")
    set_rows = kept_by(services.set_budgets, "budgets")
    amount = money(_("Cost"))
    currency = currency_field()
    amount_on = date_field(
        _("Cost as of"),
        help_text=_("The exchange rate of this day is taken. Empty: the day of the agreement."),
    )
    amount_applied_for = money(_("Amount applied for"))
    awarded_on = date_field(_("Grant or loan agreed on"))
    is_from_open_call = may_be(_("From an open call"))
    capital_spend = percentage_field()
    budget_not_provided = chosen(
        _("Why no budget is given"), enums.BudgetNotProvided.choices, required=False
    )

    def offer(self) -> None:
        self.fields["capital_spend"].label = _now("Share of capital spending, %")


class Payments(ProjectSection):
    row_form, row_name = forms_of.PaymentRow, _("Payment")
    table = Table(
        rows.Payment,
        models.ProjectTransaction,
        "transactions",
        ("provider", "receiver", "receiver_community__oblast"),
    )
    set_rows = kept_by(services.set_transactions, "payments")


class Planned(ProjectSection):
    row_form, row_name = forms_of.PlannedRow, _("Planned payment")
    table = Table(
        rows.PlannedPayment,
        models.PlannedDisbursement,
        "planned_disbursements",
        ("provider", "receiver", "receiver_community__oblast"),
    )
    set_rows = kept_by(services.set_planned_payments, "payments")


class Contacts(ProjectSection):
    row_form, row_name = forms_of.ContactRow, _("Contact")
    table = Table(rows.Contact, models.ProjectContact, "contacts", ("person__partner",))
    set_rows = kept_by(services.set_contacts, "contacts")


class Relations(ProjectSection):
    row_form, row_name = forms_of.RelationRow, _("Related project")
    table = Table(rows.Relation, models.RelatedProject, "relations", ("other",))
    set_rows = kept_by(services.set_relations, "relations")


class Conditions(ProjectSection):
    columns = ("has_conditions",)
    row_form, row_name = forms_of.ConditionRow, _("Condition")
    table = Table(rows.Condition, models.ProjectCondition, "conditions")
    set_rows = kept_by(services.set_conditions, "conditions")
    has_conditions = may_be(_("Conditions are attached"))


class Markers(ProjectSection):
    row_form, row_name = forms_of.MarkerRow, _("Marker")
    table = Table(rows.Marker, models.PolicyMarker, "policy_markers")
    set_rows = kept_by(services.set_markers, "markers")


class Emergencies(ProjectSection):
    columns = ("is_humanitarian",)
    row_form, row_name = forms_of.EmergencyRow, _("Emergency or appeal")
    table = Table(rows.Emergency, models.HumanitarianScope, "humanitarian_scopes")
    set_rows = kept_by(services.set_emergencies, "emergencies")
    is_humanitarian = forms.BooleanField(label=_("A humanitarian project"), required=False)


class Codes(ProjectSection):
    columns = (
        "activity_scope",
        "collaboration_type",
        "flow_type",
        "finance_type",
        "tied_status",
    )
    row_form, row_name = forms_of.AidTypeRow, _("Aid type")
    table = Table(rows.AidKind, models.ProjectAidType, "aid_types")
    set_rows = kept_by(services.set_aid_types, "kinds")
    activity_scope = listed(_("Scope"), "ActivityScope", required=False)
    collaboration_type = listed(_("Collaboration type"), "CollaborationType", required=False)
    flow_type = listed(_("Flow type"), "FlowType", required=False)
    finance_type = listed(_("Finance type"), "FinanceType", required=False)
    tied_status = listed(_("Tied status"), "TiedStatus", required=False)


SECTIONS = (
    Section("basics", _("Title, status, dates"), Basics),
    Section("texts", _("Description"), Texts),
    Section(
        "parties",
        _("Who takes part"),
        Parties,
        _("Each row is one organisation in one role; whoever has two roles stands in two rows."),
    ),
    Section(
        "territories",
        _("Where it works"),
        Territories,
        _(
            "Shares say how the money is divided. Give all of them, 100 per cent together, or "
            "leave some empty: they divide the rest equally."
        ),
    ),
    Section(
        "places",
        _("Exact places"),
        Places,
        _("Only officials see them, unless you publish a place. Under martial law think twice."),
    ),
    Section(
        "subject",
        _("Themes, sectors, goals"),
        Subject,
        _("Shares of the sectors: for every one, 100 per cent together, or for none."),
    ),
    Section(
        "money",
        _("Cost and budget"),
        Money,
        _("The budget stands by years. A revised budget of a period replaces the original one."),
    ),
    Section("payments", _("Payments"), Payments, _("What was promised and what was paid.")),
    Section("planned", _("Planned payments"), Planned),
    Section(
        "numbers",
        _("Numbers in other registers"),
        Numbers,
        _("The number of the state registration, of IATI or DREAM names one project only."),
    ),
    Section("contacts", _("Contacts"), Contacts),
    Section("related", _("Related projects"), Relations),
    Section("conditions", _("Conditions"), Conditions),
    Section("markers", _("Policy markers"), Markers),
    Section("emergencies", _("Humanitarian response"), Emergencies),
    Section(
        "codes",
        _("Codes for IATI"),
        Codes,
        _("For files that donors read. Leave empty what you do not know."),
    ),
)
