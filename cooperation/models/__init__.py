from cooperation.models.offers import DeskFilter, Offer, OfferStep, PartnerInvite
from cooperation.models.requests import (
    CoordinationRequest,
    RequestEntry,
    RequestFile,
    RequestLink,
    RequestMention,
    RequestTheme,
)

__all__ = [
    "CoordinationRequest",
    "DeskFilter",
    "Offer",
    "OfferStep",
    "PartnerInvite",
    "RequestEntry",
    "RequestFile",
    "RequestLink",
    "RequestMention",
    "RequestTheme",
]
