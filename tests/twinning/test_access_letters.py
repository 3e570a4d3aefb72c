"""Who may know of letters, write, send and close them. Letters are nobody else's business."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from communities.models import Community, Office
from tests.conftest import CAST
from tests.factories.letters import LetterFactory
from tests.factories.twinning import MunicipalityFactory
from tests.tables import each
from twinning.models import Letter, LetterBatch, LetterBatchItem
from twinning.services.letter_templates import load_templates

Browse = Callable[[str], Client]

# In the order of the cast: administrator, head, officer, officer of Sumy, analyst, coordinator,
# coordinator elsewhere, editor, representative, reader, newcomer, anonymous.
SIGNED_IN = (200,) * 11 + (302,)
WRITING = (200, 200, 200, 200, 403, 200, 200, 403, 403, 403, 403, 302)
FOR_MYRHOROD = (200, 200, 200, 403, 403, 200, 403, 403, 403, 403, 403, 302)
SEEING = (200, 200, 200, 404, 200, 200, 404, 404, 404, 404, 404, 302)
CHANGING = (200, 200, 200, 404, 403, 200, 404, 404, 404, 404, 404, 302)
STEPPING = (302, 302, 302, 404, 403, 302, 404, 404, 404, 404, 404, 302)

PAGES = {
    "twinning:letter-list": SIGNED_IN,
    "twinning:letter-new": WRITING,
    "twinning:letter-many": WRITING,
}
ONE = {
    "twinning:letter-detail": SEEING,
    "twinning:letter-edit": CHANGING,
}
STEPS = {
    "twinning:letter-send": {"by": "email", "on": "2026-01-10", "follow_up_on": "2026-02-10"},
    "twinning:letter-close": {"status": "withdrawn", "on": "2026-01-10"},
}


@pytest.fixture
def letter(community: Community) -> Letter:
    return LetterFactory.create(community=community)


@pytest.fixture
def batch(letter: Letter, head: User) -> LetterBatch:
    made = LetterBatch.objects.create(community=letter.community, kind="proposal", author=head)
    LetterBatchItem.objects.create(batch=made, municipality=letter.municipality, language="de")
    return made


@each("person", CAST)
@each("page", PAGES)
def test_who_opens_which_page(page: str, person: str, browse: Browse) -> None:
    assert browse(person).get(reverse(page)).status_code == PAGES[page][CAST.index(person)]


@each("person", CAST)
@each("page", ONE)
def test_who_opens_a_letter(page: str, person: str, browse: Browse, letter: Letter) -> None:
    answer = browse(person).get(reverse(page, args=[letter.public_id]))
    assert answer.status_code == ONE[page][CAST.index(person)]


@each("person", CAST)
@each("file_format", ["docx", "pdf"])
def test_who_takes_the_paper(file_format: str, person: str, browse: Browse, letter: Letter) -> None:
    url = reverse("twinning:letter-file", args=[letter.public_id, file_format])
    assert browse(person).get(url).status_code == SEEING[CAST.index(person)]


@each("person", CAST)
@each("step", STEPS)
def test_who_takes_a_step(step: str, person: str, browse: Browse, letter: Letter) -> None:
    answer = browse(person).post(reverse(step, args=[letter.public_id]), STEPS[step])
    assert answer.status_code == STEPPING[CAST.index(person)]


@each("person", CAST)
def test_who_puts_the_day_off(person: str, browse: Browse, community: Community) -> None:
    letter = LetterFactory.create(
        community=community,
        status="sent",
        sent_on="2026-01-10",
        sent_by="email",
        follow_up_on="2026-01-31",
    )
    url = reverse("twinning:letter-again", args=[letter.public_id])
    answer = browse(person).post(url, {"follow_up_on": "2099-01-31"})
    assert answer.status_code == STEPPING[CAST.index(person)]


@each("person", CAST)
def test_who_sees_which_rows(person: str, browse: Browse, letter: Letter) -> None:
    browser, here = browse(person), CAST.index(person)
    page = browser.get(reverse("twinning:letter-list"))
    assert (letter.reference in page.content.decode()) == (SEEING[here] == 200)
    file = browser.get(reverse("twinning:letter-download", args=["csv"]))
    if file.status_code == 200:
        assert (letter.reference in b"".join(file).decode()) == (SEEING[here] == 200)
    else:
        assert file.status_code == 302


@each("person", CAST)
def test_who_writes_for_a_community(
    person: str, browse: Browse, community: Community, office: Office
) -> None:
    load_templates()
    place = MunicipalityFactory.create()
    query = f"?community={community.code}&municipality={place.public_id}&kind=proposal"
    answer = browse(person).get(reverse("twinning:letter-new") + query)
    expected = FOR_MYRHOROD[CAST.index(person)]
    # A coordinator is offered the own communities only: another one is an error of the form.
    if person == "coordinator_elsewhere":
        assert answer.context["form"].errors["community"]
    else:
        assert answer.status_code == expected


@each("person", CAST)
def test_who_keeps_the_letterhead(
    person: str, browse: Browse, community: Community, office: Office
) -> None:
    browser, here = browse(person), CAST.index(person)
    for code in (community.code, office.oblast.code):
        url = reverse("twinning:letterhead", args=[code])
        expected = FOR_MYRHOROD[here]
        if code == office.oblast.code and person == "coordinator":
            expected = 403
        assert browser.get(url).status_code == expected
        done = {200: 302}.get(expected, expected)
        assert browser.post(url, {"address": "Миргород"}).status_code == done


@each("person", CAST)
def test_who_sees_a_batch(person: str, browse: Browse, batch: LetterBatch) -> None:
    browser, here = browse(person), CAST.index(person)
    page = reverse("twinning:letter-batch", args=[batch.public_id])
    assert browser.get(page).status_code == SEEING[here]
    # The file is not written yet: nobody gets one.
    file = browser.get(reverse("twinning:letter-batch-file", args=[batch.public_id]))
    assert file.status_code == (302 if person == "anonymous" else 404)
    go_on = browser.post(reverse("twinning:letter-batch-resume", args=[batch.public_id]))
    assert go_on.status_code == STEPPING[here]
