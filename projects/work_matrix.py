"""Who works where: partners by communities and themes of an oblast, counted by the database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count

from common.codelists.models import Theme
from communities.models import Community, Oblast
from partners.models import Partner
from projects.enums import ActivityStatus, RoleKind
from projects.models import Project, ProjectRole

# Who works: a beneficiary or a recipient is worked for.
WORKING = (RoleKind.FUNDING, RoleKind.ACCOUNTABLE, RoleKind.EXTENDING, RoleKind.IMPLEMENTING)
RUNNING = (ActivityStatus.PIPELINE, ActivityStatus.IMPLEMENTATION, ActivityStatus.FINALISATION)
# Two partners in one place with one theme should know of each other.
OVERLAP = 2


@dataclass
class Spot:
    """One community and one theme; `community` is None for work in the oblast or a raion."""

    community: Community | None
    theme: Theme | None
    partners: list[Partner] = field(default_factory=list)
    projects: int = 0

    @property
    def is_overlap(self) -> bool:
        return len(self.partners) >= OVERLAP


@dataclass
class Line:
    community: Community | None
    spots: list[Spot]

    @property
    def is_busy(self) -> bool:
        return any(one.partners for one in self.spots)


@dataclass
class WhiteSpot:
    """A theme with which nobody works in these communities."""

    theme: Theme
    communities: list[Community]


@dataclass
class Matrix:
    oblast: Oblast
    themes: list[Theme | None]
    lines: list[Line]

    @property
    def busy(self) -> list[Line]:
        return [one for one in self.lines if one.is_busy]

    @property
    def columns(self) -> range:
        return range(len(self.themes))

    @property
    def busy_columns(self) -> list[int]:
        """Themes with which somebody works: a table of empty columns hides the full ones."""
        return [one for one in self.columns if any(line.spots[one].partners for line in self.lines)]

    @property
    def spots(self) -> Iterable[Spot]:
        return (spot for line in self.lines for spot in line.spots)

    @property
    def overlaps(self) -> list[Spot]:
        """Where several partners meet, the most crowded first."""
        found = [one for one in self.spots if one.is_overlap and one.community and one.theme]
        return sorted(found, key=lambda one: -len(one.partners))

    @property
    def white(self) -> list[WhiteSpot]:
        """Communities without anybody, by themes; work in the whole oblast fills no spot."""
        found = []
        for place, theme in enumerate(self.themes):
            empty = [
                line.community
                for line in self.lines
                if line.community and not line.spots[place].partners
            ]
            if theme and empty:
                found.append(WhiteSpot(theme, empty))
        return sorted(found, key=lambda one: -len(one.communities))


def work_matrix(
    *,
    oblast: Oblast,
    user: Any,
    themes: Iterable[Theme] = (),
    partner: Partner | None = None,
    only_running: bool = True,
) -> Matrix:
    """Six statements, whatever number of projects there are. The user sees what is theirs to see.

    Work that names a raion or the whole oblast stands in a line of its own, not in each community.
    """
    chosen = list(themes)
    offered = Theme.objects.filter(is_archived=False).order_by("position", "pk")
    columns: list[Theme | None] = [*(chosen or offered)]
    counted = _counted(oblast, user, partner, only_running=only_running)
    if not chosen and any(theme is None for _community, theme in counted):
        columns = [*columns, None]
    rows = Community.objects.in_force().filter(oblast=oblast).in_ukrainian_order()
    communities = list(rows)
    keys = {key for partners, _count in counted.values() for key in partners}
    known = {one.pk: one for one in Partner.objects.filter(pk__in=keys).in_ukrainian_order()}
    order = {key: place for place, key in enumerate(known)}
    lines = []
    for community in (None, *communities):
        spots = []
        for theme in columns:
            place = (community.pk if community else None, theme.pk if theme else None)
            partners, count = counted.get(place, ((), 0))
            named = [known[key] for key in sorted(partners, key=order.__getitem__)]
            spots.append(Spot(community, theme, named, count))
        lines.append(Line(community, spots))
    if not lines[0].is_busy:
        del lines[0]
    return Matrix(oblast, columns, lines)


Counted = dict[tuple[int | None, int | None], tuple[tuple[int, ...], int]]


def _counted(oblast: Oblast, user: Any, partner: Partner | None, *, only_running: bool) -> Counted:
    """(community, theme) → who works there, in how many projects."""
    projects = Project.objects.visible_to(user).current()
    if only_running:
        projects = projects.filter(status__in=RUNNING)
    partners = Partner.objects.visible_to(user).current()
    if partner:
        partners = partners.filter(pk=partner.pk)
    rows = ProjectRole.objects.filter(
        role__in=WORKING,
        project__in=projects.values("pk"),
        partner__in=partners.values("pk"),
        project__territories__oblast=oblast,
    )
    grouped = rows.values("project__territories__community", "project__project_themes__theme")
    found = grouped.annotate(
        who=ArrayAgg("partner", distinct=True), count=Count("project", distinct=True)
    ).order_by()
    return {
        (one["project__territories__community"], one["project__project_themes__theme"]): (
            tuple(one["who"]),
            one["count"],
        )
        for one in found
    }
