"""The histories of accounts, requests, invitations and API keys."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.memberships import kinds
from accounts.models import AccessRequest, ApiKey, Invitation, KeySecret, User
from accounts.permissions import is_administrator
from common.audit.registry import HistoryOf, Owned, register


def _accounts(user: Any) -> models.QuerySet[User]:
    everybody = User.objects.all()
    return everybody if is_administrator(user) else everybody.filter(pk=user.pk)


def _own_or_administrator(user: Any, account: User) -> bool:
    return is_administrator(user) or user.pk == account.pk


def _always(user: Any, obj: Any) -> bool:
    """Whoever may know of it may know what happened to it."""
    return True


def _kind_in_words(code: str) -> str:
    return next((str(one.label) for one in kinds() if one.code == code), code)


def _role_in_words(role: str) -> str:
    return next((one.role_label(role) for one in kinds() if role in one.roles.values), role)


def register_histories() -> None:
    words = {"kind": _kind_in_words, "role": _role_in_words}
    register(
        HistoryOf(
            kind="account",
            model=User,
            label=_("Account"),
            visible=_accounts,
            can_see=_own_or_administrator,
            can_restore=_own_or_administrator,
            journal=_accounts,
            # What opens doors is given by people, never brought back by a click.
            frozen_fields=("email", "is_active", "is_staff", "is_superuser"),
        ),
        HistoryOf(
            kind="access-request",
            model=AccessRequest,
            label=_("Access request"),
            visible=AccessRequest.objects.visible_to,
            can_see=_always,
            hidden_fields=("scope_type", "scope_id"),
            words=words,
        ),
        HistoryOf(
            kind="invitation",
            model=Invitation,
            label=_("Invitation"),
            visible=Invitation.objects.visible_to,
            can_see=_always,
            hidden_fields=("scope_type", "scope_id"),
            words=words,
        ),
        HistoryOf(
            kind="api-key",
            model=ApiKey,
            label=_("API key"),
            visible=ApiKey.objects.visible_to,
            can_see=_always,
            hidden_fields=("scope_type", "scope_id"),
            owned=(
                Owned(
                    model=KeySecret,
                    parent="key",
                    label=_("Secret"),
                    summary=("prefix", "expires_at"),
                ),
            ),
            words=words,
        ),
    )
