"""A button pressed twice: the second time finds what the first has made, and changes nothing."""

from __future__ import annotations

import datetime as dt
from typing import Any, TypeVar

from django.db import models
from django.utils import timezone

A_MOMENT = dt.timedelta(minutes=5)

Record = TypeVar("Record", bound=models.Model)


def same_row(rows: models.QuerySet[Record], **values: Any) -> Record | None:
    """The row that says just this already."""
    return rows.filter(**values).first()


def a_moment_ago() -> dt.datetime:
    return timezone.now() - A_MOMENT
