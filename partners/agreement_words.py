"""How agreements look on pages: states, parties, days."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.design.formats import long_date
from common.design.languages import wording
from common.design.parts import Fact, Pill, Step, Tone
from partners import agreement_workflow as workflow
from partners.agreement_clock import Clock
from partners.agreement_enums import AgreementStatus, PartyKind, TermKind
from partners.models import Agreement, AgreementParty

TONES: dict[str, Tone] = {
    AgreementStatus.IDEA: "quiet",
    AgreementStatus.DRAFT: "info",
    AgreementStatus.SENT: "wait",
    AgreementStatus.MINISTRY_APPROVED: "wait",
    AgreementStatus.COUNCIL_APPROVED: "wait",
    AgreementStatus.SIGNED: "info",
    AgreementStatus.REGISTERED: "info",
    AgreementStatus.IN_FORCE: "good",
    AgreementStatus.RENEWED: "good",
    AgreementStatus.EXPIRED: "quiet",
    AgreementStatus.TERMINATED: "bad",
}


def agreement_pill(status: str) -> Pill:
    return Pill(str(AgreementStatus(status).label), TONES[status])


def party_name(party: AgreementParty) -> str:
    if party.community:
        return wording(party.community, "full_name").text
    kind = str(PartyKind(party.kind).label)
    place = party.raion or party.oblast
    named = f"{wording(place, 'full_name').text}: {kind}"
    return f"{named} ({wording(party.oblast, 'full_name').text})" if party.raion else named


def party_url(party: AgreementParty) -> str:
    return str((party.community or party.oblast).get_absolute_url())


def length(months: int) -> str:
    years, rest = divmod(months, 12)
    if not rest:
        return ngettext("%(count)s year", "%(count)s years", years) % {"count": years}
    return ngettext("%(count)s month", "%(count)s months", months) % {"count": months}


def term_words(agreement: Agreement) -> str:
    if agreement.term == TermKind.MONTHS and agreement.term_months:
        text = length(agreement.term_months)
    elif agreement.term == TermKind.UNTIL and agreement.until_on:
        text = _("until %(day)s") % {"day": long_date(agreement.until_on)}
    else:
        text = str(TermKind(agreement.term).label)
    return _("%(term)s, renews itself") % {"term": text} if agreement.auto_renewal else text


def numbered(number: str, day: Any) -> str:
    """«№ 879 of 19 May 2025»."""
    if not number and not day:
        return ""
    if not day:
        return _("No %(number)s") % {"number": number}
    if not number:
        return long_date(day)
    return _("No %(number)s of %(day)s") % {"number": number, "day": long_date(day)}


def way(agreement: Agreement) -> list[Step]:
    """The steps of the procedure, done and coming; empty for what has ended."""
    places = workflow.way_of(agreement)
    status = agreement.status
    if status == AgreementStatus.RENEWED:
        status = AgreementStatus.IN_FORCE
    if status not in places:
        return []
    here = places.index(status)
    is_over = here == len(places) - 1
    return [
        Step(str(AgreementStatus(one).label), _state(place, here, is_over=is_over))
        for place, one in enumerate(places)
    ]


def _state(place: int, here: int, *, is_over: bool) -> Any:
    if place < here or (is_over and place == here):
        return "done"
    return "current" if place == here else "next"


def clock_facts(clock: Clock) -> list[Fact]:
    return [
        Fact(_("Sent to the ministry on"), long_date(clock.started_on)),
        Fact(_("Check by the Ministry of Justice until"), long_date(clock.justice_due_on)),
        Fact(_("Answer of the ministry until"), long_date(clock.ministry_due_on)),
    ]


def names_of(things: Iterable[Any]) -> str:
    return ", ".join(wording(one, "name").text for one in things)
