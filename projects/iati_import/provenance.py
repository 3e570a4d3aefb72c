"""Which fields of a project came from which file."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from projects.iati_import.fields import LABELS
from projects.models import FieldSource, Project


@dataclass(frozen=True)
class Source:
    """`fields` are named as the page names them; `publisher` is an organisation identifier."""

    file: str
    publisher: str
    activity: str
    imported_at: dt.datetime
    fields: str


def sources_of(project: Project) -> list[Source]:
    """The newest first; a file whose fields all came anew from another one is not told."""
    rows = FieldSource.objects.filter(project=project).select_related("job")
    return [
        Source(
            one.job.file_name,
            one.reporting_ref,
            one.activity_id,
            one.imported_at,
            ", ".join(str(label) for name, label in LABELS.items() if name in one.fields),
        )
        for one in rows
        if one.fields
    ]
