"""IATI files that nobody needs go; those that something is from stay."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from common.exchange.enums import JobStatus
from common.exchange.jobs import KEPT_FOR
from communities.models import Office
from projects.iati_ageing import forget_old_files
from projects.models import FieldSource, IatiImport
from projects.services import iati_imports as imports
from tests.factories.projects import ProjectFactory
from tests.projects.iati.conftest import ACTIVITY, file_of

pytestmark = pytest.mark.django_db


def test_files_go_by_age(officer: User, office: Office, posted: Any) -> None:
    wanted = imports.Wanted(oblast=office.oblast)
    jobs = [
        imports.keep_file(
            actor=officer, file=io.BytesIO(file_of(ACTIVITY)), name=f"{n}.xml", wanted=wanted
        )
        for n in range(4)
    ]
    used, unused, recent, undecided = jobs
    storage, names = used.file.storage, [str(job.file.name) for job in jobs]
    long_ago = timezone.now() - KEPT_FOR - dt.timedelta(days=1)
    ended = IatiImport.objects.filter(pk__in=[used.pk, unused.pk, recent.pk])
    ended.update(status=JobStatus.DONE, finished_at=long_ago)
    IatiImport.objects.filter(pk=recent.pk).update(finished_at=timezone.now())
    IatiImport.objects.filter(pk=undecided.pk).update(
        status=JobStatus.PREVIEWED, touched_at=long_ago
    )
    FieldSource.objects.create(
        project=ProjectFactory.create(), job=used, number=1, imported_at=timezone.now()
    )
    with posted():
        assert forget_old_files() == 2
    assert [storage.exists(name) for name in names] == [True, False, True, False]
    assert forget_old_files() == 0
    undecided.refresh_from_db()
    assert undecided.status == JobStatus.CANCELLED
