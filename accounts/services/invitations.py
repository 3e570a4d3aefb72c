"""Invitations by e-mail: a secret in a letter, good once and for two weeks."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import exceptions as refused
from accounts.letters import send_invitation
from accounts.memberships import MembershipKind, kind
from accounts.models import Invitation, Membership, User
from accounts.permissions import can_change_invitation, can_grant_role
from accounts.services.memberships import check_role, grant_membership
from accounts.tokens import TOKEN_BYTES, digest
from common.audit.context import acting

VALID_FOR = timedelta(days=14)


@transaction.atomic
def invite(
    *,
    actor: User,
    kind: MembershipKind,
    scope: Any,
    role: str,
    email: str,
    language: str = "uk",
    message: str = "",
) -> Invitation:
    """Invite somebody to a role by a letter, whether or not there is an account.

    Refuses: UnknownRole, NotAllowedToGrant, RoleAlreadyHeld, AlreadyInvited.
    """
    email = email.strip().lower()
    check_role(kind, role)
    if not can_grant_role(actor, kind, scope, role):
        raise refused.NotAllowedToGrant
    person = User.objects.filter(email__iexact=email).first()
    if person and kind.held(person, scope, role):
        raise refused.RoleAlreadyHeld
    _make_room(kind, scope, role, email)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    invitation = Invitation(
        email=email,
        kind=kind.code,
        scope_type=ContentType.objects.get_for_model(scope),
        scope_id=scope.pk,
        role=role,
        language=language,
        message=message.strip(),
        invited_by=actor,
        token_digest=digest(token),
        expires_at=timezone.now() + VALID_FOR,
    )
    _save_once(actor, invitation)
    send_invitation(invitation, token)
    return invitation


def _save_once(actor: User, invitation: Invitation) -> None:
    """Two clicks, or two people, at the same moment: the second one is refused."""
    try:
        with acting(actor=actor), transaction.atomic():
            invitation.save()
    except IntegrityError as error:
        raise refused.AlreadyInvited from error


def _make_room(kind: MembershipKind, scope: Any, role: str, email: str) -> None:
    same = Invitation.objects.unanswered().filter(
        email=email, kind=kind.code, scope_id=scope.pk, role=role
    )
    same.filter(expires_at__lte=timezone.now()).update(closed_at=timezone.now())
    if same.exists():
        raise refused.AlreadyInvited


def find_invitation(token: str) -> Invitation:
    """The open invitation that this token opens. Refuses: InvitationNotFound, InvitationClosed."""
    invitation = Invitation.objects.filter(token_digest=digest(token)).first()
    if invitation is None:
        raise refused.InvitationNotFound
    if not invitation.is_open:
        raise refused.InvitationClosed
    return invitation  # type: ignore[no-any-return]


@transaction.atomic
def accept_invitation(*, actor: User, token: str) -> Membership:
    """The signed-in person with the invited e-mail takes the role from today.

    The role counts as given by the inviter, who must still be allowed to give it. Refuses:
    InvitationNotFound, InvitationClosed, InvitationForSomebodyElse, InviterMayNoLonger.
    """
    invitation = _locked(find_invitation(token))
    if actor.email.lower() != invitation.email:
        raise refused.InvitationForSomebodyElse
    return _accept(actor, invitation)


@transaction.atomic
def accept_invitation_as_new_person(
    *, token: str, full_name: str, password: str, language: str
) -> User:
    """Open an account for the invited e-mail, which the letter has proved, and take the role.

    Refuses: InvitationNotFound, InvitationClosed, AccountExists, InviterMayNoLonger.
    """
    invitation = _locked(find_invitation(token))
    if User.objects.filter(email__iexact=invitation.email).exists():
        raise refused.AccountExists
    user = User.objects.create_user(
        invitation.email, password, full_name=full_name, preferred_language=language
    )
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    _accept(user, invitation)
    return user


def _locked(invitation: Invitation) -> Invitation:
    """The row, held until the end of the transaction: two clicks accept once."""
    found: Invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not found.is_open:
        raise refused.InvitationClosed
    return found


def _accept(person: User, invitation: Invitation) -> Membership:
    one = kind(invitation.kind)
    inviter: User = invitation.invited_by
    if not can_grant_role(inviter, one, invitation.scope, invitation.role):
        raise refused.InviterMayNoLonger
    with acting(actor=person):
        invitation.accepted_at = timezone.now()
        invitation.accepted_by = person
        invitation.save(update_fields=["accepted_at", "accepted_by"])
    held: Membership | None = one.held(person, invitation.scope, invitation.role)
    return held or grant_membership(
        actor=inviter, kind=one, scope=invitation.scope, role=invitation.role, user=person
    )


@transaction.atomic
def revoke_invitation(*, actor: User, invitation: Invitation) -> Invitation:
    """Take an invitation back; its link stops working. Refuses: NotAllowedToGrant,
    InvitationClosed.
    """
    invitation = _changeable(actor, invitation)
    with acting(actor=actor):
        invitation.revoked_at = timezone.now()
        invitation.save(update_fields=["revoked_at"])
    return invitation


@transaction.atomic
def resend_invitation(*, actor: User, invitation: Invitation) -> Invitation:
    """Send the letter again with a new link, valid for two weeks from now; the old link dies.

    Works for an invitation that has expired too. Refuses: NotAllowedToGrant, InvitationClosed.
    """
    invitation = _changeable(actor, invitation)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with acting(actor=actor):
        invitation.token_digest = digest(token)
        invitation.expires_at = timezone.now() + VALID_FOR
        invitation.save(update_fields=["token_digest", "expires_at"])
    send_invitation(invitation, token)
    return invitation


def _changeable(actor: User, invitation: Invitation) -> Invitation:
    found: Invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not can_change_invitation(actor, found):
        raise refused.NotAllowedToGrant
    if found.accepted_at or found.revoked_at or found.closed_at:
        raise refused.InvitationClosed
    return found


@transaction.atomic
def close_expired_invitations() -> int:
    """Close what has expired, so that the same role can be offered again; how many."""
    return Invitation.objects.expired().update(closed_at=timezone.now())
