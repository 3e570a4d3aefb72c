"""The registers of projects, ideas, calls and aid in the administration."""

from projects.admin.calls import AidDeliveryAdmin, CallAdmin, LinkCheckAdmin
from projects.admin.ideas import ProjectIdeaAdmin

__all__ = ["AidDeliveryAdmin", "CallAdmin", "LinkCheckAdmin", "ProjectIdeaAdmin"]
