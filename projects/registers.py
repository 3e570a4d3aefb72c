"""The register of projects, said once: page, API, downloads and schema come from here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from django.db.models import DateField, DecimalField, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.codelists.enums import Visibility
from common.codelists.expressions import named_code
from common.money.expressions import equivalent_of, money_json
from common.registers.expressions import codes
from common.registers.fields import Field, FieldKind, text_in
from common.registers.register import Register, register
from communities.register_parts import ID, UPDATED_AT, VISIBILITY, themes
from communities.registers import API, level_of, office_json
from partners.models import Programme
from projects import register_parts as parts
from projects import table_codes
from projects.enums import ActivityStatus, ProjectKind, RecordSource, RecordStatus
from projects.iati.answers import IATI
from projects.models import Project
from projects.oc4ids.answers import OC4IDS
from projects.register_filters import FILTERS
from projects.threesixty.answers import THREESIXTY

NO_DAY = dt.date(1900, 1, 1)


@cache
def project_kinds() -> dict[str, Any]:
    return codes(ProjectKind, "mosty-project-kind")


@cache
def activity_statuses() -> dict[str, Any]:
    return codes(ActivityStatus, "IATI-ActivityStatus")


@cache
def record_statuses() -> dict[str, Any]:
    return codes(RecordStatus, "mosty-record-status")


@cache
def sources() -> dict[str, Any]:
    return codes(RecordSource, "mosty-record-source")


def _projects() -> Any:
    """With what lists are sorted by; none of it is null."""
    return parts.projects().annotate(
        begun_on=Coalesce(
            "start_actual_on", "start_planned_on", Value(NO_DAY, output_field=DateField())
        ),
        hryvnias=Coalesce(
            equivalent_of("amount", "currency", "amount_on"),
            Value(Decimal(0), output_field=DecimalField(max_digits=30, decimal_places=2)),
        ),
    )


def _programmes() -> Any:
    return Programme.objects.filter(
        record_status=RecordStatus.PUBLISHED, visibility=Visibility.PUBLIC
    )


def _tell(item: Mapping[str, Any]) -> str:
    return text_in(item["name"])


def tell_party(item: Mapping[str, Any]) -> str:
    share = f" ({item['share']:g} %)" if item["share"] is not None else ""
    return f"{text_in(item['role']['name'])}: {_tell(item)}{share}"


def tell_territory(item: Mapping[str, Any]) -> str:
    share = f" ({item['percentage']:g} %)" if item["percentage"] is not None else ""
    return f"{_tell(item)}{share}"


def tell_sector(item: Mapping[str, Any]) -> str:
    named = item["name"] or item["sector"]["name"]
    share = f" ({item['percentage']:g} %)" if item["percentage"] is not None else ""
    return f"{item['code']} {text_in(named)}{share}"


def tell_sdg(item: Mapping[str, Any]) -> str:
    return str(item["target"] or item["goal"]["code"])


def tell_identifier(item: Mapping[str, Any]) -> str:
    return f"{text_in(item['kind']['name'])}: {item['value']}"


def tell_budget(item: Mapping[str, Any]) -> str:
    value = item["value"]
    return f"{item['starts_on']}–{item['ends_on']}: {value['amount']} {value['currency']}"


def _text(name: str, label: Any, *, required: bool = False) -> Field:
    return Field(name=name, label=label, required=required)


def _code(name: str, label: Any) -> Field:
    return Field(name=name, label=label, kind=FieldKind.CODE)


def _both(name: str, label: Any) -> Field:
    return Field(name=name, label=label, kind=FieldKind.BILINGUAL)


def _date(name: str, label: Any, **options: Any) -> Field:
    return Field(name=name, label=label, kind=FieldKind.DATE, **options)


def _number(name: str, label: Any) -> Field:
    return Field(name=name, label=label, kind=FieldKind.DECIMAL)


def _money(name: str, label: Any) -> Field:
    return Field(name=name, label=label, kind=FieldKind.MONEY)


PARTY = (
    _code("role", _("role")),
    _text("kind", _("register of the body: partner, community, oblast, office or other")),
    _text("id", _("its key there")),
    _both("name", _("name")),
    Field(name="url", label=_("address in this API"), kind=FieldKind.URL),
    _number("share", _("share, %")),
)
TERRITORY = (
    _code("level", _("level")),
    _text("code", _("KATOTTG code, or that of the country")),
    _both("name", _("name")),
    Field(
        name="percentage",
        label=_("share, %"),
        kind=FieldKind.DECIMAL,
        help="Null: an equal part of what the stated shares leave.",
    ),
)
SECTOR = (
    _text("vocabulary", _("list of codes, IATI SectorVocabulary")),
    _text("code", _("code")),
    _code("sector", _("sector")),
    Field(name="name", label=_("name"), kind=FieldKind.BILINGUAL, extra={"nullable": True}),
    _number("percentage", _("share, %")),
)
SDG = (_code("goal", _("goal")), _text("target", _("target")))
MARKER = (
    _text("vocabulary", _("list")),
    _code("marker", _("marker")),
    _code("significance", _("significance")),
)
IDENTIFIER = (
    _code("kind", _("register")),
    _text("value", _("identifier"), required=True),
    _date("issued_on", _("date")),
    _text("owner", _("whose number it is")),
)
BUDGET = (
    _code("kind", _("kind")),
    _code("status", _("status")),
    _date("starts_on", _("from")),
    _date("ends_on", _("to")),
    _money("value", _("amount")),
)
TRANSACTION = (
    _code("kind", _("kind")),
    _date("happened_on", _("date")),
    _money("value", _("amount")),
    _both("description", _("for what")),
    Field(name="provider", label=_("who pays"), kind=FieldKind.BILINGUAL, extra={"nullable": True}),
    Field(
        name="receiver", label=_("who receives"), kind=FieldKind.BILINGUAL, extra={"nullable": True}
    ),
)
DOCUMENT = (
    _code("category", _("what it is")),
    _both("title", _("title")),
    _text("language", _("language")),
    _date("dated_on", _("date")),
    _text("format", _("format")),
    Field(name="url", label=_("address"), kind=FieldKind.URL),
)
LOCATION = (
    _both("name", _("name")),
    _both("description", _("description")),
    _text("community", _("KATOTTG code of the community")),
    Field(name="place", label=_("coordinates"), kind=FieldKind.PLACE),
    _code("exactness", _("exactness")),
)
RESULT = (_code("kind", _("kind")), _both("title", _("title")), _both("description", _("text")))
RELATED = (
    _code("kind", _("relation")),
    _text("identifier", _("reference, or IATI identifier")),
    Field(name="title", label=_("title"), kind=FieldKind.BILINGUAL, extra={"nullable": True}),
    Field(name="url", label=_("address in this API"), kind=FieldKind.URL),
)


def _rows(name: str, label: Any, schema: str, each: tuple[Field, ...], **options: Any) -> Field:
    cell, codes_of = options.pop("cell", None), options.pop("codes_of", None)
    extra = {"parts": each, "schema": schema, "cell": cell, "codes": codes_of}
    return Field(name=name, label=label, kind=FieldKind.ROWS, extra=extra, **options)


def _official_code(name: str, label: Any, codelist: str) -> Field:
    return Field(
        name=name,
        label=label,
        kind=FieldKind.CODE,
        expression=lambda: named_code(codelist, name),
        in_list=False,
    )


PROJECTS = register(
    Register(
        name="projects",
        singular="Project",
        title=_("Projects"),
        about=_(
            "What partners do in communities: technical assistance, credits and grants, projects "
            "supported by financial institutions. Who pays, who does the work, where and until "
            "when."
        ),
        model=Project,
        queryset=_projects,
        key="public_id",
        default_sort="-start_on",
        level_of=level_of,
        search=parts.search_projects,
        extra_filters=FILTERS,
        api_path=f"{API}projects/",
        page="projects:project-list",
        formats=(IATI, OC4IDS, *THREESIXTY),
        places=parts.places,
        fields=(
            ID,
            Field(
                name="reference",
                importable=True,
                label=_("reference"),
                required=True,
                help="Given once by the office that keeps the record.",
            ),
            Field(
                name="title",
                importable=True,
                label=_("title"),
                kind=FieldKind.BILINGUAL,
                required=True,
                sort="sort_key",
            ),
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
                expression_for=parts.programme,
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
            _rows(
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
            _rows(
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
            Field(
                name="themes",
                importable=True,
                label=_("themes"),
                kind=FieldKind.REFERENCES,
                expression=parts.themes,
                extra={"codes": True},
                filterable=True,
                filter_queryset=themes,
                filter_lookup="themes",
                filter_key="slug",
            ),
            _rows(
                "sectors",
                _("sectors"),
                "ProjectSector",
                SECTOR,
                expression=parts.sectors,
                cell=tell_sector,
                codes_of=table_codes.sector_code,
                importable=True,
            ),
            _rows(
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
            _date("start_planned_on", _("planned start"), importable=True),
            _date("start_actual_on", _("actual start"), importable=True),
            _date("end_planned_on", _("planned end"), importable=True),
            _date("end_actual_on", _("actual end"), importable=True),
            Field(
                name="cost",
                importable=True,
                label=_("cost"),
                kind=FieldKind.MONEY,
                expression=lambda: money_json("amount", "currency", "amount_on"),
                sort="hryvnias",
            ),
            _rows(
                "identifiers",
                _("identifiers"),
                "ProjectIdentifier",
                IDENTIFIER,
                expression=parts.identifiers,
                cell=tell_identifier,
                codes_of=table_codes.identifier_code,
                importable=True,
            ),
            Field(
                name="office",
                label=_("kept by"),
                kind=FieldKind.REFERENCE,
                expression=office_json,
                extra={"codes": True},
            ),
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
            _rows(
                "policy_markers",
                _("policy markers"),
                "ProjectPolicyMarker",
                MARKER,
                expression=parts.policy_markers,
                in_list=False,
            ),
            _rows(
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
            _rows(
                "transactions",
                _("transactions"),
                "ProjectTransaction",
                TRANSACTION,
                expression_for=parts.transactions,
                in_list=False,
            ),
            _rows(
                "documents",
                _("documents"),
                "ProjectDocument",
                DOCUMENT,
                expression_for=parts.documents,
                in_list=False,
            ),
            _rows(
                "locations",
                _("published places"),
                "ProjectLocation",
                LOCATION,
                expression_for=parts.locations,
                in_list=False,
                help="A project may be public without its places.",
            ),
            _rows(
                "results",
                _("results"),
                "ProjectResult",
                RESULT,
                expression=parts.results,
                in_list=False,
            ),
            _rows(
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
            Field(
                name="record_status",
                label=_("state of the record"),
                kind=FieldKind.CODE,
                choices=record_statuses,
                audience=Visibility.INTERNAL,
                required=True,
            ),
            VISIBILITY,
            Field(
                name="source",
                label=_("origin of the record"),
                kind=FieldKind.CODE,
                choices=sources,
                audience=Visibility.INTERNAL,
                required=True,
            ),
            Field(name="created_at", label=_("created at"), kind=FieldKind.MOMENT, required=True),
            UPDATED_AT,
        ),
    )
)
