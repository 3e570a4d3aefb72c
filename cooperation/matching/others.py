"""Calls and places abroad for a need."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from common.codelists.models import Theme
from common.design.languages import wording
from common.money.rates import Rates
from common.money.wording import full
from cooperation.matching.needs import Need
from partners.models import Partner
from projects.call_fit import Fit, Reason, Wants, fit_of
from projects.models import Call
from twinning.models import Municipality, TwinLink
from twinning.similarity.finding import find_municipalities

CALLS_READ = 300
SHOWN = 8


@dataclass(frozen=True, slots=True)
class PlaceMatch:
    municipality: Municipality
    reasons: tuple[Reason, ...]


def calls_for(need: Need, user: Any, *, limit: int = SHOWN) -> list[Fit]:
    """Calls on a theme of the need to which its community may still apply. Four queries."""
    rows = open_calls(need, user)
    calls = rows.filter(themes__in=need.themes).distinct() if need.themes else rows
    here = Partner.objects.current().filter(oblasts=need.oblast_id)
    wants = Wants(
        community=need.community,
        themes={},
        partners_here=frozenset(here.values_list("pk", flat=True)),
        now=timezone.now(),
    )
    rates = Rates()
    fits = [_fit(call, need, wants, rates) for call in calls[:CALLS_READ]]
    possible = [one for one in fits if one.is_possible]
    return sorted(possible, key=lambda one: -one.points)[:limit]


def open_calls(need: Need, user: Any) -> Any:
    """Those for the oblast of the need that are not over, the one that closes first first."""
    rows = Call.objects.visible_to(user).published().not_over().in_oblast(need.oblast_id)
    ordered = rows.by_deadline().select_related("partner", "programme")
    return ordered.prefetch_related("themes", "oblasts")


def _fit(call: Call, need: Need, wants: Wants, rates: Rates) -> Fit:
    amount = _amount(call, need, rates)
    return Fit(call, (*_themes(call, need.themes), *amount, *fit_of(call, wants).reasons))


def _themes(call: Call, themes: dict[int, Theme]) -> Iterator[Reason]:
    names = [wording(one, "name").text for one in call.themes.all() if one.pk in themes]
    if names:
        yield Reason(_("It is about this: %(themes)s.") % {"themes": ", ".join(names)}, "good")


def _amount(call: Call, need: Need, rates: Rates) -> Iterator[Reason]:
    """Compared in the currency of the call; where that cannot be, nothing is said."""
    if call.amount_max is None or need.sum is None:
        return
    needed = need.sum.in_currency(call.currency, rates)
    if needed is None:
        return
    said = {"amount": full(call.amount_max, call.currency)}
    if needed <= call.amount_max:
        yield Reason(_("The grant is large enough: up to %(amount)s.") % said, "good")
    else:
        yield Reason(_("Less than is needed: the largest grant is %(amount)s.") % said, "wait")


def places_for(need: Need, user: Any, *, limit: int = SHOWN) -> list[PlaceMatch]:
    """The community's own twins first, then places that are like it. Five queries."""
    own = [
        PlaceMatch(link.municipality, (Reason(_twin_words(link), "good"),))
        for link in _own_links(need, user)
    ]
    known = {one.municipality.pk for one in own}
    alike = find_municipalities(need.community, limit=limit)
    found = [
        PlaceMatch(one.municipality, tuple(Reason(_sentence(text), "good") for text in one.reasons))
        for one in alike.free
        if one.municipality.pk not in known
    ]
    return (own + found)[: max(limit, len(own))]


def _sentence(text: str) -> str:
    """An abbreviation at the end brings its own full stop."""
    return capfirst(text) if text.endswith(".") else f"{capfirst(text)}."


def _own_links(need: Need, user: Any) -> list[TwinLink]:
    rows = TwinLink.objects.visible_to(user).alive().filter(community__in=need.keys)
    return list(rows.select_related("municipality").order_by("pk"))


def _twin_words(link: TwinLink) -> str:
    return _("Linked with the community already: %(kind)s, %(stage)s.") % {
        "kind": link.get_kind_display(),
        "stage": link.get_stage_display(),
    }
