"""The role → permission table: in code, in the database, in the administration."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts import roles
from accounts.memberships import forget_memberships
from accounts.models import User
from accounts.role_table import readable_table, role_codes
from communities.models import CommunityMembership, OfficeMembership

pytestmark = pytest.mark.django_db


def applied() -> str:
    out = io.StringIO()
    call_command("apply_roles", stdout=out)
    return out.getvalue()


def test_every_role_is_in_the_table_and_explained() -> None:
    assert set(roles.table()) == set(role_codes())
    assert all(row.words for row in readable_table())


def test_applying_twice_changes_nothing() -> None:
    assert "already" in applied()
    assert set(Group.objects.values_list("name", flat=True)) == set(role_codes())


def test_applying_mends_what_was_changed_by_hand() -> None:
    group = Group.objects.get(name="office.analyst")
    group.permissions.add(Permission.objects.get(codename="delete_partner"))
    Group.objects.get(name="office.officer").permissions.clear()
    Group.objects.create(name="friends")
    out = applied()
    assert "office.analyst: - partners.delete_partner" in out
    assert "office.officer: + partners.change_partner" in out
    assert "- friends" in out
    assert "already" in applied()


def test_a_permission_that_does_not_exist_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    table = {**roles.table(), "office.head": frozenset({"partners.dance_partner"})}
    monkeypatch.setattr("accounts.role_table.table", lambda: table)
    before = Group.objects.get(name="office.head").permissions.count()
    with pytest.raises(CommandError, match=r"partners\.dance_partner"):
        applied()
    assert Group.objects.get(name="office.head").permissions.count() == before


def test_permissions_follow_the_role(officer: User, analyst: User, newcomer: User) -> None:
    assert officer.has_perm("partners.change_partner")
    assert analyst.has_perm("partners.view_partner")
    assert not analyst.has_perm("partners.change_partner")
    assert not newcomer.has_perm("partners.view_partner")
    OfficeMembership.objects.filter(user=officer).update(
        starts_on="2020-01-01", ends_on="2020-02-01"
    )
    forget_memberships(officer)
    assert not officer.has_perm("partners.change_partner")


def test_a_closed_account_has_no_permissions(officer: User) -> None:
    officer.is_active = False
    assert not officer.has_perm("partners.change_partner")


def test_the_page_says_it_in_words(browse: Callable[[str], Client], analyst: User) -> None:
    page = browse("analyst").get("/en" + reverse("admin:roles")[0:]).content.decode()
    assert "head of the office" in page
    assert "partners" in page


def test_communities_roles_do_not_open_the_administration(editor: User) -> None:
    assert CommunityMembership.objects.filter(user=editor).exists()
    assert editor.has_perm("communities.change_community")
    assert not editor.is_staff
