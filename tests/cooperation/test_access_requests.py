"""Who may open which page of requests. 200 opens, 302 asks to sign in, 403 no, 404 unknown."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from communities.models import Community, Office
from cooperation.models import CoordinationRequest, RequestFile
from tests.conftest import CAST
from tests.factories.requests import coordination_request

Browse = Callable[[str], Client]

#                        admin head offic sumy analy coord else edit repr read newc anon
ALL = (200,) * 12
INSIDE = (200, 200, 200, 404, 200, 200, 404, 200, 404, 404, 404, 404)
REGISTERED = (200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 404, 404)
COMMUNITY = (200, 404, 404, 404, 404, 200, 404, 200, 404, 404, 404, 404)


def opened(browse: Browse, who: str, url: str) -> int:
    answer = browse(who).get(url)
    if answer.streaming:
        b"".join(answer)
    return answer.status_code


@pytest.fixture
def published(office: Office, community: Community) -> CoordinationRequest:
    return coordination_request(status="accepted", community=community, visibility="public")


SEEN = {
    ("draft", "public"): COMMUNITY,
    ("submitted", "public"): INSIDE,
    ("accepted", "internal"): INSIDE,
    ("accepted", "registered"): REGISTERED,
    ("accepted", "public"): ALL,
    ("closed", "public"): INSIDE,
}


@pytest.mark.parametrize("case", SEEN)
@pytest.mark.parametrize("who", CAST)
def test_who_knows_of_a_request(
    browse: Browse, who: str, case: tuple[str, str], office: Office, community: Community
) -> None:
    status, visibility = case
    record = coordination_request(status=status, community=community, visibility=visibility)
    url = reverse("requests:request-detail", kwargs={"reference": record.reference})
    assert opened(browse, who, url) == SEEN[case][CAST.index(who)]


FILES = {
    ("internal", True): (200, 200, 200, 404, 200, 404, 404, 404, 404, 404, 404, 404),
    ("internal", False): INSIDE,
    ("registered", False): REGISTERED,
    ("public", False): ALL,
}


@pytest.mark.parametrize("case", FILES)
@pytest.mark.parametrize("who", CAST)
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
