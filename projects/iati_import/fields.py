"""What an import may fill: fields of a project in its own columns, and rows of other tables."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection, models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from projects.enums import IATI_ROLES
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


@dataclass(frozen=True)
class Table:
    """Rows of a project. `given` are columns that the payload names as they are.

    `owned` narrows what an import may replace: other rows of the table are none of its business.
    `joins` and `computed` bring in the organisation that a key of the payload stands for.
    """

    field: str
    model: type[models.Model]
    given: tuple[str, ...]
    owned: str = ""
    joins: tuple[str, ...] = ()
    computed: dict[str, str] = dataclasses.field(default_factory=dict)
    is_only_added: bool = False

    @property
    def name(self) -> str:
        return self.model._meta.db_table


def _party(side: str, *, with_community: bool) -> dict[str, str]:
    """Columns of who pays or receives: the organisation by link if we know it, else by name."""
    linked = f"{side}.partner_id IS NOT NULL"
    columns = {f"{side}_id": f"{side}.partner_id"}
    if with_community:
        linked += f" OR {side}.community_id IS NOT NULL"
        columns[f"{side}_community_id"] = f"{side}.community_id"
    for name in ("name", "name_en"):
        columns[f"{side}_{name}"] = f"CASE WHEN {linked} THEN '' ELSE {side}.{name} END"
    return columns | {f"{side}_ref": f"{side}.ref", f"{side}_type": f"{side}.kind"}


_PARTIES = _party("provider", with_community=False) | _party("receiver", with_community=True)
_LINKED = "num_nonnulls(body.partner_id, body.community_id, body.oblast_id, body.office_id) = 1"
_ROLES = "role IN ({})".format(", ".join(f"'{role}'" for role in IATI_ROLES))
_MONEY = ("amount", "currency", "value_date")
_NAMES = ("name", "name_en")

TABLES = (
    Table(
        "identifiers",
        ProjectIdentifier,
        ("kind", "value", "iati_type", "owner_ref", "owner_name"),
        is_only_added=True,
    ),
    Table(
        "roles",
        ProjectRole,
        ("role", "activity_ref", "crs_channel", "number"),
        owned=_ROLES,
        joins=("body:key",),
        computed={
            "partner_id": "body.partner_id",
            "community_id": "body.community_id",
            "oblast_id": "body.oblast_id",
            "office_id": "body.office_id",
            "name": f"CASE WHEN {_LINKED} THEN '' "
            "ELSE COALESCE(NULLIF(body.name, ''), NULLIF(body.name_en, ''), body.ref) END",
            "name_en": f"CASE WHEN {_LINKED} THEN '' ELSE body.name_en END",
            "org_ref": "body.ref",
            "org_type": "body.kind",
        },
    ),
    Table(
        "contacts",
        ProjectContact,
        (
            "kind", "organisation", "organisation_en", "department", "department_en", "phone",
            "email", "website", "address",
        ),
        owned="person_id IS NULL",
        computed={"is_published": "batch.is_own"},
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
        computed={"is_published": "batch.is_own"},
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
        joins=("provider:provider_key", "receiver:receiver_key"),
        computed=_PARTIES,
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
        joins=("provider:provider_key", "receiver:receiver_key"),
        computed=_PARTIES,
    ),
    Table(
        "documents",
        ProjectDocument,
        (
            "category", "title", "title_en", "description", "description_en", "language",
            "dated_on", "url", "content_type",
        ),
        owned="url <> '' AND visibility = 'public' AND NOT is_withdrawn",
        computed={"visibility": "'public'"},
    ),
    Table("relations", RelatedProject, ("kind", "identifier"), owned="other_id IS NULL"),
    Table("conditions", ProjectCondition, ("kind", "text", "text_en")),
)  # fmt: skip
# Three tables, one inside the other: see `results`.
RESULTS = Table("results", ProjectResult, ())

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


def sql_type(model: type[models.Model], name: str) -> str:
    return str(column(model, name).rel_db_type(connection) if column(model, name).is_relation
               else column(model, name).db_type(connection))  # fmt: skip


_TEXTS = (models.CharField, models.TextField, models.FileField)


def default_sql(one: models.Field[Any, Any]) -> str:
    """What a new row holds where nothing is said, as a literal."""
    if isinstance(one, models.UUIDField):
        return "gen_random_uuid()"
    if isinstance(one, models.DateTimeField):
        return "now()"
    if isinstance(one, _TEXTS) and not one.null and not one.has_default():
        return "''"
    value = one.get_default()
    if value is None or value == "":
        return "NULL"
    if isinstance(value, bool):
        return str(value).upper()
    return str(value) if isinstance(value, int) else "'{}'".format(str(value).replace("'", "''"))


def kept_columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The columns that an insert has to fill: all but the key and what PostgreSQL computes."""
    return [one for one in model._meta.concrete_fields if not one.primary_key and not one.generated]


__all__ = ["LABELS", "RESULTS", "SCALARS", "TABLES", "Project", "Table"]
