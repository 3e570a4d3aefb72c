from cooperation.models.decisions import Decision, MeetingTask
from cooperation.models.meeting_links import (
    MeetingAgreement,
    MeetingCommunity,
    MeetingPartner,
    MeetingProject,
    MeetingRequest,
    MeetingTheme,
)
from cooperation.models.meeting_people import CalendarAddress, Participant
from cooperation.models.meetings import AgendaItem, Meeting, MeetingFile, MeetingStep
from cooperation.models.offers import DeskFilter, Offer, OfferStep, PartnerInvite
from cooperation.models.request_timeline import RequestEntry, RequestFile, RequestMention
from cooperation.models.requests import CoordinationRequest, RequestLink, RequestTheme

__all__ = [
    "AgendaItem",
    "CalendarAddress",
    "CoordinationRequest",
    "Decision",
    "DeskFilter",
    "Meeting",
    "MeetingAgreement",
    "MeetingCommunity",
    "MeetingFile",
    "MeetingPartner",
    "MeetingProject",
    "MeetingRequest",
    "MeetingStep",
    "MeetingTask",
    "MeetingTheme",
    "Offer",
    "OfferStep",
    "Participant",
    "PartnerInvite",
    "RequestEntry",
    "RequestFile",
    "RequestLink",
    "RequestMention",
    "RequestTheme",
]
