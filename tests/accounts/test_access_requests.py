"""A person asks, an official answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts import exceptions as refused
from accounts.enums import AccessRequestStatus
from accounts.memberships import active_memberships, kind
from accounts.models import AccessRequest, User
from accounts.services import (
    approve_access_request,
    ask_for_access,
    refuse_access_request,
    withdraw_access_request,
)
from communities.models import Community, CommunityMembership, Office
from partners.models import Partner
from tests.factories.accounts import UserFactory
from tests.factories.communities import CommunityFactory
from tests.factories.partners import PartnerFactory

pytestmark = pytest.mark.django_db
REASON = "Начальниця відділу інвестицій"


def ask(user: User, code: str, scope: Any, role: str, reason: str = REASON) -> AccessRequest:
    return ask_for_access(actor=user, kind=kind(code), scope=scope, role=role, reason=reason)


@pytest.fixture
def asked(newcomer: User, community: Community) -> AccessRequest:
    return ask(newcomer, "community", community, "coordinator")


def test_those_who_decide_get_a_letter(
    posted: Any,
    newcomer: User,
    community: Community,
    head: User,
    officer: User,
    analyst: User,
    officer_of_sumy: User,
) -> None:
    with posted() as letters:
        request = ask(newcomer, "community", community, "coordinator")
    assert {letter.to[0] for letter in letters} == {head.email, officer.email}
    assert REASON in letters[0].body
    assert str(request.public_id) in letters[0].body
    assert "text/html" in {part.mimetype for part in letters[0].alternatives}


def test_where_no_official_works_administrators_are_asked(
    posted: Any, administrator: User, newcomer: User
) -> None:
    with posted() as letters:
        ask(newcomer, "community", CommunityFactory.create(), "editor")
    assert [letter.to for letter in letters] == [[administrator.email]]


def test_office_roles_are_for_heads(
    posted: Any, newcomer: User, office: Office, head: User, officer: User
) -> None:
    with posted() as letters:
        ask(newcomer, "office", office, "officer")
    assert [letter.to for letter in letters] == [[head.email]]


def test_partner_roles_go_to_those_who_keep_the_partner(
    posted: Any, newcomer: User, partner: Partner, head: User, officer: User, officer_of_sumy: User
) -> None:
    with posted() as letters:
        ask(newcomer, "partner", partner, "representative")
    assert {letter.to[0] for letter in letters} == {head.email, officer.email}
    letters.clear()
    with posted():
        ask(newcomer, "partner", PartnerFactory.create(), "representative")
    assert [letter.to for letter in letters] == [[head.email]]


def test_approving_gives_the_role_and_writes_to_the_person(
    posted: Any, officer: User, asked: AccessRequest, newcomer: User, community: Community
) -> None:
    with posted() as letters:
        decided = approve_access_request(actor=officer, request=asked, answer="Вітаємо")
    assert decided.status == AccessRequestStatus.APPROVED
    assert decided.decided_by == officer
    membership = CommunityMembership.objects.get(user=newcomer)
    assert (membership.community, membership.role) == (community, "coordinator")
    assert letters[-1].to == [newcomer.email]
    assert "Вітаємо" in letters[-1].body
    assert [event.status for event in decided.events.all()] == ["waiting", "approved"]  # type: ignore[attr-defined]


def test_refusing_needs_an_answer(posted: Any, officer: User, asked: AccessRequest) -> None:
    with pytest.raises(refused.AnswerMissing):
        refuse_access_request(actor=officer, request=asked, answer="  ")
    with posted() as letters:
        refuse_access_request(actor=officer, request=asked, answer="Координатор уже є")
    assert "Координатор уже є" in letters[-1].body
    assert not CommunityMembership.objects.filter(user=asked.user).exists()


def test_refusals_of_asking(newcomer: User, community: Community, coordinator: User) -> None:
    with pytest.raises(refused.ReasonMissing):
        ask(newcomer, "community", community, "editor", reason=" \n")
    with pytest.raises(refused.UnknownRole):
        ask(newcomer, "community", community, "head")
    with pytest.raises(refused.RoleAlreadyHeld):
        ask(coordinator, "community", community, "coordinator")
    with pytest.raises(refused.ScopeNotOffered):
        ask(newcomer, "partner", PartnerFactory.create(visibility="internal"), "client")
    ask(newcomer, "community", community, "editor")
    with pytest.raises(refused.AlreadyAsked):
        ask(newcomer, "community", community, "editor")
    for other in CommunityFactory.create_batch(4):
        ask(newcomer, "community", other, "editor")
    with pytest.raises(refused.TooManyRequests):
        ask(newcomer, "community", community, "coordinator")


@pytest.mark.parametrize("decide", [approve_access_request, refuse_access_request])
def test_a_request_is_decided_once(
    officer: User, head: User, asked: AccessRequest, decide: Callable[..., AccessRequest]
) -> None:
    decide(actor=officer, request=asked, answer="Так")
    with pytest.raises(refused.RequestAlreadyDecided):
        decide(actor=head, request=asked, answer="Ні")


@pytest.mark.parametrize("stranger", ["officer_of_sumy", "analyst", "coordinator", "newcomer"])
def test_others_do_not_decide(
    request: pytest.FixtureRequest, asked: AccessRequest, stranger: str
) -> None:
    with pytest.raises(refused.NotAllowedToGrant):
        approve_access_request(actor=request.getfixturevalue(stranger), request=asked)
    asked.refresh_from_db()
    assert asked.is_waiting


def test_withdrawing(newcomer: User, officer: User, asked: AccessRequest) -> None:
    with pytest.raises(refused.NotYourRequest):
        withdraw_access_request(actor=officer, request=asked)
    withdraw_access_request(actor=newcomer, request=asked)
    with pytest.raises(refused.RequestAlreadyDecided):
        approve_access_request(actor=officer, request=asked)


def test_approving_what_an_invitation_gave_meanwhile(
    officer: User, asked: AccessRequest, community: Community, newcomer: User
) -> None:
    CommunityMembership.objects.create(user=newcomer, community=community, role="coordinator")
    approve_access_request(actor=officer, request=asked)
    assert CommunityMembership.objects.filter(user=newcomer).count() == 1


def test_a_failed_decision_leaves_everything(
    posted: Any, officer: User, asked: AccessRequest
) -> None:
    asked.user.is_active = False
    asked.user.save()
    with posted() as letters, pytest.raises(refused.PersonInactive):
        approve_access_request(actor=officer, request=asked)
    asked.refresh_from_db()
    assert asked.is_waiting
    assert letters == []


# Pages


def test_the_whole_way_without_scripts(
    browse: Callable[[str], Client],
    posted: Any,
    newcomer: User,
    officer: User,
    community: Community,
) -> None:
    person, official = browse("newcomer"), browse("officer")
    start = person.get(reverse("accounts:me")).content.decode()
    new = reverse("accounts:access-request-new")
    assert new in start
    found = person.get(new, {"q": "миргород"})
    [place] = found.context["places"]
    form_address = new + place.choose_url
    assert "Миргородська міська територіальна громада" in found.content.decode()
    assert person.get(form_address).status_code == 200
    with posted():
        answer = person.post(form_address, {"role": "coordinator", "reason": REASON}, follow=True)
    assert answer.redirect_chain
    request = AccessRequest.objects.get()
    listed = official.get(reverse("accounts:access-request-list")).content.decode()
    assert request.get_absolute_url() in listed
    assert REASON in official.get(request.get_absolute_url()).content.decode()
    approve = reverse("accounts:access-request-approve", kwargs={"public_id": request.public_id})
    assert official.post(approve, {"answer": ""}).status_code == 302
    assert official.post(approve, {"answer": ""}).status_code == 409
    assert active_memberships(User.objects.get(pk=newcomer.pk))


def test_nothing_typed_is_lost(
    browse: Callable[[str], Client], newcomer: User, community: Community
) -> None:
    address = f"{reverse('accounts:access-request-new')}?kind=community&place={community.code}"
    page = browse("newcomer").post(address, {"role": "", "reason": REASON})
    assert page.status_code == 200
    assert REASON in page.content.decode()


@pytest.mark.parametrize(
    "query",
    ["kind=community&place=UA0", "kind=moon&place=x", "kind=partner&place=secret", "place="],
)
def test_places_that_are_not_offered_are_unknown(
    browse: Callable[[str], Client], newcomer: User, query: str
) -> None:
    PartnerFactory.create(slug="secret", visibility="internal")
    address = f"{reverse('accounts:access-request-new')}?{query}"
    assert browse("newcomer").get(address).status_code == 404


@pytest.mark.parametrize("words", ["%", "_", "\x00", "'; DROP", "ь" * 5000, "Миргород Полтав"])
def test_nasty_words(
    browse: Callable[[str], Client], newcomer: User, community: Community, words: str
) -> None:
    assert (
        browse("newcomer").get(reverse("accounts:access-request-new"), {"q": words}).status_code
        == 200
    )


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_asks_the_database_as_often_for_one_as_for_thirty(
    browse: Callable[[str], Client],
    officer: User,
    community: Community,
    count: int,
    django_assert_max_num_queries: Any,
) -> None:
    for person in UserFactory.create_batch(count):
        ask(person, "community", community, "editor")
    browser = browse("officer")
    browser.get(reverse("accounts:access-request-list"))
    with django_assert_max_num_queries(QUERIES_OF_A_LIST):
        page = browser.get(reverse("accounts:access-request-list"))
    assert page.context["page"].paginator.count == count


QUERIES_OF_A_LIST = 14
