"""The projects of the demonstration leave as IATI: every one valid by schema, codes and rules."""

from __future__ import annotations

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

SHARED = Path(project_settings.BASE_DIR).parent / "shared" / "data" / "iati"


@pytest.mark.django_db
@pytest.mark.skipif(not SHARED.is_dir(), reason="the published files of IATI are not there")
def test_all_public_projects_are_valid(settings: Any, tmp_path: Path) -> None:
    settings.STANDARDS_DIR = tmp_path / "standards"
    for one in reference.registered():
        one.load()
    call_command("load_standards", SHARED)
    load_demo()
    nobody = AnonymousUser()
    rows = Project.objects.visible_to(nobody).order_by("pk")
    source, report = export_file(rows, nobody)
    with source:
        checked = check_file(source, checker())
    assert report.is_official
    assert report.left_out == {}
    assert checked.is_accepted
    assert checked.valid == report.written == rows.count() == len(list(activities(rows, nobody)))
