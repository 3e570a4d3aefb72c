"""Which calls suit a community, and why: reasons that a person can check, no secret score."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.codelists.models import Theme
from common.design.formats import NBSP, number
from common.design.languages import wording
from common.design.parts import Pill, Tone
from communities.models import Community
from partners.models import AgreementTheme, Partner
from projects.call_enums import ApplicantKind
from projects.call_words import days_left
from projects.models import Call, IdeaTheme, ProjectTerritory, ProjectTheme

# Days that an application takes, as coordinators tell.
ENOUGH_DAYS, FEW_DAYS = 30, 14
SMALL_SHARE, LARGE_SHARE = 10, 30
MOST_CALLS = 300


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for (good), against (bad) or asks for care (wait)."""

    text: str
    tone: Tone

    @property
    def pill(self) -> Pill:
        words = {
            "good": pgettext("reason", "for"),
            "wait": pgettext("reason", "mind"),
            "bad": pgettext("reason", "against"),
        }
        return Pill(words[self.tone], self.tone)


@dataclass(frozen=True, slots=True)
class Fit:
    call: Call
    reasons: tuple[Reason, ...]

    @property
    def is_possible(self) -> bool:
        """Nothing speaks against it."""
        return not any(one.tone == "bad" for one in self.reasons)

    @property
    def points(self) -> int:
        """For sorting only: how many things speak for it."""
        return sum({"good": 2, "wait": 0, "bad": -4}.get(one.tone, 0) for one in self.reasons)


@dataclass(frozen=True)
class Wants:
    """What is known of a community: read once for all calls. Five statements at most."""

    community: Community
    themes: dict[int, Theme]
    partners_here: frozenset[int]
    now: dt.datetime

    @classmethod
    def of(cls, community: Community, now: dt.datetime | None = None) -> Wants:
        here = Partner.objects.current().filter(oblasts=community.oblast_id)
        return cls(
            community=community,
            themes={one.pk: one for one in Theme.objects.filter(pk__in=_themes_of(community))},
            partners_here=frozenset(here.values_list("pk", flat=True)),
            now=now or timezone.now(),
        )


def _themes_of(community: Community) -> set[int]:
    """Of its ideas, agreements and projects."""
    proposed = IdeaTheme.objects.filter(idea__community=community)
    agreed = AgreementTheme.objects.filter(agreement__parties__community=community)
    projects = ProjectTerritory.objects.filter(community=community).values("project")
    worked = ProjectTheme.objects.filter(project__in=projects)
    return {
        key
        for rows in (proposed, agreed, worked)
        for key in rows.values_list("theme_id", flat=True)
    }


def fit_of(call: Call, wants: Wants) -> Fit:
    """`call` comes with `themes` and `oblasts` prefetched."""
    checks = (_territory, _applicant, _themes, _partner, _own_share, _time)
    reasons = (check(call, wants) for check in checks)
    return Fit(call, tuple(one for one in reasons if one))


def fitting_calls(community: Community, user: Any) -> list[Fit]:
    """Calls to which one may still apply and that nothing forbids; the most fitting first."""
    rows = Call.objects.visible_to(user).published().not_over().in_oblast(community.oblast_id)
    wants = Wants.of(community)
    calls = (
        rows.by_deadline()
        .select_related("partner", "programme")
        .prefetch_related("themes", "oblasts")[:MOST_CALLS]
    )
    fits = [fit_of(call, wants) for call in calls]
    return sorted((one for one in fits if one.is_possible), key=lambda one: -one.points)


def _territory(call: Call, wants: Wants) -> Reason:
    oblasts = list(call.oblasts.all())
    if not oblasts:
        return Reason(_("It is for the whole of Ukraine."), "good")
    if any(one.pk == wants.community.oblast_id for one in oblasts):
        return Reason(_("It names your oblast."), "good")
    return Reason(_("It is for other oblasts."), "bad")


def _applicant(call: Call, wants: Wants) -> Reason | None:
    if not call.applicants:
        return None
    if ApplicantKind.COMMUNITY in call.applicants:
        return Reason(_("Communities may apply."), "good")
    if ApplicantKind.COMMUNAL_ENTERPRISE in call.applicants:
        return Reason(_("Not the community itself, but its enterprise may apply."), "wait")
    return Reason(_("Communities may not apply."), "bad")


def _themes(call: Call, wants: Wants) -> Reason | None:
    own = [one for one in call.themes.all() if one.pk in wants.themes]
    if own:
        names = ", ".join(wording(one, "name").text for one in own)
        return Reason(_("You work on this already: %(themes)s.") % {"themes": names}, "good")
    return None


def _partner(call: Call, wants: Wants) -> Reason | None:
    if call.partner_id in wants.partners_here:
        return Reason(_("The partner works in your oblast."), "good")
    return None


def _own_share(call: Call, wants: Wants) -> Reason | None:
    if call.own_share is None:
        return None
    if not call.own_share:
        return Reason(_("No own share is asked for."), "good")
    said = {"percent": f"{number(call.own_share)}{NBSP}%"}
    if call.own_share <= SMALL_SHARE:
        return Reason(_("Your own share is small: %(percent)s.") % said, "good")
    if call.own_share <= LARGE_SHARE:
        return Reason(_("Your own share: %(percent)s.") % said, "wait")
    return Reason(_("Your own share is large: %(percent)s.") % said, "wait")


def _time(call: Call, wants: Wants) -> Reason | None:
    if call.closes_at is None:
        return Reason(_("There is no deadline."), "good")
    if call.closes_at <= wants.now:
        return Reason(_("The deadline is over."), "bad")
    left = (call.closes_at - wants.now).days
    words = {"left": days_left(call.closes_at, wants.now)}
    if left >= ENOUGH_DAYS:
        return Reason(_("There is time to prepare: %(left)s.") % words, "good")
    if left >= FEW_DAYS:
        return Reason(_("There is some time to prepare: %(left)s.") % words, "wait")
    return Reason(_("There is little time: %(left)s.") % words, "wait")
