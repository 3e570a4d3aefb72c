from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from common.intake.refusals import ChangedMeanwhile
from communities.models import Oblast
from projects.data import ProjectData, project_data_of
from projects.exceptions import (
    InvalidData,
    ProjectKnown,
    ProjectMerged,
    ProjectMergedWithItself,
    RecordArchived,
    RecordReasonMissing,
    WrongRecordStatus,
)
from projects.models import Project, ProjectRole, ProjectTerritory
from projects.rows import Budget, Indicator, Number, Party, Period, Result, Sector, Unit
from projects.services import (
    change_project,
    merge_projects,
    move_project,
    register_project,
    set_budgets,
    set_identifiers,
    set_parties,
    set_results,
    set_sectors,
    set_territories,
)
from projects.shares import amounts_of, shares_of
from tests.factories.communities import CommunityFactory, OblastFactory
from tests.factories.partners import PartnerFactory
from tests.factories.projects import ProjectFactory, project

pytestmark = pytest.mark.django_db

DATA = ProjectData(
    kind="mta",
    title="  Відновлення   водогону ",
    title_en="Repair of the water main",
    start_actual_on=date(2024, 3, 1),
    amount=Decimal("1500000.50"),
    currency="eur",
    sdgs=("6", "6.1", "6"),
)


def registered(oblast: Oblast | None = None, **changes: Any) -> Project:
    place = oblast or OblastFactory.create(slug="poltava", code="UA53000000000028050")
    return register_project(actor=None, oblast=place, data=replace(DATA, **changes))


def test_a_new_project_has_its_reference_and_is_a_draft() -> None:
    made = registered()
    assert made.reference == f"PL-PRJ-{timezone.localdate().year}-0001"
    assert made.record_status == "draft"
    assert made.title == "Відновлення водогону"
    assert (made.currency, made.amount_on) == ("EUR", date(2024, 3, 1))
    assert [(one.goal, one.target) for one in made.sdgs.all()] == [(6, ""), (6, "6.1")]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "х" * 501}, "title"),
        ({"kind": "unheard"}, "kind"),
        ({"status": "7"}, "status"),
        ({"currency": "євро"}, "currency"),
        ({"amount": Decimal(-1)}, "amount"),
        ({"sdgs": ("18",)}, "sdgs"),
        ({"sdgs": ("чиста вода",)}, "sdgs"),
        ({"start_planned_on": date(1900, 1, 1)}, "start_planned_on"),
        ({"start_actual_on": date(2190, 1, 1)}, "start_actual_on"),
        ({"end_actual_on": date(2024, 1, 1)}, "end_actual_on"),
        (
            {"start_planned_on": date(2024, 2, 1), "end_planned_on": date(2024, 1, 1)},
            "end_planned_on",
        ),
        ({"website": "ftp://там"}, "website"),
        ({"capital_spend": Decimal(101)}, "capital_spend"),
        ({"visibility": "friends"}, "visibility"),
    ],
)
def test_bad_data_are_refused_by_field_and_nothing_is_kept(
    changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidData) as refused:
        registered(**changes)
    assert field in refused.value.errors
    assert not Project.objects.exists()


def test_the_same_data_change_nothing() -> None:
    made = registered()
    before = Project.objects.get(pk=made.pk).updated_at
    change_project(actor=None, project=made, data=project_data_of(made))
    assert Project.objects.get(pk=made.pk).updated_at == before


def test_a_change_of_somebody_else_is_noticed() -> None:
    made = registered()
    seen = made.updated_at
    change_project(actor=None, project=made, data=replace(DATA, title="Інша назва"))
    with pytest.raises(ChangedMeanwhile):
        change_project(actor=None, project=made, data=DATA, seen=seen)


def test_the_life_of_a_record() -> None:
    made = registered()
    assert move_project(actor=None, project=made, code="publish").record_status == "published"
    with pytest.raises(WrongRecordStatus):
        move_project(actor=None, project=made, code="publish")
    with pytest.raises(RecordReasonMissing):
        move_project(actor=None, project=made, code="archive", reason="  ")
    with pytest.raises(InvalidData):
        move_project(actor=None, project=made, code="archive", reason="х" * 501)
    move_project(actor=None, project=made, code="archive", reason="Помилково внесено")
    with pytest.raises(RecordArchived):
        change_project(actor=None, project=made, data=DATA)
    assert move_project(actor=None, project=made, code="restore").record_status == "draft"


def test_parties_stay_untouched_when_they_are_the_same() -> None:
    made, partner = registered(), PartnerFactory.create()
    parties = [
        Party(role="funding", partner=partner),
        Party(role="recipient", community=CommunityFactory.create()),
        Party(role="implementing", name="ТОВ «Водник»", org_type="70"),
    ]
    set_parties(actor=None, project=made, parties=parties)
    keys = set(ProjectRole.objects.values_list("pk", flat=True))
    set_parties(actor=None, project=made, parties=parties)
    assert set(ProjectRole.objects.values_list("pk", flat=True)) == keys
    set_parties(actor=None, project=made, parties=parties[:1])
    assert made.roles.count() == 1


def test_archived_partners_take_no_part() -> None:
    gone = PartnerFactory.create(status="archived", archive_reason="ліквідовано")
    with pytest.raises(InvalidData):
        set_parties(actor=None, project=registered(), parties=[Party(role="funding", partner=gone)])


def test_a_role_with_two_bodies_is_refused() -> None:
    both = Party(role="funding", partner=PartnerFactory.create(), name="Ще хтось")
    with pytest.raises(InvalidData) as refused:
        set_parties(actor=None, project=registered(), parties=[both])
    assert "parties" in refused.value.errors


@pytest.mark.parametrize(
    ("shares", "is_fine"),
    [
        ((None, None), True),
        ((60, 40), True),
        ((60, None), True),
        ((60, 30), False),
        ((100, None), False),
        ((80, 30), False),
        ((Decimal("33.33"), Decimal("66.67")), True),
    ],
)
def test_shares_of_territories(shares: tuple[Any, ...], *, is_fine: bool) -> None:
    made = registered()
    units = [
        Unit.of_community(CommunityFactory.create(), share and Decimal(share)) for share in shares
    ]
    if is_fine:
        set_territories(actor=None, project=made, units=units)
        assert sum(one.percentage for one in shares_of(made.territories.all())) == 100
    else:
        with pytest.raises(InvalidData) as refused:
            set_territories(actor=None, project=made, units=units)
        assert "territories" in refused.value.errors
        assert not made.territories.exists()


def test_missing_shares_divide_the_rest_equally_and_lose_no_kopeck() -> None:
    made = registered()
    units = [Unit.of_community(CommunityFactory.create()) for _ in range(3)]
    set_territories(actor=None, project=made, units=units)
    found = amounts_of(Decimal("100.00"), "UAH", made.territories.all())
    assert [share.percentage for share, _amount in found] == [
        Decimal("33.34"),
        Decimal("33.33"),
        Decimal("33.33"),
    ]
    assert sum(amount for _share, amount in found) == Decimal("100.00")
    assert not any(share.is_stated for share, _amount in found)


@pytest.mark.parametrize(
    ("shares", "is_fine"),
    [((None,), True), ((60, 40), True), ((60, None), False), ((60, 41), False)],
)
def test_shares_of_sectors(shares: tuple[Any, ...], *, is_fine: bool) -> None:
    made = registered()
    sectors = [
        Sector(code=code, percentage=share and Decimal(share))
        for code, share in zip(("14030", "15110"), shares, strict=False)
    ]
    if is_fine:
        set_sectors(actor=None, project=made, sectors=sectors)
    else:
        with pytest.raises(InvalidData):
            set_sectors(actor=None, project=made, sectors=sectors)


def test_each_list_of_sectors_has_its_own_hundred() -> None:
    sectors = [
        Sector(code="14030", percentage=Decimal(100)),
        Sector(code="140", vocabulary="2", percentage=Decimal(100)),
    ]
    made = set_sectors(actor=None, project=registered(), sectors=sectors)
    assert made.sectors.count() == 2


def test_one_state_number_is_one_project() -> None:
    first = registered()
    numbers = [Number(kind="mta_registration", value="5012")]
    set_identifiers(actor=None, project=first, identifiers=numbers)
    with pytest.raises(ProjectKnown) as refused:
        set_identifiers(actor=None, project=registered(), identifiers=numbers)
    assert refused.value.holder == first


def test_a_budget_of_two_years_is_refused() -> None:
    budget = Budget(
        amount=Decimal(5),
        currency="EUR",
        value_date=date(2024, 1, 1),
        starts_on=date(2024, 1, 1),
        ends_on=date(2025, 12, 31),
    )
    with pytest.raises(InvalidData) as refused:
        set_budgets(actor=None, project=registered(), budgets=[budget])
    assert "ends_on" in refused.value.errors


def test_results_keep_their_rows_when_their_numbers_change() -> None:
    made = registered()
    period = Period(starts_on=date(2024, 1, 1), ends_on=date(2024, 12, 31), target=Decimal(10))
    indicator = Indicator(title="Кілометри водогону", periods=(period,))
    set_results(
        actor=None, project=made, results=[Result(title="Водогін", indicators=(indicator,))]
    )
    key = made.results.get().pk
    reached = replace(indicator, periods=(replace(period, actual=Decimal(7)),))
    set_results(actor=None, project=made, results=[Result(title="Водогін", indicators=(reached,))])
    assert made.results.get().pk == key
    assert made.results.get().indicators.get().periods.get().actual == 7


def test_two_records_of_one_project_become_one_and_money_counts_once() -> None:
    partner, community = PartnerFactory.create(), CommunityFactory.create()
    kept = project(partners=[("funding", partner)], communities=[community])
    merged = project(
        partners=[("funding", partner), ("implementing", partner)],
        communities=[CommunityFactory.create()],
        description="Опис з іншого джерела",
        website="https://example.org",
    )
    budget = Budget(
        amount=Decimal(5),
        currency="EUR",
        value_date=date(2024, 1, 1),
        starts_on=date(2024, 1, 1),
        ends_on=date(2024, 12, 31),
    )
    for one in (kept, merged):
        set_budgets(actor=None, project=one, budgets=[budget])
    set_identifiers(actor=None, project=merged, identifiers=[Number(kind="iati", value="SE-0-1")])
    result = merge_projects(actor=None, kept=kept, merged=merged)
    assert result.description == "Опис з іншого джерела"
    assert result.identifiers.get().value == "SE-0-1"
    assert sorted(result.roles.values_list("role", flat=True)) == ["funding", "implementing"]
    assert [one.community for one in result.territories.all()] == [community]
    assert result.budgets.count() == 1
    merged.refresh_from_db()
    assert (merged.record_status, merged.merged_into) == ("archived", kept)
    assert list(Project.objects.current()) == [kept]


def test_merges_that_cannot_be() -> None:
    kept, merged = ProjectFactory.create(), ProjectFactory.create()
    with pytest.raises(ProjectMergedWithItself):
        merge_projects(actor=None, kept=kept, merged=kept)
    merge_projects(actor=None, kept=kept, merged=merged)
    with pytest.raises(ProjectMerged):
        merge_projects(actor=None, kept=ProjectFactory.create(), merged=merged)
    with pytest.raises(ProjectMerged):
        change_project(actor=None, project=merged, data=DATA)


def test_a_merge_does_not_turn_dates_around() -> None:
    kept = ProjectFactory.create(start_actual_on=date(2025, 1, 1), end_actual_on=None)
    merged = ProjectFactory.create(start_actual_on=date(2023, 1, 1), end_actual_on=date(2024, 1, 1))
    assert merge_projects(actor=None, kept=kept, merged=merged).end_actual_on is None


def test_projects_since_a_day() -> None:
    past = timezone.localdate() - timedelta(days=900)
    ended = ProjectFactory.create(start_actual_on=past, end_actual_on=past + timedelta(days=30))
    running = ProjectFactory.create(start_actual_on=past, end_planned_on=timezone.localdate())
    found = Project.objects.since(timezone.localdate() - timedelta(days=365))
    assert list(found) == [running]
    assert ended not in found


def test_territories_find_projects_of_an_oblast() -> None:
    community = CommunityFactory.create()
    made = project(communities=[community])
    country = ProjectFactory.create()
    ProjectTerritory.objects.create(project=country, level="country")
    assert list(Project.objects.in_oblast(community.oblast)) == [made]
    assert list(Project.objects.in_community(community)) == [made]
