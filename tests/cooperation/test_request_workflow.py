"""The whole matrix of requests: every state, every step, every role."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import User
from communities.models import Community, Office
from cooperation import request_workflow as workflow
from cooperation.models import CoordinationRequest
from cooperation.request_enums import RequestStatus
from cooperation.request_exceptions import (
    InvalidData,
    RequestIncomplete,
    RequestWrongStatus,
)
from cooperation.request_moves import Given
from cooperation.request_permissions import can_take
from cooperation.services.requests import move_by, take_step
from tests.conftest import CAST
from tests.factories.requests import coordination_request
from tests.tables import each

OFFICE_OF_IT = {"administrator", "head", "officer"}
WHO = {
    workflow.COMMUNITY_ALONE: {"coordinator"},
    workflow.AUTHORS: {*OFFICE_OF_IT, "coordinator"},
    workflow.OFFICE: OFFICE_OF_IT,
    workflow.NOBODY: set(),
}
NOTE = "Тому що так треба."


@pytest.fixture
def _office(office: Office) -> None:
    """Poltava has its office."""


def given_for(step: workflow.Step, officer: User | None) -> Given:
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    return Given(
        note=NOTE if workflow.NOTE in step.needs else "",
        officer=officer if workflow.OFFICER in step.needs else None,
        waiting_for="partner" if workflow.PAUSE in step.needs else "",
        resume_on=tomorrow if workflow.PAUSE in step.needs else None,
    )


@pytest.mark.usefixtures("_office")
@pytest.mark.parametrize("status", RequestStatus.values)
def test_every_step_from_every_state(status: str, community: Community, officer: User) -> None:
    """A step leads on from its sources and is refused from everywhere else."""
    for step in workflow.STEPS:
        request = coordination_request(status=status, community=community, assignee=officer)
        if status == "waiting" and step is workflow.ANSWER:
            CoordinationRequest.objects.filter(pk=request.pk).update(waiting_for="community")
            request.refresh_from_db()
        leads = workflow.leads_on(step, request)
        if status not in step.sources:
            assert not leads
        if not leads:
            with pytest.raises(RequestWrongStatus):
                move_by(actor=officer, request=request, step=step, given=given_for(step, officer))
            continue
        moved = move_by(actor=officer, request=request, step=step, given=given_for(step, officer))
        moved.refresh_from_db()
        target = request.waited_from if step.target == workflow.BACK else step.target
        assert (moved.status, moved.outcome) == (target, step.outcome)
        assert (moved.status == "closed") == (moved.closed_at is not None)
        assert moved.entries.get().code == step.code


@pytest.mark.usefixtures("_office")
@each("who", [one for one in CAST if one != "anonymous"])
def test_who_may_take_which_step(
    who: str, community: Community, request: pytest.FixtureRequest
) -> None:
    person = request.getfixturevalue(who)
    record = coordination_request(status="submitted", community=community)
    for step in workflow.STEPS:
        assert can_take(person, record, step) == (who in WHO[step.who]), step.code


@pytest.mark.usefixtures("_office")
@each("step", workflow.STEPS)
def test_a_step_is_refused_without_what_it_needs(step: workflow.Step, community: Community) -> None:
    status = min(step.sources)
    record = coordination_request(status=status, community=community, description="")
    if step.when is workflow.FOR_COMMUNITY:
        record.waiting_for = "community"
        record.save()
    if step.when is workflow.NEVER_SUBMITTED:
        record.submitted_at = None
        record.save()
    if not step.needs:
        move_by(actor=None, request=record, step=step)
        return
    expected = RequestIncomplete if workflow.WHOLE in step.needs else InvalidData
    with pytest.raises(expected):
        move_by(actor=None, request=record, step=step)
    record.refresh_from_db()
    assert record.status == status


def test_steps_of_nobody_are_not_taken_by_hand(community: Community, officer: User) -> None:
    record = coordination_request(status="accepted", community=community)
    for step in (workflow.GAIN, workflow.LOSE, workflow.WAKE):
        with pytest.raises(RequestWrongStatus):
            take_step(actor=officer, request=record, code=step.code)


def test_an_officer_of_another_office_cannot_be_given_a_request(
    office: Office, community: Community, officer: User, officer_of_sumy: User
) -> None:
    record = coordination_request(status="submitted", community=community)
    with pytest.raises(InvalidData) as refusal:
        take_step(
            actor=officer,
            request=record,
            code="start",
            given=Given(officer=officer_of_sumy),
        )
    assert "officer" in refusal.value.errors


@pytest.mark.usefixtures("_office")
def test_states_and_outcomes_are_all_reached() -> None:
    targets = {one.target for one in workflow.STEPS} - {workflow.BACK}
    assert targets == set(RequestStatus)
    assert {one.outcome for one in workflow.STEPS} - {""} == {
        "fulfilled",
        "not_fulfilled",
        "refused",
        "withdrawn",
        "not_relevant",
    }
