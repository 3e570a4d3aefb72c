"""Notices about offers and invitations: to the communities, the office, the partner.

Nobody is told of what he or she has just done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.design.formats import long_date
from common.design.languages import address_in, wording
from common.money.wording import full
from common.notifications.groups import NoticeGroup, add_notice_group
from common.notifications.letters import send_letter
from common.notifications.telling import tell
from communities.models import Office
from cooperation import offer_workflow as workflow
from cooperation.models import CoordinationRequest, Offer, PartnerInvite
from cooperation.request_enums import Outcome
from cooperation.subjects import Subject
from partners.models import ContactPerson, Partner
from partners.selectors import people_of

GROUP = "offers"


def tell_of_offer(offer: Offer, step: workflow.Step, *, note: str, actor: User | None) -> None:
    """Those whom the table names. What a step of the request tells already is not told twice."""
    subject = Subject(offer.subject)
    people = [one for side in step.tells for one in _side(side, offer, subject, step)]
    # Editors and officials read of it; who is asked to answer can do so.
    asked = [one for one in people if step.asks and subject.is_of_community(one, coordinating=True)]
    rest = [one for one in people if one not in asked]
    # An offer may be chosen more than once.
    event = f"offer {offer.reference} {step.code} {timezone.now().isoformat()}"
    for readers, headline, says in ((asked, step.asks, ""), (rest, step.news, step.says)):
        tell(
            group=GROUP,
            event=event,
            template="offers/letters/step",
            people=readers,
            words=partial(_words, offer, subject, step, headline, says, note),
            link=offer.get_absolute_url(),
            actor=actor,
        )


def _words(  # noqa: PLR0917 - given at once, by `partial`
    offer: Offer,
    subject: Subject,
    step: workflow.Step,
    headline: object,
    says: object,
    note: str,
    _language: str,
) -> dict[str, Any]:
    return {
        **_words_of(subject),
        # A sentence in the table; as the subject of a letter it has no full stop.
        "headline": str(headline).rstrip("."),
        "says": str(says),
        "offer": offer.reference,
        "partner": wording(offer.partner, "name").text,
        "what": offer.what,
        "amount": full(offer.amount, offer.currency) if offer.amount else "",
        # What is decided no longer lapses.
        "until": long_date(offer.valid_until) if offer.is_open else "",
        "note": note,
        "is_reason": step.needs_note,
        "is_accepted": step is workflow.CONSENT,
    }


def tell_helpers(
    request: CoordinationRequest, template: str, *, event: str, actor: User | None
) -> None:
    """To the partners whose offers were accepted: how the request ended for which they help
    (`ended`), or that it is open again (`reopened`).
    """
    offers = request.offers.filter(status=workflow.ACCEPTED).select_related("partner")
    for partner in {one.partner for one in offers}:
        tell(
            group=GROUP,
            event=f"{template} {partner.slug} {event}",
            template=f"offers/letters/{template}",
            people=people_of(partner),
            words=lambda _language, partner=partner: {  # type: ignore[misc]
                **_words_of(Subject(request)),
                "partner": wording(partner, "name").text,
                "outcome": str(request.get_outcome_display()),
                "is_fulfilled": request.outcome == Outcome.FULFILLED,
            },
            link=request.get_absolute_url(),
            actor=actor,
        )


def _side(side: str, offer: Offer, subject: Subject, step: workflow.Step) -> Iterable[User]:
    sides: dict[str, Callable[[], Iterable[User]]] = {
        workflow.PARTNER: lambda: people_of(offer.partner),
        workflow.OFFICE: subject.officials,
        workflow.COMMUNITY: subject.people,
    }
    if step is workflow.CONSENT and side == workflow.COMMUNITY and not subject.is_idea:
        return ()
    return sides[side]()


def contacts_of(partner: Partner) -> list[ContactPerson]:
    """People whom the office may write to; one letter for each address."""
    rows = ContactPerson.objects.filter(partner=partner, forgotten_at=None).exclude(email="")
    return list({one.email.lower(): one for one in rows.order_by("-pk")}.values())


def tell_of_invite(invite: PartnerInvite, subject: Subject, *, actor: User | None) -> int:
    """The partner's people in the portal, else its contact persons; how many people."""
    partner = invite.partner
    people = list(people_of(partner))
    if not people:
        return _write_to_contacts(partner, subject)
    tell(
        group=GROUP,
        event=f"invited {partner.slug} {subject.reference}",
        template="offers/letters/invited",
        people=people,
        words=lambda _language: {**_words_of(subject), "partner": wording(partner, "name").text},
        link=subject.url,
        actor=actor,
    )
    return len(people)


def _write_to_contacts(partner: Partner, subject: Subject) -> int:
    contacts = contacts_of(partner)
    for one in contacts:
        language = "uk" if one.language == "uk" else "en"
        with translation.override(language):
            words = {
                **_words_of(subject),
                "partner": wording(partner, "name").text,
                "link": settings.SITE_URL + address_in(language, subject.url),
            }
        send_letter(one.email, "offers/letters/invited", words, language)
    return len(contacts)


def _words_of(subject: Subject) -> dict[str, Any]:
    record, office = subject.record, subject.office
    needed_by = getattr(record, "needed_by", None)
    return {
        "reference": subject.reference,
        "title": subject.title,
        "community": wording(record.community, "full_name").text,
        "needed_by": long_date(needed_by) if needed_by else "",
        "needed_amount": full(record.amount, record.currency) if record.amount else "",
        "office": wording(office, "name").text if office else "",
        "turn_to": whom_to_ask(subject, office),
    }


def whom_to_ask(subject: Subject, office: Office | None) -> str:
    """The officer who deals with it, the office, how to reach it."""
    if office is None:
        return ""
    officer = getattr(subject.record, "assignee", None)
    name = wording(office, "name").text
    return ", ".join(filter(None, (str(officer or ""), name, office.email, office.phone)))


def register_offer_notices() -> None:
    about = _("Offers of partners: made, accepted, declined; invitations to look at a need.")
    add_notice_group(NoticeGroup(GROUP, _("Offers of partners"), about))
