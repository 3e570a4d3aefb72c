"""Requests on the own page, and the desk as the place where they are."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.desk import DeskLine, DeskPage, Urgency, add_desk_page, add_to_desk
from accounts.models import User
from common.design.formats import number
from cooperation.desk_lists import lists_of

TONES: dict[str, Urgency] = {
    "overdue": "bad",
    "unassigned": "wait",
    "turn": "wait",
    "mine": "info",
    "ours": "info",
}


def requests_waiting(user: User) -> Iterator[DeskLine]:
    """The lists of the desk that tell somebody to do something; each leads to its list."""
    for one in lists_of(user):
        if one.code in TONES:
            count = one.rows(user).count()
            yield DeskLine(
                label=_said(one.code, count) % {"count": number(count)},
                url=f"{reverse('desk:desk')}?list={one.code}",
                count=count,
                tone=TONES[one.code],
            )


def _said(code: str, count: int) -> str:
    if code == "overdue":
        return ngettext("%(count)s request is overdue", "%(count)s requests are overdue", count)
    if code == "unassigned":
        return ngettext(
            "%(count)s request has no officer yet", "%(count)s requests have no officer yet", count
        )
    if code == "turn":
        return ngettext("%(count)s request needs you now", "%(count)s requests need you now", count)
    if code == "mine":
        return ngettext(
            "%(count)s open request is yours", "%(count)s open requests are yours", count
        )
    return ngettext(
        "%(count)s open request of your community",
        "%(count)s open requests of your community",
        count,
    )


def register_desk() -> None:
    add_to_desk(requests_waiting)
    add_desk_page(
        DeskPage(
            label=_("Requests and what waits"),
            url_name="desk:desk",
            may=lambda user: bool(lists_of(user)),
            position=10,
        )
    )
