"""What stands here and what the file says, side by side: for who decides about a collision."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from common.design.formats import long_date
from common.design.parts import Change
from projects.iati_import.fields import SCALARS, Project
from projects.models import StagedActivity

LONGEST = 300


def beside(staged: StagedActivity) -> list[Change]:
    """Each single value that the file would change in the project: label, ours, the file's.

    Tables (budgets, sectors …) are named by their field only. One activity with its project and
    payload; no queries.
    """
    if staged.project is None or not staged.payload:
        return []
    said = json.loads(staged.payload)
    fields = [one for one in (*staged.collisions, *staged.changes) if one in SCALARS]
    return [
        change
        for name in fields
        for change in _changes(staged.project, SCALARS[name], said.get(name) or {})
    ]


def _changes(project: Project, columns: tuple[str, ...], said: Any) -> Iterator[Change]:
    for column in columns:
        field: Any = Project._meta.get_field(column)
        ours, theirs = field.to_python(getattr(project, column)), field.to_python(said.get(column))
        if theirs not in (None, "") and ours != theirs:
            yield Change(
                capfirst(str(field.verbose_name)), _told(field, ours), _told(field, theirs)
            )


def _told(field: models.Field[Any, Any], value: Any) -> str:
    if value in (None, ""):
        return ""
    if isinstance(value, dt.date):
        return long_date(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    text = str(dict(field.flatchoices).get(value, value))
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
