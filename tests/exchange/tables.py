"""Tables going through a register's import, and what was said of their rows."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from common.exchange.imports import importer
from common.exchange.jobs import check_table, start, take_in, upload_table
from common.exchange.models import ImportJob


def checked(door: str, actor: User, table: str | bytes, name: str = "table.csv") -> ImportJob:
    content = table.encode() if isinstance(table, str) else table
    file = SimpleUploadedFile(name, content)
    job = upload_table(actor=actor, door=importer(door), file=file)
    check_table(job)
    job.refresh_from_db()
    assert job.status == "previewed", job.refusal
    return job


def gone_in(door: str, actor: User, table: str) -> ImportJob:
    """Every row without an error goes in, and none is refused."""
    job = start(checked(door, actor, table))
    take_in(job)
    job.refresh_from_db()
    refused = [one.problems for one in job.rows.filter(result="refused")]
    assert not refused, refused
    return job


def outcomes(job: ImportJob) -> list[str]:
    return [row.outcome for row in job.rows.order_by("number")]


def columns_said(job: ImportJob) -> set[str]:
    """The columns in which something is wrong."""
    rows = job.rows.all()
    return {one["column"] for row in rows for one in row.problems if one["level"] != "warning"}


def round_trip(door: str, actor: User, browser: Client, url: str, language: str) -> ImportJob:
    """What the page gives out as a file, uploaded as it is."""
    answer = browser.get(f"/en{url}" if language == "en" else url)
    content = answer.getvalue() if answer.streaming else answer.content
    return checked(door, actor, content, f"table.{url.rpartition('.')[2]}")
