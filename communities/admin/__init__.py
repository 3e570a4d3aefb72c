"""Territories and offices in the administration."""

from communities.admin.offices import OfficeAdmin
from communities.admin.territories import CommunityAdmin, OblastAdmin, RaionAdmin

__all__ = ["CommunityAdmin", "OblastAdmin", "OfficeAdmin", "RaionAdmin"]
