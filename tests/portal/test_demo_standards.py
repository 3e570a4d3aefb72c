"""The projects of the demonstration leave in the open standards: every one valid."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project_settings
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command

from common.codelists import reference
from portal.demo.loader import load_demo
from projects.iati.export import activities, export_file
from projects.iati.validation import check_file, checker
from projects.models import Project
from projects.oc4ids.answers import PACKAGE as OC4IDS
from projects.packages import package_file
from projects.threesixty.answers import PACKAGE as THREESIXTY
from projects.threesixty.grants import is_grant
from tests.projects.standards.published import errors_in

SHARED = Path(project_settings.BASE_DIR).parent / "shared" / "data"
FOLDERS = [SHARED / name for name in ("iati", "oc4ids", "threesixty")]
NOBODY = AnonymousUser()


@pytest.mark.django_db
@pytest.mark.skipif(
    not all(one.is_dir() for one in FOLDERS), reason="the published standards are not there"
)
def test_all_public_projects_are_valid(settings: Any, tmp_path: Path) -> None:
    settings.STANDARDS_DIR = tmp_path / "standards"
    for one in reference.registered():
        one.load()
    call_command("load_standards", *FOLDERS)
    load_demo()
    rows = Project.objects.visible_to(NOBODY).order_by("pk")
    _as_iati(rows)
    _as_oc4ids(rows)
    _as_grants(rows)


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
