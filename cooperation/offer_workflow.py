"""The life of an offer as one table. Its `status` is written here and nowhere else.

Who may take a step is a column: COMMUNITY are the coordinators of the communities (and the office
for them), OFFICE the head and officers of the office that deals with the matter, PARTNER the
partner's representatives (and the office where it entered the offer for them), NOBODY the calendar.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.intake.texts import many_lines
from cooperation.offer_enums import OfferStatus
from cooperation.offer_exceptions import InvalidData, OfferWrongStatus

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from cooperation.models import Offer

MADE, CHOSEN, ACCEPTED, DECLINED, WITHDRAWN, LAPSED = OfferStatus
COMMUNITY, OFFICE, PARTNER, NOBODY = "community", "office", "partner", "nobody"
LARGEST_NOTE = 1000


@dataclass(frozen=True, kw_only=True)
class Step:
    """From where, to where, who, whom it tells with which sentence.

    `label` is on its button, `done` is said of it once it is taken. `news` is the subject of the
    letter and `says` its first sentence; coordinators who answer next get `asks` instead.
    """

    code: str
    label: _StrPromise
    done: _StrPromise
    sources: frozenset[str]
    target: str
    who: str
    needs_note: bool = False
    tells: tuple[str, ...] = ()
    news: _StrPromise | str = ""
    says: _StrPromise | str = ""
    asks: _StrPromise | str = ""
    backwards: bool = False
    help: _StrPromise | str = ""


MAKE = Step(
    code="make",
    label=_("Make an offer"),
    done=pgettext_lazy("timeline", "A partner made an offer"),
    sources=frozenset(),
    target=MADE,
    who=PARTNER,
    tells=(COMMUNITY, OFFICE),
    news=_("A partner offers help."),
    says=_("A coordinator of the community answers."),
    asks=_("A partner offers help: look at it and answer."),
)
ACCEPT = Step(
    code="accept",
    label=pgettext_lazy("offer", "Accept"),
    done=pgettext_lazy("timeline", "The community accepted the offer"),
    sources=frozenset({MADE}),
    target=CHOSEN,
    who=COMMUNITY,
    tells=(OFFICE,),
    news=_("The community wants to accept the offer and asks for the office’s consent."),
    help=_("The community agrees. The office is asked for its consent; then the partner learns."),
)
CONSENT = Step(
    code="consent",
    label=_("Give the office’s consent"),
    done=pgettext_lazy("timeline", "The office gave its consent"),
    sources=frozenset({CHOSEN}),
    target=ACCEPTED,
    who=OFFICE,
    tells=(PARTNER, COMMUNITY),
    news=_("The offer is accepted, with the consent of the office."),
    says=_("The community accepts the help, and the office consents."),
    help=_("The offer is accepted. A request that it answers becomes agreed."),
)
DECLINE = Step(
    code="decline",
    label=pgettext_lazy("offer", "Decline"),
    done=pgettext_lazy("timeline", "The offer was declined"),
    sources=frozenset({MADE, CHOSEN}),
    target=DECLINED,
    who=COMMUNITY,
    needs_note=True,
    tells=(PARTNER, OFFICE),
    news=_("The offer is declined."),
    backwards=True,
    help=_("The partner reads the reason: write it as you would say it."),
)
OBJECT = Step(
    code="object",
    label=_("Refuse consent"),
    done=pgettext_lazy("timeline", "The office refused its consent"),
    sources=frozenset({CHOSEN}),
    target=MADE,
    who=OFFICE,
    needs_note=True,
    tells=(COMMUNITY,),
    news=_("The office does not consent to this offer yet."),
    backwards=True,
    help=_("The community reads why and decides anew. The partner is not told."),
)
WITHDRAW = Step(
    code="withdraw",
    label=pgettext_lazy("offer", "Withdraw"),
    done=pgettext_lazy("timeline", "The partner withdrew the offer"),
    sources=frozenset({MADE, CHOSEN}),
    target=WITHDRAWN,
    who=PARTNER,
    tells=(COMMUNITY, OFFICE),
    news=_("The partner has withdrawn the offer."),
    backwards=True,
    help=_("The offer no longer stands. It stays in the list with its history."),
)
FALL_THROUGH = Step(
    code="fall_through",
    label=_("The help fell through"),
    done=pgettext_lazy("timeline", "The promised help fell through"),
    sources=frozenset({ACCEPTED}),
    target=WITHDRAWN,
    who=OFFICE,
    needs_note=True,
    tells=(PARTNER, COMMUNITY),
    news=_("The accepted help fell through."),
    backwards=True,
    help=_("What was accepted does not come. A request that it answered looks for help again."),
)
LAPSE = Step(
    code="lapse",
    label=_("The day until which it holds is over"),
    done=pgettext_lazy("timeline", "The offer lapsed"),
    sources=frozenset({MADE, CHOSEN}),
    target=LAPSED,
    who=NOBODY,
    tells=(PARTNER, COMMUNITY, OFFICE),
    news=_("The offer has lapsed: the day until which it held is over."),
)
STEPS = (ACCEPT, CONSENT, DECLINE, OBJECT, WITHDRAW, FALL_THROUGH, LAPSE)


def steps_from(offer: Offer, *roles: str) -> list[Step]:
    """Steps that people with these roles can take now, forward ones first."""
    return [one for one in STEPS if offer.status in one.sources and one.who in roles]


def named(code: str) -> Step | None:
    """The step that people take by hand under this code."""
    return next((one for one in STEPS if one.code == code and one.who != NOBODY), None)


def move(offer: Offer, step: Step, note: str = "") -> None:
    """Set the status and what the step keeps. Does not save.

    Refuses: OfferWrongStatus, InvalidData (note).
    """
    if offer.status not in step.sources:
        raise OfferWrongStatus(offer, step.target)
    note = many_lines(note)
    if step.needs_note and not note:
        raise InvalidData({"note": [_now("Write why.")]})
    if len(note) > LARGEST_NOTE:
        raise InvalidData({"note": [_now("The note is too long.")]})
    offer.status = step.target
    ends = step.target not in {MADE, CHOSEN}
    # What the office objects is between it and the community; the partner reads this column.
    offer.outcome_note = note if ends else ""
    offer.ended_at = timezone.now() if ends else None
