"""Ideas on the desk: what waits to be checked, mended, answered, confirmed."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import ngettext

from accounts.desk import DeskLine, add_to_desk
from accounts.models import User
from common.design.formats import number
from communities.permissions import communities_of, curated_oblasts
from projects.idea_enums import IdeaStatus, InterestStatus
from projects.models import IdeaInterest, ProjectIdea


def ideas_to_check(user: User) -> Iterator[DeskLine]:
    """For the office: submitted ideas, partners without an answer."""
    oblasts = curated_oblasts(user)
    if not oblasts:
        return
    count = ProjectIdea.objects.waiting_for_check(oblasts).count()
    text = ngettext("%(count)s idea to check", "%(count)s ideas to check", count)
    url = reverse("ideas:my-ideas")
    yield DeskLine(label=text % {"count": number(count)}, url=url, count=count)
    rows = IdeaInterest.objects.filter(status=InterestStatus.NEW, idea__oblast__in=oblasts)
    yield _answers(rows.count(), url)


def ideas_to_mend(user: User) -> Iterator[DeskLine]:
    """For communities: what was sent back, what is asked about, partners without an answer."""
    own = communities_of(user)
    if not own:
        return
    mine = ProjectIdea.objects.of_communities(own)
    url = reverse("ideas:my-ideas")
    back = mine.filter(status=IdeaStatus.RETURNED).count()
    text = ngettext("%(count)s idea to mend", "%(count)s ideas to mend", back)
    yield DeskLine(label=text % {"count": number(back)}, url=url, count=back, tone="bad")
    asked = mine.looking().exclude(asked_at=None).count()
    text = ngettext(
        "%(count)s idea: say whether it is still needed",
        "%(count)s ideas: say whether they are still needed",
        asked,
    )
    yield DeskLine(label=text % {"count": number(asked)}, url=url, count=asked)
    rows = IdeaInterest.objects.filter(status=InterestStatus.NEW, idea__in=mine.values("pk"))
    yield _answers(rows.count(), url)


def _answers(count: int, url: str) -> DeskLine:
    text = ngettext(
        "%(count)s partner interested in an idea waits for an answer",
        "%(count)s partners interested in ideas wait for an answer",
        count,
    )
    return DeskLine(label=text % {"count": number(count)}, url=f"{url}#answers", count=count)


def fill_idea_desk() -> None:
    add_to_desk(ideas_to_check)
    add_to_desk(ideas_to_mend)
