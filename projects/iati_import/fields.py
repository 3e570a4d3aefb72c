"""What an import may fill: fields of a project in its own columns, and rows of other tables."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.codelists.enums import Visibility
from projects.enums import IATI_ROLES
from projects.iati_import import rows
from projects.models import (
    HumanitarianScope,
    PlannedDisbursement,
    PolicyMarker,
    Project,
    ProjectAidType,
    ProjectBudget,
    ProjectCondition,
    ProjectContact,
    ProjectDocument,
    ProjectIdentifier,
    ProjectLocation,
    ProjectResult,
    ProjectRole,
    ProjectSDG,
    ProjectSector,
    ProjectTerritory,
    ProjectTransaction,
    RelatedProject,
)

SCALARS: dict[str, tuple[str, ...]] = {
    "title": ("title", "title_en"),
    "description": ("description", "description_en"),
    "aims": ("aims", "aims_en"),
    "tasks": ("tasks", "tasks_en"),
    "target_groups": ("target_groups", "target_groups_en"),
    "expected_results": ("expected_results", "expected_results_en"),
    "status": ("status",),
    "dates": ("start_planned_on", "start_actual_on", "end_planned_on", "end_actual_on"),
    "scope": ("activity_scope",),
    "terms": (
        "collaboration_type",
        "flow_type",
        "finance_type",
        "tied_status",
        "capital_spend",
    ),
    "currency": ("currency",),
    "humanitarian": ("is_humanitarian",),
    "budget_not_provided": ("budget_not_provided",),
    "conditions_attached": ("has_conditions",),
}


# Columns, each with what it holds where nothing is said.
Plan = tuple[tuple[str, str], ...]


@dataclass(frozen=True, eq=False)
class Side:
    """An organisation beside a row: `key` names it in the payload, its words fill `columns`.

    Asked for with each row, and therefore told apart by itself, not by all that it holds.
    """

    key: str
    columns: tuple[str, ...]


_ROLE = Side(
    "key",
    (
        "partner_id", "community_id", "oblast_id", "office_id", "name", "name_en", "org_ref",
        "org_type",
    ),
)  # fmt: skip
_PAYER, _RECEIVER = (
    Side(f"{side}_key", tuple(f"{side}_{one}" for one in ("id", "name", "name_en", "ref", "type")))
    for side in ("provider", "receiver")
)
_RECEIVERS = Side(_RECEIVER.key, (*_RECEIVER.columns, "receiver_community_id"))


@dataclass(frozen=True)
class Table:
    """Rows of a project. `given` are columns that a row of the payload names.

    `owned` narrows what an import may replace: other rows of the table are none of its business.
    `constants` are columns that a file does not speak of; what `may_stand_already` is left alone.
    """

    field: str
    model: type[models.Model]
    given: tuple[str, ...]
    owned: str = ""
    sides: tuple[Side, ...] = ()
    constants: Mapping[str, str] = dataclasses.field(default_factory=dict)
    is_only_added: bool = False
    may_stand_already: bool = False

    @property
    def name(self) -> str:
        return self.model._meta.db_table

    @cached_property
    def plan(self) -> Plan:
        return tuple((name, rows.blank_of(column(self.model, name))) for name in self.given)

    @cached_property
    def others(self) -> tuple[models.Field[Any, Any], ...]:
        """The columns of which a file says nothing; keys of rows, which are drawn, come last."""
        said = {"project_id", *self.given, *(name for one in self.sides for name in one.columns)}
        found = [one for one in kept_columns(self.model) if one.column not in said]
        return tuple(sorted(found, key=lambda one: isinstance(one, models.UUIDField)))

    @cached_property
    def columns(self) -> tuple[str, ...]:
        sides = (name for one in self.sides for name in one.columns)
        return ("project_id", *self.given, *sides, *(name_of(one) for one in self.others))

    def kept(self, row: Mapping[str, Any]) -> str | list[str]:
        """The row as it is staged: the given columns, and the keys of the organisations."""
        line = line_of_row(self.plan, row)
        return [line, *(row.get(one.key, "") for one in self.sides)] if self.sides else line

    def tail(self, *, is_own: bool) -> str:
        """The end of each line: what a file does not say. Our own places and contacts are shown."""
        values = {"is_published": rows.text_of(is_own), **self.constants}
        plain = [one for one in self.others if not isinstance(one, models.UUIDField)]
        return "".join(f"\t{values.get(name_of(one), rows.blank_of(one))}" for one in plain)

    @cached_property
    def draws_key(self) -> bool:
        return any(isinstance(one, models.UUIDField) for one in self.others)


def line_of_row(plan: Plan, row: Mapping[str, Any]) -> str:
    """An empty text in the row is said on purpose; what is not in it is left blank."""
    said = row.get
    values = [said(name, blank) for name, blank in plan]
    try:
        return rows.line_of(values)
    except TypeError:
        return rows.line_of(one if type(one) is str else rows.text_of(one) for one in values)


def plan_of(model: type[models.Model], parent: str) -> Plan:
    """All columns but the one that names what the row belongs to."""
    kept = [one for one in kept_columns(model) if one.column != parent]
    return tuple((name_of(one), rows.blank_of(one)) for one in kept)


_ROLES = "role IN ({})".format(", ".join(f"'{role}'" for role in IATI_ROLES))
_MONEY = ("amount", "currency", "value_date")
_NAMES = ("name", "name_en")

TABLES = (
    Table(
        "identifiers",
        ProjectIdentifier,
        ("kind", "value", "iati_type", "owner_ref", "owner_name"),
        is_only_added=True,
        may_stand_already=True,
    ),
    Table(
        "roles",
        ProjectRole,
        ("role", "activity_ref", "crs_channel", "number"),
        owned=_ROLES,
        sides=(_ROLE,),
        may_stand_already=True,
    ),
    Table(
        "contacts",
        ProjectContact,
        (
            "kind", "organisation", "organisation_en", "department", "department_en", "phone",
            "email", "website", "address",
        ),
        owned="person_id IS NULL",
    ),
    Table(
        "territories",
        ProjectTerritory,
        (
            "level", "country", "region_vocabulary", "region_code", "oblast_id", "raion_id",
            "community_id", "percentage",
        ),
    ),
    Table(
        "locations",
        ProjectLocation,
        (
            *_NAMES, "description", "description_en", "activity", "activity_en", "community_id",
            "settlement_code", "gazetteer", "gazetteer_code", "latitude", "longitude", "reach",
            "exactness", "location_class", "feature",
        ),
    ),
    Table(
        "sectors", ProjectSector, ("vocabulary", "vocabulary_uri", "code", *_NAMES, "percentage")
    ),
    Table("sdgs", ProjectSDG, ("goal", "target")),
    Table(
        "policy_markers",
        PolicyMarker,
        ("vocabulary", "vocabulary_uri", "code", "significance", *_NAMES),
    ),
    Table("aid_types", ProjectAidType, ("vocabulary", "code")),
    Table(
        "humanitarian_scopes",
        HumanitarianScope,
        ("kind", "vocabulary", "vocabulary_uri", "code", *_NAMES),
    ),
    Table("budgets", ProjectBudget, ("kind", "status", "starts_on", "ends_on", *_MONEY)),
    Table(
        "planned_disbursements",
        PlannedDisbursement,
        ("kind", "starts_on", "ends_on", *_MONEY, "provider_activity", "receiver_activity"),
        sides=(_PAYER, _RECEIVERS),
    ),
    Table(
        "transactions",
        ProjectTransaction,
        (
            "kind", "reference", "is_humanitarian", "happened_on", "description",
            "description_en", *_MONEY, "provider_activity", "receiver_activity", "channel",
            "sector_vocabulary", "sector_code", "country", "region_vocabulary", "region_code",
            "flow_type", "finance_type", "aid_type", "tied_status",
        ),
        sides=(_PAYER, _RECEIVERS),
    ),
    Table(
        "documents",
        ProjectDocument,
        (
            "category", "title", "title_en", "description", "description_en", "language",
            "dated_on", "url", "content_type",
        ),
        owned="url <> '' AND visibility = 'public' AND NOT is_withdrawn",
        constants={"visibility": Visibility.PUBLIC.value},
    ),
    Table("relations", RelatedProject, ("kind", "identifier"), owned="other_id IS NULL"),
    Table("conditions", ProjectCondition, ("kind", "text", "text_en")),
)  # fmt: skip
# Three tables, one inside the other: see `results`.
RESULTS = Table("results", ProjectResult, ())
BY_FIELD = {one.field: one for one in TABLES}

LABELS: dict[str, str | Promise] = {
    "title": _("Title"),
    "description": _("Description"),
    "aims": _("Aims"),
    "tasks": _("Tasks"),
    "target_groups": _("Whom it serves"),
    "expected_results": _("Expected results"),
    "status": _("Status"),
    "dates": _("Dates"),
    "scope": _("Scope"),
    "terms": _("Terms of the aid"),
    "currency": _("Currency"),
    "humanitarian": _("Humanitarian"),
    "budget_not_provided": _("Why no budget is given"),
    "conditions_attached": _("Conditions are attached"),
    "identifiers": _("Identifiers"),
    "roles": _("Who takes part"),
    "contacts": _("Contacts"),
    "territories": _("Territories"),
    "locations": _("Places"),
    "sectors": _("Sectors"),
    "sdgs": _("Sustainable Development Goals"),
    "policy_markers": _("Policy markers"),
    "aid_types": _("Types of aid"),
    "humanitarian_scopes": _("Emergencies"),
    "budgets": _("Budget"),
    "planned_disbursements": _("Planned payments"),
    "transactions": _("Payments"),
    "documents": _("Documents"),
    "relations": _("Related projects"),
    "conditions": _("Conditions"),
    "results": _("Results"),
}


def name_of(one: models.Field[Any, Any]) -> str:
    """The field's column; only relations of many to many have none."""
    return str(one.column)


@cache
def column(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    """The field of the model that is kept in the column."""
    return next(one for one in model._meta.concrete_fields if one.column == name)


def kept_columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The columns that an insert has to fill: all but the key and what PostgreSQL computes."""
    return [one for one in model._meta.concrete_fields if not one.primary_key and not one.generated]


__all__ = ["BY_FIELD", "LABELS", "RESULTS", "SCALARS", "TABLES", "Project", "Table"]
