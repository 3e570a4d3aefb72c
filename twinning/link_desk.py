"""What of the twin links waits for a person: on the own page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import ngettext

from accounts.desk import DeskLine, add_to_desk
from accounts.models import User
from accounts.permissions import is_administrator
from common.design.formats import number
from communities.models import Community, Oblast
from communities.permissions import curated_oblasts
from twinning.link_permissions import can_import_links, coordinated_communities
from twinning.models import TwinLink, TwinLinkQuestion


def questions_waiting(user: User) -> Iterator[DeskLine]:
    """Imported links whose place abroad is not certain."""
    if not can_import_links(user):
        return
    count = TwinLinkQuestion.objects.visible_to(user).waiting().count()
    text = ngettext(
        "%(count)s imported twin link waits for a decision",
        "%(count)s imported twin links wait for a decision",
        count,
    )
    url = reverse("twinning:question-list")
    yield DeskLine(label=text % {"count": number(count)}, url=url, count=count)


def quiet_links(user: User) -> Iterator[DeskLine]:
    """Active links without a joint activity for a year, of those who would know of one."""
    for query, rows in _own(user):
        count = rows.quiet().count()
        text = ngettext(
            "%(count)s twin link has no joint activity in the log for a year",
            "%(count)s twin links have no joint activity in the log for a year",
            count,
        )
        url = f"{reverse('twinning:link-list')}?{urlencode([*query, ('quiet', 'true')])}"
        yield DeskLine(label=text % {"count": number(count)}, url=url, count=count, tone="info")


def _own(user: User) -> Iterator[tuple[list[tuple[str, str]], Any]]:
    """The links that the person keeps, with the filters that show them as a list."""
    rows = TwinLink.objects.visible_to(user)
    oblasts = set() if is_administrator(user) else curated_oblasts(user)
    if oblasts:
        codes = Oblast.objects.filter(pk__in=oblasts).values_list("code", flat=True)
        yield [("oblast", code) for code in sorted(codes)], rows.of_oblasts(oblasts)
        return
    for one in Community.objects.filter(pk__in=coordinated_communities(user)).order_by("pk"):
        yield [("community_code", one.code)], rows.filter(community=one)


def fill_desk() -> None:
    add_to_desk(questions_waiting)
    add_to_desk(quiet_links)
