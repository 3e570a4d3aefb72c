from projects.models.aid import AidDelivery, AidFile
from projects.models.call_alerts import CallAlert, LinkCheck, SavedSearch
from projects.models.calls import Call, CallFile, CallOblast, CallTheme
from projects.models.classification import (
    HumanitarianScope,
    PolicyMarker,
    ProjectAidType,
    ProjectGoal,
    ProjectSDG,
    ProjectSector,
    ProjectTheme,
)
from projects.models.iati_imports import FieldSource, IatiImport, StagedActivity, StagedBody
from projects.models.idea_life import IdeaInterest, IdeaStep
from projects.models.ideas import IdeaCommunity, IdeaFile, IdeaGoal, IdeaTheme, ProjectIdea
from projects.models.links import ProjectCondition, RelatedProject
from projects.models.money import PlannedDisbursement, ProjectBudget, ProjectTransaction
from projects.models.mta import (
    MonitoringCard,
    MtaReminder,
    ProjectRegistrationEvent,
    ReceivedProperty,
)
from projects.models.papers import ProjectDocument, ProjectPhoto
from projects.models.parties import ProjectContact, ProjectIdentifier, ProjectRole
from projects.models.places import ProjectLocation, ProjectTerritory
from projects.models.progress import ProgressReport, ReportedValue
from projects.models.projects import Project
from projects.models.results import IndicatorPeriod, ProjectResult, ResultIndicator

__all__ = [
    "AidDelivery",
    "AidFile",
    "Call",
    "CallAlert",
    "CallFile",
    "CallOblast",
    "CallTheme",
    "FieldSource",
    "HumanitarianScope",
    "IatiImport",
    "IdeaCommunity",
    "IdeaFile",
    "IdeaGoal",
    "IdeaInterest",
    "IdeaStep",
    "IdeaTheme",
    "IndicatorPeriod",
    "LinkCheck",
    "MonitoringCard",
    "MtaReminder",
    "PlannedDisbursement",
    "PolicyMarker",
    "ProgressReport",
    "Project",
    "ProjectAidType",
    "ProjectBudget",
    "ProjectCondition",
    "ProjectContact",
    "ProjectDocument",
    "ProjectGoal",
    "ProjectIdea",
    "ProjectIdentifier",
    "ProjectLocation",
    "ProjectPhoto",
    "ProjectRegistrationEvent",
    "ProjectResult",
    "ProjectRole",
    "ProjectSDG",
    "ProjectSector",
    "ProjectTerritory",
    "ProjectTheme",
    "ProjectTransaction",
    "ReceivedProperty",
    "RelatedProject",
    "ReportedValue",
    "ResultIndicator",
    "SavedSearch",
    "StagedActivity",
    "StagedBody",
]
