"""Pages of meetings: what they ask the database, papers, photographs, buttons pressed twice."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from common.notifications.models import OutgoingLetter
from common.registers.changes.follow import follow
from communities.models import Community, Office
from cooperation.meeting_answers import token_of
from cooperation.models import AgendaItem, Meeting, MeetingFile, Participant
from partners.models import Partner
from tests.factories.meetings import (
    DecisionFactory,
    MeetingFactory,
    MeetingTaskFactory,
    ParticipantFactory,
    draft,
    held,
    published,
    with_everything,
)

Browse = Callable[[str], Client]
JPEG = b"\xff\xd8\xff\xdb\x00\x04\x00\x00\xff\xda\x00\x04\x00\x00picture\xff\xd9"


def url_of(name: str, meeting: Meeting, **keys: Any) -> str:
    return reverse(f"meetings:{name}", kwargs={"reference": meeting.reference, **keys})


# What pages ask the database


@pytest.mark.parametrize("count", [1, 30])
def test_many_rows_cost_no_more_queries(
    browse: Browse,
    client: Client,
    office: Office,
    community: Community,
    partner: Partner,
    count: int,
    django_assert_max_num_queries: Any,
) -> None:
    meeting = with_everything(published(office=office), community=community, partner=partner)
    for _ in range(count - 1):
        with_everything(published(office=office), community=community, partner=partner)
        AgendaItem.objects.create(meeting=meeting, title="Питання")
        ParticipantFactory.create(meeting=meeting)
        MeetingTaskFactory.create(decision=DecisionFactory.create(meeting=meeting))
    officer = browse("officer")
    client.get("/meetings/")
    for browser, address, limit in (
        (client, "/meetings/", 12),
        (client, "/meetings/decisions/", 10),
        (client, meeting.get_absolute_url(), 24),
        (officer, meeting.get_absolute_url(), 40),
        (officer, "/meetings/tasks/", 30),
        (client, url_of("execution", meeting), 16),
    ):
        browser.get(address)
        with django_assert_max_num_queries(limit):
            assert browser.get(address).status_code == 200
    follow()
    for name in ("meetings", "decisions"):
        with django_assert_max_num_queries(2):
            assert client.get(f"/api/v1/{name}/").status_code == 200


# What nobody may know of


def test_a_draft_is_nowhere(client: Client, office: Office, community: Community) -> None:
    """Not in lists, on pages of places, in search, feeds, the map of the site, counts."""
    hidden = with_everything(
        draft(office=office, title="Таємнича нарада", title_en="A secret talk"), community=community
    )
    shown = with_everything(
        MeetingFactory.create(office=office, title="Відкрита нарада"), community=community
    )
    for address in (
        "/",
        "/meetings/",
        "/meetings/decisions/",
        "/meetings/calendar.ics",
        "/search/?q=Таємнича",
        "/search/?q=secret",
        "/sitemap.xml",
        "/open-data/",
        "/api/v1/meetings/",
        "/api/v1/decisions/",
        community.get_absolute_url(),
        office.get_absolute_url(),
        community.oblast.get_absolute_url(),
    ):
        said = client.get(address)
        content = b"".join(said) if said.streaming else said.content
        for secret in (hidden.title, hidden.title_en, hidden.reference, str(hidden.public_id)):
            assert secret not in content.decode().replace("\r\n ", ""), address
    assert shown.title in client.get("/search/?q=Відкрита").content.decode()
    follow()
    assert client.get("/api/v1/meetings/?count=exact").json()["count"] == 1
    assert client.get(hidden.get_absolute_url()).status_code == 404


# Papers


def words_of(answer: Any) -> str:
    with ZipFile(io.BytesIO(answer.content)) as archive:
        return archive.read("word/document.xml").decode()


def test_papers(browse: Browse, office: Office, partner: Partner) -> None:
    """As DOCX and PDF, in the language of the page, with names only for those who may know them."""
    meeting = with_everything(published(office=office, title_en="A round table"), partner=partner)
    Participant.objects.update(status="came")
    Partner.objects.filter(pk=partner.pk).update(visibility="internal")
    MeetingTaskFactory.create(
        decision=meeting.decisions.get(), owner_kind="partner", department="", partner=partner
    )
    for kind in ("minutes", "execution"):
        pdf = browse("anonymous").get(
            url_of("meeting-paper", meeting, kind=kind, file_format="pdf")
        )
        assert pdf.content.startswith(b"%PDF-")
        docx = url_of("meeting-paper", meeting, kind=kind, file_format="docx")
        for who, knows in (("anonymous", False), ("officer", True)):
            said = words_of(browse(who).get(docx))
            assert meeting.title in said
            assert "Підготувати перелік потреб громад" in said
            assert (partner.name in said) == knows, (kind, who)
            assert ("Таємна Учасниця" in said) == (knows and kind == "minutes")
        assert "A round table" in words_of(browse("anonymous").get(f"/en{docx}"))
    coming = with_everything(MeetingFactory.create(office=office))
    invitation = url_of("meeting-paper", coming, kind="invitation", file_format="docx")
    assert coming.link not in words_of(browse("anonymous").get(invitation))
    assert coming.link in words_of(browse("officer").get(invitation))


# Photographs and other files


def attach(client: Client, meeting: Meeting, content: bytes, **given: Any) -> Any:
    name = given.pop("name", "IMG_1.jpg")
    usual = {"kind": "photo", "visibility": "public", "alt": "Люди за круглим столом"}
    file = SimpleUploadedFile(name, content)
    url = url_of("part-new", meeting, what="files")
    return client.post(url, {**usual, **given, "file": file})


def test_photographs_say_what_they_show(browse: Browse, client: Client, office: Office) -> None:
    meeting = published(office=office)
    officer = browse("officer")
    assert "alt" in attach(officer, meeting, JPEG, alt=" ").context["form"].errors
    for name, content in (("a.jpg", b""), ("a.jpg", b"%PDF-1.7\n"), ("a.jpg", b"\xff\xd8\xffno")):
        answer = attach(officer, meeting, content, name=name)
        assert "file" in answer.context["form"].errors, content
    assert not MeetingFile.objects.exists()
    given = {
        "alt_en": "People at a round table",
        "caption": "Перший <b>",
        "caption_en": "Day one",
    }
    assert attach(officer, meeting, JPEG, **given).status_code == 302
    page = client.get(meeting.get_absolute_url()).content.decode()
    assert 'alt="Люди за круглим столом"' in page
    assert "Перший &lt;b&gt;" in page
    english = client.get(f"/en{meeting.get_absolute_url()}").content.decode()
    assert 'alt="People at a round table"' in english
    assert "Day one" in english
    kept = MeetingFile.objects.get()
    shown = client.get(kept.get_absolute_url())
    assert shown["Content-Type"] == "image/jpeg"
    b"".join(shown)
    url = url_of("part-edit", meeting, what="files", public_id=kept.public_id)
    assert officer.post(url, {"remove": "yes"}).status_code == 302
    assert client.get(kept.get_absolute_url()).status_code == 404
    assert "круглим столом" not in client.get(meeting.get_absolute_url()).content.decode()


# A button pressed twice


def test_a_button_pressed_twice_does_it_once(browse: Browse, office: Office) -> None:
    officer = browse("officer")
    new = {
        "office": office.slug, "kind": "session", "title": "Нарада", "visibility": "public",
        "day": "2036-03-12", "begins": "10:00", "ends": "12:00", "time_zone": "Europe/Kyiv",
        "place": "Полтава", "remind_after_days": "3", "items": "Перше\nДруге",
    }  # fmt: skip
    answers = [officer.post("/meetings/new/", new) for _ in range(2)]
    meeting = Meeting.objects.get()
    assert [one["Location"] for one in answers] == [meeting.get_absolute_url()] * 2
    assert meeting.agenda.count() == 2
    said = {
        "agenda": {"title": "Підсумки року"},
        "people": {"side": "other", "organisation": "Х", "email": "a@b.example", "language": "uk"},
    }
    for what, given in said.items():
        for _ in range(2):
            assert officer.post(url_of("part-new", meeting, what=what), given).status_code == 302
    assert (meeting.agenda.count(), meeting.participants.count()) == (3, 1)
    step = url_of("meeting-step", meeting, code="announce")
    for _ in range(2):
        assert officer.post(step, {"confirmed": "yes"})["Location"] == meeting.get_absolute_url()
    assert meeting.steps.count() == 1
    assert OutgoingLetter.objects.filter(to="a@b.example").count() == 1


def test_decisions_and_tasks_once(browse: Browse, office: Office) -> None:
    officer, meeting = browse("officer"), held(office=office)
    form = officer.get(url_of("minutes", meeting)).context["form"]
    minutes = {"minutes": "Говорили.", "seen": form["seen"].value()}
    for _ in range(2):
        assert officer.post(url_of("minutes", meeting), minutes).status_code == 302
    for _ in range(2):
        decision = {"text": "Зібрати потреби громад."}
        assert (
            officer.post(url_of("part-new", meeting, what="decisions"), decision).status_code == 302
        )
    made = meeting.decisions.get()
    task = {
        "decision": str(made.public_id), "what": "Зібрати", "owner_kind": "department",
        "department": "Відділ", "due_on": "2036-01-01",
    }  # fmt: skip
    for _ in range(2):
        assert officer.post(url_of("part-new", meeting, what="tasks"), task).status_code == 302
    finish = url_of("task-step", meeting, public_id=made.tasks.get().public_id, code="finish")
    for _ in range(2):
        assert officer.post(finish, {"result": "Зібрали 12."}).status_code == 302
    assert officer.post(finish, {"result": "Інше."}).status_code == 409


def test_what_is_said_again_is_not_always_a_second_press(browse: Browse, office: Office) -> None:
    """Another agenda, another unnamed guest, the same task once the first is closed."""
    officer, meeting = browse("officer"), held(office=office)
    new = {
        "office": office.slug, "kind": "session", "title": "Нарада", "visibility": "public",
        "day": "2036-03-12", "begins": "10:00", "ends": "12:00", "time_zone": "Europe/Kyiv",
        "place": "Полтава", "remind_after_days": "3", "items": "Перше\nДруге",
    }  # fmt: skip
    for items in ("Перше\nПерше\nДруге", "Перше\nПерше\nДруге", "Третє"):
        officer.post("/meetings/new/", new | {"items": items})
    assert Meeting.objects.filter(title="Нарада").count() == 2
    guest = {"side": "other", "organisation": "Х", "language": "uk"}
    for _ in range(2):
        officer.post(url_of("part-new", meeting, what="people"), guest)
    assert meeting.participants.count() == 2
    decision = DecisionFactory.create(meeting=meeting)
    task = {
        "decision": str(decision.public_id), "what": "Зібрати", "owner_kind": "department",
        "department": "Відділ", "due_on": "2036-01-01",
    }  # fmt: skip
    officer.post(url_of("part-new", meeting, what="tasks"), task)
    decision.tasks.update(status="done", closed_on=meeting.starts_at.date(), result="Зібрано.")
    officer.post(url_of("part-new", meeting, what="tasks"), task)
    assert decision.tasks.count() == 2


def test_two_officers_change_one_part(browse: Browse, office: Office) -> None:
    officer, meeting = browse("officer"), held(office=office)
    item = AgendaItem.objects.create(meeting=meeting, title="Питання")
    person = ParticipantFactory.create(meeting=meeting)
    guest = {"side": "other", "organisation": "Х", "language": "uk"}
    decision = DecisionFactory.create(meeting=meeting)
    task = MeetingTaskFactory.create(decision=decision)
    tasks = {"owner_kind": "department", "department": "Відділ"}
    for what, record, name, others in (
        ("decisions", decision, "text", {}),
        ("tasks", task, "what", tasks),
        ("agenda", item, "title", {}),
        ("people", person, "position", guest),
    ):
        url = url_of("part-edit", meeting, what=what, public_id=record.public_id)
        seen = officer.get(url).context["form"]["seen"].value()
        assert officer.post(url, {name: "Перше", "seen": seen, **others}).status_code == 302
        # The button pressed twice is no conflict; other words are, and none are lost.
        assert officer.post(url, {name: "Перше", "seen": seen, **others}).status_code == 302
        conflict = officer.post(url, {name: "Друге", "seen": seen, **others})
        assert conflict.status_code == 409
        assert conflict.context["form"][name].value() == "Друге"
        seen = conflict.context["form"]["seen"].value()
        assert officer.post(url, {name: "Друге", "seen": seen, **others}).status_code == 302
        record.refresh_from_db()
        assert getattr(record, name) == "Друге"


def test_a_list_of_participants_is_pasted(
    browse: Browse, office: Office, partner: Partner, community: Community
) -> None:
    """Sides that the meeting names are recognised; pasted again, it names nobody twice."""
    meeting = draft(office=office)
    meeting.partners.add(partner)
    meeting.communities.add(community)
    url, officer = url_of("part-new", meeting, what="list"), browse("officer")
    people = (
        "ПІБ;Посада;Організація;Пошта\n"
        f"Олена Коваль;директорка;{partner.name.upper()};OLENA@fund.example\n"
        f"Іван Мельник\t\t{community.name}\n"
        "\n"
        "Марія;обласна рада\n"
    )
    for _time in range(2):
        assert officer.post(url, {"people": people, "language": "en"}).status_code == 302
    rows = meeting.participants.order_by("pk").values_list("full_name", "side", "email", "language")
    assert list(rows) == [
        ("Олена Коваль", "partner", "olena@fund.example", "en"),
        ("Іван Мельник", "community", "", "en"),
        ("Марія", "other", "", "en"),
    ]


def test_each_line_of_a_list_that_is_wrong_is_named(browse: Browse, office: Office) -> None:
    meeting = draft(office=office)
    url = url_of("part-new", meeting, what="list")
    people = f"Добрий;Рада\nБез організації\nХто;Рада;@\n{'я' * 201};Рада\nа;б;в;г;д\n;;\n<b>;"
    form = browse("officer").post(url, {"people": people, "language": "uk"}).context["form"]
    assert len(form.errors["people"]) == 5
    assert form["people"].value() == people
    assert not meeting.participants.exists()
    person = ParticipantFactory.create(meeting=meeting)
    there = url_of("part-edit", meeting, what="list", public_id=person.public_id)
    assert browse("officer").get(there).status_code == 404


def test_an_answer_sent_twice_is_one_answer(client: Client, office: Office) -> None:
    person = ParticipantFactory.create(meeting=MeetingFactory.create(office=office))
    url = reverse("meetings:answer", kwargs={"token": token_of(person)})
    for _ in range(2):
        assert client.post(url, {"status": "accepted", "note": "Так"}).status_code == 200
    assert client.post(url, {"status": "declined"}).status_code == 410
    person.refresh_from_db()
    assert (person.status, person.answer_number) == ("accepted", 1)


# The administration


def test_the_administration_only_shows(browse: Browse, administrator: User, office: Office) -> None:
    meeting = with_everything(published(office=office))
    draft(office=office, title="Чернетка офісу")
    admin = browse("administrator")
    listed = admin.get("/admin/cooperation/meeting/").content.decode()
    assert meeting.title in listed
    assert meeting.reference in admin.get("/admin/cooperation/meeting/?q=Зустріч").content.decode()
    url = f"/admin/cooperation/meeting/{meeting.pk}/change/"
    assert "Підготувати перелік потреб" in admin.get(url).content.decode()
    assert admin.post(url, {"title": "Інше"}).status_code == 403
    assert admin.get("/admin/cooperation/meeting/add/").status_code == 403
    assert admin.get("/admin/cooperation/meetingtask/").status_code == 200


# What is asked before a press


def test_nobody_is_made_absent_by_one_press(browse: Browse, office: Office) -> None:
    """Few answer invitations: who did not say no is marked beforehand."""
    meeting = held(office=office)
    silent = ParticipantFactory.create(meeting=meeting)
    excused = ParticipantFactory.create(meeting=meeting, status="declined")
    address = url_of("attendance", meeting)
    form = browse("officer").get(address).context["form"]
    assert form.initial["came"] == [silent.public_id]
    browse("officer").post(address, {"came": [str(one) for one in form.initial["came"]]})
    states = dict(meeting.participants.values_list("pk", "status"))
    assert states == {silent.pk: "came", excused.pk: "absent"}
    assert browse("officer").get(address).context["form"].initial["came"] == [silent.public_id]


def test_a_step_is_not_asked_for_that_would_be_refused(browse: Browse, office: Office) -> None:
    meeting = held(office=office, minutes="", minutes_en="")
    officer = browse("officer")
    step = url_of("meeting-step", meeting, code="publish")
    page = officer.get(step)
    assert page.context["missing"]
    assert 'name="confirmed"' not in page.content.decode()
    minutes = url_of("minutes", meeting)
    assert officer.get(meeting.get_absolute_url()).context["first"].url == minutes
    Meeting.objects.filter(pk=meeting.pk).update(minutes="Говорили.")
    assert 'name="confirmed"' in officer.get(step).content.decode()
    assert officer.get(meeting.get_absolute_url()).context["first"] is None
    plan = draft(office=office)
    assert officer.get(plan.get_absolute_url()).context["first"].url == "#people"


def test_choices_are_called_in_the_language_of_the_page(browse: Browse, office: Office) -> None:
    meeting = held(office=office)
    AgendaItem.objects.create(meeting=meeting, title="Постачання", title_en="Supplies")
    DecisionFactory.create(meeting=meeting, text="Придбати", text_en="Buy them")
    officer = browse("officer")
    said = ""
    for part in ("decisions", "tasks", "files"):
        address = url_of("part-new", meeting, what=part)
        said += officer.get(f"/en{address}").content.decode()
    assert "Supplies" in said
    assert "Buy them" in said
    assert "Постачання" not in said
    assert "Придбати" not in said
    assert "---------" not in said


def test_the_filters_of_decisions(client: Client, office: Office) -> None:
    meeting = with_everything(published(office=office))
    page = client.get("/en/meetings/decisions/").content.decode()
    assert "---------" not in page
    assert 'name="meeting"' not in page
    narrowed = client.get(f"/en/meetings/decisions/?meeting={meeting.public_id}")
    assert 'name="meeting"' in narrowed.content.decode()


def test_all_mistakes_of_a_plan_come_at_once(browse: Browse, office: Office) -> None:
    given = {
        "office": office.slug,
        "kind": "bilateral",
        "title": "Зустріч",
        "day": "2030-05-20",
        "begins": "12:00",
        "ends": "11:00",
        "time_zone": "Europe/Kyiv",
        "link": "не посилання",
        "visibility": "public",
        "remind_after_days": "3",
    }
    form = browse("officer").post("/meetings/new/", given).context["form"]
    assert set(form.errors) == {"ends", "link"}
