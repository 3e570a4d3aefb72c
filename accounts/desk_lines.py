"""Notices not read yet; requests for access and for keys, on the desk of who may answer them."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.desk import DeskLine, add_to_desk
from accounts.memberships import active_memberships
from accounts.models import AccessRequest, ApiKey, User
from accounts.permissions import works_for_an_office
from common.design.formats import number
from common.notifications.addresses import is_dead
from common.notifications.models import Notice


def new_notices(user: User) -> Iterator[DeskLine]:
    count = Notice.objects.visible_to(user).unread().count()
    text = ngettext("%(count)s new notice", "%(count)s new notices", count)
    yield DeskLine(
        label=text % {"count": number(count)},
        url=f"{reverse('notices:notice-list')}?new=1",
        count=count,
        tone="info",
    )


def waiting_requests(user: User) -> Iterator[DeskLine]:
    if not (user.is_superuser or active_memberships(user)):
        return
    count = AccessRequest.objects.waiting().decidable_by(user).count()
    text = ngettext(
        "%(count)s request for access waits for your answer",
        "%(count)s requests for access wait for your answer",
        count,
    )
    yield DeskLine(
        label=text % {"count": number(count)},
        url=f"{reverse('accounts:access-request-list')}?status=waiting",
        count=count,
    )


def waiting_keys(user: User) -> Iterator[DeskLine]:
    if not (user.is_superuser or works_for_an_office(user)):
        return
    count = ApiKey.objects.waiting().decidable_by(user).count()
    text = ngettext(
        "%(count)s request for an API key waits for your answer",
        "%(count)s requests for API keys wait for your answer",
        count,
    )
    yield DeskLine(
        label=text % {"count": number(count)},
        url=f"{reverse('accounts:key-list')}?status=waiting",
        count=count,
    )


def approved_keys(user: User) -> Iterator[DeskLine]:
    """Of the person's own: an approved key is of no use until its owner makes it."""
    if not active_memberships(user):
        return
    for key in ApiKey.objects.to_be_made().filter(user=user):
        label = _("Your API key “%(name)s” is approved: make it") % {"name": key.name}
        yield DeskLine(label=label, url=key.get_absolute_url())


def unreachable(user: User) -> Iterator[DeskLine]:
    if is_dead(user.email):
        label = _("Our letters do not arrive at %(address)s: confirm the address or change it")
        yield DeskLine(
            label=label % {"address": user.email}, url=reverse("account_email"), tone="bad"
        )


def fill_desk() -> None:
    add_to_desk(unreachable)
    add_to_desk(new_notices)
    add_to_desk(waiting_requests)
    add_to_desk(waiting_keys)
    add_to_desk(approved_keys)
