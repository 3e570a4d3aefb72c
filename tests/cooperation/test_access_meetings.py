"""Who may open which page of meetings. 200 opens, 302 asks to sign in, 403 no, 404 unknown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from common.codelists.enums import Visibility
from communities.models import Community, Office
from cooperation.meeting_answers import token_of
from cooperation.models import Meeting, MeetingFile
from cooperation.services.meeting_agenda import attach_file
from partners.models import Partner
from projects.services.kept_files import Given
from tests.conftest import CAST
from tests.factories.meetings import (
    MeetingFactory,
    MeetingTaskFactory,
    ParticipantFactory,
    draft,
    held,
    published,
    with_everything,
)
from tests.tables import each

Browse = Callable[[str], Client]
PDF = b"%PDF-1.7\n1 0 obj\n"

#                        admin head offic sumy analy coord else edit repr read newc anon
ALL = (200,) * 12
SIGNED_IN = (200,) * 11 + (302,)
WRITERS = (200, 200, 200, 200, 403, 403, 403, 403, 403, 403, 403, 302)
# What is known to everybody and led by its office.
LEADERS = (200, 200, 200, 403, 403, 403, 403, 403, 403, 403, 403, 302)
# A draft is known to its own office alone.
OWN_OFFICE = (200, 200, 200, 404, 200, 404, 404, 404, 404, 404, 404, 404)
OWN_LEADERS = (200, 200, 200, 404, 403, 404, 404, 404, 404, 404, 404, 302)
REGISTERED = (200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 404, 404)
# Of a meeting for officials also those who take part in it.
INTERNAL = (200, 200, 200, 200, 200, 404, 404, 404, 404, 404, 404, 404)
INVITED = (200, 200, 200, 200, 200, 200, 404, 200, 404, 404, 404, 404)
PEOPLE = ("administrator", "head", "officer", "officer_of_sumy", "analyst", "coordinator", "editor")


def opened(browse: Browse, who: str, url: str) -> int:
    answer = browse(who).get(url)
    if answer.streaming:
        b"".join(answer)
    return answer.status_code


@pytest.fixture
def meeting(office: Office, community: Community, partner: Partner) -> Meeting:
    made = MeetingFactory.create(office=office, reference="PL-MTG-2026-0001")
    return with_everything(made, community=community, partner=partner)


@pytest.fixture
def past(office: Office) -> Meeting:
    return with_everything(held(office=office, reference="PL-MTG-2026-0002"))


@pytest.fixture
def out(office: Office) -> Meeting:
    return with_everything(published(office=office, reference="PL-MTG-2026-0003"))


PAGES = {
    "meetings:meeting-list": ALL,
    "meetings:decision-list": ALL,
    "meetings:feed": ALL,
    "api:meeting-list": ALL,
    "api:decision-list": ALL,
    "meetings:meeting-new": WRITERS,
    "meetings:my-tasks": SIGNED_IN,
    "meetings:calendar": SIGNED_IN,
}
OF_MEETING: dict[str, tuple[dict[str, str], tuple[int, ...]]] = {
    "meetings:meeting-detail": ({}, ALL),
    "meetings:event": ({}, ALL),
    "meetings:meeting-edit": ({}, LEADERS),
    "meetings:meeting-step": ({"code": "cancel"}, LEADERS),
    "meetings:part-new": ({"what": "people"}, LEADERS),
    "meetings:meeting-paper": ({"kind": "invitation", "file_format": "docx"}, ALL),
}


@each("page", PAGES)
@each("who", CAST)
def test_pages(browse: Browse, page: str, who: str, meeting: Meeting, out: Meeting) -> None:
    assert opened(browse, who, reverse(page)) == PAGES[page][CAST.index(who)]


@each("page", OF_MEETING)
@each("who", CAST)
def test_pages_of_a_meeting(browse: Browse, page: str, who: str, meeting: Meeting) -> None:
    keys, expected = OF_MEETING[page]
    url = reverse(page, kwargs={"reference": meeting.reference, **keys})
    assert opened(browse, who, url) == expected[CAST.index(who)]


@each("page", ["meetings:minutes", "meetings:attendance"])
@each("who", CAST)
def test_minutes_are_written_by_the_office(
    browse: Browse, page: str, who: str, past: Meeting
) -> None:
    url = reverse(page, kwargs={"reference": past.reference})
    assert opened(browse, who, url) == LEADERS[CAST.index(who)]


@each("who", CAST)
def test_a_draft_tells_nobody(browse: Browse, who: str, office: Office) -> None:
    hidden = with_everything(draft(office=office))
    place = CAST.index(who)
    api = reverse("api:meeting-detail", kwargs={"key": hidden.public_id})
    edit = reverse("meetings:meeting-edit", kwargs={"reference": hidden.reference})
    assert opened(browse, who, hidden.get_absolute_url()) == OWN_OFFICE[place]
    assert opened(browse, who, api) == OWN_OFFICE[place]
    assert opened(browse, who, edit) == OWN_LEADERS[place]
    event = reverse("meetings:event", kwargs={"reference": hidden.reference})
    assert opened(browse, who, event) == 404
    listed = browse(who).get(reverse("meetings:meeting-list")).content.decode()
    assert (hidden.title in listed) == (OWN_OFFICE[place] == 200)
    assert hidden.title not in browse(who).get(reverse("meetings:feed")).content.decode()


@each("who", CAST)
def test_visibility(browse: Browse, who: str, office: Office, community: Community) -> None:
    place = CAST.index(who)
    for visibility, expected in (("registered", REGISTERED), ("internal", INTERNAL)):
        hidden = MeetingFactory.create(office=office, visibility=visibility)
        api = reverse("api:meeting-detail", kwargs={"key": hidden.public_id})
        assert opened(browse, who, hidden.get_absolute_url()) == expected[place]
        assert opened(browse, who, api) == expected[place]
    ParticipantFactory.create(
        meeting=hidden, side="community", community=community, organisation=""
    )
    assert opened(browse, who, hidden.get_absolute_url()) == INVITED[place]


@each("who", CAST)
def test_names_place_and_link_are_for_those_who_meet(
    browse: Browse, who: str, meeting: Meeting, community: Community
) -> None:
    ParticipantFactory.create(
        meeting=meeting, side="community", community=community, organisation=""
    )
    page = browse(who).get(meeting.get_absolute_url()).content.decode()
    event = reverse("meetings:event", kwargs={"reference": meeting.reference})
    ics = browse(who).get(event).content.decode()
    for secret in ("Таємна Учасниця", meeting.place, meeting.link):
        assert (secret in page) == (who in PEOPLE)
    assert ("secret-room" in ics.replace("\r\n ", "")) == (who in PEOPLE)
    assert "elsewhere.example" not in ics


@each("who", CAST)
def test_decisions_come_with_the_minutes(
    browse: Browse, who: str, past: Meeting, out: Meeting
) -> None:
    place = CAST.index(who)
    for meeting, expected in ((out, ALL), (past, OWN_OFFICE)):
        decision = meeting.decisions.get()
        api = reverse("api:decision-detail", kwargs={"key": decision.public_id})
        assert opened(browse, who, api) == expected[place]
        url = reverse("meetings:execution", kwargs={"reference": meeting.reference})
        assert opened(browse, who, url) == expected[place]
        keys = {"reference": meeting.reference, "kind": "minutes", "file_format": "docx"}
        paper = (200, 200, 200) + (404,) * 9 if meeting is past else ALL
        assert opened(browse, who, reverse("meetings:meeting-paper", kwargs=keys)) == paper[place]


@each("who", CAST)
def test_tasks_are_closed_by_who_does_them(
    browse: Browse, who: str, out: Meeting, community: Community
) -> None:
    task = MeetingTaskFactory.create(
        decision=out.decisions.get(), owner_kind="community", department="", community=community
    )
    keys = {"reference": out.reference, "public_id": task.public_id}
    finish = reverse("meetings:task-step", kwargs={**keys, "code": "finish"})
    drop = reverse("meetings:task-step", kwargs={**keys, "code": "drop"})
    owners = (200, 200, 200, 403, 403, 200, 403, 403, 403, 403, 403, 302)
    assert opened(browse, who, finish) == owners[CAST.index(who)]
    assert opened(browse, who, drop) == LEADERS[CAST.index(who)]


@each("who", CAST)
def test_posting(browse: Browse, who: str, meeting: Meeting, past: Meeting) -> None:
    place = CAST.index(who)
    gather = reverse("meetings:gather", kwargs={"reference": meeting.reference})
    leaders = tuple(302 if code == 200 else code for code in LEADERS)
    assert browse(who).post(gather).status_code == leaders[place]
    # Head and officer of the organiser are participants now, and may answer.
    answer = reverse("meetings:meeting-answer", kwargs={"reference": meeting.reference})
    invited = browse(who).post(answer, {"status": "accepted"}).status_code
    known = meeting.participants.filter(user__isnull=False).values_list("user__email", flat=True)
    assert invited == 302 if who == "anonymous" else invited in {302, 403}
    if invited == 302 and who != "anonymous":
        assert len(known) >= 1
    item = past.decisions.get()
    part = reverse(
        "meetings:part-edit",
        kwargs={"reference": past.reference, "what": "decisions", "public_id": item.public_id},
    )
    assert opened(browse, who, part) == LEADERS[place]


@each("who", CAST)
def test_files(browse: Browse, who: str, meeting: Meeting) -> None:
    place = CAST.index(who)
    for visibility, expected in (
        (Visibility.PUBLIC, ALL),
        (Visibility.INTERNAL, (200,) * 5 + (404,) * 7),
    ):
        file = kept(meeting, visibility=visibility)
        keys = {"reference": meeting.reference, "public_id": file.public_id}
        url = reverse("meetings:meeting-file", kwargs=keys)
        assert opened(browse, who, url) == expected[place]


def kept(meeting: Meeting, **values: Any) -> MeetingFile:
    given = Given("a.pdf", PDF, values["visibility"])
    return attach_file(actor=None, meeting=meeting, kind="material", given=given)


@each("who", CAST)
def test_secret_addresses_need_no_account(browse: Browse, who: str, meeting: Meeting) -> None:
    person = meeting.participants.get()
    answer = reverse("meetings:answer", kwargs={"token": token_of(person)})
    assert opened(browse, who, answer) == 200
    assert opened(browse, who, reverse("meetings:answer", kwargs={"token": "forged"})) == 404
    assert opened(browse, who, reverse("meetings:personal-feed", kwargs={"token": "x"})) == 404


@pytest.mark.parametrize("who", ["officer", "coordinator", "anonymous"])
def test_downloads(browse: Browse, who: str, meeting: Meeting, out: Meeting) -> None:
    for name in ("meetings:meeting-download", "meetings:decision-download"):
        for file_format in ("csv", "xlsx"):
            answer = browse(who).get(reverse(name, kwargs={"file_format": file_format}))
            content = b"".join(answer) if answer.streaming else answer.content
            assert answer.status_code == 200
            assert b"elsewhere.example" not in content
        assert opened(browse, who, reverse(name, args=["exe"])) == 404
