"""Filing a request on the page: files, all mistakes at once, one request of one form."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from communities.models import Community, Office
from cooperation.models import CoordinationRequest
from cooperation.request_permissions import roles_in
from cooperation.request_workflow import ACCEPT, COMMUNITY_ALONE, FULFIL, OFFICE, is_next
from tests.factories.requests import coordination_request

PDF = b"%PDF-1.4 paper"
FORM = "requests:request-new"


@pytest.fixture
def filing(browse: Any, office: Office) -> Client:
    client: Client = browse("coordinator")
    return client


def typed(community: Community, **more: Any) -> dict[str, Any]:
    return {
        "kind": "advice",
        "key": str(uuid4()),
        "community": community.code,
        "subject": "Порада",
        "description": "Як?",
        "urgency": "usual",
        "visibility": "internal",
        "contact_name": "Ірина",
        "contact_email": "iryna@hromada.example",
        "submit": "yes",
        **more,
    }


def paper(name: str = "план.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_files_go_along_and_one_word_is_said(filing: Client, community: Community) -> None:
    given = typed(community, documents=[paper(), paper("друга.pdf")])
    answer = filing.post(reverse(FORM), given, follow=True)
    record = CoordinationRequest.objects.get()
    assert record.status == "submitted"
    assert sorted(one.name for one in record.files.all()) == ["друга.pdf", "план.pdf"]
    assert len(answer.context["messages"]) == 1


def test_all_that_is_wrong_is_said_at_once(filing: Client, community: Community) -> None:
    given = typed(
        community,
        kind="humanitarian",
        description="",
        needed_by="2020-01-01",
        contact_phone="подзвоніть",
        amount="сто",
        documents=[paper(), paper("вірус.pdf", b"MZ")],
    )
    form = filing.post(reverse(FORM), given).context["form"]
    wrong = {"needed_by", "contact_phone", "amount", "documents"}
    missing = {"description", "goods", "people_count", "deliver_to"}
    assert set(form.errors) == wrong | missing
    assert not CoordinationRequest.objects.exists()


def test_files_outlive_a_mistake_elsewhere(filing: Client, community: Community) -> None:
    """With a draft they are kept at once; without one the person is told to choose again."""
    given = typed(community, contact_phone="?", documents=[paper()])
    assert "documents" in filing.post(reverse(FORM), given).context["form"].errors
    filing.post(reverse("requests:request-draft"), {**given, "documents": []})
    record = CoordinationRequest.objects.get()
    given["documents"] = [paper()]
    again = filing.post(reverse("requests:request-edit", args=[record.reference]), given)
    assert set(again.context["form"].errors) == {"contact_phone"}
    assert [one.name for one in record.files.all()] == ["план.pdf"]


def test_one_form_makes_one_request(filing: Client, community: Community) -> None:
    """A lost answer and a second press find it; other words after going back are another one."""
    given = typed(community)
    for _time in range(2):
        filing.post(reverse("requests:request-draft"), given)
    assert CoordinationRequest.objects.get().status == "draft"
    for _time in range(2):
        answer = filing.post(reverse(FORM), given)
        record = CoordinationRequest.objects.get()
        assert (record.status, answer["Location"]) == ("submitted", record.get_absolute_url())
    filing.post(reverse(FORM), given | {"subject": "Інша порада"})
    assert CoordinationRequest.objects.count() == 2


def test_another_s_key_opens_nothing(
    filing: Client, community: Community, administrator: User
) -> None:
    theirs = coordination_request(community=community, author=administrator)
    answer = filing.post(reverse(FORM), typed(community, key=str(theirs.public_id)))
    assert answer.status_code == 403
    theirs.refresh_from_db()
    assert theirs.status == "draft"


def test_the_usual_next_step_and_whose_it_is(
    community: Community, office: Office, officer: User, coordinator: User
) -> None:
    record = coordination_request(status="submitted", community=community)
    assert COMMUNITY_ALONE not in roles_in(officer, record)
    assert OFFICE not in roles_in(coordinator, record)
    assert is_next(ACCEPT, record)
    assert not is_next(FULFIL, coordination_request(status="accepted", community=community))
    assert is_next(FULFIL, coordination_request(status="agreed", community=community))
