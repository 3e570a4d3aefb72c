"""Giving, ending and bringing back a role."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from accounts import exceptions as refused
from accounts.memberships import active_memberships, kind
from accounts.models import User
from accounts.services import end_membership, grant_membership, restore_membership
from communities.models import Community, CommunityMembership, Office, OfficeMembership
from partners.models import Partner, PartnerOblast
from tests.factories.communities import OfficeMembershipFactory
from tests.factories.partners import PartnerFactory
from tests.tables import each

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def give(actor: User, code: str, scope: Any, role: str, user: User, **dates: Any) -> Any:
    return grant_membership(
        actor=actor, kind=kind(code), scope=scope, role=role, user=user, **dates
    )


def test_a_role_begins_today_and_says_who_gave_it(
    officer: User, community: Community, newcomer: User
) -> None:
    assert active_memberships(newcomer) == []
    membership = give(officer, "community", community, "coordinator", newcomer)
    assert membership.granted_by == officer
    assert membership.starts_on == TODAY()
    assert active_memberships(newcomer) == [membership]


def test_history_names_the_actor(officer: User, community: Community, newcomer: User) -> None:
    membership = give(officer, "community", community, "editor", newcomer)
    event = membership.events.get()
    assert (event.pgh_label, event.pgh_context["actor"]) == ("insert", officer.pk)


WHO_GIVES = [
    ("administrator", "office.head", True),
    ("administrator", "community.coordinator", True),
    ("administrator", "partner.client", True),
    ("head", "office.head", True),
    ("head", "office.officer", True),
    ("head", "office.analyst", True),
    ("head", "community.coordinator", True),
    ("head", "partner.representative", True),
    ("officer", "office.analyst", False),
    ("officer", "office.officer", False),
    ("officer", "community.coordinator", True),
    ("officer", "community.editor", True),
    ("officer", "partner.client", True),
    ("officer_of_sumy", "community.editor", False),
    ("officer_of_sumy", "partner.client", False),
    ("analyst", "community.editor", False),
    ("analyst", "partner.client", False),
    ("coordinator", "community.editor", True),
    ("coordinator", "community.coordinator", False),
    ("coordinator", "partner.client", False),
    ("coordinator_elsewhere", "community.editor", False),
    ("editor", "community.editor", False),
    ("representative", "partner.client", False),
    ("newcomer", "community.editor", False),
]


@pytest.mark.usefixtures("reader", "newcomer")
@each(("giver", "what", "allowed"), WHO_GIVES)
def test_who_gives_which_role_in_the_own_places(
    request: pytest.FixtureRequest,
    office: Office,
    community: Community,
    partner: Partner,
    giver: str,
    what: str,
    allowed: bool,  # noqa: FBT001 - a column of the table
) -> None:
    code, role = what.split(".")
    scope = {"office": office, "community": community, "partner": partner}[code]
    user = request.getfixturevalue("reader" if giver == "newcomer" else "newcomer")
    actor = request.getfixturevalue(giver)
    if allowed:
        assert give(actor, code, scope, role, user).role == role
    else:
        with pytest.raises(refused.NotAllowedToGrant):
            give(actor, code, scope, role, user)


def test_a_partner_that_nobody_keeps(
    head: User, officer: User, officer_of_sumy: User, newcomer: User, sumy: Any
) -> None:
    """Any head gives roles there; an officer when the partner works in the oblast."""
    partner = PartnerFactory.create()
    give(head, "partner", partner, "representative", newcomer)
    PartnerOblast.objects.create(partner=partner, oblast=sumy)
    give(officer_of_sumy, "partner", partner, "client", newcomer)
    with pytest.raises(refused.NotAllowedToGrant):
        give(officer, "partner", partner, "client", officer)


def test_refusals(officer: User, community: Community, newcomer: User) -> None:
    with pytest.raises(refused.UnknownRole):
        give(officer, "community", community, "king", newcomer)
    with pytest.raises(refused.RoleEndsBeforeItBegins):
        give(officer, "community", community, "editor", newcomer, ends_on=date(2020, 1, 1))
    give(officer, "community", community, "editor", newcomer)
    with pytest.raises(refused.RoleAlreadyHeld):
        give(officer, "community", community, "editor", newcomer)
    newcomer.is_active = False
    with pytest.raises(refused.PersonInactive):
        give(officer, "community", community, "coordinator", newcomer)


def test_a_withdrawn_community_takes_nobody(
    officer: User, community: Community, newcomer: User
) -> None:
    community.is_withdrawn = True
    community.save()
    with pytest.raises(refused.NotAllowedToGrant):
        give(officer, "community", community, "editor", newcomer)


def test_a_role_of_the_past_can_be_given_again(
    officer: User, community: Community, newcomer: User
) -> None:
    past = TODAY() - timedelta(days=40)
    give(officer, "community", community, "editor", newcomer, starts_on=past, ends_on=past)
    assert active_memberships(newcomer) == []
    give(officer, "community", community, "editor", newcomer)
    assert len(active_memberships(User.objects.get(pk=newcomer.pk))) == 1


@transaction.atomic
def give_and_fail(officer: User, community: Community, newcomer: User) -> None:
    give(officer, "community", community, "editor", newcomer)
    raise RuntimeError


def test_nothing_remains_when_the_transaction_fails(
    officer: User, community: Community, newcomer: User
) -> None:
    with pytest.raises(RuntimeError):
        give_and_fail(officer, community, newcomer)
    assert not CommunityMembership.objects.filter(user=newcomer).exists()


def test_ending_at_once_takes_the_role_away_now(
    officer: User, editor: User, community: Community
) -> None:
    membership = CommunityMembership.objects.get(user=editor)
    ended = end_membership(actor=officer, membership=membership)
    assert ended.ends_on == TODAY() - timedelta(days=1)
    assert active_memberships(User.objects.get(pk=editor.pk)) == []


def test_ending_can_be_undone(officer: User, editor: User) -> None:
    membership = CommunityMembership.objects.get(user=editor)
    before = (membership.starts_on, membership.ends_on)
    end_membership(actor=officer, membership=membership)
    restored = restore_membership(actor=officer, membership=membership)
    assert (restored.starts_on, restored.ends_on) == before
    assert len(active_memberships(User.objects.get(pk=editor.pk))) == 1
    assert restored.events.count() == 3  # type: ignore[attr-defined]


def test_ending_is_not_undone_when_the_role_was_given_anew(
    officer: User, editor: User, community: Community
) -> None:
    membership = CommunityMembership.objects.get(user=editor)
    end_membership(actor=officer, membership=membership)
    give(officer, "community", community, "editor", editor)
    with pytest.raises(refused.RoleAlreadyHeld):
        restore_membership(actor=officer, membership=membership)
    assert len(active_memberships(User.objects.get(pk=editor.pk))) == 1


def test_ending_on_a_day_lasts_through_that_day(officer: User, editor: User) -> None:
    membership = CommunityMembership.objects.get(user=editor)
    assert end_membership(actor=officer, membership=membership, on=TODAY()).is_active


def test_ending_is_refused(
    officer: User, officer_of_sumy: User, head: User, editor: User, coordinator: User
) -> None:
    membership = CommunityMembership.objects.get(user=editor)
    for stranger in (officer_of_sumy, editor):
        with pytest.raises(refused.NotAllowedToGrant):
            end_membership(actor=stranger, membership=membership)
    with pytest.raises(refused.NotAllowedToGrant):
        end_membership(actor=officer, membership=OfficeMembership.objects.get(user=head))
    with pytest.raises(refused.RoleEndsBeforeItBegins):
        end_membership(actor=officer, membership=membership, on=TODAY() - timedelta(days=9))
    with pytest.raises(refused.RoleNotEnded):
        restore_membership(actor=officer, membership=membership)
    end_membership(actor=coordinator, membership=membership)
    with pytest.raises(refused.RoleAlreadyEnded):
        end_membership(actor=officer, membership=membership)


def test_an_ended_head_gives_nothing(office: Office, newcomer: User) -> None:
    yesterday = TODAY() - timedelta(days=1)
    former = OfficeMembershipFactory.create(
        office=office, role="head", starts_on=yesterday, ends_on=yesterday
    ).user
    with pytest.raises(refused.NotAllowedToGrant):
        give(former, "office", office, "analyst", newcomer)
