"""Partners for a need, the likeliest first, with what speaks for each of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import log10
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.design.formats import long_date, number
from common.design.languages import wording
from cooperation.matching.evidence import Evidence, evidence_for, usual_sizes
from cooperation.matching.needs import Need
from cooperation.matching.weights import (
    FAR_IN_SIZE,
    USUAL,
    Weights,
    points_of,
    points_of_country,
    points_of_size,
)
from partners.models import Partner
from projects.call_fit import Reason

SHORTLIST = 120
SHOWN = 15


@dataclass(frozen=True, slots=True)
class PartnerMatch:
    partner: Partner
    points: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class _Candidate:
    partner: Partner
    points: float
    apart: float | None


def partners_for(
    need: Need, user: Any, *, limit: int = SHOWN, weights: Weights = USUAL
) -> list[PartnerMatch]:
    """Thirteen queries, however many partners there are. Archived and hidden ones are left out."""
    found = evidence_for(need, user)
    best = _candidates(need, user, found, weights)[:limit]
    return [
        PartnerMatch(one.partner, one.points, tuple(_reasons(one, need, found))) for one in best
    ]


def ranked(need: Need, found: Evidence, weights: Weights = USUAL) -> list[tuple[int, float]]:
    """All partners for whom anything speaks: key and points, the most first."""
    points = ((key, points_of(key, need, found, weights)) for key in found.partners)
    return sorted(points, key=lambda one: (-one[1], one[0]))


def _candidates(need: Need, user: Any, found: Evidence, weights: Weights) -> list[_Candidate]:
    first = ranked(need, found, weights)[:SHORTLIST]
    seen = Partner.objects.visible_to(user).current()
    records = {one.pk: one for one in seen.filter(pk__in=[key for key, _points in first])}
    sizes = usual_sizes(records, user) if need.worth else {}
    made = (
        _candidate(
            records[key],
            points + points_of_country(str(records[key].country), found, weights),
            _apart(sizes.get(key), need),
            weights,
        )
        for key, points in first
        if key in records
    )
    return sorted(made, key=lambda one: (-one.points, one.partner.sort_key, one.partner.pk))


def _candidate(
    partner: Partner, points: float, apart: float | None, weights: Weights
) -> _Candidate:
    return _Candidate(partner, points + points_of_size(apart, weights), apart)


def _apart(size: float | None, need: Need) -> float | None:
    return None if size is None or not need.worth else size - log10(float(need.worth))


def _reasons(one: _Candidate, need: Need, found: Evidence) -> Iterator[Reason]:
    """The weightiest first; what is not known is not said."""
    key = one.partner.pk
    yield from _projects(key, found)
    if key in found.works_here:
        yield Reason(_("Works in the oblast."), "good")
    yield from _themes(key, need, found)
    yield from _call(key, found)
    yield from _bonds(one.partner, found)
    yield from _size(one.apart)


def _projects(key: int, found: Evidence) -> Iterator[Reason]:
    own = found.own_projects.get(key, 0)
    if own:
        text = ngettext(
            "%(count)s project in the community already.",
            "%(count)s projects in the community already.",
            own,
        )
        yield Reason(text % {"count": number(own)}, "good")
    near = found.oblast_projects.get(key, 0)
    if near > own:
        text = ngettext(
            "%(count)s project in the oblast.", "%(count)s projects in the oblast.", near
        )
        yield Reason(text % {"count": number(near)}, "good")
    yield from _alike(found.alike_projects.get(key, 0), found.alike_here.get(key, 0))


def _alike(count: int, here: int) -> Iterator[Reason]:
    if not count:
        return
    text = (
        ngettext(
            "%(count)s project on these themes, in the oblast: %(here)s.",
            "%(count)s projects on these themes, in the oblast: %(here)s.",
            count,
        )
        if here
        else ngettext(
            "%(count)s project on these themes elsewhere.",
            "%(count)s projects on these themes elsewhere.",
            count,
        )
    )
    yield Reason(text % {"count": number(count), "here": number(here)}, "good")


def _themes(key: int, need: Need, found: Evidence) -> Iterator[Reason]:
    named = [theme for theme in need.themes if theme in found.themes.get(key, ())]
    if named:
        names = ", ".join(wording(need.themes[theme], "name").text for theme in named)
        yield Reason(_("Works on: %(themes)s.") % {"themes": names}, "good")


def _call(key: int, found: Evidence) -> Iterator[Reason]:
    call = found.calls.get(key)
    if call is None:
        return
    said = {"title": wording(call, "title").text}
    if call.closes_at is None:
        yield Reason(_("Has an open call: %(title)s.") % said, "good")
        return
    said["day"] = long_date(call.closes_at)
    yield Reason(_("Has a call open until %(day)s: %(title)s.") % said, "good")


def _bonds(partner: Partner, found: Evidence) -> Iterator[Reason]:
    count = found.agreements.get(partner.pk, 0)
    if count:
        text = ngettext(
            "%(count)s agreement with the community or the oblast.",
            "%(count)s agreements with the community or the oblast.",
            count,
        )
        yield Reason(text % {"count": number(count)}, "good")
    if partner.pk in found.twins:
        yield Reason(_("Is a twin city of the community."), "good")
    elif links := found.ties.get(str(partner.country), 0):
        text = _("Twin links of the oblast with this country: %(count)s.")
        yield Reason(text % {"count": number(links)}, "good")


def _size(apart: float | None) -> Iterator[Reason]:
    if apart is None:
        return
    if apart > FAR_IN_SIZE:
        yield Reason(_("Its projects are usually much larger."), "wait")
    elif apart < -FAR_IN_SIZE:
        yield Reason(_("Its projects are usually much smaller."), "wait")
    elif abs(apart) <= FAR_IN_SIZE / 2:
        yield Reason(_("Its projects are usually of this size."), "good")
