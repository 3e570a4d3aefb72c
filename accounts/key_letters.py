"""What people are told of API keys: asked for, decided, revoked, about to end."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from accounts.enums import KeyScope
from accounts.memberships import kind
from accounts.models import ApiKey, User
from common.design.formats import long_date
from common.notifications.groups import NoticeGroup, add_notice_group
from common.notifications.telling import tell

GROUP = "keys"
# Days before the end; after a time without work only the nearest one that is due goes.
DAYS = (30, 7, 1)


def tell_of_key_request(key: ApiKey, people: list[User]) -> None:
    """Those who decide."""
    _tell(key, "requested", "key_request", people, actor=key.user)


def tell_of_key_step(key: ApiKey, *, actor: User) -> None:
    """The owner, of what an official did: approved, refused, revoked."""
    _tell(key, str(key.status), f"key_{key.status}", [key.user], actor=actor)


def remind_of_ends() -> int:
    """Tell owners whose keys end soon, each at most once for a number of days; how many now."""
    until = timezone.now() + dt.timedelta(days=max(DAYS))
    rows = ApiKey.objects.in_force().filter(expires_at__lte=until).select_related("user")
    return sum(_remind(key) for key in rows)


def _remind(key: ApiKey) -> int:
    assert key.expires_at is not None
    left = key.expires_at - timezone.now()
    days = min(days for days in DAYS if left <= dt.timedelta(days=days))
    return _tell(key, f"ends {days}", "key_ends", [key.user])


def _tell(
    key: ApiKey, event: str, template: str, people: list[User], actor: User | None = None
) -> int:
    return tell(
        group=GROUP,
        event=f"api key {key.public_id} {event}",
        template=f"accounts/letters/{template}",
        people=people,
        words=lambda language: _words(key, language),
        link=key.get_absolute_url(),
        actor=actor,
    )


def _words(key: ApiKey, language: str) -> dict[str, Any]:
    one = kind(key.kind)
    with translation.override(language):
        return {
            "key": key,
            "owner": key.user,
            "place": one.name(key.scope),
            "place_hint": one.hint(key.scope),
            "role": one.role_label(key.role),
            "scopes": [str(KeyScope(scope).label) for scope in key.scopes],
            "last_day": long_date(key.expires_at) if key.expires_at else "",
            "make_by": long_date(key.to_be_made_by) if key.to_be_made_by else "",
        }


def register_key_notices() -> None:
    about = _("Keys that people ask for where you give roles; what becomes of your own keys.")
    add_notice_group(NoticeGroup(GROUP, _("API keys"), about))
