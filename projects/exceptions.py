"""What the services of projects refuse, in words that can be shown to the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from common.intake.refusals import Refusal
from partners.exceptions import InvalidData
from partners.record_workflow import RecordArchived, RecordReasonMissing, WrongRecordStatus

if TYPE_CHECKING:
    from projects.models import Project

__all__ = [
    "InvalidData",
    "RecordArchived",
    "RecordReasonMissing",
    "WrongRecordStatus",
]


class ProjectMerged(Refusal):
    message = _("This record was merged into another one. Change that one instead.")


class ProjectMergedWithItself(Refusal):
    message = _("Choose another project: one cannot be merged with itself.")
    status = 400


class MergedAssistance(Refusal):
    message = _(
        "The other record has entries of the state register, monitoring cards or property, and "
        "this one is not technical assistance. Merge them the other way round."
    )


class ProjectKnown(InvalidData):
    """Another project has the identifier: probably it is the same project from another source."""

    def __init__(self, value: str, holder: Project) -> None:
        text = _now("The project %(reference)s has the identifier %(value)s already.")
        said = {"reference": holder.reference, "value": value}
        super().__init__({"identifiers": [text % said]})
        self.value, self.holder = value, holder
