"""The fields of a project in its register: names, labels, where each value comes from."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.codelists.enums import Visibility
from common.codelists.expressions import named_code
from common.money.expressions import money_json
from common.registers.expressions import codes
from common.registers.fields import Field, FieldKind
from communities.register_parts import (
    CREATED_AT,
    ID,
    OFFICE,
    REFERENCE,
    TITLE,
    UPDATED_AT,
    VISIBILITY,
    rows_field,
    source_field,
    themes_field,
)
from partners.models import Programme
from partners.programme_registers import RECORD_STATUS
from projects import register_parts as parts
from projects import table_codes
from projects.enums import ActivityStatus, ProjectKind, RecordSource, RecordStatus
from projects.models import ProjectTheme
from projects.register_links import known_programme_json
from projects.register_rows import (
    BUDGET,
    DOCUMENT,
    IDENTIFIER,
    LOCATION,
    MARKER,
    PARTY,
    RELATED,
    RESULT,
    SDG,
    SECTOR,
    TERRITORY,
    TRANSACTION,
    date_field,
    tell_budget,
    tell_identifier,
    tell_party,
    tell_sdg,
    tell_sector,
    tell_territory,
)


@cache
def project_kinds() -> dict[str, Any]:
    return codes(ProjectKind, "mosty-project-kind")


@cache
def activity_statuses() -> dict[str, Any]:
    return codes(ActivityStatus, "IATI-ActivityStatus")


@cache
def sources() -> dict[str, Any]:
    return codes(RecordSource, "mosty-record-source")


def _programmes() -> Any:
    return Programme.objects.filter(
        record_status=RecordStatus.PUBLISHED, visibility=Visibility.PUBLIC
    )


def _official_code(name: str, label: Any, codelist: str) -> Field:
    return Field(
        name=name,
        label=label,
        kind=FieldKind.CODE,
        expression=lambda: named_code(codelist, name),
        in_list=False,
    )


FIELDS: tuple[Field, ...] = (
    ID,
    REFERENCE,
    TITLE,
    Field(
        name="kind",
        importable=True,
        label=_("kind"),
        kind=FieldKind.CODE,
        choices=project_kinds,
        required=True,
        filterable=True,
    ),
    Field(
        name="status",
        importable=True,
        label=_("status"),
        kind=FieldKind.CODE,
        choices=activity_statuses,
        required=True,
        filterable=True,
    ),
    Field(
        name="programme",
        importable=True,
        label=_("programme"),
        kind=FieldKind.REFERENCE,
        expression_for=known_programme_json,
        filterable=True,
        filter_queryset=_programmes,
        filter_lookup="programme",
        filter_key="slug",
    ),
    Field(
        name="component",
        importable=True,
        label=_("component of the programme"),
        kind=FieldKind.REFERENCE,
        expression_for=parts.component,
        in_list=False,
        extra={"codes": True},
    ),
    rows_field(
        "parties",
        _("organisations and their roles"),
        "ProjectParty",
        PARTY,
        expression_for=parts.parties,
        cell=tell_party,
        codes_of=table_codes.party_code,
        importable=True,
        required=True,
    ),
    rows_field(
        "territories",
        _("where it works"),
        "ProjectTerritory",
        TERRITORY,
        expression=parts.territories,
        cell=tell_territory,
        codes_of=table_codes.territory_code,
        importable=True,
        required=True,
    ),
    Field(
        name="oblasts",
        label=_("oblasts"),
        kind=FieldKind.REFERENCES,
        expression=parts.oblasts,
        extra={"codes": True},
    ),
    themes_field(ProjectTheme, "project"),
    rows_field(
        "sectors",
        _("sectors"),
        "ProjectSector",
        SECTOR,
        expression=parts.sectors,
        cell=tell_sector,
        codes_of=table_codes.sector_code,
        importable=True,
    ),
    rows_field(
        "sdgs",
        _("Sustainable Development Goals"),
        "ProjectSDG",
        SDG,
        expression=parts.sdgs,
        cell=tell_sdg,
        importable=True,
    ),
    Field(
        name="start_on",
        label=_("start"),
        kind=FieldKind.DATE,
        source="starts_on",
        sort="begun_on",
        help="The actual start, or the planned one.",
    ),
    Field(
        name="end_on",
        label=_("end"),
        kind=FieldKind.DATE,
        source="ends_on",
        help="The actual end, or the planned one.",
    ),
    date_field("start_planned_on", _("planned start"), importable=True),
    date_field("start_actual_on", _("actual start"), importable=True),
    date_field("end_planned_on", _("planned end"), importable=True),
    date_field("end_actual_on", _("actual end"), importable=True),
    Field(
        name="cost",
        importable=True,
        label=_("cost"),
        kind=FieldKind.MONEY,
        expression=lambda: money_json("amount", "currency", "amount_on"),
        sort="hryvnias",
        sort_up="hryvnias_up",
    ),
    rows_field(
        "identifiers",
        _("identifiers"),
        "ProjectIdentifier",
        IDENTIFIER,
        expression=parts.identifiers,
        cell=tell_identifier,
        codes_of=table_codes.identifier_code,
        importable=True,
    ),
    OFFICE,
    Field(name="website", label=_("website"), kind=FieldKind.URL, importable=True),
    Field(
        name="is_humanitarian",
        importable=True,
        label=pgettext_lazy("project", "humanitarian"),
        kind=FieldKind.FLAG,
        required=True,
    ),
    *(
        Field(
            name=name,
            label=label,
            kind=FieldKind.BILINGUAL,
            in_list=False,
            importable=True,
        )
        for name, label in (
            ("description", _("description")),
            ("aims", _("aims")),
            ("tasks", _("tasks")),
            ("target_groups", _("whom it serves")),
            ("expected_results", _("expected results")),
        )
    ),
    Field(
        name="goals",
        label=_("strategic goals"),
        kind=FieldKind.REFERENCES,
        expression=parts.goals,
        extra={"codes": True},
        in_list=False,
    ),
    rows_field(
        "policy_markers",
        _("policy markers"),
        "ProjectPolicyMarker",
        MARKER,
        expression=parts.policy_markers,
        in_list=False,
    ),
    rows_field(
        "budgets",
        _("budget"),
        "ProjectBudget",
        BUDGET,
        expression=parts.budgets,
        cell=tell_budget,
        codes_of=table_codes.budget_code,
        importable=True,
        in_list=False,
    ),
    rows_field(
        "transactions",
        _("transactions"),
        "ProjectTransaction",
        TRANSACTION,
        expression_for=parts.transactions,
        in_list=False,
    ),
    rows_field(
        "documents",
        _("documents"),
        "ProjectDocument",
        DOCUMENT,
        expression_for=parts.documents,
        in_list=False,
    ),
    rows_field(
        "locations",
        _("published places"),
        "ProjectLocation",
        LOCATION,
        expression_for=parts.locations,
        in_list=False,
        help="A project may be public without its places.",
    ),
    rows_field(
        "results",
        _("results"),
        "ProjectResult",
        RESULT,
        expression=parts.results,
        in_list=False,
    ),
    rows_field(
        "related",
        _("related projects"),
        "ProjectRelated",
        RELATED,
        expression_for=parts.related,
        in_list=False,
    ),
    Field(
        name="contract_no",
        label=_("number of the contract"),
        in_list=False,
        importable=True,
    ),
    _official_code("activity_scope", _("scope"), "ActivityScope"),
    _official_code("collaboration_type", _("collaboration type"), "CollaborationType"),
    _official_code("flow_type", _("flow type"), "FlowType"),
    _official_code("finance_type", _("finance type"), "FinanceType"),
    _official_code("tied_status", _("tied status"), "TiedStatus"),
    RECORD_STATUS,
    VISIBILITY,
    source_field(sources),
    CREATED_AT,
    UPDATED_AT,
)
