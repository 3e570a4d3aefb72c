"""Requests as the desk shows them: rows of a table, cards in columns by state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from common.design.languages import Wording, wording
from common.design.parts import Pill
from cooperation import request_workflow as workflow
from cooperation.models import CoordinationRequest
from cooperation.request_enums import RUNNING, RequestStatus
from cooperation.request_permissions import roles_in
from cooperation.request_words import deadline_pill, request_pill, urgency_pill

ON_BOARD = 30
# In the order of the way; what is closed stands on no board but that of closed ones.
COLUMNS = (
    RequestStatus.DRAFT,
    RequestStatus.RETURNED,
    RequestStatus.SUBMITTED,
    RequestStatus.ACCEPTED,
    RequestStatus.IN_PROGRESS,
    RequestStatus.WAITING,
    RequestStatus.OFFERED,
    RequestStatus.AGREED,
    RequestStatus.CLOSED,
)


@dataclass(frozen=True)
class DeskRow:
    request: CoordinationRequest
    subject: Wording
    community: str
    pill: Pill
    urgency: Pill | None
    deadline: Pill | None
    officer: str
    due_on: dt.date | None
    steps: list[Move] = field(default_factory=list)


@dataclass(frozen=True)
class Move:
    """A step that the person can take from here; `at_once` needs nothing but the press."""

    code: str
    label: str
    at_once: bool


@dataclass(frozen=True)
class BoardColumn:
    status: str
    label: str
    count: int
    rows: list[DeskRow]

    @property
    def more(self) -> int:
        return self.count - len(self.rows)


def row_of(request: CoordinationRequest, user: Any) -> DeskRow:
    """The request comes with its community, office and assignee; asks the database nothing."""
    return DeskRow(
        request=request,
        subject=wording(request, "subject"),
        community=wording(request.community, "name").text,
        pill=request_pill(request.status, request.outcome),
        urgency=urgency_pill(request.urgency),
        deadline=deadline_pill(request, timezone.localdate()),
        officer=str(request.assignee.get_full_name() or request.assignee)
        if request.assignee
        else "",
        # A deadline that stands still says nothing.
        due_on=request.due_on if request.status in (*RUNNING, RequestStatus.CLOSED) else None,
        steps=moves_of(request, user),
    )


def moves_of(request: CoordinationRequest, user: Any) -> list[Move]:
    """Forward steps; whatever leads back is done on the page of the request."""
    steps = workflow.steps_from(request, *roles_in(user, request))
    return [Move(one.code, str(one.label), not one.needs) for one in steps if not one.backwards]


def columns_of(rows: Any, user: Any) -> list[BoardColumn]:
    """The columns that hold something, in the order of the way."""
    found: dict[str, list[CoordinationRequest]] = {}
    for one in rows:
        found.setdefault(one.status, []).append(one)
    return [_column(status, found[status], user) for status in COLUMNS if status in found]


def _column(status: str, requests: Iterable[CoordinationRequest], user: Any) -> BoardColumn:
    held = list(requests)
    shown = [row_of(one, user) for one in held[:ON_BOARD]]
    return BoardColumn(status, str(RequestStatus(status).label), len(held), shown)
