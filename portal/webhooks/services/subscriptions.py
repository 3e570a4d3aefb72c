"""Making, changing and ending subscriptions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.audit.context import acting
from common.intake.pressed_twice import a_moment_ago, same_row
from common.intake.refusals import ChangedMeanwhile
from common.intake.texts import one_line
from common.operations.visits import NoAnswer, PrivateAddress, is_public, usable
from common.registers.changes.feed import last_number
from common.registers.listing import Listing
from common.registers.models import FollowedRegister
from common.registers.register import Register
from partners.models import Partner
from partners.permissions import represents
from partners.selectors import representatives_of
from portal.webhooks.enums import EventKind, Overlap, SubscriptionStatus
from portal.webhooks.exceptions import InvalidData, NotFollowed
from portal.webhooks.models import LONGEST_ADDRESS, KnownObject, Subscription
from portal.webhooks.signing import new_salt
from portal.webhooks.subjects import asked_of
from portal.webhooks.workflow import Step, move

MOST_OF_AN_OWNER = 20
LONGEST_QUERY = 2000
SCHEMES = ("https",)


@dataclass(frozen=True)
class SubscriptionData:
    """What people say of a subscription and may change; texts as typed."""

    name: str
    url: str
    kinds: tuple[str, ...]


@transaction.atomic
def subscribe(
    *,
    actor: User,
    register: Register,
    query: str,
    data: SubscriptionData,
    partner: Partner | None = None,
) -> Subscription:
    """Tell the address of what changes from now on; what there is already, it is taken to have.

    `query` are filters as `canonical` writes them; `partner` is one that the actor speaks for.
    The same made by the same person a moment ago is that one: the button was pressed twice.
    Refuses InvalidData, NotFollowed.
    """
    # The row of the person is held, so that two clicks at once do not go beyond the limit.
    User.objects.select_for_update(of=("self",)).get(pk=actor.pk)
    _refuse_foreign(actor, partner)
    said = {"owner": actor, "partner": partner, "register": register.name, "query": query}
    said |= _cleaned(data)
    recent = Subscription.objects.filter(
        created_at__gt=a_moment_ago(), status=SubscriptionStatus.ACTIVE
    )
    same: Subscription | None = same_row(recent, **said)
    if same is not None:
        return same
    _refuse_too_many(actor, partner)
    asked = _asked(register, query)
    # Before the objects are read: what changes in between is told, at worst as «changed».
    made = Subscription(number=last_number(register), salt=new_salt(), **said)
    with acting(actor=actor):
        made.save()
    _take_as_known(made, asked)
    return made


def _refuse_foreign(actor: User, partner: Partner | None) -> None:
    if partner and not represents(actor, partner):
        raise InvalidData({"partner": [_("You do not speak for this partner.")]})


def _refuse_too_many(actor: User, partner: Partner | None) -> None:
    whose = {"partner": partner} if partner else {"partner": None, "owner": actor}
    if Subscription.objects.filter(**whose).count() >= MOST_OF_AN_OWNER:
        text = _("There are %(most)s webhooks already. Delete one first.")
        raise InvalidData({"name": [text % {"most": MOST_OF_AN_OWNER}]})


def _asked(register: Register, query: str) -> Listing:
    if not FollowedRegister.objects.filter(name=register.name).exists():
        raise NotFollowed
    asked = asked_of(register, query) if len(query) <= LONGEST_QUERY else None
    if asked is None:
        text = _("These filters cannot be kept. Choose them in the list of the register again.")
        raise InvalidData({"query": [text]})
    return asked


def _take_as_known(subscription: Subscription, asked: Listing) -> None:
    keys = asked.rows.order_by().values_list(asked.register.key, flat=True)
    known = [KnownObject(subscription=subscription, key=str(key)) for key in keys]
    KnownObject.objects.bulk_create(known, batch_size=5000, ignore_conflicts=True)


def _cleaned(data: SubscriptionData) -> dict[str, Any]:
    """The values as they are kept. Refuses InvalidData, naming each wrong one."""
    name, url = one_line(data.name)[:120], data.url.strip()
    kinds = [one for one in EventKind.values if one in data.kinds]
    errors = {
        "name": [] if name else [_("Give it a name.")],
        "url": _wrong_address(url),
        "kinds": [] if kinds else [_("Choose at least one.")],
    }
    if any(errors.values()):
        raise InvalidData({field: texts for field, texts in errors.items() if texts})
    return {"name": name, "url": url, "kinds": kinds}


def _wrong_address(url: str) -> list[str]:
    """Where its name leads is asked at each call: it may change its mind any time."""
    if len(url) > LONGEST_ADDRESS or any(sign.isspace() or not sign.isprintable() for sign in url):
        return [_("Write the address without spaces, at most 500 signs.")]
    try:
        parts = usable(url, SCHEMES)
    except NoAnswer:
        return [_("This is no address.")]
    except PrivateAddress:
        text = _("The address begins with https:// and names neither a port nor a password.")
        return [text]
    return [] if _may_be_public(str(parts.hostname)) else [_("This address is not public.")]


def _may_be_public(host: str) -> bool:
    try:
        return is_public(host)
    except ValueError:
        # A name, and not a number: no name ends in one, and `127.1` or `0x7f.1` are addresses too.
        name, _dot, end = host.rstrip(".").rpartition(".")
        return bool(name) and end[:1].isalpha() and end not in {"local", "internal"}


@transaction.atomic
def change(*, actor: User, subscription: Subscription, data: SubscriptionData) -> Subscription:
    """Rename it, move it, choose other events. Waiting calls go to the new address.

    Refuses InvalidData.
    """
    found = _held(subscription)
    for name, value in _cleaned(data).items():
        setattr(found, name, value)
    with acting(actor=actor):
        found.save(update_fields=["name", "url", "kinds"])
    return found


@transaction.atomic
def rotate(*, actor: User, subscription: Subscription, overlap: str, seen: str) -> Subscription:
    """A new secret; the former one signs too for the hours of `overlap` (`Overlap`).

    `seen` is `secret_mark` as it was before the person's eyes, so that a page sent twice makes one:
    the second time gives what the first has made. Refuses InvalidData for another overlap,
    ChangedMeanwhile.
    """
    if overlap not in Overlap.values:
        raise InvalidData({"overlap": [_("Choose one of these.")]})
    found, now, hours = _held(subscription), timezone.now(), dt.timedelta(hours=int(overlap))
    if secret_mark(found) != seen:
        if _is_just_rotated(found, hours):
            return found
        raise ChangedMeanwhile
    found.former_salt = found.salt if hours else ""
    found.former_until = now + hours if hours else None
    found.salt, found.rotated_at = new_salt(), now
    with acting(actor=actor):
        found.save(update_fields=["salt", "former_salt", "former_until", "rotated_at"])
    return found


def _is_just_rotated(subscription: Subscription, overlap: dt.timedelta) -> bool:
    until = subscription.rotated_at + overlap if overlap else None
    return subscription.rotated_at > a_moment_ago() and subscription.former_until == until


def secret_mark(subscription: Subscription) -> str:
    """Which secret it is, without a word of it."""
    return subscription.rotated_at.isoformat()


@transaction.atomic
def take_step(*, actor: User, subscription: Subscription, step: Step) -> Subscription:
    """Pause or resume. What changed meanwhile is told then, each object as it is. WrongStatus."""
    found = _held(subscription)
    move(found, step)
    with acting(actor=actor):
        found.save(update_fields=["status", "trouble", "failures", "failing_since", "due_at"])
    return found


@transaction.atomic
def remove(*, actor: User, subscription: Subscription) -> None:
    """For good, with its log; the history keeps that it was there."""
    with acting(actor=actor):
        _held(subscription).delete()


def _held(subscription: Subscription) -> Subscription:
    found: Subscription = Subscription.objects.select_for_update(of=("self",)).get(
        pk=subscription.pk
    )
    return found


def owners_of(subscription: Subscription) -> Collection[User]:
    """Whom the portal tells of trouble: who speaks for its partner now, or who made it."""
    if subscription.partner is None:
        return [subscription.owner]
    return list(representatives_of(subscription.partner)) or [subscription.owner]
