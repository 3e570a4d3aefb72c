"""Two people change a part of a meeting at once: the later one is told, nothing is lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from common.intake.refusals import ChangedMeanwhile
from cooperation.models import AgendaItem, Decision, MeetingTask, Participant


def refuse_changed(
    row: AgendaItem | Participant | Decision | MeetingTask,
    said: Mapping[str, object],
    seen: dt.datetime | None,
) -> None:
    """Refuses ChangedMeanwhile, unless the row says by now what the actor wants it to say."""
    now: Any = type(row).objects.get(pk=row.pk)
    is_other = any(getattr(now, name) != value for name, value in said.items())
    if seen is not None and now.updated_at != seen and is_other:
        raise ChangedMeanwhile
