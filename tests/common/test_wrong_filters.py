"""What the address asks for and the list cannot do is said, never silently left out."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from common.registers.register import registers
from tests.factories.partners import PartnerFactory

pytestmark = pytest.mark.django_db

WRONG = (
    ("/partners/", "kind=nonsense", "nonsense"),
    ("/partners/", "oblasts=UA00", "UA00"),
    ("/partners/", "ordering=description", "description"),
    ("/communities/", "population_min=many", "many"),
    ("/communities/", "kind=%00", ""),
    ("/agreements/", "partner=nobody", "nobody"),
    ("/agreements/", "expires_within=-1", "-1"),
    ("/agreements/", "signed_year_min=0", "0"),
    ("/agreements/", "signed_year_max=99999999999999999999", "9999"),
    ("/agreements/", "signed_year_min=10000", "10000"),
    ("/agreements/", "signed_since=31.31.2020", "31.31.2020"),
    ("/agreements/", "community=" + "x" * 300, "xxx"),
    ("/twin-links/", "stage=x&stage=y", "x"),
)


@pytest.mark.parametrize(("path", "query", "named"), WRONG)
def test_a_page_names_the_wrong_filter(client: Client, path: str, query: str, named: str) -> None:
    page = client.get(f"/en{path}?{query}")
    assert page.status_code == 200
    left_out = page.context["list"].left_out
    assert len(left_out) == 1
    assert "The list is shown without what could not be used" in page.content.decode()
    if "ordering" not in query:
        assert named in left_out[0].sentence
    mended = client.get(left_out[0].url)
    assert mended.context["list"].left_out == []
    files = page.context["list"].downloads
    assert client.get(files[0].url).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/partners/download.csv", "/agreements/download.xlsx", "/agreements/register.csv"],
)
@pytest.mark.parametrize("language", ["", "/en"])
def test_a_download_answers_400(client: Client, path: str, language: str) -> None:
    answer = client.get(f"{language}{path}?kind=nonsense")
    assert answer.status_code == 400
    assert "nonsense" in answer.content.decode()
    assert answer["Content-Type"].startswith("text/plain")


def test_the_other_filters_still_work(client: Client) -> None:
    PartnerFactory.create(name="Фонд", kind="foundation")
    PartnerFactory.create(name="Банк", kind="ifi")
    page = client.get("/partners/", {"kind": "foundation", "oblasts": "UA00"})
    assert page.context["list"].count == 1
    assert [one.value for one in page.context["list"].chips] != []
    assert "UA00" not in page.context["list"].downloads[0].url


def test_the_entrance_of_the_api(client: Client) -> None:
    index = json.loads(client.get("/api/v1/").content)
    assert {one["name"] for one in index["registers"]} == {
        one.name for one in registers() if one.api_path
    }
    for one in index["registers"]:
        path = "/api/v1/" + one["url"].partition("/api/v1/")[2]
        assert client.get(path).status_code == 200
        assert set(one["title"]) == {"uk", "en"}


@pytest.mark.parametrize(
    ("query", "accepted", "language"),
    [
        ("", "", "uk"),
        ("", "en-GB,en;q=0.9", "en"),
        ("", "de, uk;q=0.8, en;q=0.5", "uk"),
        ("", "de, en;q=0.8, uk;q=0.5", "en"),
        ("", "fr", "uk"),
        ("&lang=uk", "en", "uk"),
        ("&lang=en", "uk", "en"),
        ("", ";;q=nonsense,,", "uk"),
    ],
)
def test_errors_of_the_api_listen_to_the_client(
    client: Client, query: str, accepted: str, language: str
) -> None:
    answer = client.get(f"/api/v1/partners/?kind=x{query}", headers={"accept-language": accepted})
    assert answer.status_code == 400
    assert answer["Content-Language"] == language
    assert "Accept-Language" in answer["Vary"]
