"""Invitations: a secret in a letter, good once, for two weeks, for one person."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import exceptions as refused
from accounts.enums import InvitationStatus
from accounts.memberships import kind
from accounts.models import Invitation, User
from accounts.services import (
    accept_invitation,
    accept_invitation_as_new_person,
    end_membership,
    invite,
    resend_invitation,
    revoke_invitation,
)
from accounts.tasks import close_expired_invitations
from communities.models import Community, CommunityMembership, OfficeMembership
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
EMAIL = "oksana@mosty.example"
NEW_PERSON = {"full_name": "Оксана Нова", "password": PASSWORD, "password_again": PASSWORD}


def invited(
    actor: User, community: Community, email: str = EMAIL, role: str = "editor", **more: Any
) -> Invitation:
    return invite(
        actor=actor, kind=kind("community"), scope=community, role=role, email=email, **more
    )


def token_in(letter: Any) -> str:
    found = re.search(r"/accounts/invitations/([\w-]{40,})/", letter.body)
    assert found, letter.body
    return found[1]


@pytest.fixture
def token(posted: Any, officer: User, community: Community) -> str:
    """Of an invitation of `EMAIL` as an editor by the officer."""
    with posted() as letters:
        invited(officer, community)
    return token_in(letters[-1])


def page_of(token: str) -> str:
    return reverse("accounts:invitation-accept", kwargs={"token": token})


def test_the_letter_holds_the_token_and_the_database_does_not(
    posted: Any, officer: User, community: Community
) -> None:
    with posted() as letters:
        invitation = invited(officer, community, language="en", message="Чекаємо на вас")
    assert letters[-1].to == [EMAIL]
    assert "Myrhorodska" in letters[-1].body
    assert "/en/accounts/invitations/" in letters[-1].body
    assert "Чекаємо на вас" in letters[-1].body
    stored = Invitation.objects.filter(pk=invitation.pk).values().get()
    token = token_in(letters[-1])
    assert token not in str(stored)
    events = invitation.events.values()  # type: ignore[attr-defined]
    assert stored["token_digest"] not in str(list(events))


def test_nothing_is_sent_when_it_is_refused(
    posted: Any, officer: User, officer_of_sumy: User, community: Community, editor: User
) -> None:
    invited(officer, community)
    with posted() as letters:
        with pytest.raises(refused.NotAllowedToGrant):
            invited(officer_of_sumy, community, email="a@mosty.example")
        with pytest.raises(refused.AlreadyInvited):
            invited(officer, community, email=EMAIL.upper())
        with pytest.raises(refused.RoleAlreadyHeld):
            invited(officer, community, email=editor.email.title())
        with pytest.raises(refused.UnknownRole):
            invited(officer, community, role="head")
    assert letters == []


def test_a_coordinator_invites_editors_of_the_own_community_only(
    coordinator: User, community: Community, community_elsewhere: Community
) -> None:
    invited(coordinator, community)
    with pytest.raises(refused.NotAllowedToGrant):
        invited(coordinator, community, role="coordinator")
    with pytest.raises(refused.NotAllowedToGrant):
        invited(coordinator, community_elsewhere)


# Accepting


def test_a_new_person_opens_an_account_and_is_in(
    client: Client, token: str, officer: User, community: Community
) -> None:
    page = client.get(page_of(token))
    assert page.status_code == 200
    answer = client.post(page_of(token), NEW_PERSON)
    assert answer.status_code == 302
    assert answer["Location"] == reverse("accounts:me")
    person = User.objects.get(email=EMAIL)
    membership = CommunityMembership.objects.get(user=person)
    assert (membership.role, membership.granted_by) == ("editor", officer)
    assert EmailAddress.objects.get(user=person).verified
    assert person.check_password(PASSWORD)
    assert "Миргородська" in client.get(reverse("accounts:me")).content.decode()


def test_a_person_with_an_account_signs_in_first(
    client: Client, token: str, community: Community
) -> None:
    person = UserFactory.create(email=EMAIL)
    page = client.get(page_of(token)).content.decode()
    assert f"{reverse('account_login')}?next={page_of(token)}" in page
    assert not re.search(r'name="password"', page)
    assert client.post(page_of(token), NEW_PERSON).status_code == 200
    assert not CommunityMembership.objects.filter(user=person).exists()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(page_of(token)).status_code == 200
    assert not CommunityMembership.objects.filter(user=person).exists()
    assert client.post(page_of(token)).status_code == 302
    assert CommunityMembership.objects.get(user=person).community == community


def test_somebody_else_signed_in_learns_nothing(
    browse: Callable[[str], Client], token: str, newcomer: User
) -> None:
    browser = browse("newcomer")
    for answer in (browser.get(page_of(token)), browser.post(page_of(token), NEW_PERSON)):
        assert answer.status_code == 403
        assert EMAIL not in answer.content.decode()
    assert Invitation.objects.get().status == InvitationStatus.OPEN


def test_it_works_once(client: Client, token: str) -> None:
    client.post(page_of(token), NEW_PERSON)
    assert client.get(page_of(token)).status_code == 410
    assert Client().post(page_of(token), NEW_PERSON).status_code == 410
    with pytest.raises(refused.InvitationClosed):
        accept_invitation(actor=User.objects.get(email=EMAIL), token=token)


@pytest.mark.parametrize("change", ["cut", "longer", "other", "digest"])
def test_a_tampered_token_is_unknown(client: Client, token: str, change: str) -> None:
    wrong = {
        "cut": token[:-1],
        "longer": token + "A",
        "other": token[:-1] + ("A" if token[-1] != "A" else "B"),
        "digest": Invitation.objects.get().token_digest,
    }[change]
    assert client.get(page_of(wrong)).status_code == 404
    assert client.post(page_of(wrong), NEW_PERSON).status_code == 404


def test_it_expires_after_two_weeks(client: Client, token: str) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=13, hours=23)):
        assert client.get(page_of(token)).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=14, minutes=1)):
        assert client.get(page_of(token)).status_code == 410
        assert client.post(page_of(token), NEW_PERSON).status_code == 410
    assert not User.objects.filter(email=EMAIL).exists()


def test_expired_ones_are_closed_and_can_be_offered_again(
    token: str, officer: User, community: Community
) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        assert close_expired_invitations() == 1
        assert close_expired_invitations() == 0
        assert Invitation.objects.get().status == InvitationStatus.EXPIRED
        invited(officer, community)


def test_an_expired_one_does_not_stand_in_the_way_before_the_task_has_run(
    token: str, officer: User, community: Community
) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        invited(officer, community)
    assert Invitation.objects.unanswered().count() == 1


def test_taken_back(client: Client, token: str, officer: User) -> None:
    revoke_invitation(actor=officer, invitation=Invitation.objects.get())
    assert client.get(page_of(token)).status_code == 410
    with pytest.raises(refused.InvitationClosed):
        resend_invitation(actor=officer, invitation=Invitation.objects.get())


def test_sent_again_only_the_newest_link_works(
    client: Client, posted: Any, token: str, officer: User
) -> None:
    with posted() as letters:
        resend_invitation(actor=officer, invitation=Invitation.objects.get())
    newest = token_in(letters[-1])
    assert newest != token
    assert client.get(page_of(token)).status_code == 404
    assert client.get(page_of(newest)).status_code == 200


def test_an_inviter_who_has_left_gives_nothing(
    client: Client, token: str, officer: User, head: User
) -> None:
    end_membership(actor=head, membership=OfficeMembership.objects.get(user=officer))
    answer = client.post(page_of(token), NEW_PERSON)
    assert answer.status_code == 410
    assert not User.objects.filter(email=EMAIL).exists()


@pytest.mark.parametrize(
    ("password", "again"),
    [("short", "short"), (PASSWORD, "інший-пароль-1"), ("123456789012345", "123456789012345")],
)
def test_weak_passwords_keep_what_was_typed(
    client: Client, token: str, password: str, again: str
) -> None:
    form = {"full_name": "Оксана Нова", "password": password, "password_again": again}
    page = client.post(page_of(token), form)
    assert page.status_code == 200
    assert "Оксана Нова" in page.content.decode()
    assert not User.objects.filter(email=EMAIL).exists()


def test_e_mails_are_one_whatever_their_case(
    client: Client, posted: Any, officer: User, community: Community
) -> None:
    with posted() as letters:
        invited(officer, community, email="Oksana@Mosty.Example")
    client.post(page_of(token_in(letters[-1])), NEW_PERSON)
    assert User.objects.get(full_name="Оксана Нова").email == EMAIL


def test_a_person_who_has_the_role_already_just_uses_the_letter_up(
    token: str, community: Community
) -> None:
    person = UserFactory.create(email=EMAIL)
    CommunityMembership.objects.create(user=person, community=community, role="editor")
    accept_invitation(actor=person, token=token)
    assert CommunityMembership.objects.filter(user=person).count() == 1
    with pytest.raises(refused.InvitationClosed):
        accept_invitation_as_new_person(token=token, full_name="", password="", language="uk")


# Pages


def test_inviting_through_the_page(
    browse: Callable[[str], Client], posted: Any, coordinator: User, community: Community
) -> None:
    """A coordinator has one community: there is nothing to choose."""
    browser = browse("coordinator")
    address = reverse("accounts:invitation-new")
    assert "Миргородська" in browser.get(address).content.decode()
    form = {"email": EMAIL, "role": "editor", "language": "uk", "message": ""}
    with posted() as letters:
        assert browser.post(address, form).status_code == 302
    assert letters[-1].to == [EMAIL]
    assert EMAIL in browser.get(reverse("accounts:invitation-list")).content.decode()
    refusal = browser.post(address, form)
    assert refusal.status_code == 200
    assert str(refused.AlreadyInvited()) in refusal.content.decode()


def test_a_role_beyond_the_own_is_not_on_the_form(
    browse: Callable[[str], Client], coordinator: User
) -> None:
    form = {"email": EMAIL, "role": "coordinator", "language": "uk"}
    assert browse("coordinator").post(reverse("accounts:invitation-new"), form).status_code == 200
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_asks_the_database_as_often_for_one_as_for_thirty(
    browse: Callable[[str], Client],
    officer: User,
    community: Community,
    count: int,
    django_assert_max_num_queries: Any,
) -> None:
    for number in range(count):
        invited(officer, community, email=f"person{number}@mosty.example")
    browser = browse("officer")
    browser.get(reverse("accounts:invitation-list"))
    with django_assert_max_num_queries(16):
        browser.get(reverse("accounts:invitation-list"))


def test_two_invitations_at_the_same_moment(
    officer: User, community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one was not there yet when it was looked for."""
    invited(officer, community)
    monkeypatch.setattr("accounts.services.invitations._make_room", lambda *_given: None)
    with pytest.raises(refused.AlreadyInvited):
        invited(officer, community)
    assert Invitation.objects.count() == 1
