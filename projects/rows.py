"""Rows that belong to a project, as the services take them: one plain value for each row."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from communities.models import Community, Oblast, Office, Raion
from partners.models import ContactPerson, Partner
from projects.enums import (
    BudgetKind,
    BudgetStatus,
    ContactKind,
    IndicatorMeasure,
    LocationReach,
    ResultKind,
    TerritoryLevel,
)
from projects.models import Project
from projects.models.classification import DAC
from projects.models.places import UKRAINE


@dataclass(frozen=True, kw_only=True)
class Party:
    """A role and the one body that has it; `name` for a body that no register knows."""

    role: str
    partner: Partner | None = None
    community: Community | None = None
    oblast: Oblast | None = None
    office: Office | None = None
    name: str = ""
    name_en: str = ""
    org_ref: str = ""
    org_type: str = ""
    activity_ref: str = ""
    crs_channel: str = ""
    share: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Number:
    """The project's number in another register."""

    kind: str
    value: str
    issued_on: dt.date | None = None
    iati_type: str = ""
    owner_ref: str = ""
    owner_name: str = ""


@dataclass(frozen=True, kw_only=True)
class Unit:
    """A unit of territory with its share of the money, in per cent, if one is agreed."""

    level: str
    country: str = UKRAINE
    region_vocabulary: str = ""
    region_code: str = ""
    oblast: Oblast | None = None
    raion: Raion | None = None
    community: Community | None = None
    percentage: Decimal | None = None

    @classmethod
    def of_community(cls, community: Community, percentage: Decimal | None = None) -> Unit:
        return cls(
            level=TerritoryLevel.COMMUNITY.value,
            oblast=community.oblast,
            raion=community.raion,
            community=community,
            percentage=percentage,
        )

    @classmethod
    def of_raion(cls, raion: Raion, percentage: Decimal | None = None) -> Unit:
        return cls(
            level=TerritoryLevel.RAION.value,
            oblast=raion.oblast,
            raion=raion,
            percentage=percentage,
        )

    @classmethod
    def of_oblast(cls, oblast: Oblast, percentage: Decimal | None = None) -> Unit:
        return cls(level=TerritoryLevel.OBLAST.value, oblast=oblast, percentage=percentage)

    @classmethod
    def of_country(cls, country: str = UKRAINE, percentage: Decimal | None = None) -> Unit:
        return cls(level=TerritoryLevel.COUNTRY.value, country=country, percentage=percentage)


@dataclass(frozen=True, kw_only=True)
class Place:
    """An exact place; nobody but officials sees it unless `is_published`."""

    name: str
    name_en: str = ""
    description: str = ""
    description_en: str = ""
    activity: str = ""
    activity_en: str = ""
    community: Community | None = None
    settlement_code: str = ""
    gazetteer: str = ""
    gazetteer_code: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    reach: str = LocationReach.ACTIVITY.value
    exactness: str = ""
    location_class: str = ""
    feature: str = ""
    is_published: bool = False


@dataclass(frozen=True, kw_only=True)
class Sector:
    code: str
    vocabulary: str = DAC
    vocabulary_uri: str = ""
    name: str = ""
    name_en: str = ""
    percentage: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Marker:
    code: str
    significance: str
    vocabulary: str = DAC
    vocabulary_uri: str = ""
    name: str = ""
    name_en: str = ""


@dataclass(frozen=True, kw_only=True)
class AidKind:
    code: str
    vocabulary: str = DAC


@dataclass(frozen=True, kw_only=True)
class Budget:
    amount: Decimal
    currency: str
    value_date: dt.date
    starts_on: dt.date
    ends_on: dt.date
    kind: str = BudgetKind.ORIGINAL.value
    status: str = BudgetStatus.INDICATIVE.value


@dataclass(frozen=True, kw_only=True)
class Payment:
    """A transaction."""

    kind: str
    amount: Decimal
    currency: str
    value_date: dt.date
    happened_on: dt.date
    reference: str = ""
    is_humanitarian: bool | None = None
    description: str = ""
    description_en: str = ""
    provider: Partner | None = None
    provider_name: str = ""
    provider_ref: str = ""
    provider_type: str = ""
    provider_activity: str = ""
    receiver: Partner | None = None
    receiver_community: Community | None = None
    receiver_name: str = ""
    receiver_ref: str = ""
    receiver_type: str = ""
    receiver_activity: str = ""
    channel: str = ""
    sector_vocabulary: str = ""
    sector_code: str = ""
    country: str = ""
    region_vocabulary: str = ""
    region_code: str = ""
    flow_type: str = ""
    finance_type: str = ""
    aid_type: str = ""
    tied_status: str = ""


@dataclass(frozen=True, kw_only=True)
class Period:
    starts_on: dt.date
    ends_on: dt.date
    target: Decimal | None = None
    target_comment: str = ""
    target_comment_en: str = ""
    actual: Decimal | None = None
    actual_comment: str = ""
    actual_comment_en: str = ""


@dataclass(frozen=True, kw_only=True)
class Indicator:
    title: str
    title_en: str = ""
    description: str = ""
    description_en: str = ""
    measure: str = IndicatorMeasure.UNIT.value
    is_ascending: bool = True
    unit: str = ""
    unit_en: str = ""
    baseline: Decimal | None = None
    baseline_year: int | None = None
    baseline_on: dt.date | None = None
    baseline_comment: str = ""
    baseline_comment_en: str = ""
    periods: tuple[Period, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Result:
    title: str
    title_en: str = ""
    description: str = ""
    description_en: str = ""
    kind: str = ResultKind.OUTPUT.value
    is_summable: bool | None = None
    indicators: tuple[Indicator, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Relation:
    kind: str
    other: Project | None = None
    identifier: str = ""


@dataclass(frozen=True, kw_only=True)
class PlannedPayment:
    """What is to be paid in a period (IATI planned-disbursement)."""

    amount: Decimal
    currency: str
    value_date: dt.date
    starts_on: dt.date
    ends_on: dt.date | None = None
    kind: str = BudgetKind.ORIGINAL.value
    provider: Partner | None = None
    provider_name: str = ""
    provider_ref: str = ""
    receiver: Partner | None = None
    receiver_community: Community | None = None
    receiver_name: str = ""
    receiver_ref: str = ""


@dataclass(frozen=True, kw_only=True)
class Emergency:
    """The emergency or appeal that the project answers (IATI humanitarian-scope)."""

    kind: str
    vocabulary: str
    code: str
    vocabulary_uri: str = ""
    name: str = ""
    name_en: str = ""


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Whom to ask. A person is never published."""

    kind: str = ContactKind.GENERAL.value
    person: ContactPerson | None = None
    organisation: str = ""
    organisation_en: str = ""
    department: str = ""
    department_en: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    address: str = ""
    is_published: bool = False


@dataclass(frozen=True, kw_only=True)
class Condition:
    kind: str
    text: str
    text_en: str = ""
