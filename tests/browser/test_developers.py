"""The examples of the page for developers, run as they stand there, against this portal."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from accounts import key_workflow as workflow
from accounts.memberships import active_memberships
from accounts.models import User
from accounts.services import ask_for_key, make_key, take_key_step
from common.registers.changes.follow import follow
from common.registers.changes.objects import EVERYBODY
from communities.registers import COMMUNITIES
from partners.registers import PARTNERS
from projects.registers import PROJECTS
from tests.browser.conftest import Visit

PROGRAMS = {"curl": ("bash", "-eu"), "python": (sys.executable, "-W", "error"), "r": ("Rscript",)}

Run = Callable[[str], str]


@pytest.fixture
def run(portal: str, visit: Visit, tmp_path: Path) -> Run:
    """Run the example under this anchor in a folder of its own; gives what it prints."""
    follow()
    page = visit()
    page.goto("/developers/")

    def run_example(anchor: str) -> str:
        code = page.locator(f"#code-{anchor}")
        assert portal in code.inner_text()
        language = code.get_attribute("data-language") or ""
        program = PROGRAMS[language]
        if not shutil.which(program[0]):
            pytest.skip(f"No {program[0]}: THE EXAMPLE IN {language.upper()} IS NOT RUN")
        file = tmp_path / anchor
        file.write_text(code.inner_text(), encoding="utf-8")
        done = subprocess.run(  # noqa: S603 - examples of our own
            [*program, str(file)],
            cwd=tmp_path,
            env=os.environ | {"MOSTY_KEY": _key(), "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    return run_example


def _key() -> str:
    """Of the coordinator of a community, approved by its officer."""
    owner, official = (
        User.objects.get(email=f"{name}@mosty.example")
        for name in ("coordinator.myrhorod", "officer.poltava")
    )
    key = ask_for_key(
        actor=owner,
        membership=active_memberships(owner)[0],
        name="Приклад",
        purpose="Читає запити",
        scopes=("read",),
        valid_days=30,
    )
    take_key_step(actor=official, key=key, step=workflow.APPROVE)
    return make_key(actor=owner, key=key)


def test_examples_of_curl(run: Run, tmp_path: Path) -> None:
    found = json.loads(run("search-curl"))["results"]
    assert found
    assert all(set(one) >= {"reference", "title", "cost"} for one in found)
    run("table-curl")
    with (tmp_path / "partners.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == PARTNERS.queryset().visible_to(EVERYBODY).count()
    assert run("unchanged-curl").split() == ["200", "304"]
    kept = json.loads((tmp_path / "communities.json").read_text(encoding="utf-8"))
    assert kept["results"]
    assert COMMUNITIES.by_name.keys() & kept["results"][0].keys()
    assert json.loads(run("key-curl"))["results"]


def test_examples_in_python(run: Run, tmp_path: Path) -> None:
    assert "http" in run("pages-python")
    open_projects = PROJECTS.queryset().visible_to(EVERYBODY).count()
    for _time in ("first", "second"):
        assert run("mirror-python") == f"{open_projects} projects\n"
    assert len(json.loads((tmp_path / "projects.json").read_text("utf-8"))["projects"]) > 1


def test_the_example_in_r(run: Run) -> None:
    assert run("table-r")


def test_the_page_is_linked(visit: Visit) -> None:
    page = visit()
    for begin in ("/", "/en/", "/api/v1/docs/"):
        page.goto(begin)
        link = page.locator("a[href$='/developers/']").first
        assert page.request.get(str(link.get_attribute("href"))).ok
