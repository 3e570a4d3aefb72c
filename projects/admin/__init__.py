"""The registers of projects, ideas, calls and aid in the administration."""

from projects.admin.calls import AidDeliveryAdmin, CallAdmin, LinkCheckAdmin
from projects.admin.ideas import ProjectIdeaAdmin
from projects.admin.mta import MonitoringCardAdmin, ReceivedPropertyAdmin, RegistrationEventAdmin
from projects.admin.projects import ProgrammeAdmin, ProjectAdmin

__all__ = [
    "AidDeliveryAdmin",
    "CallAdmin",
    "LinkCheckAdmin",
    "MonitoringCardAdmin",
    "ProgrammeAdmin",
    "ProjectAdmin",
    "ProjectIdeaAdmin",
    "ReceivedPropertyAdmin",
    "RegistrationEventAdmin",
]
