"""Requests filed through the API: all or nothing, by people of the community alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from communities.models import Community, Office
from cooperation.models import CoordinationRequest
from tests.conftest import CAST
from tests.tables import each

#        admin head offic sumy analy coord else edit repr read newc anon
FILES = (201, 201, 201, 403, 403, 201, 403, 201, 403, 403, 403, 401)


def said(community: Community, **more: Any) -> dict[str, Any]:
    return {"community": community.code, "kind": "advice", "subject": "Порада", **more}


@each("who", CAST)
def test_who_files_a_draft(browse: Any, who: str, community: Community, office: Office) -> None:
    url = reverse("api:request-list")
    answer = browse(who).post(url, said(community), content_type="application/json")
    assert answer.status_code == FILES[CAST.index(who)]
    if answer.status_code == 201:
        assert answer.json()["status"]["code"] == "draft"
        assert answer["Location"].endswith(f"/{answer.json()['id']}/")


def test_what_cannot_be_submitted_is_not_kept(
    browse: Any, community: Community, office: Office
) -> None:
    page, url = browse("coordinator"), reverse("api:request-list")
    wrong = page.post(url, said(community, submit=True), content_type="application/json")
    assert wrong.status_code == 400
    assert not CoordinationRequest.objects.exists()
    whole = said(
        community,
        submit=True,
        description="Як?",
        contact_name="Я",
        contact_phone="+380 53 256 23 45",
    )
    done = page.post(url, whole, content_type="application/json")
    assert (done.status_code, done.json()["status"]["code"]) == (201, "submitted")


@pytest.mark.parametrize(
    "more",
    [
        {"themes": ["no-such"]},
        {"countries": ["ZZ"]},
        {"partner": "no-such"},
        {"kind": "no-such"},
        {"amount": "-1"},
        {"subject": ""},
        {"subject": "\x00"},
        {"community": "UA00"},
        {"needed_by": "1500-01-01"},
        {"to_language": "xx"},
    ],
    ids=str,
)
def test_bad_input_is_said_field_by_field(
    browse: Any, community: Community, office: Office, more: dict[str, Any]
) -> None:
    answer = browse("coordinator").post(
        reverse("api:request-list"), said(community) | more, content_type="application/json"
    )
    assert answer.status_code == 400
