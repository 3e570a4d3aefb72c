"""Who may open which page of requests. 200 opens, 302 asks to sign in, 403 no, 404 unknown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from communities.models import Community, Office
from cooperation.models import CoordinationRequest, RequestFile
from tests.conftest import CAST
from tests.factories.requests import coordination_request
from tests.tables import each

Browse = Callable[[str], Client]

#                        admin head offic sumy analy coord else edit repr read newc anon
ALL = (200,) * 12
INSIDE = (200, 200, 200, 404, 200, 200, 404, 200, 404, 404, 404, 404)
REGISTERED = (200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 404, 404)
WRITERS = (200, 200, 200, 200, 403, 200, 200, 200, 403, 403, 403, 302)
# Deeds of a public accepted request: the office; its community; those who only see it get 403.
OFFICE = (200, 200, 200, 403, 403, 403, 403, 403, 403, 403, 403, 302)
COORDINATORS = (403, 403, 403, 403, 403, 200, 403, 403, 403, 403, 403, 302)
ITS_PEOPLE = (200, 200, 200, 403, 403, 200, 403, 200, 403, 403, 403, 302)
# The office mends it; its community takes it back or writes a message.
MENDERS = (200, 200, 200, 403, 403, 409, 403, 409, 403, 403, 403, 302)
COMMUNITY = (200, 404, 404, 404, 404, 200, 404, 200, 404, 404, 404, 404)


def opened(browse: Browse, who: str, url: str) -> int:
    answer = browse(who).get(url)
    if answer.streaming:
        b"".join(answer)
    return answer.status_code


@pytest.fixture
def published(office: Office, community: Community) -> CoordinationRequest:
    return coordination_request(status="accepted", community=community, visibility="public")


PAGES = {
    "requests:request-list": ALL,
    "api:request-list": ALL,
    "requests:request-new": WRITERS,
}


@each("page", PAGES)
@each("who", CAST)
def test_pages(browse: Browse, page: str, who: str, published: CoordinationRequest) -> None:
    assert opened(browse, who, reverse(page)) == PAGES[page][CAST.index(who)]


@each("who", CAST)
def test_downloads(browse: Browse, who: str, published: CoordinationRequest) -> None:
    url = reverse("requests:request-download", kwargs={"file_format": "csv"})
    assert opened(browse, who, url) == 200


OF_REQUEST = {
    ("requests:request-edit", ()): MENDERS,
    ("requests:request-note", ()): ITS_PEOPLE,
    ("requests:request-step", (("code", "start"),)): OFFICE,
    ("requests:request-step", (("code", "withdraw"),)): COORDINATORS,
    ("requests:request-deed", (("deed", "extend"),)): OFFICE,
    ("requests:request-deed", (("deed", "hand-over"),)): OFFICE,
    ("requests:request-deed", (("deed", "attach"),)): ITS_PEOPLE,
}


@each("case", OF_REQUEST)
@each("who", CAST)
def test_deeds(
    browse: Browse,
    who: str,
    case: tuple[str, tuple[tuple[str, str], ...]],
    published: CoordinationRequest,
) -> None:
    page, more = case
    url = reverse(page, kwargs={"reference": published.reference, **dict(more)})
    assert opened(browse, who, url) == OF_REQUEST[case][CAST.index(who)]


@each("status", ("accepted", "closed"))
@each("who", CAST)
def test_who_chooses_the_readers(
    browse: Browse, who: str, status: str, office: Office, community: Community
) -> None:
    """Of a closed one; while it is open they are a field of its form."""
    record = coordination_request(status=status, community=community, visibility="public")
    url = reverse("requests:request-deed", args=[record.reference, "readers"])
    usual = ITS_PEOPLE[CAST.index(who)]
    form, done = (200, 302) if status == "closed" else (409, 409)
    assert opened(browse, who, url) == (form if usual == 200 else usual)
    answer = browse(who).post(url, {"visibility": "internal"})
    assert answer.status_code == (done if usual == 200 else usual)
    record.refresh_from_db()
    assert record.visibility == ("internal" if (usual, status) == (200, "closed") else "public")


# Nothing is given: who may gets 404 (nothing to undo) or 400 (nothing to keep).
UNDO = (404, 404, 404, 403, 403, 403, 403, 403, 403, 403, 403, 302)
DRAFT = (200, 200, 200, 200, 403, 200, 200, 200, 403, 403, 403, 302)


@each("who", CAST)
def test_what_is_only_posted(browse: Browse, who: str, published: CoordinationRequest) -> None:
    undo = reverse("requests:request-undo", kwargs={"reference": published.reference})
    for number in ("999999999", "9" * 18):
        answer = browse(who).post(undo, {"link": number})
        assert answer.status_code == UNDO[CAST.index(who)]
    for strange in ("²", "9" * 5000, "-1", "\x00"):
        answer = browse(who).post(undo, {"link": strange})
        assert answer.status_code in {403, UNDO[CAST.index(who)]}
    answer = browse(who).post(reverse("requests:request-draft"), {"kind": "advice"})
    assert answer.status_code == DRAFT[CAST.index(who)]


SEEN = {
    ("draft", "public"): COMMUNITY,
    ("submitted", "public"): INSIDE,
    ("accepted", "internal"): INSIDE,
    ("accepted", "registered"): REGISTERED,
    ("accepted", "public"): ALL,
    ("agreed", "public"): ALL,
    ("closed", "public"): ALL,
    ("closed", "internal"): INSIDE,
    ("refused", "public"): INSIDE,
}


@each("case", SEEN)
@each("who", CAST)
def test_who_knows_of_a_request(
    browse: Browse, who: str, case: tuple[str, str], office: Office, community: Community
) -> None:
    status, visibility = case
    ended: dict[str, Any] = {"status": status}
    if status == "refused":
        ended = {"status": "closed", "outcome": "refused", "outcome_note": "Ні"}
    record = coordination_request(community=community, visibility=visibility, **ended)
    url = reverse("requests:request-detail", kwargs={"reference": record.reference})
    assert opened(browse, who, url) == SEEN[case][CAST.index(who)]
    api = reverse("api:request-detail", kwargs={"key": record.public_id})
    assert opened(browse, who, api) == SEEN[case][CAST.index(who)]


FILES = {
    ("internal", True): (200, 200, 200, 404, 200, 404, 404, 404, 404, 404, 404, 404),
    ("internal", False): INSIDE,
    ("registered", False): REGISTERED,
    ("public", False): ALL,
}


@each("case", FILES)
@each("who", CAST)
def test_who_gets_a_file(
    browse: Browse, who: str, case: tuple[str, bool], published: CoordinationRequest
) -> None:
    visibility, is_internal = case
    file = RequestFile(
        request=published,
        name="лист.pdf",
        content_type="application/pdf",
        size=4,
        visibility=visibility,
        is_internal=is_internal,
    )
    file.file.save("request-file.pdf", ContentFile(b"%PDF"))
    keys = {"reference": published.reference, "public_id": file.public_id}
    url = reverse("requests:request-file", kwargs=keys)
    assert opened(browse, who, url) == FILES[case][CAST.index(who)]
