"""Writing, changing, interest, funding, ageing: effects and refusals."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from common.codelists.models import CodelistEntry
from common.intake.refusals import ChangedMeanwhile
from communities.models import Community
from partners.models import Partner
from projects.idea_ageing import watch_ideas
from projects.idea_data import IdeaData, idea_data_of
from projects.idea_duplicates import similar_ideas
from projects.idea_exceptions import (
    IdeaNotLooking,
    IdeaWrongStatus,
    InterestClosed,
    InterestKnown,
    InvalidData,
)
from projects.models import IdeaInterest, ProjectIdea
from projects.services.idea_files import attach_file
from projects.services.idea_funding import Funding, fund_idea
from projects.services.idea_interests import record_outcome, register_interest
from projects.services.ideas import change_idea, confirm_idea, take_step, write_idea
from tests.factories.ideas import IdeaFactory
from tests.factories.ideas import idea as make_idea
from tests.factories.ideas import theme as make_theme
from tests.factories.strategies import GoalFactory, StrategyFactory

JPEG = b"\xff\xd8\xff\xdb\x00\x04\x00\x00\xff\xda\x00\x04\x00\x00picture\xff\xd9"


@pytest.fixture
def sdg(db: None) -> None:
    CodelistEntry.objects.get_or_create(
        codelist="UNSDG-Goals", code="4", defaults={"name": "Якісна освіта", "name_en": "Education"}
    )


def said(**values: Any) -> IdeaData:
    return IdeaData(**{"title": "Ремонт школи", **values})


def test_a_draft_needs_a_title_only(community: Community, coordinator: User) -> None:
    idea = write_idea(actor=coordinator, community=community, data=said())
    assert idea.reference.startswith("PL-IDEA-")
    assert (idea.status, idea.oblast, idea.author) == ("draft", community.oblast, coordinator)
    first = idea.events.order_by("pgh_id").first()  # type: ignore[attr-defined]
    assert first.pgh_context["actor"] == coordinator.pk


def test_cleaned_and_linked(
    community: Community, community_elsewhere: Community, sdg: None
) -> None:
    goal = GoalFactory.create(strategy=StrategyFactory.create(oblast=community.oblast), number="1")
    data = said(
        title="  Ремонт\x00  школи ",
        amount=Decimal(1000),
        sdg_goals=("4", "4"),
        themes=(make_theme(),),
        goals=(goal,),
        together_with=(community_elsewhere,),
    )
    idea = write_idea(actor=None, community=community, data=data)
    assert idea.title == "Ремонт школи"
    assert (idea.currency, idea.amount_on) == ("UAH", timezone.localdate())
    assert idea.sdg_goals == ["4"]
    assert idea_data_of(idea).together_with == (community_elsewhere,)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": "  "}, "title"),
        ({"title": "я" * 301}, "title"),
        ({"amount": Decimal(0)}, "amount"),
        ({"amount": Decimal(10), "currency": "XXX"}, "currency"),
        ({"amount": Decimal(10), "amount_on": dt.date(2999, 1, 1)}, "amount_on"),
        ({"amount": Decimal(10), "own_amount": Decimal(11)}, "own_amount"),
        ({"own_amount": Decimal(5)}, "own_amount"),
        ({"own_percent": Decimal(101)}, "own_percent"),
        (
            {"amount": Decimal(9), "own_amount": Decimal(1), "own_percent": Decimal(1)},
            "own_percent",
        ),
        ({"starts_on": dt.date(2027, 2, 1), "ends_on": dt.date(2027, 1, 1)}, "ends_on"),
        ({"starts_on": dt.date(9999, 1, 1)}, "starts_on"),
        ({"sdg_goals": ("18",)}, "sdg_goals"),
        ({"readiness": "soon"}, "readiness"),
        ({"contact_email": "not an address"}, "contact_email"),
        ({"problem": "я" * 4001}, "problem"),
    ],
)
def test_bad_values_are_named(values: dict[str, Any], field: str, community: Community) -> None:
    with pytest.raises(InvalidData) as refusal:
        write_idea(actor=None, community=community, data=said(**values))
    assert field in refusal.value.errors
    assert not ProjectIdea.objects.exists()


def test_goals_of_another_oblast_are_refused(community: Community) -> None:
    with pytest.raises(InvalidData) as refusal:
        write_idea(actor=None, community=community, data=said(goals=(GoalFactory.create(),)))
    assert "goals" in refusal.value.errors


def test_the_same_data_change_nothing(community: Community) -> None:
    idea = write_idea(actor=None, community=community, data=said(themes=(make_theme(),)))
    before = idea.events.count()  # type: ignore[attr-defined]
    change_idea(actor=None, idea=idea, data=idea_data_of(idea))
    assert idea.events.count() == before  # type: ignore[attr-defined]


def test_two_people_at_once(community: Community) -> None:
    idea = write_idea(actor=None, community=community, data=said())
    seen = idea.updated_at
    change_idea(actor=None, idea=idea, data=said(title="Інша назва"))
    with pytest.raises(ChangedMeanwhile):
        change_idea(actor=None, idea=idea, data=said(title="Ще інша"), seen=seen)


def test_what_is_closed_stays(community: Community) -> None:
    idea = IdeaFactory.create(community=community, status="withdrawn", end_reason="x")
    for service in (
        lambda: change_idea(actor=None, idea=idea, data=said()),
        lambda: confirm_idea(actor=None, idea=idea),
        lambda: attach_file(actor=None, idea=idea, kind="document", name="a", content=b"%PDF-1"),
    ):
        with pytest.raises(IdeaWrongStatus):
            service()


# Interest


def test_the_first_interest_moves_the_idea_and_the_last_outcome_moves_it_back(
    community: Community,
    partner: Partner,
    representative: User,
    officer: User,
    coordinator: User,
    posted: Any,
) -> None:
    idea = make_idea(community=community)
    with posted() as letters:
        interest = register_interest(
            actor=representative, idea=idea, partner=partner, message="Цікаво"
        )
    idea.refresh_from_db()
    assert idea.status == "interest"
    assert {one.to[0] for one in letters} == {officer.email, coordinator.email}
    assert all("Цікаво" in one.body for one in letters)
    with pytest.raises(InterestKnown):
        register_interest(actor=representative, idea=idea, partner=partner, message="Ще раз")
    letters.clear()
    with posted() as letters:
        record_outcome(actor=coordinator, interest=interest, status="talks")
        record_outcome(actor=officer, interest=interest, status="ended", note="Інша область")
    idea.refresh_from_db()
    assert idea.status == "published"
    assert [one.to[0] for one in letters] == [representative.email] * 2
    assert "Інша область" in letters[-1].body
    with pytest.raises(InterestClosed):
        record_outcome(actor=officer, interest=interest, status="talks")
    # Later the same partner may come again.
    again = register_interest(actor=representative, idea=idea, partner=partner, message="Знову")
    assert again.pk != interest.pk


@pytest.mark.parametrize("status", ["draft", "submitted", "checked", "funded_", "outdated"])
def test_only_what_looks_for_partners_finds_interest(
    status: str, community: Community, partner: Partner
) -> None:
    status = "withdrawn" if status == "funded_" else status
    values = {"end_reason": "x"} if status in {"outdated", "withdrawn"} else {}
    idea = IdeaFactory.create(community=community, status=status, **values)
    with pytest.raises(IdeaNotLooking):
        register_interest(actor=None, idea=idea, partner=partner, message="x")


@pytest.mark.parametrize(
    ("status", "note"), [("ended", ""), ("funded", "x"), ("", ""), ("new", "")]
)
def test_outcomes_are_checked(
    status: str, note: str, community: Community, partner: Partner
) -> None:
    idea = make_idea(community=community, interested=[partner], status="interest")
    with pytest.raises(InvalidData):
        record_outcome(actor=None, interest=idea.interests.get(), status=status, note=note)


def test_an_idea_taken_back_keeps_its_partners(community: Community, partner: Partner) -> None:
    idea = make_idea(
        community=community, status="interest", interested=[partner], themes=[make_theme()]
    )
    for code in ("rework", "submit", "check", "publish"):
        idea = take_step(actor=None, idea=idea, code=code)
    assert idea.status == "interest"


# Funding


def test_a_funded_idea_becomes_a_project(
    community: Community,
    community_elsewhere: Community,
    partner: Partner,
    officer: User,
    coordinator: User,
    posted: Any,
) -> None:
    idea = make_idea(
        community=community,
        status="interest",
        themes=[make_theme()],
        together=[community_elsewhere],
        interested=[partner],
    )
    with posted() as letters:
        project = fund_idea(actor=officer, idea=idea, funding=Funding(partners=(partner,)))
    idea.refresh_from_db()
    assert (idea.status, idea.project) == ("funded", project)
    assert (project.title, project.title_en) == (idea.title, idea.title_en)
    assert (project.amount, project.currency) == (idea.amount, idea.currency)
    assert [one.slug for one in project.themes.all()] == ["education"]
    places = {one.community for one in project.territories.all()}
    assert places == {community, community_elsewhere}
    roles = {(one.role, one.partner or one.community) for one in project.roles.all()}
    assert ("funding", partner) in roles
    assert ("recipient", community) in roles
    assert idea.interests.get().status == "funded"
    assert coordinator.email in {one.to[0] for one in letters}
    back = take_step(actor=officer, idea=idea, code="fall_through", note="Донор відмовився")
    assert (back.status, back.project) == ("published", None)


def test_without_a_funder_nothing_happens(community: Community) -> None:
    idea = make_idea(community=community)
    with pytest.raises(InvalidData) as refusal:
        fund_idea(actor=None, idea=idea, funding=Funding(partners=()))
    assert "partners" in refusal.value.errors
    idea.refresh_from_db()
    assert idea.status == "published"


# Ageing


def test_silent_ideas_are_asked_about_and_then_leave(
    community: Community, coordinator: User, posted: Any
) -> None:
    now = timezone.now()
    old = IdeaFactory.create(community=community, touched_at=now - dt.timedelta(days=366))
    young = IdeaFactory.create(community=community, touched_at=now - dt.timedelta(days=300))
    with posted() as letters:
        assert watch_ideas(now) == {"asked": 1, "outdated": 0}
        assert watch_ideas(now) == {"asked": 0, "outdated": 0}
    assert [one.to[0] for one in letters] == [coordinator.email]
    assert watch_ideas(now + dt.timedelta(days=29)) == {"asked": 0, "outdated": 0}
    assert watch_ideas(now + dt.timedelta(days=31)) == {"asked": 0, "outdated": 1}
    old.refresh_from_db()
    young.refresh_from_db()
    assert (old.status, young.status) == ("outdated", "published")
    assert old.end_reason
    step = old.steps.get()
    assert (step.code, step.author) == ("outdate", None)


def test_one_button_keeps_it(community: Community, coordinator: User) -> None:
    now = timezone.now()
    idea = IdeaFactory.create(community=community, touched_at=now - dt.timedelta(days=366))
    watch_ideas(now)
    confirm_idea(actor=coordinator, idea=idea)
    assert watch_ideas(now + dt.timedelta(days=31)) == {"asked": 0, "outdated": 0}
    idea.refresh_from_db()
    assert (idea.status, idea.asked_at) == ("published", None)


def test_after_a_long_pause_an_idea_is_asked_about_first(community: Community) -> None:
    now = timezone.now()
    IdeaFactory.create(community=community, touched_at=now - dt.timedelta(days=2000))
    assert watch_ideas(now) == {"asked": 1, "outdated": 0}


# Files, duplicates, letters


def test_a_photograph_is_described_and_loses_its_place(community: Community) -> None:
    idea = make_idea(community=community)
    exif = b"\xff\xe1\x00\x16Exif\x00\x00GPS 50.9 34.7"[:24]
    photo = b"\xff\xd8" + exif.ljust(24, b"\x00") + JPEG[2:]
    with pytest.raises(InvalidData) as refusal:
        attach_file(actor=None, idea=idea, kind="photo", name="дах.jpg", content=photo)
    assert "alt" in refusal.value.errors
    kept = attach_file(
        actor=None, idea=idea, kind="photo", name="дах.exe", content=photo, alt="Дах школи"
    )
    assert kept.name == "дах.jpg"
    with kept.file.open("rb") as file:
        assert b"GPS" not in file.read()


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("document", b"MZ program"),
        ("document", JPEG),
        ("photo", b"%PDF-1.7"),
        ("photo", b"\xff\xd8\xffbroken"),
        ("document", b""),
        ("nonsense", b"%PDF-1.7"),
    ],
)
def test_files_that_are_not_kept(kind: str, content: bytes, community: Community) -> None:
    idea = make_idea(community=community)
    with pytest.raises(InvalidData):
        attach_file(actor=None, idea=idea, kind=kind, name="a.pdf", content=content, alt="x")


def test_alike_ideas_of_the_same_community(
    community: Community, community_elsewhere: Community, coordinator: User
) -> None:
    known = make_idea(community=community, title="Ремонт даху школи № 3", status="draft")
    make_idea(community=community_elsewhere, title="Ремонт даху школи № 3")
    make_idea(community=community, title="Придбання автобуса")
    asked: dict[str, Any] = {"user": coordinator, "community": community}
    assert similar_ideas(title="Ремонт дахів школи 3", **asked) == [known]
    assert similar_ideas(title="Ремонт даху школи № 3", without=known, **asked) == []
    assert similar_ideas(title="ре", **asked) == []
    assert similar_ideas(title="Ремонт' OR 1=1 --", **asked) in ([], [known])


def test_nobody_gets_a_letter_about_the_own_step(
    community: Community, coordinator: User, editor: User, officer: User, posted: Any
) -> None:
    idea = make_idea(community=community, status="draft", themes=[make_theme()])
    with posted() as letters:
        idea = take_step(actor=coordinator, idea=idea, code="submit")
    assert [one.to[0] for one in letters] == [officer.email]
    letters.clear()
    with posted() as letters:
        take_step(actor=officer, idea=idea, code="send_back", note="Де кошторис?")
    assert {one.to[0] for one in letters} == {coordinator.email, editor.email}
    assert all("Де кошторис?" in one.body for one in letters)


def test_personal_data_stay_out_of_the_history(community: Community) -> None:
    idea = make_idea(community=community)
    columns = {one.name for one in idea.events.model._meta.get_fields()}  # type: ignore[attr-defined]
    assert not columns & {"contact_name", "contact_email", "contact_phone", "contact_position"}
    change_idea(actor=None, idea=idea, data=replace(idea_data_of(idea), contact_name="Інша Людина"))
    idea.refresh_from_db()
    assert idea.contact_name == "Інша Людина"


def test_an_open_interest_stands_once(community: Community, partner: Partner) -> None:
    idea = make_idea(community=community, interested=[partner])
    assert IdeaInterest.objects.open().get().idea == idea
