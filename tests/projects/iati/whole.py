"""A project that has something for every element of the standard."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from partners.models import Partner, PartnerIdentifier
from projects.models import (
    HumanitarianScope,
    IndicatorPeriod,
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
    ProjectTransaction,
    RelatedProject,
    ResultIndicator,
)
from tests.factories.communities import CommunityFactory, OblastFactory, OfficeFactory
from tests.factories.partners import PartnerFactory
from tests.factories.projects import ProgrammeFactory, project

START = dt.date(2025, 1, 1)
END = dt.date(2025, 12, 31)
MONEY = {"amount": Decimal("1000.50"), "currency": "EUR", "value_date": START}


def office(edrpou: str = "99999999", **values: Any) -> Any:
    return OfficeFactory.create(edrpou=edrpou, **values)


def simple_project(reporter: Any, **values: Any) -> Project:
    """The least that makes a valid activity."""
    values.setdefault("description", "Опис")
    made = project(oblast=reporter.oblast, office=reporter, **values)
    ProjectSector.objects.create(project=made, code="11120")
    ProjectRole.objects.create(project=made, role="funding", name="Донор", name_en="Donor")
    return made


def whole_project(reporter: Any, **values: Any) -> Project:
    community = CommunityFactory.create(oblast=reporter.oblast)
    partner = PartnerFactory.create(name="Фонд", name_en="Fund", iati_type="60")
    PartnerIdentifier.objects.create(partner=partner, scheme="iati", value="XM-DAC-41114")
    made = project(
        oblast=reporter.oblast,
        office=reporter,
        communities=[community],
        partners=[("funding", partner), ("beneficiary", PartnerFactory.create())],
        programme=ProgrammeFactory.create(iati_identifier="XM-DAC-41114-PROG"),
        description="Опис із < & >",
        description_en="About it",
        aims="Мета",
        tasks="Завдання",
        target_groups="Діти",
        expected_results="Школа працює",
        amount=Decimal(5000),
        currency="EUR",
        is_humanitarian=True,
        collaboration_type="1",
        flow_type="10",
        finance_type="110",
        tied_status="5",
        capital_spend=Decimal("25.5"),
        **values,
    )
    _classify(made)
    _pay(made, partner, community)
    _describe(made, community)
    _measure(made)
    return made


def _classify(made: Project) -> None:
    for code, share in (("11120", "60"), ("23183", "40")):
        ProjectSector.objects.create(project=made, code=code, percentage=Decimal(share))
    ProjectSector.objects.create(project=made, vocabulary="99", code="a", name="Власний")
    ProjectSDG.objects.create(project=made, goal=4)
    ProjectSDG.objects.create(project=made, goal=11, target="11.2")
    PolicyMarker.objects.create(project=made, code="1", significance="1")
    ProjectAidType.objects.create(project=made, code="C01")
    HumanitarianScope.objects.create(
        project=made, kind="1", vocabulary="99", code="UA", name="Війна", name_en="War"
    )
    ProjectCondition.objects.create(project=made, kind="2", text="Звіт", text_en="Report")
    ProjectIdentifier.objects.create(project=made, kind="iati", value="XM-DAC-41114-1")
    ProjectIdentifier.objects.create(
        project=made, kind="mta_registration", value="1234-01", owner_name="Секретаріат"
    )
    RelatedProject.objects.create(project=made, kind="3", identifier="XM-DAC-41114-2")


def _pay(made: Project, partner: Partner, community: Any) -> None:
    ProjectBudget.objects.create(project=made, starts_on=START, ends_on=END, status="2", **MONEY)
    PlannedDisbursement.objects.create(
        project=made, starts_on=START, provider=partner, receiver_community=community, **MONEY
    )
    ProjectTransaction.objects.create(
        project=made,
        kind="3",
        happened_on=START,
        reference="1",
        description="Перший внесок",
        provider=partner,
        provider_activity="XM-DAC-41114-1",
        receiver_name="Школа",
        channel="2",
        flow_type="10",
        finance_type="110",
        aid_type="C01",
        tied_status="5",
        **MONEY,
    )


def _describe(made: Project, community: Any) -> None:
    ProjectLocation.objects.create(
        project=made,
        name="Школа № 1",
        name_en="School 1",
        community=community,
        latitude=Decimal("49.588300"),
        longitude=Decimal("34.551400"),
        exactness="1",
        location_class="3",
        feature="SCH",
        is_published=True,
    )
    ProjectLocation.objects.create(
        project=made,
        name="Таємне місце",
        latitude=Decimal(50),
        longitude=Decimal(30),
    )
    ProjectContact.objects.create(
        project=made, organisation="Офіс", email="office@mosty.example", is_published=True
    )
    ProjectContact.objects.create(project=made, organisation="Прихований", phone="+380000000000")
    link = {"project": made, "category": "A09", "dated_on": START, "language": "uk"}
    ProjectDocument.objects.create(
        **link, title="Угода", url="https://example.org/угода.pdf", visibility="public"
    )
    ProjectDocument.objects.create(**link, title="Внутрішній", url="https://example.org/x")


def _measure(made: Project) -> None:
    result = ProjectResult.objects.create(project=made, title="Учні", title_en="Pupils")
    ProjectResult.objects.create(project=made, title="Без показників")
    numbers = ResultIndicator.objects.create(
        result=result, title="Скільки", unit="осіб", baseline=Decimal(10), baseline_year=2024
    )
    words = ResultIndicator.objects.create(result=result, title="Як", measure="5", baseline=1)
    period = {"starts_on": START, "ends_on": END}
    IndicatorPeriod.objects.create(
        indicator=numbers, **period, target=Decimal(100), actual=Decimal("80.5")
    )
    IndicatorPeriod.objects.create(
        indicator=words, **period, target=Decimal(1), target_comment="Добре"
    )
    IndicatorPeriod.objects.create(indicator=numbers, **period, target_comment="лише словами")


def poltava() -> Any:
    return OblastFactory.create(slug="poltava")
