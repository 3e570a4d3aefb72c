"""Keys of the API: a person asks, an official approves, the person makes it and sees it once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from accounts import key_exceptions as refused
from accounts import key_workflow as workflow
from accounts.enums import KeyScope
from accounts.key_letters import tell_of_key_request, tell_of_key_step
from accounts.key_permissions import can_decide_key, is_of
from accounts.key_workflow import Step
from accounts.memberships import kind, kind_of
from accounts.models import ApiKey, KeySecret, Membership, User
from accounts.tokens import digest, new_key, prefix_of
from common.audit.context import acting
from common.intake.texts import many_lines, one_line
from common.intake.values import WrongValues, wrong_values

MOST_OPEN = 10
LONGEST_OVERLAP = dt.timedelta(days=30)
# Taken by `take_key_step`; the other two give a secret.
PLAIN_STEPS = (workflow.APPROVE, workflow.REFUSE, workflow.WITHDRAW, workflow.REVOKE)


@transaction.atomic
def ask_for_key(
    *,
    actor: User,
    membership: Membership,
    name: str,
    purpose: str,
    scopes: Collection[str],
    valid_days: int,
) -> ApiKey:
    """Ask for a key in one of the own roles; those who may decide are told.

    `scopes` are values of KeyScope, `valid_days` count from when the key is made, 365 at most.
    Refuses: RoleNotHeld, TooManyKeys; raises WrongValues by field.
    """
    User.objects.select_for_update().get(pk=actor.pk)
    if membership.user_id != actor.pk or not membership.is_active:
        raise refused.RoleNotHeld
    if ApiKey.objects.still_open().filter(user=actor).count() >= MOST_OPEN:
        raise refused.TooManyKeys
    one = kind_of(membership)
    scope = one.scope_of(membership)
    key = ApiKey(
        user=actor,
        kind=one.code,
        scope_type=ContentType.objects.get_for_model(scope),
        scope_id=scope.pk,
        role=membership.role,
        name=one_line(name),
        purpose=many_lines(purpose),
        scopes=[known for known in KeyScope.values if known in scopes],
        valid_days=valid_days,
    )
    _save_new(actor, key)
    tell_of_key_request(key, _deciders(key))
    return key


def _save_new(actor: User, key: ApiKey) -> None:
    errors = wrong_values(key)
    if errors:
        raise WrongValues(errors)
    with acting(actor=actor):
        key.save()


def _deciders(key: ApiKey) -> list[User]:
    """The officials who give the role; where there are none but the owner, administrators."""
    asked = kind(key.kind).approvers(key.scope, key.role).exclude(pk=key.user_id)
    people = [one for one in asked if can_decide_key(one, key)]
    administrators = User.objects.filter(is_active=True, is_superuser=True)
    return people or list(administrators.exclude(pk=key.user_id))


@transaction.atomic
def take_key_step(*, actor: User, key: ApiKey, step: Step, answer: str = "") -> ApiKey:
    """Approve, refuse, withdraw or revoke; the owner is told of what an official did.

    A revoked key is refused from the next request on. Refuses: KeyNotYours, KeyWrongStatus,
    KeyAnswerMissing (an official who refuses or revokes says why).
    """
    assert step in PLAIN_STEPS, step.code
    key = _moved(actor, key, step, answer)
    _save(actor, key)
    if actor.pk != key.user_id:
        tell_of_key_step(key, actor=actor)
    return key


@transaction.atomic
def make_key(*, actor: User, key: ApiKey) -> str:
    """Make the approved key. The text is given once and kept nowhere; its days begin now.

    Refuses: KeyNotYours, KeyWrongStatus.
    """
    key = _moved(actor, key, workflow.MAKE)
    key.made_at = timezone.now()
    key.expires_at = key.made_at + dt.timedelta(days=key.valid_days)
    _save(actor, key)
    return _new_secret(actor, key, key.expires_at)


@transaction.atomic
def rotate_key(*, actor: User, key: ApiKey, seen: str, overlap: dt.timedelta) -> str:
    """Make the key's secret anew; those before it work for `overlap` more, 30 days at most.

    The new one ends when the key does: more time is asked for. `seen` is the beginning of the
    secret that the person had before the eyes, so that a page sent twice makes one. Refuses:
    KeyNotYours, KeyWrongStatus, OverlapTooLong, KeyRotatedAlready.
    """
    key = _moved(actor, key, workflow.ROTATE)
    if not dt.timedelta(0) <= overlap <= LONGEST_OVERLAP:
        raise refused.OverlapTooLong
    if key.secrets.latest("pk").prefix != seen:
        raise refused.KeyRotatedAlready
    end = timezone.now() + overlap
    for former in key.secrets.filter(expires_at__gt=end):
        former.expires_at = end
        with acting(actor=actor):
            former.save(update_fields=["expires_at"])
    assert key.expires_at is not None
    return _new_secret(actor, key, key.expires_at)


def _moved(actor: User, key: ApiKey, step: Step, answer: str = "") -> ApiKey:
    """The row, held until the end of the transaction, with the step taken and not yet saved."""
    rows = ApiKey.objects.select_related("user").select_for_update(of=("self",))
    found: ApiKey = rows.get(pk=key.pk)
    if not is_of(actor, found, step):
        raise refused.KeyNotYours
    workflow.move(found, step, actor=actor, answer=answer)
    return found


def _save(actor: User, key: ApiKey) -> None:
    with acting(actor=actor):
        key.save()


def _new_secret(actor: User, key: ApiKey, until: dt.datetime) -> str:
    text = new_key()
    with acting(actor=actor):
        KeySecret.objects.create(
            key=key, prefix=prefix_of(text), digest=digest(text), expires_at=until
        )
    return text
