"""What the pages of partners and oblasts, and the own page, say of calls."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.desk import DeskLine, add_to_desk
from accounts.models import User
from common.design.formats import long_date, number
from common.design.languages import wording
from common.design.parts import Link
from communities.models import Community, Oblast
from communities.permissions import communities_of, is_official
from communities.places import PlaceSection, add_oblast_section
from partners.models import Partner
from partners.related import add_partner_section
from projects.call_enums import BAD_LINKS
from projects.call_fit import fitting_calls
from projects.models import Call, CallOblast, LinkCheck

SHOWN = 8


def calls_of_partner(partner: Partner, user: Any) -> PlaceSection | None:
    rows = _rows(user).filter(partner=partner)
    return _section(rows, {"partner": str(partner.public_id)}, _("Open calls of the partner"))


def calls_of_oblast(oblast: Oblast, user: Any) -> PlaceSection | None:
    """Those that name the oblast; the many for the whole country are on the list."""
    linked = CallOblast.objects.filter(oblast=oblast).values("call")
    rows = _rows(user).filter(pk__in=linked)
    return _section(rows, {"oblast": oblast.code}, _("Open calls for the oblast"))


def _rows(user: Any) -> Any:
    return Call.objects.visible_to(user).published().not_over().by_deadline()


def _section(rows: Any, query: dict[str, str], title: str) -> PlaceSection | None:
    found = list(rows[:SHOWN])
    if not found:
        return None
    return PlaceSection(
        title=title,
        anchor="calls",
        links=[
            Link(
                wording(one, "title").text,
                one.get_absolute_url(),
                note=long_date(timezone.localdate(one.closes_at)) if one.closes_at else "",
            )
            for one in found
        ],
        url=f"{reverse('calls:call-list')}?{urlencode(query)}",
        url_label=_("All of them, with filters"),
    )


def fitting_for(user: User) -> Iterator[DeskLine]:
    """Of the one community that most coordinators have; a list for each would be long."""
    own = communities_of(user)
    if len(own) != 1:
        return
    community = Community.objects.select_related("oblast").get(pk=min(own))
    count = len(fitting_calls(community, user))
    text = ngettext(
        "%(count)s open call suits your community",
        "%(count)s open calls suit your community",
        count,
    )
    yield DeskLine(
        label=text % {"count": number(count)},
        url=reverse("calls:fitting"),
        count=count,
        tone="info",
    )


def broken_links(user: User) -> Iterator[DeskLine]:
    if not is_official(user):
        return
    calls = Call.objects.visible_to(user).published().not_over()
    bad = LinkCheck.objects.filter(state__in=BAD_LINKS).values("url")
    count = calls.filter(link__in=bad).count()
    text = ngettext(
        "The page of %(count)s open call does not open",
        "The pages of %(count)s open calls do not open",
        count,
    )
    yield DeskLine(
        label=text % {"count": number(count)},
        url=reverse("calls:link-list"),
        count=count,
        tone="wait",
    )


def register_call_sections() -> None:
    add_partner_section(calls_of_partner)
    add_oblast_section(calls_of_oblast)
    add_to_desk(fitting_for)
    add_to_desk(broken_links)
