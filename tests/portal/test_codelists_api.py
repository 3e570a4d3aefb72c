"""Code lists in the API: every scheme that an object names leads to its codes."""

from __future__ import annotations

import pytest
from django.test import Client

from common.codelists.models import CodelistEntry

pytestmark = pytest.mark.django_db


def test_lists_and_their_codes(client: Client) -> None:
    CodelistEntry.objects.create(codelist="Sector", code="11110", name_en="Education policy")
    found = client.get("/api/v1/codelists/").json()["codelists"]
    schemes = {one["scheme"] for one in found}
    assert {
        "mosty-partner-kind",
        "ISO3166-1-alpha-2",
        "IATI-Sector",
        "mosty-project-role",
    } <= schemes
    for one in found:
        path = one["url"].partition("/api/")[2]
        listed = client.get(f"/api/{path}").json()
        assert len(listed["entries"]) == one["entries"], one
    sectors = client.get("/api/v1/codelists/IATI-Sector/").json()["entries"]
    assert sectors[0]["name"] == {"uk": None, "en": "Education policy"}


def test_lists_of_other_standards_stand_in_no_object(client: Client) -> None:
    CodelistEntry.objects.create(codelist="OC4IDS:projectType", code="x", name_en="X")
    found = client.get("/api/v1/codelists/").json()["codelists"]
    assert found
    assert not [one for one in found if "OC4IDS" in one["scheme"]]


def test_no_such_list(client: Client) -> None:
    CodelistEntry.objects.create(codelist="OC4IDS:projectType", code="x", name_en="X")
    for scheme in ("nonsense", "IATI-Nonsense", "...", "IATI-OC4IDS:projectType"):
        answer = client.get(f"/api/v1/codelists/{scheme}/")
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert client.get("/api/v1/codelists/?nosuch=1").status_code == 400
