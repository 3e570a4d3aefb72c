"""The registers of projects, calls and aid in the administration."""

from projects.admin.calls import AidDeliveryAdmin, CallAdmin, LinkCheckAdmin

__all__ = ["AidDeliveryAdmin", "CallAdmin", "LinkCheckAdmin"]
