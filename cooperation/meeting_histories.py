"""The history of meetings with everything that belongs to them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.permissions import is_administrator
from common.audit.registry import HistoryOf, Owned, register
from communities.permissions import offices_of
from cooperation.models import (
    AgendaItem,
    Decision,
    Meeting,
    MeetingAgreement,
    MeetingCommunity,
    MeetingFile,
    MeetingPartner,
    MeetingProject,
    MeetingRequest,
    MeetingStep,
    MeetingTask,
    MeetingTheme,
    Participant,
)


def _meetings(user: Any) -> Any:
    return Meeting.objects.visible_to(user)


def _its_office(user: Any, meeting: Meeting) -> bool:
    """The people of the organising office, analysts too."""
    return is_administrator(user) or meeting.office_id in offices_of(user)


def _journal(user: Any) -> Any:
    if is_administrator(user):
        return Meeting.objects.all()
    own = offices_of(user)
    return Meeting.objects.filter(office__in=own) if own else None


def _decisions(user: Any) -> Any:
    return Decision.objects.visible_to(user)


def _its_decision(user: Any, decision: Decision) -> bool:
    return _its_office(user, decision.meeting)


def register_meeting_histories() -> None:
    register(
        HistoryOf(
            kind="meeting",
            model=Meeting,
            label=_("Meeting"),
            visible=_meetings,
            can_see=_its_office,
            journal=_journal,
            owned=(
                Owned(MeetingTheme, "meeting", _("Theme")),
                Owned(MeetingCommunity, "meeting", _("Community")),
                Owned(MeetingPartner, "meeting", _("Partner")),
                Owned(MeetingProject, "meeting", _("Project")),
                Owned(MeetingAgreement, "meeting", _("Agreement")),
                Owned(MeetingRequest, "meeting", _("Request")),
                Owned(AgendaItem, "meeting", _("Item of the agenda"), summary=("number", "title")),
                Owned(
                    Participant,
                    "meeting",
                    _("Participant"),
                    summary=("side", "office", "community", "partner", "organisation", "status"),
                ),
                Owned(MeetingFile, "meeting", _("File"), summary=("name", "kind", "visibility")),
                Owned(MeetingStep, "meeting", _("Step"), summary=("code", "status", "note")),
                Owned(Decision, "meeting", _("Decision"), summary=("number", "text")),
            ),
        ),
        HistoryOf(
            kind="decision",
            model=Decision,
            label=_("Decision"),
            visible=_decisions,
            can_see=_its_decision,
            owned=(
                Owned(
                    MeetingTask,
                    "decision",
                    _("Task"),
                    summary=("what", "due_on", "status", "result"),
                ),
            ),
        ),
    )
