"""Twin links: what the table refuses, the whole workflow, what the services do beside."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from communities.models import Community, Oblast
from partners.models import Partner
from tests.factories.twin_links import TwinLinkFactory
from tests.factories.twinning import MunicipalityFactory
from tests.tables import each
from twinning import workflow
from twinning.exceptions import InvalidLink, LinkHasEnded, WrongStage
from twinning.link_data import TwinLinkData, data_of
from twinning.link_enums import LinkStage, Precision
from twinning.models import Municipality, TwinLink
from twinning.services.links import (
    change_twin_link,
    end_twin_link,
    log_activity,
    register_twin_link,
    take_stage,
)
from twinning.similarity.sources import known_links

YESTERDAY = dt.date.today() - dt.timedelta(days=1)  # noqa: DTZ011
TOMORROW = dt.date.today() + dt.timedelta(days=1)  # noqa: DTZ011


@pytest.fixture
def place(db: None) -> Municipality:
    return MunicipalityFactory.create(name="Filderstadt", name_uk="Фільдерштадт")


@pytest.fixture
def link(officer: User, community: Community, place: Municipality) -> TwinLink:
    data = TwinLinkData(community=community, municipality=place)
    return register_twin_link(actor=officer, data=data)


@pytest.mark.parametrize(
    ("sides", "name"),
    [
        ({"community": None}, "twinlink_of_community_or_oblast"),
        ({"ended_on": YESTERDAY}, "twinlink_only_ended_has_an_end"),
        (
            {"stage": "ended", "since_on": dt.date(2020, 1, 1), "ended_on": dt.date(2019, 1, 1)},
            "twinlink_ends_after_it_began",
        ),
        ({"kind": "marriage"}, "twinlink_kind_and_stage_are_known"),
    ],
)
def test_the_table_refuses(sides: dict[str, Any], name: str, db: None) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        TwinLinkFactory.create(**sides)


def test_one_living_link_of_a_pair_and_kind(link: TwinLink, officer: User) -> None:
    with pytest.raises(InvalidLink, match=r"already|вже"):
        register_twin_link(actor=officer, data=data_of(link))
    end_twin_link(actor=officer, link=link)
    assert register_twin_link(actor=officer, data=data_of(link)).pk != link.pk


def test_both_sides_of_ours_are_too_many(
    officer: User, community: Community, poltava: Oblast, place: Municipality
) -> None:
    data = TwinLinkData(community=community, oblast=poltava, municipality=place)
    with pytest.raises(InvalidLink):
        register_twin_link(actor=officer, data=data)
    assert not TwinLink.objects.exists()


@each("source", LinkStage.values)
@each("target", LinkStage.values)
def test_the_whole_workflow(source: str, target: str, officer: User) -> None:
    ended = YESTERDAY if source == "ended" else None
    link = TwinLinkFactory.create(stage=source, ended_on=ended)
    service: Any = end_twin_link if target == "ended" else take_stage
    more: dict[str, Any] = {} if target == "ended" else {"stage": target}
    if target in workflow.steps_from(source):
        service(actor=officer, link=link, **more)
        link.refresh_from_db()
        assert link.stage == target
        assert (link.ended_on is not None) == (target == "ended")
        assert link.stages.get().by == officer
    else:
        with pytest.raises(WrongStage):
            service(actor=officer, link=link, **more)
        assert not link.stages.exists()


def test_relations_make_a_partner(link: TwinLink, officer: User, poltava: Oblast) -> None:
    link.refresh_from_db()
    partner = Partner.objects.get(municipality=link.municipality)
    assert (partner.name, partner.status) == ("Фільдерштадт", "candidate")
    assert list(partner.oblasts.all()) == [poltava]
    assert partner.curated_by == poltava.office
    for stage in ("talks", "memorandum"):
        take_stage(actor=officer, link=link, stage=stage)
    partner.refresh_from_db()
    assert partner.status == "active"
    assert [one.stage for one in link.stages.all()] == ["contact", "talks", "memorandum"]
    assert link.events.count() == 3  # type: ignore[attr-defined]


def test_what_is_not_public_makes_no_partner(
    officer: User, community: Community, place: Municipality
) -> None:
    data = TwinLinkData(community=community, municipality=place, visibility="internal")
    link = register_twin_link(actor=officer, data=data)
    assert not Partner.objects.filter(municipality=place).exists()
    assert not known_links().links
    open_data = TwinLinkData(community=community, municipality=place)
    change_twin_link(actor=officer, link=link, data=open_data)
    assert Partner.objects.filter(municipality=place).exists()
    assert [one.municipality for one in known_links().links] == [place.pk]


def test_a_year_is_kept_as_a_year(officer: User, community: Community, place: Municipality) -> None:
    data = TwinLinkData(
        community=community,
        municipality=place,
        since_on=dt.date(1988, 5, 7),
        since_precision=Precision.YEAR,
    )
    link = register_twin_link(actor=officer, data=data, stage="active")
    assert link.since_on == dt.date(1988, 1, 1)
    assert link.stages.get().precision == "year"
    before = link.events.count()  # type: ignore[attr-defined]
    change_twin_link(actor=officer, link=link, data=data_of(link))
    assert link.events.count() == before  # type: ignore[attr-defined]


def test_days_to_come_and_births_at_the_end_are_refused(link: TwinLink, officer: User) -> None:
    with pytest.raises(InvalidLink):
        take_stage(actor=officer, link=link, stage="letter", on=TOMORROW)
    with pytest.raises(InvalidLink):
        log_activity(actor=officer, link=link, on=TOMORROW, what="Візит")
    with pytest.raises(WrongStage):
        register_twin_link(actor=officer, data=data_of(link), stage="ended")
    assert link.stages.count() == 1


def test_the_log(link: TwinLink, officer: User) -> None:
    log_activity(actor=officer, link=link, on=YESTERDAY, what="  Обмін  школярів ", kind="exchange")
    assert str(link.activities.get()).endswith("Обмін школярів")
    with pytest.raises(InvalidLink):
        log_activity(actor=officer, link=link, on=YESTERDAY, what="  ")
    end_twin_link(actor=officer, link=link, on=YESTERDAY)
    with pytest.raises(LinkHasEnded):
        log_activity(actor=officer, link=link, on=dt.date.today(), what="Візит")  # noqa: DTZ011
