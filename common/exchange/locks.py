"""One worker for one import, and a sure way to see that it died: a lock that dies with it."""

from __future__ import annotations

from contextlib import AbstractContextManager

from django.db.models import Model

from common.operations.locks import held, is_held

# "impo": the first half of the lock's name, so that other uses of such locks never meet ours.
SPACE = 0x69_6D_70_6F


def working(job: Model, space: int = SPACE) -> AbstractContextManager[bool]:
    """Hold the import while its rows are worked on; False when somebody else does already.

    Each kind of import has a `space` of its own.
    """
    return held(space, job.pk)


def is_worked_on(job: Model, space: int = SPACE) -> bool:
    return is_held(space, job.pk)
