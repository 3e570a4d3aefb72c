"""The table of steps: from every status, by everybody who could try."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from communities.models import Community
from projects import idea_workflow as workflow
from projects.idea_enums import IdeaStatus
from projects.idea_exceptions import IdeaIncomplete, IdeaWrongStatus, InvalidData
from projects.idea_permissions import can_take, can_write_now
from projects.models import ProjectIdea
from projects.services.ideas import take_step
from tests.factories.ideas import IdeaFactory
from tests.factories.ideas import idea as make_idea
from tests.factories.ideas import theme as make_theme
from tests.tables import each

Browse = Callable[[str], Client]

# Status → step → status after it. What is not here is refused.
LEADS = {
    "draft": {"submit": "submitted", "withdraw": "withdrawn"},
    "returned": {"submit": "submitted", "withdraw": "withdrawn"},
    "submitted": {
        "check": "checked",
        "send_back": "returned",
        "rework": "draft",
        "withdraw": "withdrawn",
    },
    "checked": {
        "publish": "published",
        "send_back": "returned",
        "rework": "draft",
        "withdraw": "withdrawn",
    },
    "published": {
        "send_back": "returned",
        "rework": "draft",
        "outdate": "outdated",
        "withdraw": "withdrawn",
        "fund": "funded",
    },
    "interest": {
        "send_back": "returned",
        "rework": "draft",
        "outdate": "outdated",
        "withdraw": "withdrawn",
        "fund": "funded",
    },
    "funded": {"fall_through": "published"},
    "withdrawn": {"reopen": "draft"},
    "outdated": {"reopen": "draft"},
}
AUTHORS_STEPS = {"submit", "rework", "withdraw", "reopen"}
OFFICE_STEPS = {"check", "publish", "send_back", "fund", "fall_through", "outdate"}
BY_HAND = sorted(AUTHORS_STEPS | OFFICE_STEPS)


def idea_in(status: str, community: Community) -> ProjectIdea:
    """Whole, so that only the table decides."""
    values = {"to_mend": "Уточніть"} if status == "returned" else {}
    if status in {"withdrawn", "outdated"}:
        values = {"end_reason": "Минулося"}
    made = make_idea(community=community, status="published", themes=[make_theme()])
    if status == "funded":
        from tests.factories.projects import ProjectFactory  # noqa: PLC0415 - for this status

        made.project = ProjectFactory.create(oblast=community.oblast)
    for name, value in {"status": status, **values}.items():
        setattr(made, name, value)
    made.save()
    return made


@each("code", BY_HAND)
@each("status", IdeaStatus.values)
def test_the_whole_matrix(status: str, code: str, community: Community) -> None:
    idea = idea_in(status, community)
    after = LEADS[status].get(code)
    if after is None:
        with pytest.raises(IdeaWrongStatus):
            take_step(actor=None, idea=idea, code=code, note="Причина")
        idea.refresh_from_db()
        assert idea.status == status
        return
    if code == "fund":
        assert workflow.step_of(idea, code).target == after
        return
    changed = take_step(actor=None, idea=idea, code=code, note="Причина")
    assert changed.status == after
    assert changed.steps.get().code == code


@pytest.mark.parametrize("code", ["gain", "lose", "fund", "nonsense"])
def test_what_is_not_taken_by_hand(code: str, community: Community) -> None:
    idea = idea_in("interest" if code == "lose" else "published", community)
    with pytest.raises(IdeaWrongStatus):
        take_step(actor=None, idea=idea, code=code, note="x")


@pytest.mark.parametrize(
    ("who", "steps"),
    [
        ("administrator", AUTHORS_STEPS | OFFICE_STEPS),
        ("head", AUTHORS_STEPS | OFFICE_STEPS),
        ("officer", AUTHORS_STEPS | OFFICE_STEPS),
        ("coordinator", AUTHORS_STEPS),
        ("officer_of_sumy", set()),
        ("analyst", set()),
        ("coordinator_elsewhere", set()),
        ("editor", set()),
        ("representative", set()),
        ("reader", set()),
        ("newcomer", set()),
    ],
)
def test_who_takes_which_step(
    who: str, steps: set[str], community: Community, request: pytest.FixtureRequest
) -> None:
    idea = IdeaFactory.create(community=community)
    user = request.getfixturevalue(who)
    taken = {one.code for one in workflow.STEPS if can_take(user, idea, one)}
    assert taken == steps


@pytest.mark.parametrize("status", IdeaStatus.values)
def test_who_writes_when(status: str, community: Community, request: pytest.FixtureRequest) -> None:
    idea = idea_in(status, community)
    is_open = status not in {"funded", "withdrawn", "outdated"}
    for who in ("coordinator", "editor"):
        user = request.getfixturevalue(who)
        assert can_write_now(user, idea) == (status in {"draft", "returned"}), who
    assert can_write_now(request.getfixturevalue("officer"), idea) == is_open
    for who in ("officer_of_sumy", "coordinator_elsewhere", "representative", "newcomer"):
        assert not can_write_now(request.getfixturevalue(who), idea)


def test_a_community_that_joins_writes_too(
    community: Community, community_elsewhere: Community, request: pytest.FixtureRequest
) -> None:
    idea = make_idea(community=community, status="draft", together=[community_elsewhere])
    elsewhere = request.getfixturevalue("coordinator_elsewhere")
    assert can_write_now(elsewhere, idea)
    assert can_take(elsewhere, idea, workflow.SUBMIT)
    assert idea in ProjectIdea.objects.visible_to(elsewhere)


def test_nothing_is_submitted_that_partners_could_not_judge(community: Community) -> None:
    bare = IdeaFactory.create(
        community=community,
        status="draft",
        problem="",
        solution="",
        expected_result="",
        readiness="",
        amount=None,
        currency="",
        amount_on=None,
        contact_name="",
    )
    with pytest.raises(IdeaIncomplete) as refusal:
        take_step(actor=None, idea=bare, code="submit")
    assert set(refusal.value.errors) == {
        "problem",
        "solution",
        "expected_result",
        "readiness",
        "amount",
        "themes",
        "contact_name",
    }


@pytest.mark.parametrize("note", ["", "  \n ", "я" * 1001])
def test_notes_are_asked_for_and_bounded(note: str, community: Community) -> None:
    idea = idea_in("submitted", community)
    with pytest.raises(InvalidData):
        take_step(actor=None, idea=idea, code="send_back", note=note)
    idea.refresh_from_db()
    assert idea.status == "submitted"


def test_what_was_to_mend_is_forgotten_when_it_is_mended(community: Community) -> None:
    idea = idea_in("submitted", community)
    idea = take_step(actor=None, idea=idea, code="send_back", note="Додайте кошторис")
    assert idea.to_mend == "Додайте кошторис"
    idea = take_step(actor=None, idea=idea, code="submit")
    assert idea.to_mend == ""


@pytest.mark.parametrize(
    ("status", "code", "expected"),
    [("published", "check", 409), ("funded", "submit", 409), ("draft", "nonsense", 404)],
)
def test_pages_answer_wrong_steps(
    browse: Browse, status: str, code: str, expected: int, community: Community
) -> None:
    idea = idea_in(status, community)
    url = reverse("ideas:idea-step", kwargs={"reference": idea.reference, "code": code})
    assert browse("officer").get(url).status_code == expected
    assert browse("officer").post(url, {"note": "так"}).status_code == expected
