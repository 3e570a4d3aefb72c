"""Requests, offers and meetings in the administration."""

from cooperation.admin.meetings import MeetingAdmin, MeetingTaskAdmin
from cooperation.admin.offers import OfferAdmin, PartnerInviteAdmin
from cooperation.admin.requests import CoordinationRequestAdmin

__all__ = [
    "CoordinationRequestAdmin",
    "MeetingAdmin",
    "MeetingTaskAdmin",
    "OfferAdmin",
    "PartnerInviteAdmin",
]
