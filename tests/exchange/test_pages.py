"""The pages of an import: who may, what they show, and that every button can be pressed twice."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.models import User
from common.exchange import jobs
from common.exchange.enums import JobStatus
from common.exchange.imports import importer
from common.exchange.models import ImportJob
from communities.models import Office
from partners.models import Partner
from tests.conftest import CAST
from tests.exchange.files import HEADER, csv_file, upload, xlsx_file
from tests.factories.partners import PartnerFactory
from tests.tables import each

pytestmark = pytest.mark.django_db

GOOD = ("Фонд Їжак", "Hedgehog Fund", "фонд", "DK")
BAD = ("Фонд Бобер", "Beaver Fund", "фонд", "Німечина")
NEW = "/partners/import/new/"

ALLOWED = {"administrator", "head", "officer", "officer_of_sumy"}


@each("name", CAST)
@each("path", ["", "new/", "template.csv", "template.xlsx"])
def test_who_may_bring_in_tables(browse: Any, name: str, path: str) -> None:
    response = browse(name).get(f"/partners/import/{path}")
    b"".join(response)
    wanted = 200 if name in ALLOWED else 302 if name == "anonymous" else 403
    assert response.status_code == wanted


@each("name", CAST)
def test_an_upload_is_the_uploaders_own(browse: Any, officer: User, name: str) -> None:
    """Others of the same right do not know of it: 404. Administrators see all."""
    job = checked(officer, csv_file([GOOD]))
    wanted = {"officer": 200, "administrator": 200, "anonymous": 302}
    response = browse(name).get(address(job))
    assert response.status_code == wanted.get(name, 404 if name in ALLOWED else 403)
    if name not in {"officer", "administrator"}:
        for verb in ("confirm", "cancel", "delete", "decide", "check", "resume"):
            assert browse(name).post(f"{address(job)}{verb}/").status_code in {302, 403, 404}
        job.refresh_from_db()
        assert job.status == JobStatus.PREVIEWED


def checked(actor: User, content: bytes, name: str = "list.csv") -> ImportJob:
    job = jobs.upload_table(actor=actor, door=importer("partners"), file=upload(content, name))
    jobs.check_table(job)
    job.refresh_from_db()
    return job


def address(job: ImportJob) -> str:
    return f"/partners/import/{job.public_id}/"


def text(browser: Client, url: str) -> str:
    response = browser.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_whole_way_through_the_pages(browse: Any, office: Office, language: str) -> None:
    browser = browse("officer")
    content = csv_file([GOOD, BAD])
    response = browser.post(f"{language}{NEW}", {"file": upload(content)})
    assert response.status_code == 302
    url = response.headers["Location"]
    preview = text(browser, url)
    assert "Німечина" in preview
    assert preview.count("<h1") == 1
    assert "Фонд Їжак" in text(browser, f"{url}?show=new")
    result_url = browser.post(f"{url}confirm/").headers["Location"]
    assert "Фонд Їжак" in text(browser, result_url)
    assert "Німечина" in text(browser, f"{result_url}?show=left")
    assert Partner.objects.get().curated_by == office
    for kind in ("csv", "xlsx"):
        assert b"".join(browser.get(f"{url}result.{kind}").streaming_content)
    assert "table.csv" in text(browser, f"{language}/partners/import/")
    assert browser.get(url).headers["Location"] == result_url


def test_a_second_confirmation_is_refused_kindly(browse: Any, officer: User) -> None:
    job = checked(officer, csv_file([GOOD]))
    browser = browse("officer")
    assert browser.post(f"{address(job)}confirm/").status_code == 302
    again = browser.post(f"{address(job)}confirm/", follow=True)
    assert again.status_code == 200
    assert Partner.objects.count() == 1


def test_a_file_that_is_no_table_is_said_beside_the_field(browse: Any) -> None:
    response = browse("officer").post(f"/en{NEW}", {"file": upload(b"\x89PNG\r\n\x1a\n12345")})
    assert response.status_code == 200
    page = response.content.decode()
    assert "another kind (PNG)" in page
    assert 'href="#id_file"' in page
    assert not ImportJob.objects.exists()
    empty = browse("officer").post(f"/en{NEW}", {"file": upload(b"")})
    assert "The file is empty." in empty.content.decode()
    assert "Choose a file." in browse("officer").post(f"/en{NEW}").content.decode()


def test_what_the_file_says_is_never_markup(browse: Any, officer: User) -> None:
    evil = "<script>alert(1)</script>"
    header = (*HEADER, evil)
    PartnerFactory.create(name=f"{evil} 1", country="DK", kind="ngo")
    rows = [(evil, evil, evil, evil, evil), (f"{evil} 1", evil, "фонд", "DK", evil)]
    job = checked(officer, csv_file(rows, header=header), name=f"{evil}.csv")
    shown = [
        text(browse("officer"), f"{address(job)}?show={show}")
        for show in ("error", "changed", "new", "duplicate", "warning")
    ]
    assert not [page for page in shown if evil in page]
    assert "&lt;script&gt;" in shown[0]


def test_deciding_without_scripts(browse: Any, officer: User) -> None:
    held = PartnerFactory.create(name="Мерсі Корпс", name_en="Mercy Corps", country="US")
    row = ("Мерсі Корпс Україна", "", "фонд", "US")
    job = checked(officer, csv_file([row]))
    browser = browse("officer")
    page = text(browser, f"{address(job)}?show=duplicate")
    value = f"record={held.public_id}"
    assert f'value="{value}"' in page
    response = browser.post(f"{address(job)}decide/", {"row-2": value, "page": "1"}, follow=True)
    assert "checked" in response.content.decode()
    browser.post(f"{address(job)}confirm/")
    held.refresh_from_db()
    assert held.name == "Мерсі Корпс Україна"


def test_an_answer_that_was_not_offered_is_refused(browse: Any, officer: User) -> None:
    PartnerFactory.create(name="Мерсі Корпс", country="US")
    other = PartnerFactory.create(name="Зовсім інша")
    job = checked(officer, csv_file([("Мерсі Корпс Україна", "", "фонд", "US")]))
    answer = {"row-2": f"record={other.public_id}"}
    page = browse("officer").post(f"{address(job)}decide/", answer, follow=True)
    assert page.status_code == 200
    assert job.rows.get().decision == ""


def test_cancel_then_remove(browse: Any, officer: User) -> None:
    job = checked(officer, csv_file([GOOD]))
    browser = browse("officer")
    browser.post(f"{address(job)}cancel/")
    assert "cancel" in text(browser, f"/en{address(job)}").lower()
    browser.post(f"{address(job)}delete/")
    assert browser.get(address(job)).status_code == 404


def test_another_sheet_by_a_button(browse: Any, officer: User) -> None:
    other = ("Фонд Лелека", "", "фонд", "SE")
    job = checked(officer, xlsx_file({"Один": [HEADER, GOOD], "Два": [HEADER, other]}), "b.xlsx")
    browser = browse("officer")
    browser.post(f"{address(job)}check/", {"sheet": "Два"})
    assert "Фонд Лелека" in text(browser, address(job))


@pytest.mark.parametrize("verb", ["confirm", "cancel", "delete", "decide", "check", "resume"])
def test_steps_are_posts(browse: Any, officer: User, verb: str) -> None:
    job = checked(officer, csv_file([GOOD]))
    assert browse("officer").get(f"{address(job)}{verb}/").status_code == 405


@pytest.mark.parametrize("file_type", ["csv", "xlsx"])
def test_the_result_speaks_the_language_of_the_page(
    browse: Any, officer: User, file_type: str
) -> None:
    """Also where its rows are made only while it is sent."""
    job = checked(officer, csv_file([GOOD, BAD]))
    browser = browse("officer")
    browser.post(f"{address(job)}confirm/")
    content = b"".join(browser.get(f"/en{address(job)}result.{file_type}"))
    rows = _read_csv(content) if file_type == "csv" else _read_xlsx(content)
    said = {row[0]: row[len(HEADER) :] for row in rows}
    assert said[GOOD[0]][0] == "registered"
    assert "/en/partners/" in said[GOOD[0]][2]
    assert said[BAD[0]][0] == "not taken in"
    assert "Did you mean" in said[BAD[0]][1]


def _read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def _read_xlsx(content: bytes) -> list[list[str]]:
    rows = load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)  # type: ignore[union-attr]
    return [[str(cell or "") for cell in row] for row in rows]


def queries(browser: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as found:
        b"".join(browser.get(url))
    return len(found)


@pytest.mark.parametrize("show", ["new", "error", "changed", "duplicate", "unchanged"])
def test_as_many_queries_for_one_row_as_for_thirty(browse: Any, officer: User, show: str) -> None:
    browser = browse("officer")
    few, many = (checked(officer, _rows(show, rows)) for rows in (1, 30))
    assert few.counts == {show: 1}
    assert many.counts == {show: 30}
    browser.get(address(few))
    for page in (f"?show={show}", "result.csv"):
        assert queries(browser, address(few) + page) == queries(browser, address(many) + page)


def _rows(show: str, rows: int) -> bytes:
    made = []
    for n in range(rows):
        name = f"Організація {'абвгґдеєжзиіїйклмнопрстуфхцчшщю'[n] * 5}"
        kind, country = "фонд", "DK"
        if show == "error":
            country = "ZZ"
        if show in {"changed", "unchanged"}:
            PartnerFactory.create(name=f"{name} {rows}", name_en="", kind="foundation")
            name, kind = f"{name} {rows}", "НУО" if show == "changed" else kind
        if show == "duplicate":
            PartnerFactory.create(name=f"{name} {rows}", country="SE")
            name = f"{name} {rows}"
        made.append((name, "", kind, country))
    return csv_file(made)
