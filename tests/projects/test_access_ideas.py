"""Who may open which page of ideas. 200 opens, 302 asks to sign in, 403 no, 404 unknown."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from communities.models import Community
from partners.models import Partner
from projects.models import IdeaInterest, ProjectIdea
from projects.services.idea_files import attach_file, withdraw_file
from tests.conftest import CAST
from tests.factories.ideas import InterestFactory
from tests.factories.ideas import idea as make_idea
from tests.factories.ideas import theme as make_theme
from tests.tables import each

Browse = Callable[[str], Client]
PDF = b"%PDF-1.7\n1 0 obj\n"

#                        admin head offic sumy analy coord else edit repr read newc anon
ALL = (200,) * 12
WRITERS = (200, 200, 200, 200, 403, 200, 200, 200, 403, 403, 403, 302)
OWN_DESK = (403, 200, 200, 200, 403, 200, 200, 200, 200, 403, 403, 302)
INSIDE = (200, 200, 200, 200, 200, 200, 404, 200, 404, 404, 404, 404)
REGISTERED = (200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 404, 404)
INTERNAL = (200, 200, 200, 200, 200, 200, 404, 200, 404, 404, 404, 404)
# A published idea: the office mends it, its community takes it back first.
MENDERS = (200, 200, 200, 403, 403, 409, 403, 409, 403, 403, 403, 302)
# A draft: those who do not know of it get 404.
DRAFT_WRITERS = (200, 200, 200, 403, 403, 200, 404, 200, 404, 404, 404, 302)
PARTNERS = (200, 200, 200, 403, 403, 403, 403, 403, 200, 403, 403, 302)
OFFICE = (200, 200, 200, 403, 403, 403, 403, 403, 403, 403, 403, 302)
AUTHORS = (200, 200, 200, 403, 403, 200, 403, 403, 403, 403, 403, 302)
CONFIRM = (302, 302, 302, 403, 403, 302, 403, 302, 403, 403, 403, 302)
# Who sees and decides an interest: the office, its coordinators, the partner itself.
OUTCOME = (200, 200, 200, 403, 403, 200, 404, 403, 200, 403, 404, 302)

SAYS_INTEREST = (403, 403, 403, 403, 403, 403, 403, 403, 201, 403, 403, 401)


@pytest.fixture
def idea(community: Community) -> ProjectIdea:
    return make_idea(community=community, reference="PL-IDEA-2026-0001", themes=[make_theme()])


@pytest.fixture
def draft(community: Community) -> ProjectIdea:
    return make_idea(community=community, reference="PL-IDEA-2026-0002", status="draft")


@pytest.fixture
def interest(idea: ProjectIdea, partner: Partner) -> IdeaInterest:
    return InterestFactory.create(idea=idea, partner=partner)


def opened(browse: Browse, who: str, url: str) -> int:
    answer = browse(who).get(url)
    if answer.streaming:
        b"".join(answer)
    return answer.status_code


PAGES = {
    "ideas:idea-list": ALL,
    "api:idea-list": ALL,
    "ideas:idea-new": WRITERS,
    "ideas:idea-duplicates": WRITERS,
    "ideas:my-ideas": OWN_DESK,
}
OF_IDEA = {
    "ideas:idea-detail": ALL,
    "ideas:idea-edit": MENDERS,
    "ideas:file-new": MENDERS,
    "ideas:interest-new": PARTNERS,
}
STEPS = {
    "rework": AUTHORS,
    "withdraw": AUTHORS,
    "send_back": OFFICE,
    "fund": OFFICE,
    "outdate": OFFICE,
}


@each("page", PAGES)
@each("who", CAST)
def test_pages(browse: Browse, page: str, who: str, idea: ProjectIdea) -> None:
    assert opened(browse, who, reverse(page)) == PAGES[page][CAST.index(who)]


@each("page", OF_IDEA)
@each("who", CAST)
def test_pages_of_an_idea(browse: Browse, page: str, who: str, idea: ProjectIdea) -> None:
    url = reverse(page, kwargs={"reference": idea.reference})
    assert opened(browse, who, url) == OF_IDEA[page][CAST.index(who)]


@each("code", STEPS)
@each("who", CAST)
def test_steps(browse: Browse, code: str, who: str, idea: ProjectIdea) -> None:
    url = reverse("ideas:idea-step", kwargs={"reference": idea.reference, "code": code})
    assert opened(browse, who, url) == STEPS[code][CAST.index(who)]


@each("who", CAST)
def test_a_draft_is_known_to_its_community_and_officials(
    browse: Browse, who: str, draft: ProjectIdea
) -> None:
    place = CAST.index(who)
    api = reverse("api:idea-detail", kwargs={"key": draft.public_id})
    edit = reverse("ideas:idea-edit", kwargs={"reference": draft.reference})
    assert opened(browse, who, draft.get_absolute_url()) == INSIDE[place]
    assert opened(browse, who, api) == INSIDE[place]
    assert opened(browse, who, edit) == DRAFT_WRITERS[place]


@each(("visibility", "expected"), [("registered", REGISTERED), ("internal", INTERNAL)])
@each("who", CAST)
def test_visibility(
    browse: Browse, who: str, visibility: str, expected: tuple[int, ...], community: Community
) -> None:
    hidden = make_idea(community=community, visibility=visibility)
    for url in (
        hidden.get_absolute_url(),
        reverse("api:idea-detail", kwargs={"key": hidden.public_id}),
    ):
        assert opened(browse, who, url) == expected[CAST.index(who)]


@each("who", CAST)
def test_confirming(browse: Browse, who: str, idea: ProjectIdea) -> None:
    url = reverse("ideas:idea-confirm", kwargs={"reference": idea.reference})
    assert browse(who).post(url).status_code == CONFIRM[CAST.index(who)]


@each("who", CAST)
def test_outcome_of_an_interest(browse: Browse, who: str, interest: IdeaInterest) -> None:
    keys = {"reference": interest.idea.reference, "public_id": interest.public_id}
    url = reverse("ideas:interest-outcome", kwargs=keys)
    assert opened(browse, who, url) == OUTCOME[CAST.index(who)]


@each("who", CAST)
def test_contact_and_interest_are_seen_by_those_concerned(
    browse: Browse, who: str, interest: IdeaInterest
) -> None:
    page = browse(who).get(interest.idea.get_absolute_url()).content.decode()
    concerned = {"administrator", "head", "officer", "officer_of_sumy", "analyst"}
    concerned |= {"coordinator", "editor", "representative", "reader"}
    assert ("contact@secret.example" in page) == (who in concerned)
    assert (interest.message in page) == (who in concerned)


@each("who", CAST)
def test_interest_by_the_api(browse: Browse, who: str, idea: ProjectIdea) -> None:
    url = reverse("api:idea-interest-new", kwargs={"key": idea.public_id})
    answer = browse(who).post(url, {"message": "Так"}, content_type="application/json")
    assert answer.status_code == SAYS_INTEREST[CAST.index(who)]


@each("who", CAST)
def test_files(browse: Browse, who: str, draft: ProjectIdea) -> None:
    file = attach_file(actor=None, idea=draft, kind="document", name="a.pdf", content=PDF)
    keys = {"reference": draft.reference, "public_id": file.public_id}
    url = reverse("ideas:idea-file", kwargs=keys)
    place = CAST.index(who)
    assert opened(browse, who, url) == INSIDE[place]
    withdrawal = reverse("ideas:file-withdraw", kwargs=keys)
    allowed = (302, 302, 302, 403, 403, 302, 404, 302, 404, 404, 404, 302)
    assert browse(who).post(withdrawal).status_code == allowed[place]
    withdraw_file(actor=None, file=file)
    officials = (200, 200, 200, 200, 200, 404, 404, 404, 404, 404, 404, 404)
    assert opened(browse, who, url) == officials[place]


@pytest.mark.parametrize("who", ["officer", "coordinator", "anonymous"])
def test_downloads(browse: Browse, who: str, idea: ProjectIdea, draft: ProjectIdea) -> None:
    for file_format in ("csv", "xlsx"):
        url = reverse("ideas:idea-download", kwargs={"file_format": file_format})
        answer = browse(who).get(url)
        content = b"".join(answer) if answer.streaming else answer.content
        assert answer.status_code == 200
        assert b"secret.example" not in content
        if file_format == "csv":
            assert (draft.reference.encode() in content) == (who != "anonymous")
    assert opened(browse, who, reverse("ideas:idea-download", args=["exe"])) == 404
