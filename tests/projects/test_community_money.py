"""What falls to a community: its part only; the parts of all sum up to the whole, to the cent."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from common.money.models import ExchangeRate
from common.money.rates import Rates
from communities.models import Community
from projects.models import Project
from projects.rows import Unit
from projects.services import merge_projects, set_territories
from projects.shares import cost_in, part_of_community
from tests.factories.projects import project as make_project

DAY = dt.date(2024, 3, 1)


@pytest.fixture
def euro(db: None) -> None:
    ExchangeRate.objects.create(currency="EUR", rate_on=DAY, rate=Decimal("41.3777"))


def shared(*units: Unit, **values: Any) -> Project:
    made = make_project(
        **{"amount": Decimal("1000.01"), "currency": "EUR", "amount_on": DAY, **values},
        oblast=next(unit.oblast for unit in units if unit.oblast),
    )
    return set_territories(actor=None, project=made, units=units)


@pytest.mark.usefixtures("euro")
@pytest.mark.parametrize("to", ["UAH", "EUR"])
@pytest.mark.parametrize("share", [None, "33.33", "0.01", "66.67"])
def test_the_parts_sum_up_to_the_whole(
    community: Community, community_elsewhere: Community, to: str, share: str | None
) -> None:
    own = Decimal(share) if share else None
    rest = 100 - own if own is not None else None
    project = shared(
        Unit.of_community(community, own), Unit.of_community(community_elsewhere, rest)
    )
    rows, rates = Project.objects.prefetch_related("territories"), Rates()
    parts = [
        part_of_community(rows, one, to=to, rates=rates) for one in (community, community_elsewhere)
    ]
    assert sum(one.amount for one in parts) == cost_in(project, to, rates)
    assert all(one.counted == 1 for one in parts)


@pytest.mark.usefixtures("euro")
def test_what_is_for_the_oblast_is_no_communitys(community: Community) -> None:
    shared(Unit.of_community(community, Decimal(25)), Unit.of_oblast(community.oblast, Decimal(75)))
    rows = Project.objects.prefetch_related("territories")
    part = part_of_community(rows, community, to="EUR", rates=Rates())
    assert part.amount == Decimal("250.00")


@pytest.mark.usefixtures("euro")
def test_without_a_cost_or_a_rate_it_is_said(community: Community) -> None:
    shared(Unit.of_community(community), amount=None, currency="", amount_on=None)
    shared(Unit.of_community(community), currency="NOK")
    shared(Unit.of_community(community))
    part = part_of_community(
        Project.objects.prefetch_related("territories"), community, to="UAH", rates=Rates()
    )
    assert (part.counted, part.left_out) == (1, 2)


@pytest.mark.usefixtures("euro")
def test_one_project_of_two_sources_counts_once_on_the_page(
    browse: Any, community: Community
) -> None:
    first = shared(Unit.of_community(community))
    second = shared(Unit.of_community(community))
    url = community.get_absolute_url()
    twice = browse("anonymous").get(url).content.decode().replace("\xa0", " ")
    assert "82 756,22" in twice
    merge_projects(actor=None, kept=first, merged=second)
    once = browse("anonymous").get(url).content.decode().replace("\xa0", " ")
    assert "41 378,11" in once


@pytest.mark.usefixtures("euro")
def test_the_projects_page_tells_the_parts_in_hryvnias(
    browse: Any, community: Community, community_elsewhere: Community
) -> None:
    project = shared(
        Unit.of_community(community, Decimal(60)),
        Unit.of_community(community_elsewhere, Decimal(40)),
    )
    page = browse("anonymous").get(project.get_absolute_url()).content.decode()
    page = page.replace("\xa0", " ")
    assert "24 826,87" in page
    assert "16 551,24" in page
