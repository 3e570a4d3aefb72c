"""Buttons of requests and offers pressed twice: nothing is done again, nothing is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from common.notifications.models import Notice
from communities.models import Community, Office
from cooperation.models import CoordinationRequest, Offer, PartnerInvite, RequestEntry
from cooperation.services import request_files
from partners.models import Partner
from tests.factories.requests import coordination_request

Browse = Callable[[str], Client]
PDF = b"%PDF-1.4 paper"


@pytest.fixture
def record(community: Community, office: Office, officer: User) -> CoordinationRequest:
    return coordination_request(
        community=community,
        status="in_progress",
        assignee=officer,
        visibility="registered",
        due_on=timezone.localdate(),
    )


def pressed_twice(browser: Client, address: str, given: Callable[[], dict[str, Any]]) -> str:
    """Where the second press leads: as the first, to a page and to no refusal."""
    answers = [browser.post(address, given()) for _time in range(2)]
    assert [one.status_code for one in answers] == [302, 302], address
    assert answers[0]["Location"] == answers[1]["Location"]
    return str(answers[1]["Location"])


def soon(days: int = 20) -> str:
    return (timezone.localdate() + dt.timedelta(days=days)).isoformat()


def test_deeds_of_a_request(
    browse: Browse,
    record: CoordinationRequest,
    head: User,
    officer: User,
    office_of_sumy: Office,
    coordinator: User,
) -> None:
    officers, one = browse("officer"), [record.reference]
    note = reverse("requests:request-note", args=one)
    pressed_twice(
        officers, note, lambda: {"text": "Питання", "file": SimpleUploadedFile("план.pdf", PDF)}
    )
    assert record.files.count() == 1
    for deed, given in {
        "assign": {"officer": head.pk, "note": "Прошу"},
        "extend": {"until": soon(), "why": "Довго перекладають"},
        "chase": {"note": "Дзвонили"},
        "hand-over": {"office": office_of_sumy.pk, "note": "Це їхнє"},
    }.items():
        address = reverse("requests:request-deed", args=[*one, deed])
        pressed_twice(officers, address, lambda given=given: given)  # type: ignore[misc]
    kinds = list(record.entries.values_list("kind", flat=True))
    assert sorted(kinds) == ["assigned", "chased", "extended", "handed_over", "note"]
    events = list(Notice.objects.filter(person=coordinator).values_list("event", flat=True))
    assert len(events) == len(set(events)) == 3


def test_a_file_is_attached_once_under_its_name(
    browse: Browse, record: CoordinationRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last one there is room for, too."""
    monkeypatch.setattr(request_files, "MOST_FILES", 2)
    address = reverse("requests:request-deed", args=[record.reference, "attach"])
    mended, one_more = PDF + b" mended", PDF + b" one more"
    answers = []
    for content in (PDF, PDF, mended, mended, one_more):
        file = SimpleUploadedFile("план.pdf", content)
        answer = browse("officer").post(address, {"file": file, "visibility": "internal"})
        answers.append(answer.status_code)
    assert answers == [302, 302, 302, 302, 200]
    assert record.files.count() == 2


def test_a_step_of_a_request(browse: Browse, record: CoordinationRequest, officer: User) -> None:
    address = reverse("requests:request-step", args=[record.reference, "send_back"])
    officers = browse("officer")
    assert pressed_twice(officers, address, lambda: {"note": "Додайте план"}) == (
        record.get_absolute_url()
    )
    assert RequestEntry.objects.filter(kind="step").count() == 1
    other = browse("head").post(address, {"note": "Додайте план"})
    assert other.status_code == 409


def test_the_form_of_a_request(
    browse: Browse, community: Community, office: Office, coordinator: User
) -> None:
    draft = coordination_request(community=community, author=coordinator, kind="advice")
    address = reverse("requests:request-edit", args=[draft.reference])
    given = {
        "kind": "advice",
        "seen": draft.updated_at.isoformat(),
        "subject": "Порада",
        "description": "Як?",
        "urgency": "usual",
        "visibility": "internal",
        "contact_name": "Ірина",
        "contact_email": "iryna@hromada.example",
    }
    files = lambda: {"documents": [SimpleUploadedFile("план.pdf", PDF)]}  # noqa: E731
    coordinators = browse("coordinator")
    pressed_twice(coordinators, address, lambda: given | files())
    pressed_twice(coordinators, address, lambda: given | files() | {"submit": "yes"})
    draft.refresh_from_db()
    assert (draft.status, draft.files.count()) == ("submitted", 1)


def test_offers(
    browse: Browse, record: CoordinationRequest, representative: User, coordinator: User
) -> None:
    new = reverse("offers:offer-new", args=["requests", record.reference])
    partner = Partner.objects.get()
    given = {"partner": partner.slug, "kind": "goods", "what": "Насос", "valid_until": soon()}
    speaker = browse("representative")
    pressed_twice(speaker, new, lambda: given)
    offer = Offer.objects.get()
    accept = reverse("offers:offer-step", args=[offer.reference, "accept"])
    pressed_twice(browse("coordinator"), accept, lambda: {"note": ""})
    assert offer.steps.filter(code="accept").count() == 1


def test_an_invitation_to_look(
    browse: Browse, record: CoordinationRequest, representative: User
) -> None:
    address = reverse("matching:invite", args=["requests", record.reference])
    partner = Partner.objects.get()
    pressed_twice(browse("officer"), address, lambda: {"partner": partner.slug})
    assert PartnerInvite.objects.count() == 1


def test_all_that_is_wrong_with_an_offer_is_said_at_once(
    browse: Browse, record: CoordinationRequest, representative: User
) -> None:
    new = reverse("offers:offer-new", args=["requests", record.reference])
    given = {"kind": "money", "what": "", "amount": "", "valid_until": "2020-01-01"}
    form = browse("representative").post(new, given).context["form"]
    assert set(form.errors) == {"partner", "what", "amount", "valid_until"}
