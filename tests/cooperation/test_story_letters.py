"""Every letter of a request's story, in both languages, as its readers get it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.utils import timezone, translation

from accounts.models import User
from common.notifications.models import Notice
from communities.models import Community, Office
from cooperation import offer_workflow
from cooperation.meeting_data import DecisionData, MeetingData, TaskData
from cooperation.models import CoordinationRequest
from cooperation.offer_data import OfferData
from cooperation.request_data import RequestData
from cooperation.request_moves import Given
from cooperation.request_notices import remind
from cooperation.services import meetings
from cooperation.services.decisions import save_decision, save_task
from cooperation.services.meeting_people import gather_people
from cooperation.services.offers import make_offer, take_offer_step
from cooperation.services.partner_invites import invite_partner
from cooperation.services.request_timeline import assign, extend_deadline, write_note
from cooperation.services.requests import take_step, write_request
from cooperation.subjects import Subject
from partners.models import Partner
from tests.conftest import Posted

# What people typed stands in letters as it is, whatever the language.
TYPED = {
    "uk": ("Плити для їдалень", "Скільки їдалень?", "Чотири плити", "Домовлено", "Доставити"),
    "en": ("Cookers for canteens", "How many?", "Four cookers", "Agreed upon", "Deliver them"),
}
# People’s names are kept in one spelling.
NAMES = {
    "uk": ("Ірина Криниця", "Олена Праця", "Петро Голова", "Макс Приклад"),
    "en": ("Iryna Krynytsia", "Olena Pratsia", "Petro Holova", "Max Sample"),
}
LEFTOVERS = re.compile(r"None|\{\{|\{%|%\(|\}\}|&\w+;|“”|«»|\(\)| ,| \.(?!\w)|\.\.|  |:\s*$")
STRAIGHT = re.compile(r"[\"']")
SENTENCE = re.compile(r"(?<=[.!?:])\s+")
ADDRESS = re.compile(r"\S+(?:://|@)\S+|\b[A-Z]{2}-[A-Z]{3}-\d{4}-\d{4}\b")


@dataclass
class Walk:
    """The story told by services: steps that write letters."""

    language: str
    coordinator: User
    officer: User
    head: User
    representative: User
    partner: Partner
    community: Community
    office: Office

    def go(self) -> CoordinationRequest:
        subject, question, goods, result, task = TYPED[self.language]
        record = self._filed(subject)
        self._step(record, self.officer, "accept")
        self._step(record, self.officer, "send_back", note=question)
        record.refresh_from_db()
        remind(record, "answer", [self.coordinator])
        self._step(record, self.coordinator, "submit")
        self._step(record, self.officer, "start", officer=self.officer)
        assign(actor=self.officer, request=record, officer=self.head, note=result)
        assign(actor=self.head, request=record, officer=self.officer)
        write_note(actor=self.officer, request=record, text=question, asks=True)
        write_note(actor=self.coordinator, request=record, text=result, mentioned=[self.officer])
        tomorrow = timezone.localdate() + dt.timedelta(days=1)
        extend_deadline(actor=self.officer, request=record, until=tomorrow, why=result)
        record.refresh_from_db()
        for what in ("soon", "overdue"):
            remind(record, what, [self.officer])
        resumes = timezone.localdate() + dt.timedelta(days=9)
        self._step(
            record, self.officer, "wait", note=result, waiting_for="partner", resume_on=resumes
        )
        self._step(record, self.officer, "resume")
        record.refresh_from_db()
        self._helped(record, goods)
        self._met(record, task, result)
        self._step(record, self.coordinator, "fulfil", note=result)
        return record

    def _filed(self, subject: str) -> CoordinationRequest:
        data = RequestData(
            subject=subject,
            kind="advice",
            description=subject,
            visibility="registered",
            contact_name="Х",
            contact_phone="0532 56 23 45",
        )
        record = write_request(actor=self.coordinator, community=self.community, data=data)
        self._step(record, self.coordinator, "submit")
        return record

    def _step(self, record: CoordinationRequest, who: User, code: str, **given: Any) -> None:
        take_step(actor=who, request=record, code=code, given=Given(**given))

    def _helped(self, record: CoordinationRequest, goods: str) -> None:
        subject = Subject(record)
        invite_partner(actor=self.officer, subject=subject, partner=self.partner)
        until = timezone.localdate() + dt.timedelta(days=30)
        data = OfferData(kind="goods", what=goods, valid_until=until)
        offer = make_offer(
            actor=self.representative, subject=subject, partner=self.partner, data=data
        )
        for who, step in (
            (self.coordinator, offer_workflow.ACCEPT),
            (self.officer, offer_workflow.OBJECT),
            (self.coordinator, offer_workflow.ACCEPT),
            (self.officer, offer_workflow.CONSENT),
        ):
            note = goods if step.needs_note else ""
            take_offer_step(actor=who, offer=offer, step=step, note=note)

    def _met(self, record: CoordinationRequest, task: str, result: str) -> None:
        now = timezone.now()
        data = MeetingData(
            kind="bilateral",
            title=record.subject,
            title_en=record.subject,
            starts_at=now - dt.timedelta(minutes=5),
            ends_at=now + dt.timedelta(hours=1),
            place=result,
            place_en=result,
            communities=(self.community,),
            partners=(self.partner,),
            requests=(record,),
        )
        meeting = meetings.write_meeting(actor=self.officer, office=self.office, data=data)
        gather_people(actor=self.officer, meeting=meeting)
        for code in ("announce", "hold"):
            meeting = meetings.take_step(actor=self.officer, meeting=meeting, code=code)
        meetings.write_minutes(
            actor=self.officer, meeting=meeting, minutes=result, minutes_en=result
        )
        decision = save_decision(
            actor=self.officer, meeting=meeting, data=DecisionData(text=task, text_en=task)
        )
        owned = TaskData(
            what=task,
            what_en=task,
            owner_kind="community",
            community=self.community,
            due_on=timezone.localdate() + dt.timedelta(days=20),
        )
        save_task(actor=self.officer, decision=decision, data=owned)
        meetings.take_step(actor=self.officer, meeting=meeting, code="publish")


@pytest.fixture
def walk(
    request: pytest.FixtureRequest,
    coordinator: User,
    officer: User,
    head: User,
    representative: User,
    partner: Partner,
    community: Community,
    office: Office,
) -> Walk:
    people = (coordinator, officer, head, representative)
    for one, name in zip(people, NAMES[request.param], strict=True):
        one.preferred_language, one.full_name = request.param, name
        one.save()
    return Walk(request.param, *people, partner, community, office)


@pytest.mark.parametrize("walk", ["uk", "en"], indirect=True)
def test_letters_read_well(walk: Walk, posted: Posted) -> None:
    """None has an empty name, a leftover of a template, a sentence twice or a foreign word."""
    with posted() as letters, translation.override("en" if walk.language == "uk" else "uk"):
        walk.go()
    assert {one.to[0] for one in letters} == {
        one.email for one in (walk.coordinator, walk.officer, walk.head, walk.representative)
    }
    faults = [fault for one in letters for fault in _faults(one, walk)]
    told = "\n\n".join(f"# {one.to[0]}: {one.subject}\n{one.body}" for one in letters)
    assert not faults, "\n".join(faults) + "\n\n" + told
    assert len(letters) == Notice.objects.count()
    for notice in Notice.objects.all():
        assert not _doubled([notice.subject, notice.text]), (notice.subject, notice.text)
    print(told)  # noqa: T201 - to be read aloud: pytest -s


@pytest.mark.parametrize("walk", ["en"], indirect=True)
def test_letters_say_who_does_what(walk: Walk, editor: User, posted: Posted) -> None:
    """Who answers is asked, others read who does; help and its giver are named, and whom to ask."""
    editor.preferred_language = "en"
    editor.save()
    Office.objects.update(email="office@poltava.example", name_en="Office of Poltava oblast")
    with posted() as letters:
        record = walk.go()
    told = {person: _told(letters, person) for person in (editor, *_people(walk))}
    asked = "A partner offers help: look at it and answer"
    assert {person for person, said in told.items() if asked in said} == {walk.coordinator}
    for person in (editor, walk.officer):
        assert "A coordinator of the community answers." in told[person]
    offer = record.offers.get()
    (agreed,) = (one for one in letters if _is(one, walk.coordinator, ": agreed – "))
    for said in ("Four cookers", str(walk.partner.name_en), offer.reference):
        assert said in agreed.body
    (accepted,) = (one for one in letters if _is(one, walk.representative, "is accepted"))
    assert "The community accepts the help" in accepted.body
    assert "Olena Pratsia, Office of Poltava oblast, office@poltava.example" in accepted.body
    assert "holds until" not in accepted.body
    (invited,) = (one for one in letters if _is(one, walk.representative, "asked to look"))
    assert "Office of Poltava oblast thinks" in invited.body
    (closed,) = (one for one in letters if _is(one, walk.officer, ": fulfilled – "))
    assert "Outcome" not in closed.body
    # A task stands in the letter with the minutes: there is no second one.
    (minutes,) = (one for one in letters if _is(one, walk.coordinator, "Minutes: "))
    assert "Deliver them" in minutes.body
    assert not [one for one in letters if _is(one, walk.coordinator, "A task from")]


def _people(walk: Walk) -> tuple[User, ...]:
    return (walk.coordinator, walk.officer, walk.head, walk.representative)


def _told(letters: list[EmailMessage], person: User) -> str:
    return "\n".join(f"{one.subject}\n{one.body}" for one in letters if one.to == [person.email])


def _is(letter: EmailMessage, person: User, said: str) -> bool:
    return letter.to == [person.email] and said in str(letter.subject)


def _faults(letter: EmailMessage, walk: Walk) -> Iterator[str]:
    where = f"{letter.subject} | "
    for line in (str(letter.subject), *str(letter.body).splitlines()):
        said = ADDRESS.sub("X", line)
        if found := STRAIGHT.search(said) or LEFTOVERS.search(said.strip(": ")):
            yield f"{where}{found[0]!r} in {line!r}"
    for sentence in _doubled([str(letter.subject), str(letter.body)]):
        yield f"{where}twice: {sentence}"
    for word in _foreign(f"{letter.subject}\n{letter.body}", walk):
        yield f"{where}not in {walk.language}: {word}"


def _doubled(texts: list[str]) -> list[str]:
    lines = [line for text in texts for line in text.splitlines()]
    sentences = [one.strip(" .:") for line in lines for one in SENTENCE.split(line)]
    return sorted({one for one in sentences if len(one) > 12 and sentences.count(one) > 1})


def _foreign(text: str, walk: Walk) -> list[str]:
    """Words of the other alphabet that nobody typed and that are no name."""
    for one in TYPED[walk.language]:
        text = text.replace(one, "")
    text = ADDRESS.sub("", text)
    strange = r"[A-Za-z]{2,}" if walk.language == "uk" else r"[А-ЯІЇЄҐа-яіїєґ’]{2,}"
    return [one for one in re.findall(strange, text) if one not in {"XX", "iCalendar", "API"}]
