"""Who may open which page of twin links, and who may say what of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from communities.models import Community
from tests.conftest import CAST
from tests.factories.agreements import agreement
from tests.factories.twin_links import TwinLinkFactory
from tests.tables import each
from twinning.models import TwinLink, TwinLinkQuestion

Browse = Callable[[str], Client]

# In the order of the cast: administrator, head, officer, officer of Sumy, analyst, …
EVERYBODY = (200,) * 12
ENTERING = (200, 200, 200, 200, 403, 200, 200, 403, 403, 403, 403, 302)
CHANGING = (200, 200, 200, 403, 403, 200, 403, 403, 403, 403, 403, 302)
IMPORTING = (200, 200, 200, 200, 403, 403, 403, 403, 403, 403, 403, 302)
DECIDING = (200, 200, 200, 404, 403, 403, 403, 403, 403, 403, 403, 302)
STAGE = (302, 302, 302, 403, 403, 302, 403, 403, 403, 403, 403, 302)
TALKS = (302, 302, 302, 403, 403, 403, 403, 403, 403, 403, 403, 302)
LOGGING = (302, 302, 302, 403, 403, 302, 403, 403, 403, 403, 403, 302)
LEAVING = (302, 302, 302, 404, 403, 403, 403, 403, 403, 403, 403, 302)
REGISTERED = (200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 404, 404)
INTERNAL = (200, 200, 200, 200, 200, 200, 404, 200, 404, 404, 404, 404)

PAGES = {
    "twinning:link-list": EVERYBODY,
    "twinning:link-map": EVERYBODY,
    "twinning:place-choices": EVERYBODY,
    "twinning:agreement-choices": EVERYBODY,
    "twinning:link-new": ENTERING,
    "twinning:country-list": EVERYBODY,
    "twinning:question-list": IMPORTING,
    "twinning:import-list": IMPORTING,
    "twinning:import-new": IMPORTING,
    "api:link-list": EVERYBODY,
    "api:statistics": EVERYBODY,
}


@each("person", CAST)
@each("page", PAGES)
def test_who_opens_which_page(page: str, person: str, browse: Browse) -> None:
    assert browse(person).get(reverse(page)).status_code == PAGES[page][CAST.index(person)]


@pytest.fixture
def link(community: Community) -> TwinLink:
    return TwinLinkFactory.create(community=community, stage="contact")


@pytest.fixture
def question(community: Community) -> TwinLinkQuestion:
    return TwinLinkQuestion.objects.create(community=community, name="Neustadt", kind="twin_city")


ONE = {
    "twinning:link-detail": EVERYBODY,
    "twinning:link-edit": CHANGING,
}


@each("person", CAST)
@each("page", ONE)
def test_who_opens_one_link(page: str, person: str, browse: Browse, link: TwinLink) -> None:
    answer = browse(person).get(reverse(page, args=[link.public_id]))
    assert answer.status_code == ONE[page][CAST.index(person)]


@each("person", CAST)
@each(("visibility", "expected"), [("registered", REGISTERED), ("internal", INTERNAL)])
def test_who_knows_of_a_link(
    visibility: str, expected: tuple[int, ...], person: str, browse: Browse, community: Community
) -> None:
    link = TwinLinkFactory.create(community=community, visibility=visibility)
    browser = browse(person)
    for page in ("twinning:link-detail", "api:link-detail"):
        answer = browser.get(reverse(page, args=[link.public_id]))
        assert answer.status_code == expected[CAST.index(person)], page
    is_listed = str(link.public_id) in browser.get(reverse("api:link-list")).content.decode()
    assert is_listed == (expected[CAST.index(person)] == 200)


@each("person", CAST)
def test_who_takes_a_stage(person: str, browse: Browse, link: TwinLink, office: object) -> None:
    url = reverse("twinning:link-stage", args=[link.public_id])
    browser, here = browse(person), CAST.index(person)
    assert browser.post(url, {"stage": "letter", "on": "2026-01-10"}).status_code == STAGE[here]
    assert browser.post(url, {"stage": "talks", "on": "2026-01-11"}).status_code == TALKS[here]


@each("person", CAST)
def test_who_takes_a_step_back(person: str, browse: Browse, link: TwinLink) -> None:
    """The keepers any step; a coordinator of the own community what is a proposal yet."""
    for stage in ("contact", "letter"):
        link.stages.create(stage=stage, on="2026-01-10")
    TwinLink.objects.filter(pk=link.pk).update(stage="letter")
    url = reverse("twinning:link-take-back", args=[link.public_id])
    answer = browse(person).post(url, {"reason": "Лист не надіслано"})
    assert answer.status_code == STAGE[CAST.index(person)]


@each("person", CAST)
def test_who_takes_a_later_step_back(person: str, browse: Browse, link: TwinLink) -> None:
    for stage in ("contact", "letter", "talks"):
        link.stages.create(stage=stage, on="2026-01-10")
    TwinLink.objects.filter(pk=link.pk).update(stage="talks")
    url = reverse("twinning:link-take-back", args=[link.public_id])
    answer = browse(person).post(url, {"reason": "Перемовин не було"})
    assert answer.status_code == TALKS[CAST.index(person)]


@each("person", CAST)
def test_who_names_the_agreement(person: str, browse: Browse, link: TwinLink) -> None:
    assert link.community
    paper = agreement(oblast=link.community.oblast, communities=[link.community])
    url = reverse("twinning:link-agreement", args=[link.public_id])
    answer = browse(person).post(url, {"agreement": str(paper.public_id)})
    assert answer.status_code == STAGE[CAST.index(person)]


@each("person", CAST)
def test_who_logs(person: str, browse: Browse, link: TwinLink) -> None:
    url = reverse("twinning:link-activity", args=[link.public_id])
    values = {"on": "2026-01-10", "kind": "visit", "what": "Візит"}
    assert browse(person).post(url, values).status_code == LOGGING[CAST.index(person)]


@each("person", CAST)
def test_who_decides(person: str, browse: Browse, question: TwinLinkQuestion) -> None:
    browser, here = browse(person), CAST.index(person)
    shown = browser.get(reverse("twinning:question-detail", args=[question.public_id]))
    assert shown.status_code == DECIDING[here]
    left = browser.post(reverse("twinning:question-leave", args=[question.public_id]))
    assert left.status_code == LEAVING[here]


@pytest.mark.parametrize("address", ["/countries/DE/", "/en/countries/pl/"])
def test_countries_are_for_everybody(address: str, browse: Browse) -> None:
    assert browse("anonymous").get(address).status_code == 200


def test_there_is_no_such_country(browse: Browse) -> None:
    for code in ("UA", "XX", "germany"):
        assert browse("anonymous").get(reverse("twinning:country", args=[code])).status_code == 404


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_downloads_are_for_everybody(file_format: str, browse: Browse, link: TwinLink) -> None:
    answer = browse("anonymous").get(reverse("twinning:link-download", args=[file_format]))
    assert answer.status_code == 200
    assert b"".join(answer)
