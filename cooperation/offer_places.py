"""What the rest of the portal is told of offers: rights, history, notices, sections, desk lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.desk import DeskLine, add_to_desk
from accounts.models import User
from accounts.roles import grant
from common.audit.registry import HistoryOf, Owned, register
from common.design.formats import number
from common.design.parts import Link
from communities.models import Oblast
from communities.permissions import communities_of, curated_oblasts
from communities.places import PlaceSection, first_of
from cooperation.desk_places import register_desk
from cooperation.models import CoordinationRequest, Offer, OfferStep, PartnerInvite
from cooperation.offer_notices import register_offer_notices
from cooperation.offer_permissions import can_make_offer, can_see_matches, sees_inside
from cooperation.offer_words import partner_name
from cooperation.request_places import RequestSection, add_request_section
from cooperation.subjects import Subject
from partners.models import Partner
from partners.permissions import represented_by
from partners.related import add_partner_section
from projects.idea_parts import add_idea_section
from projects.models import ProjectIdea

SHOWN = 8
MOST_LOOKS = 20
SEE = tuple(f"cooperation.view_{part}" for part in ("offer", "offerstep", "partnerinvite"))


def offers_of_idea(idea: ProjectIdea, user: Any) -> PlaceSection | None:
    """Its offers, the way to make one and to find help."""
    subject = Subject(idea)
    links, actions = _offers(subject, user), list(_actions(subject, user))
    if not (links or actions):
        return None
    return PlaceSection(
        title=_now("Offers of partners"),
        anchor="offers",
        lead=_invited(subject, user),
        links=[*links, *actions],
    )


def offers_of_request(request: CoordinationRequest, user: Any) -> RequestSection | None:
    subject = Subject(request)
    links, actions = _offers(subject, user), list(_actions(subject, user))
    if not (links or actions):
        return None
    return RequestSection(
        title=_now("Offers of partners"), anchor="offers", links=links, actions=actions
    )


def _offers(subject: Subject, user: Any) -> list[Link]:
    rows = Offer.objects.visible_to(user).filter(**{subject.column: subject.record})
    return [_link(one) for one in rows.select_related("partner")[:SHOWN]]


def _actions(subject: Subject, user: Any) -> Iterator[Link]:
    where = [subject.kind, subject.reference]
    if subject.is_looking and can_make_offer(user, subject):
        yield Link(_now("Make an offer"), reverse("offers:offer-new", args=where))
    if can_see_matches(user, subject):
        yield Link(_now("Who could help"), reverse("matching:matches", args=where))


def _link(offer: Offer) -> Link:
    return Link(
        f"{offer.reference} {partner_name(offer)}",
        offer.get_absolute_url(),
        note=str(offer.get_status_display()),
    )


def _invited(subject: Subject, user: Any) -> str:
    rows = PartnerInvite.objects.visible_to(user).filter(**{subject.column: subject.record})
    count = rows.count() if can_see_matches(user, subject) else 0
    if not count:
        return ""
    text = ngettext(
        "%(count)s partner was invited to look.", "%(count)s partners were invited to look.", count
    )
    return text % {"count": number(count)}


def offers_of_partner(partner: Partner, user: Any) -> PlaceSection | None:
    rows = Offer.objects.visible_to(user).filter(partner=partner).select_related("partner")
    found, count = first_of(rows, SHOWN)
    if not found:
        return None
    text = ngettext("%(count)s offer.", "%(count)s offers.", count)
    return PlaceSection(
        title=_now("Offers of partners"),
        anchor="offers",
        lead=text % {"count": number(count)},
        links=[_link(one) for one in found],
        url=f"{reverse('offers:offer-list')}?{urlencode({'partner': partner.public_id})}",
        url_label=_now("All of them, with filters"),
    )


def offers_waiting(user: User) -> Iterator[DeskLine]:
    """What the office consents to, what the communities answer. The list shows the same."""
    oblasts = curated_oblasts(user)
    if oblasts:
        codes = Oblast.objects.filter(pk__in=oblasts).values_list("code", flat=True)
        query = [("oblast", code) for code in sorted(codes)]
        rows = Offer.objects.visible_to(user).in_oblasts(oblasts)
        yield _consent(rows.to_consent().count(), query)
        yield _answer(rows.to_answer().count(), query)
    elif communities_of(user):
        yield _answer(Offer.objects.visible_to(user).to_answer().count(), [])


def looks_waiting(user: User) -> Iterator[DeskLine]:
    """What the partner was asked to look at, as long as help is sought and it made no offer."""
    partners = represented_by(user)
    if not partners:
        return
    invites = PartnerInvite.objects.filter(partner__in=partners)
    rows = invites.select_related("request", "idea__community").order_by("-made_at", "-pk")
    answered = set(
        Offer.objects.filter(partner__in=partners).values_list("partner", "request", "idea")
    )
    for one in rows[:MOST_LOOKS]:
        subject = Subject(one.request or one.idea)
        if subject.is_looking and (one.partner_id, one.request_id, one.idea_id) not in answered:
            said = {"reference": subject.reference, "title": subject.title}
            label = _now("You are asked to look: %(reference)s %(title)s") % said
            yield DeskLine(label=label, url=subject.url, count=1)


def _answer(count: int, query: list[tuple[str, str]]) -> DeskLine:
    text = ngettext(
        "%(count)s new offer of a partner: the community answers",
        "%(count)s new offers of partners: the community answers",
        count,
    )
    return _line(text, count, [*query, ("waits", "to_answer")])


def _consent(count: int, query: list[tuple[str, str]]) -> DeskLine:
    text = ngettext(
        "%(count)s offer waits for the consent of the office",
        "%(count)s offers wait for the consent of the office",
        count,
    )
    return _line(text, count, [*query, ("waits", "to_consent")])


def _line(text: str, count: int, query: list[tuple[str, str]]) -> DeskLine:
    url = f"{reverse('offers:offer-list')}?{urlencode(query)}"
    return DeskLine(label=text % {"count": number(count)}, url=url, count=count)


def _register_history() -> None:
    register(
        HistoryOf(
            kind="offer",
            model=Offer,
            label=_("Offer of a partner"),
            visible=Offer.objects.visible_to,
            can_see=sees_inside,
            journal=lambda user: None,
            owned=(Owned(OfferStep, "offer", _("Step"), summary=("code", "status", "note")),),
        )
    )


def register_offer_parts() -> None:
    """Everybody changes offers on the pages: the administration reads them."""
    grant({"office.head": SEE, "office.officer": SEE, "office.analyst": SEE})
    _register_history()
    register_offer_notices()
    add_idea_section(offers_of_idea)
    add_request_section(offers_of_request)
    add_partner_section(offers_of_partner)
    add_to_desk(offers_waiting)
    add_to_desk(looks_waiting)
    register_desk()
