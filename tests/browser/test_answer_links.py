"""Links in letters, opened by somebody without an account, in a browser that keeps secrets."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from common.notifications.telling import unsubscribe_url
from communities.models import Office
from communities.permissions import curated_offices
from cooperation.meeting_data import MeetingData, PersonData
from cooperation.models import Participant
from cooperation.services import meetings
from cooperation.services.meeting_people import add_person
from tests.browser.conftest import PHONE, Visit
from tests.browser.words import uk

GUEST = "guest@example.org"
SENT = "A letter with a new link is on its way to the address at which you were invited."


@pytest.fixture
def link(portal: str) -> str:
    """What the letter to somebody without an account says: come by this link."""
    officer = User.objects.get(email="officer.poltava@mosty.example")
    starts = timezone.now() + dt.timedelta(days=3)
    data = MeetingData(
        kind="bilateral",
        title="Зустріч, на яку кличуть гостя",
        starts_at=starts,
        ends_at=starts + dt.timedelta(hours=1),
        place="Полтава",
    )
    office = Office.objects.get(pk__in=curated_offices(officer))
    meeting = meetings.write_meeting(actor=officer, office=office, data=data)
    guest = PersonData(side="other", organisation="Гості", email=GUEST)
    add_person(actor=officer, meeting=meeting, data=guest)
    meetings.take_step(actor=officer, meeting=meeting, code="announce")
    letter = next(one for one in mail.outbox if one.to == [GUEST])
    found = re.search(rf"{portal}\S+\?answer=accepted", str(letter.body))
    assert found, letter.body
    return found[0]


def send(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("main").locator("form button[type=submit]").first.click()


def test_a_guest_answers_from_the_letter(visit: Visit, link: str) -> None:
    page = visit(viewport=PHONE)
    page.goto(link)
    expect(page.locator("input[value=accepted]")).to_be_checked()
    send(page)
    expect(page.get_by_role("main")).to_contain_text(uk("Thank you, we expect you"))
    assert Participant.objects.get(email=GUEST).status == "accepted"
    send(page)
    expect(page.get_by_role("main")).to_contain_text(uk(SENT))


def test_letters_are_ended_by_their_link(visit: Visit) -> None:
    page = visit(viewport=PHONE)
    page.goto(unsubscribe_url(User.objects.get(email="donor@mosty.example"), "meetings"))
    with page.expect_response(lambda one: one.request.method == "POST") as answer:
        send(page)
    assert answer.value.status == 200
