"""The history of requests with everything that belongs to them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from common.audit.registry import HistoryOf, Owned, register
from communities.permissions import communities_of, is_official
from cooperation.models import (
    CoordinationRequest,
    RequestEntry,
    RequestFile,
    RequestLink,
    RequestTheme,
)
from cooperation.request_permissions import sees_internal


def _requests(user: Any) -> Any:
    return CoordinationRequest.objects.visible_to(user)


def _journal(user: Any) -> Any:
    """Officials: it tells of internal lines too."""
    if not is_official(user) or communities_of(user):
        return None
    return CoordinationRequest.objects.inside_for(user)


def register_request_histories() -> None:
    """The offices read it; the community has the timeline, without their internal lines."""
    register(
        HistoryOf(
            kind="request",
            model=CoordinationRequest,
            label=_("Request to the office"),
            visible=_requests,
            can_see=sees_internal,
            journal=_journal,
            owned=(
                Owned(RequestTheme, "request", _("Theme")),
                Owned(RequestLink, "request", _("Link")),
                Owned(RequestFile, "request", _("File"), summary=("name", "visibility")),
                Owned(RequestEntry, "request", _("Timeline"), summary=("kind", "code", "status")),
            ),
        )
    )
