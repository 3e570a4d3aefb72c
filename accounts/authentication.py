"""A program signs in with a key: `Authorization: Bearer mosty_…` or `Authorization: Key mosty_…`.

The key's owner is the user of the request, so that all rules about people hold; the key's scopes
take away from that and never add. Sessions work as before.
"""

from __future__ import annotations

from typing import Any

import structlog
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied, Throttled
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from accounts.enums import KeyScope, KeyStatus
from accounts.key_permissions import role_is_held
from accounts.key_usage import count_use
from accounts.models import ApiKey, KeySecret, User
from accounts.permissions import lacks_second_factor
from accounts.tokens import digest, looks_like_key
from common.registers.throttles import AddressThrottle, SharedThrottle

SCHEMES = frozenset({"bearer", "key"})


class WrongKey(AuthenticationFailed):
    default_detail = _("There is no such key.")


class KeyRevoked(AuthenticationFailed):
    default_detail = _("This key has been revoked.")


class KeyExpired(AuthenticationFailed):
    default_detail = _("This key has expired. Its owner can ask for a new one.")


class KeyWithoutRole(AuthenticationFailed):
    default_detail = _("The role that this key was given for has ended.")


class OwnerLacksFactor(PermissionDenied):
    default_detail = _("The owner of this key has to set up a second factor first.")


class KeyAuthentication(BaseAuthentication):
    """401 for a key that is wrong, expired or revoked, and never a silent anonymous answer."""

    def authenticate(self, request: Request) -> tuple[User | AnonymousUser, ApiKey] | None:
        scheme, _space, given = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() not in SCHEMES:
            return None
        try:
            secret = good_secret(given.strip())
        except AuthenticationFailed:
            count_failure(request)
            raise
        key: ApiKey = secret.key
        structlog.contextvars.bind_contextvars(user_id=key.user_id, api_key=secret.prefix)
        count_use(key)
        return reader(request, key), key

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="Mosty API"'


def good_secret(text: str) -> KeySecret:
    """The secret with its key and owner; one query, and those for the owner's roles.

    Refuses: WrongKey, KeyRevoked, KeyExpired, KeyWithoutRole, OwnerLacksFactor.
    """
    rows = KeySecret.objects.select_related("key__user")
    secret = rows.filter(digest=digest(text)).first() if looks_like_key(text) else None
    if secret is None:
        raise WrongKey
    key = secret.key
    if key.status != KeyStatus.ACTIVE or not key.user.is_active:
        raise KeyRevoked
    if key.has_expired or secret.has_expired:
        raise KeyExpired
    if not role_is_held(key):
        raise KeyWithoutRole
    if lacks_second_factor(key.user):
        raise OwnerLacksFactor
    return secret


def reader(request: Request, key: ApiKey) -> User | AnonymousUser:
    """The owner; nobody in particular for a key that may not read what only the owner may."""
    is_reading = request.method in SAFE_METHODS
    owner: User = key.user
    return AnonymousUser() if is_reading and KeyScope.READ not in key.scopes else owner


def count_failure(request: Request) -> None:
    """Trying keys counts like anonymous reading: by address, and no further than its limit."""
    throttle = AddressThrottle()
    if not throttle.allow_request(request, None):
        raise Throttled(throttle.wait())


class KeyThrottle(SharedThrottle):
    """By key, beside the limit of the owner's account."""

    name = "key"
    scope = "key"

    def get_cache_key(self, request: Any, view: Any) -> str | None:
        key = request.auth
        if not isinstance(key, ApiKey):
            return None
        return self.cache_format % {"scope": self.scope, "ident": key.pk}


class WithinScopes(BasePermission):
    """A key changes only what its scopes name; a view names its scope as `writing_scope`.

    One that names none takes no keys for writing. Who is signed in has no scopes.
    """

    message: Any = None

    def has_permission(self, request: Any, view: Any) -> bool:
        key = request.auth
        if not isinstance(key, ApiKey) or request.method in SAFE_METHODS:
            return True
        if request.method not in view.allowed_methods:
            return True  # 405 says more
        scope = getattr(view, "writing_scope", None)
        if scope is None:
            self.message = _("No key may do this: sign in.")
        else:
            self.message = _("This key may not do this: it lacks %(scope)s.") % {"scope": scope}
        return scope in key.scopes


class KeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the OpenAPI document tells of keys."""

    target_class = "accounts.authentication.KeyAuthentication"
    name = "apiKey"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        scopes = ", ".join(f"`{one}`" for one in KeyScope.values)
        return {
            "type": "http",
            "scheme": "bearer",
            "description": (
                "A key that a person with a role has asked for and an official has approved. "
                f"Scopes: {scopes}. `Authorization: Key …` does as well."
            ),
        }
