"""Telling those who subscribed: each by letter at once, daily or weekly, as they have chosen.

A person subscribes by choosing anything but "only in the portal" for the group. People of offices
and communities get the news of their oblasts; all others get those of every office.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.design.languages import wording
from common.notifications.enums import Frequency
from common.notifications.groups import NoticeGroup, add_notice_group
from common.notifications.models import NoticeChoice
from common.notifications.telling import tell
from communities.models import CommunityMembership, Oblast, OfficeMembership
from communities.permissions import visibilities_for
from portal.news.models import NewsItem

GROUP = "news"
# What is older when it is published anew, or was entered from an old site, is no news.
FRESH = dt.timedelta(days=7)
# Time to look at what one has just published before it goes out.
QUIET_BEFORE = dt.timedelta(minutes=10)


def tell_of_news(now: dt.datetime | None = None) -> int:
    """Write to subscribers of what was published lately; how many notices. Each item once."""
    now = now or timezone.now()
    due = NewsItem.objects.untold().filter(published_at__range=(now - FRESH, now - QUIET_BEFORE))
    return sum(
        _tell_of(pk, now) for pk in due.order_by("published_at").values_list("pk", flat=True)
    )


@transaction.atomic
def _tell_of(pk: int, now: dt.datetime) -> int:
    rows = NewsItem.objects.untold().select_for_update(of=("self",), skip_locked=True)
    item = rows.select_related("office__oblast").filter(pk=pk).first()
    if item is None:
        return 0
    # Not a change of the news: `updated_at` stays.
    NewsItem.objects.filter(pk=pk).update(told_at=now)
    return tell(
        group=GROUP,
        event=f"news {item.public_id}",
        template="news/letters/published",
        people=[
            one
            for one in subscribers_of(item.office.oblast)
            if item.visibility in visibilities_for(one)
        ],
        words=lambda _language: {
            "title": wording(item, "title").text,
            "summary": wording(item, "summary").text,
            "office": wording(item.office, "name").text,
        },
        link=item.get_absolute_url(),
        actor=item.author,
    )


def subscribers_of(oblast: Oblast) -> QuerySet[User]:
    """Those who chose letters about news and whose work is in this oblast, or in none."""
    chosen = User.objects.filter(is_active=True, notice_choices__group=GROUP).exclude(
        notice_choices__in=_never()
    )
    offices = OfficeMembership.objects.active()
    communities = CommunityMembership.objects.active()
    anywhere = Q(pk__in=offices.values("user")) | Q(pk__in=communities.values("user"))
    here = Q(pk__in=offices.filter(office__oblast=oblast).values("user")) | Q(
        pk__in=communities.filter(community__oblast=oblast).values("user")
    )
    return chosen.filter(here | ~anywhere).order_by("pk")


def _never() -> QuerySet[NoticeChoice]:
    return NoticeChoice.objects.filter(group=GROUP, frequency=Frequency.NEVER)


def register_news_notices() -> None:
    about = _("What the regional offices publish: of your oblast, or of all if you work in none.")
    add_notice_group(NoticeGroup(GROUP, _("News"), about, usually=Frequency.NEVER))
