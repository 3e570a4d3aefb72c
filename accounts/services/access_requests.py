"""A person asks for a role; an official of the territory decides."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from accounts import exceptions as refused
from accounts import workflow
from accounts.enums import AccessRequestStatus
from accounts.letters import send_access_decision, tell_of_access_request
from accounts.memberships import MembershipKind, kind
from accounts.models import AccessRequest, User
from accounts.permissions import can_decide_access_request, can_withdraw_access_request
from accounts.services.memberships import check_role, grant_membership
from common.audit.context import acting

MOST_WAITING = 5


@transaction.atomic
def ask_for_access(
    *, actor: User, kind: MembershipKind, scope: Any, role: str, reason: str
) -> AccessRequest:
    """Ask for a role; those who may decide get a letter.

    Refuses: UnknownRole, ScopeNotOffered, ReasonMissing, RoleAlreadyHeld, AlreadyAsked,
    TooManyRequests.
    """
    User.objects.select_for_update().get(pk=actor.pk)
    _check_question(actor, kind, scope, role, reason)
    with acting(actor=actor):
        request = AccessRequest.objects.create(
            user=actor,
            kind=kind.code,
            scope_type=ContentType.objects.get_for_model(scope),
            scope_id=scope.pk,
            role=role,
            reason=reason.strip(),
        )
    tell_of_access_request(request, _deciders(kind, scope, role))
    return request


def _check_question(actor: User, kind: MembershipKind, scope: Any, role: str, reason: str) -> None:
    check_role(kind, role)
    if not reason.strip():
        raise refused.ReasonMissing
    if not kind.offered(actor).filter(pk=scope.pk).exists():
        raise refused.ScopeNotOffered
    if kind.held(actor, scope, role):
        raise refused.RoleAlreadyHeld
    waiting = AccessRequest.objects.waiting().filter(user=actor)
    if waiting.filter(kind=kind.code, scope_id=scope.pk, role=role).exists():
        raise refused.AlreadyAsked
    if waiting.count() >= MOST_WAITING:
        raise refused.TooManyRequests


def _deciders(kind: MembershipKind, scope: Any, role: str) -> list[User]:
    """Where nobody is in office yet, the administrators of the portal answer."""
    people = list(kind.approvers(scope, role))
    return people or list(User.objects.filter(is_active=True, is_superuser=True))


@transaction.atomic
def approve_access_request(
    *, actor: User, request: AccessRequest, answer: str = ""
) -> AccessRequest:
    """Give the role that was asked for, from today, and write to the person.

    Refuses: NotAllowedToGrant, RequestAlreadyDecided, PersonInactive.
    """
    request = _decided(actor, request, workflow.APPROVED, answer)
    one = kind(request.kind)
    if not one.held(request.user, request.scope, request.role):
        grant_membership(
            actor=actor, kind=one, scope=request.scope, role=request.role, user=request.user
        )
    return request


@transaction.atomic
def refuse_access_request(*, actor: User, request: AccessRequest, answer: str) -> AccessRequest:
    """Refuse with an answer that the person reads.

    Refuses: NotAllowedToGrant, RequestAlreadyDecided, AnswerMissing.
    """
    return _decided(actor, request, workflow.REFUSED, answer)


@transaction.atomic
def withdraw_access_request(*, actor: User, request: AccessRequest) -> AccessRequest:
    """Take one's own request back. Refuses: NotYourRequest, RequestAlreadyDecided."""
    request = _locked(request)
    if not can_withdraw_access_request(actor, request):
        raise refused.NotYourRequest
    return _moved(actor, request, workflow.WITHDRAWN)


def _decided(
    actor: User, request: AccessRequest, status: AccessRequestStatus, answer: str
) -> AccessRequest:
    request = _locked(request)
    if not can_decide_access_request(actor, request):
        raise refused.NotAllowedToGrant
    request = _moved(actor, request, status, answer)
    send_access_decision(request)
    return request


def _locked(request: AccessRequest) -> AccessRequest:
    found: AccessRequest = (
        AccessRequest.objects.select_related("user")
        .select_for_update(of=("self",))
        .get(pk=request.pk)
    )
    return found


def _moved(
    actor: User, request: AccessRequest, status: AccessRequestStatus, answer: str = ""
) -> AccessRequest:
    workflow.move(request, status, actor=actor, answer=answer)
    with acting(actor=actor):
        request.save()
    return request
