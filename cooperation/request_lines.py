"""What lines of a request's timeline say of others: names in the language of the page, links."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from common.design.languages import wording
from common.design.parts import Link
from cooperation.models import CoordinationRequest, Meeting, Offer, PartnerInvite, RequestEntry
from cooperation.offer_words import partner_name
from cooperation.request_enums import EntryKind
from partners.models import Partner


def told_by(
    entries: Iterable[RequestEntry], request: CoordinationRequest, user: Any
) -> dict[int, Link]:
    """Line → the offer, partner or meeting that it is about, as far as the person may know of it.

    One query for each kind of line that there is.
    """
    found: dict[int, Link] = {}
    for kind, read in _READ.items():
        lines = [one for one in entries if one.kind == kind]
        known = read({one.text for one in lines}, request, user) if lines else {}
        found |= {one.pk: known[one.text] for one in lines if one.text in known}
    return found


def _offers(texts: set[str], request: CoordinationRequest, user: Any) -> dict[str, Link]:
    """The line keeps the reference and the name that the partner had."""
    rows = Offer.objects.visible_to(user).filter(request=request).select_related("partner")
    known = {one.reference: one for one in rows}
    return {
        text: Link(f"{one.reference}, {partner_name(one)}", one.get_absolute_url())
        for text in texts
        if (one := known.get(text.partition(",")[0]))
    }


def _partners(texts: set[str], request: CoordinationRequest, user: Any) -> dict[str, Link]:
    known = Partner.objects.visible_to(user).filter(name__in=texts)
    rows = PartnerInvite.objects.visible_to(user).filter(request=request, partner__in=known)
    return {
        one.partner.name: Link(
            wording(one.partner, "name").text,
            one.partner.get_absolute_url(),
        )
        for one in rows.select_related("partner")
    }


def _meetings(texts: set[str], _request: CoordinationRequest, user: Any) -> dict[str, Link]:
    return {
        one.reference: Link(
            f"{one.reference}, {wording(one, 'title').text}",
            one.get_absolute_url(),
        )
        for one in Meeting.objects.visible_to(user).filter(reference__in=texts)
    }


_READ = {EntryKind.OFFER: _offers, EntryKind.PARTNER: _partners, EntryKind.MEETING: _meetings}
