"""Taking published standards in: the real folders, and every way to give a wrong one."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project_settings
from django.core.management import CommandError, call_command

from common.codelists.entries import SDG_TARGETS, names_of
from common.codelists.models import CodelistEntry
from common.codelists.reference_codes import load_codes
from common.codelists.standards import folder_of

SHARED = Path(project_settings.BASE_DIR).parent / "shared" / "data"
needs_shared = pytest.mark.skipif(
    not (SHARED / "iati").is_dir(), reason="the published standards are not beside the project"
)


@pytest.fixture(autouse=True)
def standards_dir(settings: Any, tmp_path: Path) -> Path:
    settings.STANDARDS_DIR = tmp_path / "var" / "standards"
    return tmp_path


@needs_shared
@pytest.mark.django_db
def test_all_three_are_taken_and_repeating_changes_nothing(capsys: Any) -> None:
    load_codes()
    call_command("load_standards", SHARED)
    told = capsys.readouterr().out
    assert all(title in told for title in ("IATI", "OC4IDS", "360Giving"))
    assert all(folder_of(name) for name in ("iati", "oc4ids", "threesixty"))
    count = CodelistEntry.objects.count()
    assert count > 5000
    call_command("load_standards", SHARED / "iati", SHARED / "oc4ids")
    assert CodelistEntry.objects.count() == count
    assert load_codes() == 0


@needs_shared
@pytest.mark.django_db
def test_withdrawn_codes_stay_and_our_names_are_kept() -> None:
    load_codes()
    call_command("load_standards", SHARED / "iati")
    sectors = names_of("Sector")
    assert sectors["23050"].is_withdrawn
    assert sectors["11220"].uk == "Початкова освіта"
    assert len(sectors) == 325
    assert len(names_of(SDG_TARGETS)) == 169


@needs_shared
@pytest.mark.django_db
def test_a_broken_schema_changes_nothing(tmp_path: Path) -> None:
    wrong = tmp_path / "iati"
    shutil.copytree(SHARED / "iati", wrong, ignore=shutil.ignore_patterns("xsd-suite"))
    schema = wrong / "schema" / "iati-activities-schema.xsd"
    schema.write_text(schema.read_text()[:5000])
    with pytest.raises(CommandError, match=r"iati-activities-schema\.xsd"):
        call_command("load_standards", wrong)
    assert folder_of("iati") is None
    assert not CodelistEntry.objects.exists()


@needs_shared
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("rules/standard.json", "[]"),
        ("rules/standard.json", "{"),
        ("codelists/Sector.xml", "<codelist"),
    ],
)
def test_a_broken_file_is_named(path: str, text: str, tmp_path: Path) -> None:
    wrong = tmp_path / "iati"
    shutil.copytree(SHARED / "iati", wrong, ignore=shutil.ignore_patterns("xsd-suite"))
    (wrong / path).write_text(text)
    with pytest.raises(CommandError, match=Path(path).name):
        call_command("load_standards", wrong)
    assert folder_of("iati") is None


@pytest.mark.django_db
@pytest.mark.parametrize("folder", ["nowhere", "empty"])
def test_a_wrong_folder_is_refused(folder: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(CommandError, match=folder):
        call_command("load_standards", tmp_path / folder)


@needs_shared
@pytest.mark.django_db
def test_an_incomplete_folder_says_what_is_missing(tmp_path: Path) -> None:
    shutil.copytree(SHARED / "iati" / "schema", tmp_path / "iati" / "schema")
    with pytest.raises(CommandError, match=r"rules/standard\.json"):
        call_command("load_standards", tmp_path / "iati")
