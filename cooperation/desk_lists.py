"""The lists of the desk. The number on a tab is counted from the very rows that it opens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.permissions import is_administrator
from communities.permissions import communities_of, offices_of
from cooperation.models import CoordinationRequest
from cooperation.request_enums import RequestStatus, Side
from cooperation.request_permissions import works_in_an_office
from cooperation.request_querysets import RequestQuerySet

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class DeskList:
    """`rows(user)` are the requests of the list; `empty` is said when there are none."""

    code: str
    label: _StrPromise
    rows: Callable[[Any], RequestQuerySet]
    empty: _StrPromise


def _requests() -> RequestQuerySet:
    found: RequestQuerySet = CoordinationRequest.objects.all()
    return found


def of_offices(user: Any) -> RequestQuerySet:
    """What was submitted to the offices where the person works; administrators: to any."""
    if is_administrator(user):
        return _requests().filter(submitted_at__isnull=False)
    return _requests().of_offices(offices_of(user))


def of_communities(user: Any) -> RequestQuerySet:
    return _requests().of_communities(communities_of(user))


def _needing_office(user: Any) -> RequestQuerySet:
    return of_offices(user).needing(Side.OFFICE, timezone.localdate())


def _needing_community(user: Any) -> RequestQuerySet:
    return of_communities(user).needing(Side.COMMUNITY, timezone.localdate())


OF_OFFICE = (
    DeskList(
        "mine",
        pgettext_lazy("desk", "Mine"),
        lambda user: of_offices(user).open().filter(assignee=user.pk),
        _("No open request is yours now."),
    ),
    DeskList(
        "attention",
        pgettext_lazy("desk", "The office’s turn"),
        _needing_office,
        _("Nothing waits for the office: it is the others’ turn everywhere."),
    ),
    DeskList(
        "unassigned",
        pgettext_lazy("desk", "Without an officer"),
        lambda user: of_offices(user).unassigned(),
        _("Every open request has its officer."),
    ),
    DeskList(
        "overdue",
        pgettext_lazy("desk", "Overdue"),
        lambda user: of_offices(user).overdue(timezone.localdate()),
        _("Nothing is overdue."),
    ),
    DeskList(
        "waiting",
        pgettext_lazy("desk", "Waiting"),
        lambda user: of_offices(user).filter(status=RequestStatus.WAITING),
        _("Nothing waits for others."),
    ),
    DeskList(
        "open",
        pgettext_lazy("desk", "All open"),
        lambda user: of_offices(user).open(),
        _("No request is open."),
    ),
)
OF_COMMUNITY = (
    DeskList(
        "turn",
        pgettext_lazy("desk", "Needs me now"),
        _needing_community,
        _("Nothing needs you now."),
    ),
    DeskList(
        "ours",
        pgettext_lazy("desk", "Our open requests"),
        lambda user: of_communities(user).open(),
        _("You have no open request."),
    ),
    DeskList(
        "paused",
        pgettext_lazy("desk", "Ours that wait"),
        lambda user: of_communities(user).filter(status=RequestStatus.WAITING),
        _("None of your requests waits."),
    ),
    DeskList(
        "drafts",
        pgettext_lazy("desk", "Drafts"),
        lambda user: of_communities(user).filter(status=RequestStatus.DRAFT),
        _("You have no draft."),
    ),
    DeskList(
        "closed",
        pgettext_lazy("desk", "Closed"),
        lambda user: of_communities(user).filter(status=RequestStatus.CLOSED),
        _("None of your requests is closed yet."),
    ),
)


def lists_of(user: Any) -> list[DeskList]:
    """Those of the office for officials, then those of the community for its people."""
    found = list(OF_OFFICE) if works_in_an_office(user) else []
    return [*found, *OF_COMMUNITY] if communities_of(user) else found
