"""Messages, mentions, files, people, offices, links: who is told, who reads, what is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from common.notifications.models import Notice
from communities.models import Community, Office
from cooperation.meeting_data import meeting_data_of
from cooperation.models import CoordinationRequest, RequestEntry, RequestFile
from cooperation.offer_data import OfferData
from cooperation.request_exceptions import InvalidData, RequestWrongStatus
from cooperation.services import request_timeline
from cooperation.services.meetings import change_meeting
from cooperation.services.meetings import take_step as take_meeting_step
from cooperation.services.offers import make_offer
from cooperation.services.partner_invites import invite_partner
from cooperation.services.request_files import attach_file
from cooperation.services.request_timeline import (
    answer_office,
    assign,
    hand_over,
    link_record,
    write_note,
)
from cooperation.services.requests import change_readers, locked, take_step
from cooperation.subjects import Subject
from partners.models import Partner
from tests.factories.communities import OfficeMembershipFactory
from tests.factories.ideas import idea as make_idea
from tests.factories.meetings import MeetingFactory
from tests.factories.requests import coordination_request

Browse = Callable[[str], Client]
PDF = b"%PDF-1.7\n1 0 obj\n"


@pytest.fixture
def record(office: Office, community: Community) -> CoordinationRequest:
    return coordination_request(
        status="accepted", community=community, reference="PL-REQ-2026-0042"
    )


def told(person: User) -> list[str]:
    return list(Notice.objects.filter(person=person).values_list("subject", flat=True))


def test_a_message_of_the_community_reaches_the_office_once(
    record: CoordinationRequest, coordinator: User, editor: User, officer: User, head: User
) -> None:
    write_note(actor=coordinator, request=record, text="Чи є новини?", mentioned=[officer])
    assert len(told(officer)) == len(told(head)) == 1
    assert told(officer) != told(head)
    assert told(coordinator) == told(editor) == []


def test_an_internal_note_stays_with_the_offices(
    record: CoordinationRequest,
    officer: User,
    head: User,
    coordinator: User,
    analyst: User,
    officer_of_sumy: User,
) -> None:
    """`alaveteli#6225`."""
    write_note(actor=officer, request=record, text="Зателефонувати фонду.", is_internal=True)
    seen = RequestEntry.objects.visible_to
    assert seen(head).count() == seen(analyst).count() == 1
    assert seen(coordinator).count() == seen(officer_of_sumy).count() == 0
    assert told(coordinator) == []
    with pytest.raises(InvalidData):
        write_note(
            actor=officer, request=record, text="Так.", is_internal=True, mentioned=[coordinator]
        )
    with pytest.raises(InvalidData):
        write_note(actor=officer, request=record, text="Так.", mentioned=[officer_of_sumy])


def test_an_internal_role_elsewhere_opens_no_internal_note(
    record: CoordinationRequest, officer: User, coordinator: User, office_of_sumy: Office
) -> None:
    write_note(actor=officer, request=record, text="Таємне.", is_internal=True)
    OfficeMembershipFactory.create(user=coordinator, office=office_of_sumy, role="officer")
    both = User.objects.get(pk=coordinator.pk)
    assert RequestEntry.objects.visible_to(both).count() == 0


def test_handing_over_changes_the_office_and_hides_nothing(
    record: CoordinationRequest,
    officer: User,
    officer_of_sumy: User,
    coordinator: User,
    office_of_sumy: Office,
) -> None:
    handed = hand_over(
        actor=officer, request=record, office=office_of_sumy, note="Партнер працює в Сумах."
    )
    assert (handed.office, handed.assignee) == (office_of_sumy, None)
    assert len(told(officer_of_sumy)) == len(told(coordinator)) == 1
    visible = CoordinationRequest.objects.visible_to
    assert visible(officer).count() == visible(officer_of_sumy).count() == 1
    with pytest.raises(InvalidData):
        assign(actor=officer_of_sumy, request=handed, officer=officer)
    given = assign(actor=officer_of_sumy, request=handed, officer=officer_of_sumy)
    assert given.assignee == officer_of_sumy


def test_a_request_of_another_office_cannot_be_led(
    record: CoordinationRequest, officer: User, office_of_sumy: Office, browse: Any
) -> None:
    hand_over(actor=officer, request=record, office=office_of_sumy, note="Так.")
    url = reverse("requests:request-step", args=[record.reference, "start"])
    assert browse("officer").get(url).status_code == 403


def test_links_are_found_by_number_or_address(
    record: CoordinationRequest, officer: User, community: Community
) -> None:
    idea = make_idea(community=community, reference="PL-IDEA-2026-0003")
    address = f"https://mosty.example{idea.get_absolute_url()}"
    first = link_record(actor=officer, request=record, named="pl-idea-2026-0003")
    again = link_record(actor=officer, request=record, named=address, is_result=True)
    assert first.pk == again.pk
    assert again.is_result
    for wrong in ("PL-IDEA-2026-9999", "", "a-b-c-d-e", "\x00", "х" * 300):
        with pytest.raises(InvalidData):
            link_record(actor=officer, request=record, named=wrong)


def test_a_file_of_an_internal_note_is_internal(
    record: CoordinationRequest, officer: User, coordinator: User
) -> None:
    note = write_note(actor=officer, request=record, text="Для нас.", is_internal=True)
    attach_file(actor=officer, request=record, name="а.pdf", content=PDF, entry=note)
    assert RequestFile.objects.visible_to(coordinator).count() == 0
    assert RequestFile.objects.visible_to(officer).count() == 1
    with pytest.raises(InvalidData):
        attach_file(actor=officer, request=record, name="вірус.pdf", content=b"MZ\x90")


def test_nothing_is_attached_to_a_closed_request(
    record: CoordinationRequest, officer: User
) -> None:
    closed = take_step(actor=officer, request=record, code="fulfil")
    with pytest.raises(RequestWrongStatus):
        attach_file(actor=officer, request=closed, name="а.pdf", content=PDF)


def test_a_message_is_posted_with_its_file(
    record: CoordinationRequest, coordinator: User, browse: Any
) -> None:
    page = browse("coordinator")
    url = reverse("requests:request-note", args=[record.reference])
    file = SimpleUploadedFile("лист.pdf", PDF)
    assert page.post(url, {"text": "Ось лист.", "file": file}).status_code == 302
    assert record.entries.get(kind="note").files.get().name == "лист.pdf"
    assert page.post(url, {"text": " "}).status_code == 200
    # The box that only officials have does nothing for others.
    page.post(url, {"text": "Ще.", "is_internal": "on"})
    assert not record.entries.filter(is_internal=True).exists()


# Writing


def test_a_draft_saves_itself(community: Community, office: Office, browse: Any) -> None:
    page = browse("coordinator")
    url = reverse("requests:request-draft")
    given = {"kind": "advice", "community": community.code, "urgency": "usual"}
    given["visibility"] = "internal"
    assert page.post(url, given).json() == {"reference": "", "left_out": []}
    first = page.post(url, given | {"subject": "Як подати заявку"}).json()
    assert first["reference"].startswith("PL-REQ-")
    seen = {"draft": first["reference"], "seen": first["seen"]}
    wrong = {"needed_by": "колись", "contact_email": "не адреса", "subject": "Як подати"}
    second = page.post(url, given | seen | wrong).json()
    assert len(second["left_out"]) == 2
    record = CoordinationRequest.objects.get()
    assert (record.reference, record.subject) == (first["reference"], "Як подати")
    # Another window still has the first version before its eyes.
    late = page.post(url, given | seen | {"subject": "Інше"})
    assert late.status_code == 409
    assert browse("coordinator_elsewhere").post(url, given | seen).status_code == 403


def test_what_a_kind_needs_is_asked_before_submitting(
    community: Community, office: Office, browse: Any
) -> None:
    page = browse("coordinator")
    url = f"{reverse('requests:request-new')}?kind=humanitarian"
    given = {
        "kind": "humanitarian",
        "community": community.code,
        "subject": "Генератор",
        "urgency": "urgent",
        "visibility": "internal",
        "submit": "yes",
    }
    answer = page.post(url, given)
    record = CoordinationRequest.objects.get()
    assert answer["Location"].endswith(f"/requests/{record.reference}/edit/?missing")
    assert record.status == "draft"
    asked = page.get(answer["Location"]).content.decode()
    for name in ("goods", "people_count", "deliver_to", "needed_by", "description"):
        assert f'href="#id_{name}"' in asked
    whole = given | {
        "draft": record.reference,
        "description": "Для лікарні.",
        "goods": "1",
        "people_count": "100",
        "deliver_to": "Тут",
        "needed_by": f"{timezone.localdate().year + 1}-01-01",
        "contact_name": "Ірина",
        "contact_phone": "050 123 45 67",
    }
    page.post(reverse("requests:request-edit", args=[record.reference]), whole)
    record.refresh_from_db()
    assert (record.status, record.term_days) == ("submitted", 3)


@pytest.mark.parametrize("count", [1, 30])
def test_queries_do_not_grow(
    count: int,
    community: Community,
    office: Office,
    officer: User,
    partner: Partner,
    browse: Any,
    django_assert_max_num_queries: Any,
) -> None:
    for number in range(count):
        record = coordination_request(
            status="accepted", community=community, partner=partner, subject=f"Звернення {number}"
        )
    for number in range(count):
        write_note(actor=officer, request=record, text=f"Повідомлення {number}")
    page: Client = browse("officer")
    page.get(reverse("requests:request-list"))
    with django_assert_max_num_queries(40):
        page.get(reverse("requests:request-list"))
    with django_assert_max_num_queries(60):
        page.get(record.get_absolute_url())


def test_others_stand_there_once_in_the_language_of_the_page(
    browse: Callable[[str], Client],
    office: Office,
    officer: User,
    community: Community,
    partner: Partner,
    representative: User,
) -> None:
    """Offers, invited partners and meetings: by name, with a link, for who may know of them."""
    record = coordination_request(
        community=community, status="in_progress", assignee=officer, visibility="registered"
    )
    invite_partner(actor=officer, subject=Subject(record), partner=partner)
    until = timezone.localdate() + dt.timedelta(days=9)
    data = OfferData(kind="goods", what="Ліжка", valid_until=until)
    make_offer(actor=representative, subject=Subject(record), partner=partner, data=data)
    draft = MeetingFactory.create(office=office, status="draft", announced_at=None)
    with_request = replace(meeting_data_of(draft), requests=(record,))
    change_meeting(actor=officer, meeting=draft, data=with_request)

    def lines(who: str) -> list[str]:
        entries = browse(who).get(f"/en{record.get_absolute_url()}").context["entries"]
        assert not any(one["about"] and "Фонд" in one["about"].label for one in entries)
        assert len([one for one in entries if one["about"]]) == len(entries)
        return [one["record"].code for one in entries]

    assert lines("coordinator") == ["make", "invite"]
    assert lines("officer") == ["plan", "make", "invite"]
    take_meeting_step(actor=officer, meeting=draft, code="announce")
    assert lines("coordinator") == ["announce", "make", "invite"]
    assert lines("officer") == ["announce", "plan", "make", "invite"]


def test_the_answer_leads_on_what_was_sent_back(
    browse: Callable[[str], Client], officer: User, community: Community
) -> None:
    """A message, not only the button, answers the office; an editor's is a message."""
    record = coordination_request(status="returned", community=community, assignee=officer)
    url = reverse("requests:request-note", kwargs={"reference": record.reference})
    browse("editor").post(url, {"text": "Запитаю в лікарні.", "answers": "on"})
    record.refresh_from_db()
    assert (record.status, record.attention) == ("returned", "community")
    said = {"text": "Потрібно 380 В.", "answers": "on", "mentioned": [officer.pk]}
    for _again in range(2):
        assert browse("coordinator").post(url, said).status_code == 302
    record.refresh_from_db()
    assert (record.status, record.attention) == ("submitted", "office")
    [step] = record.entries.filter(kind="step", text="Потрібно 380 В.")
    assert list(step.mentioned.all()) == [officer]
    assert record.entries.filter(kind="note").count() == 1


def test_an_answer_pressed_twice_at_once_is_said_once(
    coordinator: User, officer: User, community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other press ends while this one waits for the record."""
    record = coordination_request(status="returned", community=community, assignee=officer)
    said: dict[str, Any] = {"actor": coordinator, "request": record, "text": "Потрібно 380 В."}
    others = []

    def waiting(request: CoordinationRequest) -> CoordinationRequest:
        monkeypatch.undo()
        others.append(answer_office(**said))
        return locked(request)

    monkeypatch.setattr(request_timeline, "locked", waiting)
    assert [answer_office(**said)] == others
    assert record.entries.count() == 1
    assert len(told(officer)) == 1


def test_what_the_request_lacks_is_said_beside_the_answer(
    browse: Callable[[str], Client], community: Community
) -> None:
    record = coordination_request(status="returned", community=community, description="")
    url = f"/en{reverse('requests:request-note', kwargs={'reference': record.reference})}"
    page = browse("coordinator").post(url, {"text": "380 V", "answers": "on"})
    assert "description" in page.context["form"].errors["answers"][0]
    assert not record.entries.filter(text="380 V").exists()


def test_an_internal_note_asks_nobody_outside(
    browse: Callable[[str], Client], record: CoordinationRequest, coordinator: User
) -> None:
    url = reverse("requests:request-note", kwargs={"reference": record.reference})
    office = browse("officer")
    page = office.post(url, {"text": "Між нами", "is_internal": "on", "asks": "on"})
    assert "asks" in page.context["form"].errors
    said = {"text": "Між нами", "is_internal": "on", "mentioned": [coordinator.pk]}
    page = office.post(url, said)
    assert str(coordinator) in page.context["form"].errors["mentioned"][0]


def test_a_fulfilled_request_can_be_shown_to_fewer(
    browse: Browse, officer: User, coordinator: User, community: Community
) -> None:
    record = coordination_request(status="closed", community=community, visibility="public")
    seen = CoordinationRequest.objects.visible_to
    url = reverse("requests:request-deed", args=[record.reference, "readers"])
    browser = browse("coordinator")
    assert url in browser.get(record.get_absolute_url()).content.decode()
    for strange in ({}, {"visibility": "secret"}, {"visibility": "\x00"}, {"subject": "Інше"}):
        answer = browser.post(url, strange)
        assert "visibility" in answer.context["form"].errors
    with pytest.raises(InvalidData) as refused:
        change_readers(actor=officer, request=record, visibility="secret")
    assert set(refused.value.errors) == {"visibility"}
    assert seen(AnonymousUser()).count() == 1

    for _again in range(2):
        answer = browser.post(url, {"visibility": "internal", "subject": "Інше"})
        assert answer["Location"] == record.get_absolute_url()
    assert seen(AnonymousUser()).count() == 0
    assert seen(coordinator).get().subject == record.subject
    _made, changed = record.events.order_by("pgh_id")  # type: ignore[attr-defined]
    assert (changed.visibility, changed.subject) == ("internal", record.subject)
    assert (changed.pgh_context["actor"], changed.pgh_context["source"]) == (coordinator.pk, "page")


@pytest.mark.parametrize(
    ("status", "deed"),
    [
        ("accepted", "readers"),
        ("returned", "readers"),
        ("closed", "attach"),
        ("closed", "assign"),
        ("returned", "extend"),
        ("waiting", "extend"),
    ],
)
def test_a_deed_that_is_not_possible_says_so_before_its_form(
    browse: Browse, community: Community, status: str, deed: str
) -> None:
    """As steps do: the same answer, whether it is opened by an address typed by hand or posted."""
    record = coordination_request(status=status, community=community)
    deed_url = reverse("requests:request-deed", args=[record.reference, deed])
    step_url = reverse("requests:request-step", args=[record.reference, "fall_through"])
    browser = browse("officer")
    as_a_step = browser.get(step_url)
    assert as_a_step.status_code == 409
    for answer in (browser.get(deed_url), browser.head(deed_url), browser.post(deed_url)):
        assert answer.status_code == 409
        assert answer.context["message"] == as_a_step.context["message"]
        assert answer.templates[0].name == as_a_step.templates[0].name


def test_only_a_fulfilled_request_offers_other_readers(
    browse: Browse, officer: User, community: Community
) -> None:
    refused: dict[str, Any] = {"outcome": "refused", "outcome_note": "Ні"}
    for status, values in (("closed", refused), ("accepted", {})):
        record = coordination_request(status=status, community=community, **values)
        page = browse("officer").get(record.get_absolute_url()).content.decode()
        assert "do/readers/" not in page
    with pytest.raises(RequestWrongStatus):
        change_readers(actor=officer, request=record, visibility="public")
