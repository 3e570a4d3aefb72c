"""One activity as plain data, and its way into XML and out of it.

`write_activity` and `read_activity` are each other's inverse for all that the fields hold.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lxml import etree

from projects.iati.elements import MODULES
from projects.iati.elements.activity_date import ActivityDate
from projects.iati.elements.budget import Budget
from projects.iati.elements.conditions import Conditions
from projects.iati.elements.contact_info import ContactInfo
from projects.iati.elements.default_aid_type import AidType
from projects.iati.elements.description import Description
from projects.iati.elements.document_link import DocumentLink
from projects.iati.elements.humanitarian_scope import HumanitarianScope
from projects.iati.elements.location import Location
from projects.iati.elements.other_identifier import OtherIdentifier
from projects.iati.elements.participating_org import ParticipatingOrg
from projects.iati.elements.planned_disbursement import PlannedDisbursement
from projects.iati.elements.policy_marker import PolicyMarker
from projects.iati.elements.recipient_country import RecipientCountry
from projects.iati.elements.recipient_region import RecipientRegion
from projects.iati.elements.related_activity import RelatedActivity
from projects.iati.elements.reporting_org import ReportingOrg
from projects.iati.elements.result import Result
from projects.iati.elements.sector import Sector
from projects.iati.elements.tag import Tag
from projects.iati.elements.transaction import Transaction
from projects.iati.parts import XML_LANG, Defaults, Narratives, attribute, flag, flag_in
from projects.iati.shape import element, some

VERSION = "2.03"
ACTIVITY = element(
    "iati-activity",
    "last-updated-datetime=dateTime default-currency{Currency} humanitarian=boolean "
    "hierarchy=int linked-data-uri=anyURI budget-not-provided{BudgetNotProvided}",
    *(module.PLACE for module in MODULES),
)
ACTIVITIES = element(
    "iati-activities",
    "version{Version}! generated-datetime=dateTime linked-data-default=anyURI",
    some(ACTIVITY),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """The fields stand in the order of the schema; an empty one is an element left out."""

    identifier: str
    reporting_org: ReportingOrg
    title: Narratives
    descriptions: tuple[Description, ...]
    participating_orgs: tuple[ParticipatingOrg, ...]
    other_identifiers: tuple[OtherIdentifier, ...] = ()
    status: str
    dates: tuple[ActivityDate, ...]
    contacts: tuple[ContactInfo, ...] = ()
    scope: str = ""
    countries: tuple[RecipientCountry, ...] = ()
    regions: tuple[RecipientRegion, ...] = ()
    locations: tuple[Location, ...] = ()
    sectors: tuple[Sector, ...] = ()
    tags: tuple[Tag, ...] = ()
    humanitarian_scopes: tuple[HumanitarianScope, ...] = ()
    policy_markers: tuple[PolicyMarker, ...] = ()
    collaboration_type: str = ""
    flow_type: str = ""
    finance_type: str = ""
    aid_types: tuple[AidType, ...] = ()
    tied_status: str = ""
    budgets: tuple[Budget, ...] = ()
    planned_disbursements: tuple[PlannedDisbursement, ...] = ()
    capital_spend: Decimal | None = None
    transactions: tuple[Transaction, ...] = ()
    documents: tuple[DocumentLink, ...] = ()
    related: tuple[RelatedActivity, ...] = ()
    conditions: Conditions | None = None
    results: tuple[Result, ...] = ()
    language: str = "uk"
    currency: str = ""
    updated_at: dt.datetime | None = None
    is_humanitarian: bool | None = None
    hierarchy: int | None = None
    budget_not_provided: str = ""


@dataclass(frozen=True, slots=True)
class _Kept:
    name: str
    field: str
    repeats: bool
    write: Callable[[etree._Element, Any], None]
    read: Callable[[etree._Element, Defaults], Any]


_KEPT = tuple(
    _Kept(
        module.PLACE.shape.name, module.FIELD, module.PLACE.most is None, module.write, module.read
    )
    for module in MODULES
    if hasattr(module, "FIELD")
)
_BY_NAME = {one.name: one for one in _KEPT}


def write_activity(activity: Activity) -> etree._Element:
    """The `iati-activity` element, its children in the order of the schema."""
    root = etree.Element("iati-activity")
    for name, value in _attributes(activity).items():
        if value:
            root.set(name, value)
    for kept in _KEPT:
        value = getattr(activity, kept.field)
        if kept.repeats:
            for one in value:
                kept.write(root, one)
        elif value is not None:
            kept.write(root, value)
    return root


def _attributes(activity: Activity) -> dict[str, str]:
    return {
        XML_LANG: activity.language,
        "default-currency": activity.currency,
        "last-updated-datetime": moment(activity.updated_at) if activity.updated_at else "",
        "humanitarian": flag(activity.is_humanitarian),
        "hierarchy": "" if activity.hierarchy is None else str(activity.hierarchy),
        "budget-not-provided": activity.budget_not_provided,
    }


def moment(when: dt.datetime) -> str:
    """In UTC to the second, as files of the standard write it."""
    return when.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_activity(node: etree._Element) -> Activity:
    """The activity in a valid element; ValueError for dates that Python cannot count."""
    defaults = Defaults(str(node.get(XML_LANG, "")), attribute(node, "default-currency"))
    values: dict[str, Any] = {one.field: [] for one in _KEPT if one.repeats}
    for child in node.iterchildren(tag=etree.Element):
        kept = _BY_NAME.get(str(child.tag))
        if kept is None:
            continue
        if kept.repeats:
            values[kept.field].append(kept.read(child, defaults))
        else:
            values[kept.field] = kept.read(child, defaults)
    values.update((key, tuple(one)) for key, one in values.items() if isinstance(one, list))
    hierarchy = attribute(node, "hierarchy")
    return Activity(
        **values,
        language=defaults.language,
        currency=defaults.currency,
        updated_at=_moment_in(attribute(node, "last-updated-datetime")),
        is_humanitarian=flag_in(node, "humanitarian"),
        hierarchy=int(hierarchy) if hierarchy else None,
        budget_not_provided=attribute(node, "budget-not-provided"),
    )


def _moment_in(text: str) -> dt.datetime | None:
    """A moment without a time zone is taken as UTC."""
    if not text:
        return None
    when = dt.datetime.fromisoformat(text)
    return when if when.tzinfo else when.replace(tzinfo=dt.UTC)
