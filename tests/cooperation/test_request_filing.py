"""Filing a request on the page: files, all mistakes at once, one request of one form."""

from __future__ import annotations

from typing import Any
from unittest.mock import Mock
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from communities.models import Community, CommunityMembership, Office
from cooperation.models import CoordinationRequest
from cooperation.request_exceptions import RequestWrongStatus
from cooperation.request_permissions import roles_in
from cooperation.request_workflow import ACCEPT, COMMUNITY_ALONE, FULFIL, OFFICE, is_next
from cooperation.services import request_files
from cooperation.views import request_editing
from partners.models import Partner
from tests.factories.communities import CommunityFactory
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


def test_the_contact_person_is_named_as_typed(
    filing: Client, coordinator: User, community: Community
) -> None:
    """On an English page too: only what the portal itself shows is put into Latin letters."""
    for name in ("Дар’я Щербань", "Maeve O'Brien"):
        User.objects.filter(pk=coordinator.pk).update(full_name=name)
        form = filing.get(f"/en{reverse(FORM)}?kind=advice").context["form"]
        assert form["contact_name"].value() == name


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


def test_going_back_to_a_form_spoils_nothing(
    browse: Any, office: Office, community: Community
) -> None:
    """Other words, or the same for another community, are another request; the first stays."""
    browser, given = browse("officer"), typed(community)
    del given["submit"]
    browser.post(reverse(FORM), given)
    browser.post(reverse(FORM), given)
    first = CoordinationRequest.objects.get()
    browser.post(reverse(FORM), given | {"subject": "Інша порада"})
    neighbour = CommunityFactory.create(oblast=community.oblast, raion=community.raion)
    browser.post(reverse(FORM), given | {"community": neighbour.code})
    assert CoordinationRequest.objects.count() == 3
    first.refresh_from_db()
    assert (first.subject, first.community) == ("Порада", community)


def test_a_second_press_adds_nothing(filing: Client, community: Community) -> None:
    given = typed(community)
    told = []
    for _time in range(2):
        answer = filing.post(reverse(FORM), given | {"documents": [paper()]}, follow=True)
        told.append([str(one) for one in answer.context["messages"]])
    record = CoordinationRequest.objects.get()
    assert [one.name for one in record.files.all()] == ["план.pdf"]
    assert told[0] == told[1]
    draft = typed(community, subject="Ще порада")
    del draft["submit"]
    for _time in range(2):
        filing.post(reverse(FORM), draft | {"documents": [paper()]})
    assert CoordinationRequest.objects.get(subject="Ще порада").files.count() == 1


def test_two_presses_at_once(
    filing: Client, community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other press has submitted it between our saving and our submitting."""
    monkeypatch.setattr(request_editing, "take_step", Mock(side_effect=RequestWrongStatus))
    answer = filing.post(reverse(FORM), typed(community))
    assert answer["Location"] == CoordinationRequest.objects.get().get_absolute_url()


def test_half_typed_numbers_and_too_many_files(
    filing: Client, community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither undoes what else was typed."""
    given = typed(community, kind="support", linked="PL-ID", description="Гроші на школу")
    told = filing.post(reverse("requests:request-draft"), given).json()
    record = CoordinationRequest.objects.get()
    assert (told["reference"], len(told["left_out"])) == (record.reference, 1)
    monkeypatch.setattr(request_files, "MOST_FILES", 1)
    given |= {"contact_phone": "?", "documents": [paper(), paper("друга.pdf")]}
    url = reverse("requests:request-edit", args=[record.reference])
    assert set(filing.post(url, given).context["form"].errors) >= {"contact_phone", "documents"}
    assert not record.files.exists()


def test_an_archived_partner_stays_where_it_is_named(
    filing: Client, community: Community, partner: Partner
) -> None:
    """It is no reason to refuse a change of anything else; nobody can choose it anew."""
    record = coordination_request(community=community, kind="agreement", partner=partner)
    Partner.objects.filter(pk=partner.pk).update(status="archived", archive_reason="Закрито")
    given = typed(community, kind="agreement", partner=partner.slug)
    del given["submit"]
    filing.post(reverse("requests:request-edit", args=[record.reference]), given)
    record.refresh_from_db()
    assert (record.subject, record.partner) == ("Порада", partner)
    assert "partner" in filing.post(reverse(FORM), given).context["form"].errors


def test_a_key_opens_nothing_that_one_may_no_longer_write(
    filing: Client, community: Community, community_elsewhere: Community, coordinator: User
) -> None:
    record = coordination_request(community=community, author=coordinator)
    CommunityMembership.objects.filter(user=coordinator).update(community=community_elsewhere)
    given = typed(community_elsewhere, key=str(record.public_id))
    assert filing.post(reverse("requests:request-draft"), given).status_code == 403
    record.refresh_from_db()
    assert record.subject != "Порада"


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


def test_a_long_text_is_refused_not_cut(filing: Client, community: Community) -> None:
    """The browser is not asked to cut what is pasted; the words are those of the portal."""
    url = f"/en{reverse('requests:request-new')}?kind=humanitarian"
    wrong = {"description": "ж" * 6001, "people_count": "0"}
    form = filing.post(url, typed(community, kind="humanitarian", **wrong)).context["form"]
    assert "maxlength" not in str(form["description"])
    assert form["description"].value() == "ж" * 6001
    with translation.override("en"):
        assert form.errors["description"] == ["At most 6000 characters, this text has 6001."]
        assert form.errors["people_count"] == ["Write 1 or more."]


def test_what_is_changed_after_going_back_is_not_called_submitted(
    filing: Client, community: Community
) -> None:
    """The request is with the office by then: the words stay in the form, nothing green is said."""
    given = typed(community)
    filing.post(reverse(FORM), given)
    record = CoordinationRequest.objects.get()
    address = reverse("requests:request-edit", kwargs={"reference": record.reference})
    assert filing.post(address, given).status_code == 302
    page = filing.post(address, {**given, "description": "Інакше"})
    assert page.status_code == 409
    assert 'type="submit"' not in page.content.decode().partition("<main")[2].partition("</main")[0]
    assert page.context["form"]["description"].value() == "Інакше"
    assert len(page.context["form"].non_field_errors()) == 2
    record.refresh_from_db()
    assert record.description == "Як?"
    while_typing = filing.post(
        reverse("requests:request-draft"), {**given, "draft": record.reference}
    )
    assert (while_typing.status_code, bool(while_typing.json()["message"])) == (403, True)
