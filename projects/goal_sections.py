"""What serves a goal of a strategy: ideas and projects, counted by status, with their money."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.design.formats import long_date, number
from common.design.languages import wording
from common.design.parts import Link, Pill, Tone
from common.money.currencies import HRYVNIA
from common.money.totals import Total, total_columns, total_from, with_equivalents
from common.money.wording import short
from communities.goals import (
    GoalCount,
    GoalCounter,
    GoalSection,
    add_goal_counter,
    add_goal_section,
)
from communities.models import StrategicGoal
from projects.enums import ActivityStatus
from projects.idea_enums import IdeaStatus
from projects.idea_words import idea_pill
from projects.models import IdeaGoal, Project, ProjectGoal, ProjectIdea

SHOWN = 10
PROJECT_TONES: dict[str, Tone] = {
    ActivityStatus.PIPELINE: "info",
    ActivityStatus.IMPLEMENTATION: "good",
    ActivityStatus.FINALISATION: "good",
    ActivityStatus.CLOSED: "quiet",
    ActivityStatus.CANCELLED: "bad",
    ActivityStatus.SUSPENDED: "wait",
}


def ideas_of_goal(goals: Sequence[int], goal: StrategicGoal, user: Any) -> GoalSection | None:
    linked = IdeaGoal.objects.filter(goal__in=goals).values("idea")
    rows = ProjectIdea.objects.visible_to(user).filter(pk__in=linked)
    catalogue = f"{reverse('ideas:idea-list')}?goal={goal.public_id}"
    counts = _counts(
        rows, IdeaStatus.values, idea_pill, lambda status: f"{catalogue}&status={status}"
    )
    total = sum(one.count for one in counts)
    if not total:
        return None
    funded = rows.filter(status=IdeaStatus.FUNDED).count()
    latest = rows.select_related("community").order_by("-published_on", "-pk")[:SHOWN]
    return GoalSection(
        title=_("Project ideas"),
        anchor="ideas",
        total=total,
        done=funded,
        done_label=_("Funded"),
        counts=counts,
        note=_rates_note(rows),
        links=[
            Link(
                wording(one, "title").text,
                one.get_absolute_url(),
                note=wording(one.community, "name").text,
            )
            for one in latest
        ],
        url=catalogue,
        url_label=_("All of them, with filters"),
    )


def projects_of_goal(goals: Sequence[int], goal: StrategicGoal, user: Any) -> GoalSection | None:
    linked = ProjectGoal.objects.filter(goal__in=goals).values("project")
    rows = Project.objects.visible_to(user).current().filter(pk__in=linked)
    counts = _counts(rows, ActivityStatus.values, _project_pill, lambda status: "")
    total = sum(one.count for one in counts)
    if not total:
        return None
    done = rows.filter(status__in=(ActivityStatus.FINALISATION, ActivityStatus.CLOSED)).count()
    return GoalSection(
        title=_("Projects"),
        anchor="projects",
        total=total,
        done=done,
        done_label=_("Finished"),
        counts=counts,
        note=_rates_note(rows),
        links=[
            Link(wording(one, "title").text, one.get_absolute_url(), note=one.reference)
            for one in rows.newest_first()[:SHOWN]
        ],
    )


def _project_pill(status: str) -> Pill:
    return Pill(str(ActivityStatus(status).label), PROJECT_TONES[status])


def _counts(
    rows: Any,
    order: Sequence[str],
    pill: Callable[[str], Pill],
    url: Callable[[str], str],
) -> list[GoalCount]:
    """One row for each status that has any, in the order of the statuses. One statement."""
    totals = {
        one["status"]: one
        for one in _worth(rows)
        .values("status")
        .annotate(how_many=Count("pk"), **total_columns("amount"))
    }
    return [
        GoalCount(
            status=pill(status),
            count=totals[status]["how_many"],
            url=url(status),
            money=_money(total_from(totals[status], HRYVNIA)),
        )
        for status in order
        if status in totals
    ]


def _worth(rows: Any) -> Any:
    return with_equivalents(rows, on="amount_on")


def _money(total: Total) -> tuple[str, ...]:
    """What is known in hryvnias, and how many amounts are not in it."""
    lines = [short(total.amount, total.currency)] if total.counted else []
    if total.without_rate:
        words = ngettext(
            "%(count)s amount without a rate",
            "%(count)s amounts without a rate",
            total.without_rate,
        )
        lines.append(words % {"count": number(total.without_rate)})
    return tuple(lines)


def _rates_note(rows: Any) -> str:
    """Equivalents never stand without their rates' days; hryvnias alone need none."""
    total = total_from(_worth(rows).aggregate(**total_columns("amount")), HRYVNIA)
    if total.rates_from is None or total.rates_until is None:
        return ""
    words = _("Each amount at the official rate of its own day, from %(first)s to %(last)s.")
    return words % {"first": long_date(total.rates_from), "last": long_date(total.rates_until)}


def count_ideas(goals: Sequence[int], user: Any) -> dict[int, int]:
    seen = ProjectIdea.objects.visible_to(user).values("pk")
    return _count(IdeaGoal.objects.filter(goal__in=goals, idea__in=seen))


def count_projects(goals: Sequence[int], user: Any) -> dict[int, int]:
    seen = Project.objects.visible_to(user).current().values("pk")
    return _count(ProjectGoal.objects.filter(goal__in=goals, project__in=seen))


def _count(rows: Any) -> dict[int, int]:
    return dict(rows.order_by().values_list("goal").annotate(how_many=Count("pk")))


def _ideas_in_words(count: int) -> str:
    return ngettext("%(count)s idea", "%(count)s ideas", count) % {"count": number(count)}


def _projects_in_words(count: int) -> str:
    return ngettext("%(count)s project", "%(count)s projects", count) % {"count": number(count)}


def register_goal_sections() -> None:
    add_goal_section(ideas_of_goal)
    add_goal_section(projects_of_goal)
    add_goal_counter(GoalCounter(_ideas_in_words, count_ideas))
    add_goal_counter(GoalCounter(_projects_in_words, count_projects))
