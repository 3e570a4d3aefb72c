"""Requests and offers in the administration."""

from cooperation.admin.offers import OfferAdmin, PartnerInviteAdmin
from cooperation.admin.requests import CoordinationRequestAdmin

__all__ = ["CoordinationRequestAdmin", "OfferAdmin", "PartnerInviteAdmin"]
