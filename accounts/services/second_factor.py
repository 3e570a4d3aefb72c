"""Help for somebody who has lost the telephone and the recovery codes."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db import transaction

from accounts import exceptions as refused
from accounts.letters import send_second_factor_removed
from accounts.models import User
from accounts.permissions import is_administrator


@transaction.atomic
def remove_second_factor(*, actor: User, user: User) -> int:
    """Take away every second factor of the person, who gets a letter; how many there were.

    Refuses: NotAllowedToGrant for anybody but a portal administrator.
    """
    if not is_administrator(actor):
        raise refused.NotAllowedToGrant
    count, _by_model = Authenticator.objects.filter(user=user).delete()
    if count:
        send_second_factor_removed(user)
    return int(count)
