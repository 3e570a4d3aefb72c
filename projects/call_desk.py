"""Calls on the desk: what partners have proposed and an official is to publish."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import ngettext

from accounts.desk import DeskLine, add_to_desk
from accounts.models import User
from common.design.formats import number
from communities.permissions import curated_offices
from projects.models import Call


def calls_to_publish(user: User) -> Iterator[DeskLine]:
    offices = curated_offices(user)
    if not offices:
        return
    rows = Call.objects.proposed().filter(Q(office__in=offices) | Q(office=None))
    count = rows.count()
    text = ngettext(
        "%(count)s call that a partner proposes", "%(count)s calls that partners propose", count
    )
    first = rows.order_by("created_at", "pk").first()
    url = first.get_absolute_url() if first else reverse("calls:call-list")
    yield DeskLine(label=text % {"count": number(count)}, url=url, count=count)


def fill_call_desk() -> None:
    add_to_desk(calls_to_publish)
