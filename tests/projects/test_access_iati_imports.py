"""Who may bring in IATI files, and the path through the pages."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from communities.models import Office
from projects.models import IatiImport, Project, StagedActivity
from projects.services import iati_imports as imports
from tests.conftest import CAST
from tests.projects.iati.conftest import ACTIVITY, file_of
from tests.tables import each

pytestmark = pytest.mark.django_db

#         admin head offic sumy analy coord else edit repr read newc anon
KEEPERS = (200, 200, 200, 200, 403, 403, 403, 403, 403, 403, 403, 302)
OWN = (200, 404, 200, 404, 403, 403, 403, 403, 403, 403, 403, 302)
PRESSED = (302, 404, 302, 404, 403, 403, 403, 403, 403, 403, 403, 302)
PAGES = {
    "projects:iati-imports": KEEPERS,
    "projects:iati-import": OWN,
    "projects:iati-import-progress": OWN,
    "projects:iati-import-step": PRESSED,
}


def donor(*changes: tuple[str, str]) -> str:
    text = ACTIVITY.replace("UA-EDR-00000001-PL-1", "XM-DAC-1-A")
    text = text.replace('ref="UA-EDR-00000001"', 'ref="XM-DAC-1"')
    for old, new in changes:
        text = text.replace(old, new)
    return text


def checked(officer: User, office: Office, *texts: str) -> IatiImport:
    given = imports.Wanted(oblast=office.oblast)
    file = io.BytesIO(file_of(*texts))
    job = imports.keep_file(actor=officer, file=file, name="file.xml", wanted=given)
    imports.check_file(job)
    return job


@each("page", PAGES)
@each("who", CAST)
def test_pages(browse: Any, officer: User, office: Office, page: str, who: str) -> None:
    client = browse(who)
    job = checked(officer, office, donor())
    given = {} if page == "projects:iati-imports" else {"public_id": job.public_id}
    url = reverse(page, kwargs=given)
    answer = client.post(url, {"step": "check"}) if page.endswith("step") else client.get(url)
    assert answer.status_code == PAGES[page][CAST.index(who)]


def test_from_upload_to_the_register(browse: Any, officer: User, office: Office) -> None:
    client = browse("officer")
    file = SimpleUploadedFile("donor.xml", file_of(donor()), "text/xml")
    data = {"file": file, "oblast": office.oblast_id, "kind": "grant", "only_ukraine": "on"}
    answer = client.post("/projects/iati/", data, follow=True)
    assert answer.status_code == 200
    assert "Школа" in answer.content.decode()
    job = IatiImport.objects.get()
    step = reverse("projects:iati-import-step", kwargs={"public_id": job.public_id})
    assert client.post(step, {"step": "confirm"}, follow=True).status_code == 200
    project = Project.objects.get()
    assert project.kind == "grant"
    page = client.get(project.get_absolute_url()).content.decode()
    assert "donor.xml" in page
    assert "XM-DAC-1-A" in page


def test_collisions_are_decided_on_the_page(browse: Any, officer: User, office: Office) -> None:
    client = browse("officer")
    imports.take_in(imports.start(checked(officer, office, donor())))
    Project.objects.update(title="Ліцей")
    job = checked(officer, office, donor(("Школа", "Гімназія")))
    url = reverse("projects:iati-import", kwargs={"public_id": job.public_id})
    row = client.get(url).context["activities"][0]
    told = [(one.before, one.after) for one in row["compared"]]
    assert ("Ліцей", "Гімназія") in told
    assert "Гімназія" in client.get(url).content.decode()
    step = reverse("projects:iati-import-step", kwargs={"public_id": job.public_id})
    client.post(step, {"step": "decide", "show": "colliding", "activity-1": "take"})
    assert StagedActivity.objects.get(job=job).decision == "take"
    client.post(step, {"step": "decide", "activity-1": "new"})
    assert StagedActivity.objects.get(job=job).decision == "take"
    client.post(step, {"step": "confirm"})
    assert Project.objects.get().title == "Гімназія"


def test_one_answer_for_all_others_leaves_those_that_were_chosen(
    browse: Any, officer: User, office: Office
) -> None:
    """Ours is kept also where the file has nothing that ours lacks."""
    client = browse("officer")
    texts = [donor(("XM-DAC-1-A", f"XM-DAC-1-{one}")) for one in range(3)]
    imports.take_in(imports.start(checked(officer, office, *texts)))
    Project.objects.update(title="Ліцей")
    job = checked(officer, office, *(text.replace("Школа", "Гімназія") for text in texts))
    step = reverse("projects:iati-import-step", kwargs={"public_id": job.public_id})
    client.post(step, {"step": "decide", "activity-1": "take", "activity-2": "", "all": "keep"})
    said = StagedActivity.objects.filter(job=job).order_by("number")
    assert [one.decision for one in said] == ["take", "skip", "skip"]
    page = client.get(reverse("projects:iati-import", kwargs={"public_id": job.public_id}))
    assert (page.context["left"], page.context["wanted"]) == (0, 1)


@pytest.mark.parametrize(
    "said",
    [
        {"step": "decide", "activity-²": "take", "activity-" + "9" * 500: "take"},
        {"step": "decide", "activity-99999999": "keep", "activity--1": "", "activity-": "x"},
        {"step": "decide", "activity-1": "\x00"},
        {"step": "decide", "all": "\x00"},
        {"step": "decide", "all": "new", "show": "\x00"},
        {"step": "link", "body-\x00": "ПРООН", "body-1": "\x00", "body-²": "-"},
        {"step": "link", "body-" + "9" * 500: "а" * 5000},
    ],
)
def test_strange_answers_change_nothing(
    browse: Any, officer: User, office: Office, said: dict[str, str]
) -> None:
    job = checked(officer, office, donor())
    step = reverse("projects:iati-import-step", kwargs={"public_id": job.public_id})
    assert browse("officer").post(step, said, follow=True).status_code == 200
    assert not StagedActivity.objects.filter(job=job).exclude(decision="").exists()


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"<a/>", file_of(donor(), version="1.05")])
def test_a_file_that_cannot_be_read_is_told_on_the_form(
    browse: Any, officer: User, office: Office, content: bytes
) -> None:
    file = SimpleUploadedFile("x.xml", content, "text/xml")
    data = {"file": file, "oblast": office.oblast_id, "kind": "grant"}
    answer = browse("officer").post("/projects/iati/", data)
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
    assert not IatiImport.objects.exists()


def test_too_large_a_file_is_told(
    browse: Any, officer: User, office: Office, settings: Any
) -> None:
    settings.LARGEST_IATI_BYTES = 10
    file = SimpleUploadedFile("x.xml", file_of(donor()), "text/xml")
    data = {"file": file, "oblast": office.oblast_id, "kind": "grant"}
    answer = browse("officer").post("/projects/iati/", data)
    assert answer.context["form"].errors["file"]


def test_queries_do_not_grow_with_the_activities(
    browse: Any, officer: User, office: Office
) -> None:
    client = browse("officer")
    counts = []
    for many in (1, 30):
        texts = [donor(("XM-DAC-1-A", f"XM-DAC-1-{many}-{one}")) for one in range(many)]
        job = checked(officer, office, *texts)
        url = reverse("projects:iati-import", kwargs={"public_id": job.public_id})
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        counts.append(len(queries))
    assert counts[1] <= counts[0]
