"""Tables of twin links: what is certain goes in, the rest waits for a decision."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.models import User
from common.codelists import reference
from common.exchange.imports import importer
from common.exchange.jobs import check_table, start, take_in, upload_table
from common.exchange.models import ImportJob
from communities.models import Community
from tests.factories.communities import CommunityFactory
from tests.factories.twinning import MunicipalityFactory
from twinning.models import TwinLink, TwinLinkQuestion

REAL = Path(settings.BASE_DIR).parent / "shared" / "data" / "twinning" / "twinning-partners.json"
HEAD = "Громада;Область;Місто;Країна;Земля;Вид;З якого року\n"


def checked(actor: User, text: str) -> ImportJob:
    file = SimpleUploadedFile("links.csv", (HEAD + text).encode())
    job = upload_table(actor=actor, door=importer("twin-links"), file=file)
    check_table(job)
    job.refresh_from_db()
    return job


def gone_in(actor: User, text: str) -> ImportJob:
    job = start(checked(actor, text))
    take_in(job)
    job.refresh_from_db()
    return job


def said(job: ImportJob) -> list[tuple[str, list[str]]]:
    return [
        (row.outcome, [one["column"] for one in row.problems if one["level"] != "warning"])
        for row in job.rows.order_by("number")
    ]


def test_certain_rows_become_links(officer: User, community: Community) -> None:
    place = MunicipalityFactory.create(name="Filderstadt", name_uk="Фільдерштадт")
    row = f"{community.full_name};Полтавська;Фільдерштадт;Німеччина;;міста-побратими;1988\n"
    gone_in(officer, row.replace("міста-побратими", "побратимство"))
    link = TwinLink.objects.get()
    assert (link.community, link.municipality, link.stage) == (community, place, "active")
    assert (str(link.since_on), link.since_precision) == ("1988-01-01", "year")
    again = checked(officer, f"{community.code};;Filderstadt;DE;;;1988\n")
    assert said(again) == [("unchanged", [])]
    changed = checked(officer, f"{community.code};;Filderstadt;DE;;;1989\n")
    assert said(changed) == [("changed", [])]


def test_a_bare_name_is_never_enough(officer: User, community: Community) -> None:
    MunicipalityFactory.create(name="Filderstadt")
    CommunityFactory.create(name=community.name)
    job = checked(officer, f"{community.name};;Filderstadt;DE;;;\n;;Filderstadt;DE;;;\n")
    assert said(job) == [("error", ["community"]), ("error", ["community"])]
    named = checked(officer, f"{community.name};Полтавська;Filderstadt;DE;;;\n")
    assert said(named) == [("new", [])]


def test_bad_cells_are_said(officer: User, community: Community) -> None:
    MunicipalityFactory.create(name="Filderstadt")
    rows = (
        f"{community.code};;;DE;;;\n{community.code};;Filderstadt;Нарнія;;;\n"
        f"{community.code};;Filderstadt;DE;;шлюб;\n{community.code};;Filderstadt;DE;;;колись\n"
        "UA99000000000000000;;Filderstadt;DE;;;\n"
    )
    columns = [columns for _outcome, columns in said(checked(officer, rows))]
    assert columns == [["municipality"], ["country"], ["kind"], ["since"], ["community:code"]]


def test_another_office_is_asked_itself(officer: User, community_elsewhere: Community) -> None:
    MunicipalityFactory.create(name="Filderstadt")
    job = checked(officer, f"{community_elsewhere.code};;Filderstadt;DE;;;\n")
    assert [outcome for outcome, _columns in said(job)] == ["error"]


def test_doubtful_places_wait_for_a_decision(
    officer: User, community: Community, browse: Callable[[str], Client]
) -> None:
    first = MunicipalityFactory.create(name="Neustadt", region="Bayern")
    MunicipalityFactory.create(name="Neustadt", region="Hessen")
    rows = f"{community.code};;Neustadt;DE;;;2020\n{community.code};;Ніде;;;;\n"
    gone_in(officer, rows)
    assert not TwinLink.objects.exists()
    assert TwinLinkQuestion.objects.waiting().count() == 2
    assert [outcome for outcome, _columns in said(checked(officer, rows))] == ["unchanged"] * 2
    question = TwinLinkQuestion.objects.get(name="Neustadt")
    browser = browse("officer")
    url = reverse("twinning:question-detail", args=[question.public_id])
    page = browser.get(url)
    assert len(page.context["candidates"]) == 2
    assert browser.post(url, {"municipality": str(first.public_id)}).status_code == 302
    link = TwinLink.objects.get()
    assert (link.municipality, str(link.since_on)) == (first, "2020-01-01")
    # An answered question leads to the link that came of it.
    assert browser.get(url).headers["Location"] == link.get_absolute_url()
    assert [outcome for outcome, _columns in said(checked(officer, rows))] == ["unchanged"] * 2


def test_the_region_tells_places_apart(officer: User, community: Community) -> None:
    MunicipalityFactory.create(name="Neustadt", region="Bayern")
    there = MunicipalityFactory.create(name="Neustadt", region="Hessen")
    gone_in(officer, f"{community.code};;Neustadt;DE;Hessen;;\n")
    assert TwinLink.objects.get().municipality == there


@pytest.mark.skipif(not REAL.exists(), reason=f"SKIPPED: the real links are not at {REAL}")
def test_the_real_links(administrator: User) -> None:
    for one in reference.registered():
        one.load()
    out = io.StringIO()
    call_command("import_twin_links", REAL, stdout=out)
    links, questions = TwinLink.objects.count(), TwinLinkQuestion.objects.count()
    # 121 rows, one of which stands in the file twice; every community is found by its code.
    assert links + questions == 120
    assert links >= 95
    assert "no community" not in out.getvalue()
    call_command("import_twin_links", REAL, stdout=out)
    assert (TwinLink.objects.count(), TwinLinkQuestion.objects.count()) == (links, questions)
