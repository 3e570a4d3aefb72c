"""API keys of the demonstration. Their secrets are thrown away: an owner makes them anew."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from accounts.key_permissions import can_decide_key
from accounts.key_workflow import APPROVE
from accounts.memberships import active_memberships, kind
from accounts.models import ApiKey, KeyDay, User
from accounts.services import ask_for_key, make_key, take_key_step
from portal.demo.content import Entry


def make_demo_key(entry: Entry, *, administrator: User) -> str:
    """As far as its `status` says; `requests` are those of the days before today."""
    owner = User.objects.get(email=entry["owner"])
    said = {name: entry[name] for name in ("name", "purpose", "scopes", "valid_days")}
    key = ask_for_key(actor=owner, membership=active_memberships(owner)[0], **said)
    if entry["status"] == "active":
        take_key_step(actor=_decider(key, administrator), key=key, step=APPROVE)
        make_key(actor=owner, key=key)
        _count(key, entry["requests"])
    return str(key.public_id)


def _decider(key: ApiKey, administrator: User) -> User:
    people = kind(key.kind).approvers(key.scope, key.role).order_by("pk")
    return next((one for one in people if can_decide_key(one, key)), administrator)


def _count(key: ApiKey, requests: list[int]) -> None:
    today = timezone.localdate()
    KeyDay.objects.bulk_create(
        KeyDay(key=key, day=today - dt.timedelta(days=ago), requests=count)
        for ago, count in enumerate(requests, start=1)
    )
