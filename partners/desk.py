"""Partners on the desk of a community's people: where to find them."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.desk import DeskLine, add_to_desk
from accounts.models import User
from common.design.formats import number
from communities.models import Oblast
from communities.permissions import communities_of
from partners.models import Partner


def partners_to_find(user: User) -> Iterator[DeskLine]:
    own = communities_of(user)
    if not own:
        return
    oblasts = Oblast.objects.filter(communities__in=own).distinct().in_ukrainian_order()
    codes = list(oblasts.values_list("code", flat=True))
    rows = Partner.objects.visible_to(user).current().filter(oblasts__code__in=codes).distinct()
    count = rows.count()
    here = "&".join(f"oblasts={code}" for code in codes) if count else ""
    text = ngettext(
        "%(count)s partner works in your oblast: see what it helps with.",
        "%(count)s partners work in your oblast: see what they help with.",
        count,
    )
    yield DeskLine(
        label=_("Find a partner"),
        url=f"{reverse('partners:partner-list')}{'?' if here else ''}{here}",
        tone="info",
        note=text % {"count": number(count)} if count else "",
    )


def fill_desk() -> None:
    add_to_desk(partners_to_find)
