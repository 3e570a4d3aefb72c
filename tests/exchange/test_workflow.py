"""The whole life of an import: what may follow what."""

from __future__ import annotations

import itertools

import pytest

from accounts.models import User
from common.exchange import workflow
from common.exchange.enums import JobStatus
from common.exchange.models import ImportJob
from tests.tables import each

ALLOWED = {
    ("uploaded", "previewed"),
    ("uploaded", "failed"),
    ("uploaded", "cancelled"),
    ("previewed", "uploaded"),
    ("previewed", "running"),
    ("previewed", "cancelled"),
    ("running", "done"),
    ("failed", "cancelled"),
}


@pytest.mark.django_db
@each(("source", "target"), list(itertools.product(JobStatus.values, JobStatus.values)))
def test_every_step(officer: User, source: str, target: str) -> None:
    job = ImportJob.objects.create(register="partners", uploaded_by=officer, status=source)
    if (source, target) in ALLOWED:
        workflow.move(job, JobStatus(target))
        job.refresh_from_db()
        assert job.status == target
        assert (job.finished_at is not None) == (target in {"done", "failed", "cancelled"})
    else:
        with pytest.raises(workflow.WrongStep):
            workflow.move(job, JobStatus(target))
        job.refresh_from_db()
        assert job.status == source
