"""What the rest of the portal is told of meetings when it starts."""

from __future__ import annotations

from cooperation.meeting_choosing import offer_choices
from cooperation.meeting_desk import fill_meeting_desk
from cooperation.meeting_grants import register_meeting_grants
from cooperation.meeting_histories import register_meeting_histories
from cooperation.meeting_letters import register_meeting_notices
from cooperation.meeting_places import register_meeting_sections


def register_meetings() -> None:
    offer_choices()
    fill_meeting_desk()
    register_meeting_grants()
    register_meeting_histories()
    register_meeting_notices()
    register_meeting_sections()
