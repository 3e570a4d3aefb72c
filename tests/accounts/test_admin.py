"""The administration changes accounts through the services only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from accounts.memberships import kind
from accounts.models import AccessRequest, Invitation, User
from accounts.services import ask_for_access, change_account, invite
from communities.models import Community, CommunityMembership
from tests.factories.accounts import UserFactory
from tests.factories.communities import CommunityMembershipFactory

pytestmark = pytest.mark.django_db
Browse = Callable[[str], Client]


@pytest.fixture
def asked(newcomer: User, community: Community) -> AccessRequest:
    return ask_for_access(
        actor=newcomer, kind=kind("community"), scope=community, role="editor", reason="Пишу"
    )


def run(browser: Client, name: str, action: str, *rows: Any, **more: str) -> Any:
    form = {"action": action, "_selected_action": [row.pk for row in rows], **more}
    return browser.post(reverse(f"admin:accounts_{name}_changelist"), form, follow=True)


def test_what_holds_secrets_or_goes_around_roles_is_not_there() -> None:
    for model in (Group, Authenticator, UserSession):
        assert not admin.site.is_registered(model)


def test_a_person_is_shown_without_password_and_with_roles(
    browse: Browse, administrator: User, editor: User
) -> None:
    address = reverse("admin:accounts_user_change", args=[editor.pk])
    page = browse("administrator").get(address).content.decode()
    assert editor.password not in page
    assert "md5" not in page
    assert "Миргородська" in page


def test_people_are_neither_added_nor_deleted(browse: Browse, administrator: User) -> None:
    browser = browse("administrator")
    assert browser.get(reverse("admin:accounts_user_add")).status_code == 403
    address = reverse("admin:accounts_user_delete", args=[administrator.pk])
    assert browser.get(address).status_code == 403


def test_an_administrator_closes_an_account(
    browse: Browse, administrator: User, editor: User
) -> None:
    form = {"full_name": "Редакторка", "preferred_language": "uk"}
    address = reverse("admin:accounts_user_change", args=[editor.pk])
    inlines = {
        f"{prefix}-{field}": "0"
        for prefix in ("officememberships", "communitymemberships", "partnermemberships")
        for field in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    answer = browse("administrator").post(address, {**form, **inlines})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    editor.refresh_from_db()
    assert (editor.is_active, editor.full_name) == (False, "Редакторка")
    event = editor.events.last()  # type: ignore[attr-defined]
    assert (event.pgh_context["actor"], event.pgh_context["source"]) == (administrator.pk, "admin")


def test_nobody_closes_the_own_account(browse: Browse, administrator: User) -> None:
    address = reverse("admin:accounts_user_change", args=[administrator.pk])
    inlines = {
        f"{prefix}-{field}": "0"
        for prefix in ("officememberships", "communitymemberships", "partnermemberships")
        for field in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    form = {"full_name": "Я", "preferred_language": "uk", "is_superuser": "on"}
    browse("administrator").post(address, {**form, **inlines})
    administrator.refresh_from_db()
    assert administrator.is_active


def test_an_official_sees_the_requests_of_the_own_oblast(
    browse: Browse, asked: AccessRequest, officer: User, officer_of_sumy: User
) -> None:
    address = reverse("admin:accounts_accessrequest_changelist")
    assert "Новий Користувач" in browse("officer").get(address).content.decode()
    assert "Новий Користувач" not in browse("officer_of_sumy").get(address).content.decode()
    detail = reverse("admin:accounts_accessrequest_change", args=[asked.pk])
    assert browse("officer").get(detail).status_code == 200
    assert browse("officer_of_sumy").get(detail).status_code in {302, 404}


def test_approving_and_refusing_through_the_services(
    browse: Browse, asked: AccessRequest, officer: User, community: Community
) -> None:
    other = ask_for_access(
        actor=UserFactory.create(),
        kind=kind("community"),
        scope=community,
        role="editor",
        reason="Я",
    )
    browser = browse("officer")
    run(browser, "accessrequest", "approve", asked)
    refusal = run(browser, "accessrequest", "refuse", other)
    other.refresh_from_db()
    assert other.is_waiting
    assert "Say why" in refusal.content.decode() or "чому" in refusal.content.decode()
    run(browser, "accessrequest", "refuse", other, answer="Немає потреби")
    other.refresh_from_db()
    assert other.decision_note == "Немає потреби"
    assert CommunityMembership.objects.get(user=asked.user).granted_by == officer


def test_an_invitation_is_taken_back(browse: Browse, officer: User, community: Community) -> None:
    invitation = invite(
        actor=officer, kind=kind("community"), scope=community, role="editor", email="a@b.example"
    )
    page = browse("officer").get(reverse("admin:accounts_invitation_changelist"))
    assert "a@b.example" in page.content.decode()
    detail = reverse("admin:accounts_invitation_change", args=[invitation.pk])
    assert invitation.token_digest not in browse("officer").get(detail).content.decode()
    run(browse("officer"), "invitation", "revoke", invitation)
    assert Invitation.objects.get().revoked_at


@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.parametrize("name", ["user", "accessrequest"])
def test_lists_ask_the_database_as_often_for_one_as_for_thirty(
    browse: Browse,
    administrator: User,
    community: Community,
    count: int,
    name: str,
    django_assert_max_num_queries: Any,
) -> None:
    for person in UserFactory.create_batch(count):
        CommunityMembershipFactory.create(user=person, community=community)
        ask_for_access(
            actor=person, kind=kind("community"), scope=community, role="editor", reason="Я"
        )
    browser = browse("administrator")
    address = reverse(f"admin:accounts_{name}_changelist")
    browser.get(address)
    with django_assert_max_num_queries(16):
        assert browser.get(address).status_code == 200


def test_a_password_changed_at_the_same_moment_stays(administrator: User, newcomer: User) -> None:
    seen = User.objects.get(pk=newcomer.pk)
    newcomer.set_password("зовсім-інший-пароль")
    newcomer.save()
    change_account(
        actor=administrator,
        user=seen,
        full_name="Нове Ім’я",
        preferred_language="en",
        is_active=True,
        is_administrator_too=False,
    )
    newcomer.refresh_from_db()
    assert newcomer.full_name == "Нове Ім’я"
    assert newcomer.check_password("зовсім-інший-пароль")
