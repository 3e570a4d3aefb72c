"""Who may open and do what with places abroad: page × cast → answer."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import CAST
from tests.factories.communities import CommunityFactory
from tests.factories.twinning import MunicipalityFactory
from tests.tables import each
from twinning.models import Municipality

OK, SIGN_IN, FORBIDDEN, UNKNOWN = 200, 302, 403, 404

# administrator, head, officer, officer of Sumy, analyst, coordinator, coordinator elsewhere,
# editor, representative, reader, newcomer, anonymous
EVERYBODY = [OK] * 12
CURATORS = [*[OK] * 4, *[FORBIDDEN] * 7, SIGN_IN]
PAGES: dict[str, list[int]] = {
    "/municipalities/": EVERYBODY,
    "/en/municipalities/": EVERYBODY,
    "/municipalities/download.csv": EVERYBODY,
    "/municipalities/download.xlsx": EVERYBODY,
    "/municipalities/download.pdf": [UNKNOWN] * 12,
    "/municipalities/find/": EVERYBODY,
    "/municipalities/find/?community={community}": EVERYBODY,
    "/municipalities/{place}/": EVERYBODY,
    "/municipalities/{place}/communities/": EVERYBODY,
    "/municipalities/00000000-0000-0000-0000-000000000000/": [UNKNOWN] * 12,
    "/municipalities/new/": CURATORS,
    "/municipalities/{place}/edit/": CURATORS,
    "/api/v1/municipalities/": EVERYBODY,
    "/api/v1/municipalities/{place}/": EVERYBODY,
}
START = "/municipalities/{place}/start/"
MAY_BEGIN = dict.fromkeys(("administrator", "head", "officer", "officer_of_sumy"), 302)


@pytest.fixture
def world(db: None) -> dict[str, Any]:
    place = MunicipalityFactory.create()
    return {"place": place.public_id, "community": CommunityFactory.create().code}


def status(answer: Any) -> int:
    if answer.streaming:
        assert b"".join(answer.streaming_content)
    return int(answer.status_code)


@each("who", CAST)
def test_pages(who: str, world: dict[str, Any], browse: Any) -> None:
    browser = browse(who)
    place = CAST.index(who)
    answers = {url: status(browser.get(url.format(**world))) for url in PAGES}
    assert answers == {url: row[place] for url, row in PAGES.items()}


@each("who", CAST)
def test_only_curators_begin_relations(who: str, world: dict[str, Any], browse: Any) -> None:
    answer = browse(who).post(START.format(**world))
    begun = Municipality.objects.get(public_id=world["place"]).partner is not None
    refused = SIGN_IN if who == "anonymous" else FORBIDDEN
    assert answer.status_code == MAY_BEGIN.get(who, refused)
    assert begun == (who in MAY_BEGIN)


def test_relations_are_never_begun_by_get(world: dict[str, Any], browse: Any) -> None:
    assert browse("head").get(START.format(**world)).status_code == 405
