"""How offers look on pages."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from common.design.formats import moment
from common.design.languages import wording
from common.design.parts import Event, Pill, Tone
from cooperation import offer_workflow as workflow
from cooperation.models import Offer
from cooperation.offer_enums import OfferStatus

TONES: dict[str, Tone] = {
    OfferStatus.MADE: "wait",
    OfferStatus.CHOSEN: "info",
    OfferStatus.ACCEPTED: "good",
    OfferStatus.DECLINED: "quiet",
    OfferStatus.WITHDRAWN: "quiet",
    OfferStatus.LAPSED: "quiet",
}


def offer_pill(status: str) -> Pill:
    return Pill(str(OfferStatus(status).label), TONES[status])


def events_of(offer: Offer, *, inside: bool) -> Iterator[Event]:
    """Steps, the latest first. What the office objects is between it and the community."""
    for one in offer.steps.select_related("author").order_by("-made_at", "-pk"):
        if inside or one.code != workflow.OBJECT.code:
            who = str(one.author or "") if inside else ""
            # The partner reads of itself: “a partner made an offer” is for the others.
            is_own = one.code == workflow.MAKE.code and not inside
            done = _("The offer was made") if is_own else step_done(one.code)
            yield Event(what=done, at=one.made_at, when=moment(one.made_at), who=who, note=one.note)


def step_done(code: str) -> str:
    """What happened to the offer by the step of this code."""
    steps = (workflow.MAKE, *workflow.STEPS)
    return next((str(one.done) for one in steps if one.code == code), code)


def partner_name(offer: Offer) -> str:
    return wording(offer.partner, "name").text
