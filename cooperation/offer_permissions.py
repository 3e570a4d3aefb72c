"""Who may do what with offers and invitations."""

from __future__ import annotations

from typing import Any

from accounts.permissions import is_administrator
from communities.permissions import curated_offices
from cooperation import offer_workflow as workflow
from cooperation.models import Offer
from cooperation.subjects import Subject
from partners.permissions import represented_by


def can_make_offer(user: Any, subject: Subject) -> bool:
    """Representatives of partners; the office for a partner that said so elsewhere."""
    return bool(represented_by(user)) or subject.is_of_office(user)


def can_make_offers(user: Any) -> bool:
    """For anything at all: representatives, heads and officers."""
    return is_administrator(user) or bool(represented_by(user) or curated_offices(user))


def roles_in(user: Any, offer: Offer) -> tuple[str, ...]:
    """Whose steps of `offer_workflow` the person takes."""
    subject = Subject(offer.subject)
    roles: list[str] = []
    if subject.is_of_office(user):
        roles += [workflow.OFFICE, workflow.COMMUNITY]
        roles += [workflow.PARTNER] if offer.is_by_office else []
    elif subject.is_of_community(user, coordinating=True):
        roles.append(workflow.COMMUNITY)
    if offer.partner_id in represented_by(user):
        roles.append(workflow.PARTNER)
    return tuple(roles)


def can_take(user: Any, offer: Offer, step: workflow.Step) -> bool:
    return step.who in roles_in(user, offer)


def answers_for_community(user: Any, offer: Offer, step: workflow.Step) -> bool:
    """An official does what the community itself could do."""
    subject = Subject(offer.subject)
    return step.who == workflow.COMMUNITY and not subject.is_of_community(user, coordinating=True)


def waits_for(user: Any, offer: Offer) -> bool:
    """The next step forward is this person's own, not one that the office takes for another."""
    steps = workflow.steps_from(offer, *roles_in(user, offer))
    return any(not one.backwards and not answers_for_community(user, offer, one) for one in steps)


def sees_inside(user: Any, offer: Offer) -> bool:
    """Not the partner: what community and office say to each other."""
    return Subject(offer.subject).is_inside(user)


def can_see_matches(user: Any, subject: Subject) -> bool:
    """Those who see it from inside: its communities and officials."""
    return subject.is_inside(user)


def can_invite(user: Any, subject: Subject) -> bool:
    """The office that deals with it."""
    return subject.is_of_office(user)
