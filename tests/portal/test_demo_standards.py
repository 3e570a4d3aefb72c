"""The projects of the demonstration leave in the open standards: every one valid."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project_settings
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import connection

from accounts.models import User
from communities.models import Office
from projects.iati.export import activities, export_file
from projects.iati.validation import check_file, checker
from projects.models import IatiImport, Project
from projects.oc4ids.answers import PACKAGE as OC4IDS
from projects.packages import package_file
from projects.services import iati_imports as imports
from projects.threesixty.answers import PACKAGE as THREESIXTY
from projects.threesixty.grants import is_grant
from tests.projects.standards.published import errors_in
from tests.story import Told

SHARED = Path(project_settings.BASE_DIR).parent / "shared" / "data"
FOLDERS = [SHARED / name for name in ("iati", "oc4ids", "threesixty")]
NOBODY = AnonymousUser()

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _django_db_helper() -> None:
    """No transaction around the test: `story` has its own, in a database of its own."""


@pytest.mark.skipif(
    not all(one.is_dir() for one in FOLDERS), reason="the published standards are not there"
)
def test_all_public_projects_are_valid(story: Told, settings: Any, tmp_path: Path) -> None:
    settings.STANDARDS_DIR = tmp_path / "standards"
    call_command("load_standards", *FOLDERS)
    rows = Project.objects.visible_to(NOBODY).order_by("pk")
    _as_iati(rows)
    _as_oc4ids(rows)
    _as_grants(rows)
    for office in Office.objects.all():
        _is_known_to_its_own_office(office)
    _comes_back_into_an_empty_portal()


def _as_iati(rows: Any) -> None:
    source, report = export_file(rows, NOBODY)
    with source:
        checked = check_file(source, checker())
    assert report.is_official
    assert report.left_out == {}
    assert checked.is_accepted
    assert checked.valid == report.written == rows.count() == len(list(activities(rows, NOBODY)))


def _as_oc4ids(rows: Any) -> None:
    source, report = package_file(OC4IDS, rows, NOBODY, "https://mosty.example/")
    with source:
        assert errors_in("oc4ids", json.load(source)) == []
    assert report.is_official
    assert report.left_out == {}
    assert report.written == rows.count()


def _as_grants(rows: Any) -> None:
    """All but loans and credits."""
    source, report = package_file(THREESIXTY, rows, NOBODY, "https://mosty.example/")
    with source:
        assert errors_in("threesixty", json.load(source)) == []
    assert report.is_official
    assert report.written == sum(is_grant(one) for one in rows) > 0
    assert report.written + len(report.left_out) == rows.count()


def _file_of(office: Office) -> bytes:
    """But for the moments; empty when the office has no public project."""
    rows = Project.objects.visible_to(NOBODY).filter(office=office).order_by("pk")
    if not rows:
        return b""
    source, _report = export_file(rows, NOBODY)
    with source:
        return re.sub(rb" (generated|last-updated)-datetime=\"[^\"]*\"", b"", source.read())


def _checked(office: Office, said: bytes, actor: User | None) -> IatiImport:
    wanted = imports.Wanted(oblast=office.oblast, publishes=True)
    file = io.BytesIO(said.partition(b"?>")[2])
    job = imports.keep_file(actor=actor, file=file, name="own.xml", wanted=wanted)
    imports.check_file(job)
    return job


def _is_known_to_its_own_office(office: Office) -> None:
    """Who sees more than everybody sees brings back what everybody got: nothing differs."""
    said = _file_of(office)
    for actor in (None, User.objects.get(email="admin@mosty.example")):
        job = _checked(office, said, actor)
        assert job.counts == {"unchanged": said.count(b"<iati-activity ")}
        imports.cancel(job)


def _comes_back_into_an_empty_portal() -> None:
    """Nothing there but territory, codes and offices: organisations are made of the file."""
    files = {office: _file_of(office) for office in Office.objects.all()}
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE projects_project, partners_partner, projects_iatiimport CASCADE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    assert not Project.objects.exists()
    for office, said in files.items():
        imports.take_in(imports.start(_checked(office, said, None)))
        assert _file_of(office) == said
