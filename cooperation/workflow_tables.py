"""The tables of steps of this app, as docs/ show them."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from common.operations.workflow_tables import (
    StepRow,
    WorkflowTable,
    add_workflow_table,
    labels,
    named,
)
from cooperation import decision_workflow as tasks
from cooperation import meeting_workflow as meetings
from cooperation import offer_workflow as offers
from cooperation import request_workflow as requests
from cooperation.meeting_enums import MeetingStatus, TaskStatus
from cooperation.offer_enums import OfferStatus
from cooperation.request_enums import Outcome, RequestStatus


def request_rows() -> Iterator[StepRow]:
    who = {
        requests.COMMUNITY_ALONE: _("community"),
        requests.AUTHORS: _("community, or the office for it"),
        requests.OFFICE: _("office"),
        requests.NOBODY: _("follows by itself"),
    }
    needs = {
        requests.WHOLE: _("all that its kind needs"),
        requests.NOTE: _("words"),
        requests.OFFICER: _("an officer"),
        requests.PAUSE: _("for whom it waits, until when"),
    }
    tells = {
        requests.COMMUNITY: _("community"),
        requests.ASSIGNEE: _("officer, or the office while there is none"),
        requests.EVERYBODY: _("everybody of the office"),
    }
    for one in requests.STEPS:
        conditions = [str(one.when.label)] if one.when else []
        yield StepRow(
            code=one.code,
            label=one.label,
            sources=labels(RequestStatus, one.sources),
            target=_request_target(one),
            who=who[one.who],
            needs=[*named(needs, one.needs), *conditions],
            tells=named(tells, one.tells),
        )


def _request_target(step: requests.Step) -> str:
    if step.target == requests.BACK:
        return _("where it was before it waited")
    target = str(RequestStatus(step.target).label)
    return f"{target}: {Outcome(step.outcome).label}" if step.outcome else target


def offer_rows() -> Iterator[StepRow]:
    people = {
        offers.PARTNER: _("partner"),
        offers.COMMUNITY: _("community"),
        offers.OFFICE: _("office"),
    }
    for one in (offers.MAKE, *offers.STEPS):
        yield StepRow(
            code=one.code,
            label=one.label,
            sources=labels(OfferStatus, one.sources),
            target=OfferStatus(one.target).label,
            who=people.get(one.who, _("follows by itself")),
            needs=[_("words")] if one.needs_note else [],
            tells=named(people, one.tells),
        )


def meeting_rows() -> Iterator[StepRow]:
    for one in meetings.STEPS:
        words = [_("words")] if one.needs_note else []
        yield StepRow(
            code=one.code,
            label=one.label,
            sources=labels(MeetingStatus, one.sources),
            target=MeetingStatus(one.target).label,
            needs=[*filter(None, [one.needs]), *words],
            tells=[one.tells],
        )


def task_rows() -> Iterator[StepRow]:
    who = {
        tasks.OWNERS: _("those who do it, and the organiser"),
        tasks.ORGANISER: _("organiser"),
    }
    for one in tasks.STEPS:
        yield StepRow(
            code=one.code,
            label=one.label,
            sources=labels(TaskStatus, one.sources),
            target=TaskStatus(one.target).label,
            who=who[one.who],
            needs=[_("words"), *([_("a day to come")] if one.needs_day else [])],
        )


def register_workflow_tables() -> None:
    add_workflow_table(WorkflowTable("requests", "requests.md", request_rows))
    add_workflow_table(WorkflowTable("offers", "offers.md", offer_rows))
    add_workflow_table(WorkflowTable("meetings", "meetings.md", meeting_rows))
    add_workflow_table(WorkflowTable("tasks", "meetings.md", task_rows))
