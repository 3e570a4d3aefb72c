"""Offers of partners: made, led through the table of steps, lapsed by the calendar."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.audit.context import acting
from common.intake.pressed_twice import a_moment_ago, same_row
from common.intake.values import wrong_values
from common.references.allocation import allocate
from communities.prefixes import reference_prefix
from cooperation import offer_workflow as workflow
from cooperation import request_workflow as requests
from cooperation.models import CoordinationRequest, Offer, OfferStep
from cooperation.offer_checks import wrong_in
from cooperation.offer_data import OfferData
from cooperation.offer_enums import STANDING
from cooperation.offer_exceptions import (
    InvalidData,
    NotLookingForHelp,
    OfferKnown,
    OfferWrongStatus,
)
from cooperation.offer_notices import tell_of_offer
from cooperation.request_enums import EntryKind
from cooperation.request_moves import Given
from cooperation.services.requests import enter, move_by
from cooperation.services.requests import locked as locked_request
from cooperation.subjects import Subject
from partners.enums import PartnerStatus
from partners.models import Partner
from projects.models import ProjectIdea
from projects.services.idea_interests import begin_talks

SERIES = "OFR"
NOT_CHECKED = {"reference", "partner", "idea", "request", "author", "status"}


@transaction.atomic
def make_offer(
    *,
    actor: User | None,
    subject: Subject,
    partner: Partner,
    data: OfferData,
    is_by_office: bool = False,
) -> Offer:
    """The partner offers help; the communities and the office are told.

    On an idea the partner's interest is registered with it, if it is not yet; a request that an
    officer deals with becomes “help is offered”.
    Refuses: NotLookingForHelp, OfferKnown, InvalidData (field → messages).
    """
    subject, data = _locked(subject), data.cleaned()
    if not subject.is_looking:
        raise NotLookingForHelp
    if partner.status == PartnerStatus.ARCHIVED or partner.merged_into_id:
        raise InvalidData({"partner": [_("This partner is archived: choose another one.")]})
    offer = _checked(subject, partner, data)
    offer.author, offer.is_by_office = actor, is_by_office
    offer.reference = allocate(
        prefix=reference_prefix(subject.oblast.code),
        series=SERIES,
        year=timezone.localdate().year,
    )
    with acting(actor=actor):
        _save_new(offer)
        _keep_step(offer, workflow.MAKE, actor)
        _begin(offer, subject, actor)
    tell_of_offer(offer, workflow.MAKE, note="", actor=actor)
    return offer


@transaction.atomic
def take_offer_step(
    *, actor: User | None, offer: Offer, step: workflow.Step, note: str = ""
) -> Offer:
    """Take a step of the table; the idea or the request follows, those concerned are told.

    Refuses: OfferWrongStatus, InvalidData (note).
    """
    subject = _locked(Subject(offer.subject))
    offer = _held(offer, subject)
    workflow.move(offer, step, note)
    with acting(actor=actor):
        offer.save()
        _keep_step(offer, step, actor, note.strip())
        _follow(offer, step, subject, actor)
    tell_of_offer(offer, step, note=note.strip(), actor=actor)
    return offer


def lapse_offers(today: dt.date | None = None) -> int:
    """Close what nobody answered in time; how many. Harmless when done twice."""
    today = today or timezone.localdate()
    lapsed = 0
    for offer in Offer.objects.to_lapse(today).select_related("idea", "request"):
        try:
            take_offer_step(actor=None, offer=offer, step=workflow.LAPSE)
        except OfferWrongStatus:
            continue
        lapsed += 1
    return lapsed


def just_made(*, actor: User, subject: Subject, partner: Partner, data: OfferData) -> Offer | None:
    """The same offer by the same person a moment ago: the button was pressed twice."""
    rows = Offer.objects.filter(author=actor, made_at__gt=a_moment_ago(), status=workflow.MADE)
    said = {name: getattr(data.cleaned(), name) for name in COLUMNS}
    return same_row(rows, partner=partner, **{subject.column: subject.record}, **said)


def _locked(subject: Subject) -> Subject:
    """The idea or request first, the offer after it: always in this order."""
    if isinstance(subject.record, CoordinationRequest):
        return Subject(locked_request(subject.record))
    rows = ProjectIdea.objects.select_for_update(of=("self",))
    return Subject(rows.select_related("community__oblast", "oblast").get(pk=subject.record.pk))


def _held(offer: Offer, subject: Subject) -> Offer:
    rows = Offer.objects.select_for_update(of=("self",)).select_related("partner")
    held: Offer = rows.get(pk=offer.pk)
    setattr(held, subject.column, subject.record)
    return held


def _checked(subject: Subject, partner: Partner, data: OfferData) -> Offer:
    """The offer as cleaned `data` say, not saved. Refuses InvalidData."""
    errors = wrong_in(data)
    if errors:
        raise InvalidData(errors)
    offer = Offer(
        partner=partner,
        **{subject.column: subject.record},
        **{name: getattr(data, name) for name in COLUMNS},
        amount_on=timezone.localdate() if data.amount is not None else None,
    )
    wrong = wrong_values(offer, exclude=NOT_CHECKED, about="what")
    if wrong:
        raise InvalidData(wrong)
    return offer


COLUMNS = ("kind", "what", "quantity", "amount", "currency", "conditions", "valid_until")


def _save_new(offer: Offer) -> None:
    try:
        with transaction.atomic():
            offer.save()
    except IntegrityError as error:
        if "open_once" in str(error):
            raise OfferKnown from error
        raise


def _keep_step(offer: Offer, step: workflow.Step, actor: User | None, note: str = "") -> None:
    OfferStep.objects.create(
        offer=offer, code=step.code, status=offer.status, note=note, author=actor
    )


def _begin(offer: Offer, subject: Subject, actor: User | None) -> None:
    if isinstance(subject.record, ProjectIdea):
        begin_talks(actor=actor, idea=subject.record, partner=offer.partner, message=offer.what)
        return
    _enter(offer, subject.record, workflow.MAKE)
    if subject.record.assignee_id:
        _move(subject.record, requests.GAIN)


def _follow(offer: Offer, step: workflow.Step, subject: Subject, actor: User | None) -> None:
    """What the step means for the request; an idea is led by its own steps, such as “Funded”."""
    request = subject.record
    if isinstance(request, ProjectIdea):
        return
    _enter(offer, request, step)
    if step is workflow.CONSENT:
        _agree(request, actor)
    elif step is workflow.FALL_THROUGH:
        _move(request, requests.FALL_THROUGH, actor, offer.outcome_note)
    elif not offer.is_open and not _stands(request):
        _move(request, requests.LOSE)


def _agree(request: CoordinationRequest, actor: User | None) -> None:
    if not requests.leads_on(requests.AGREE, request):
        request = _move(request, requests.GAIN)
    _move(request, requests.AGREE, actor)


def _stands(request: CoordinationRequest) -> bool:
    return Offer.objects.filter(request=request, status__in=STANDING).exists()


def _move(
    request: CoordinationRequest,
    step: requests.Step,
    actor: User | None = None,
    note: str = "",
) -> CoordinationRequest:
    """Where the step does not lead on from here, the request stays: people led it elsewhere."""
    needs_officer = requests.OFFICER in step.needs or step.target == requests.OFFERED
    if not requests.leads_on(step, request) or (needs_officer and request.assignee_id is None):
        return request
    return move_by(actor=actor, request=request, step=step, given=Given(note=note))


def _enter(offer: Offer, request: CoordinationRequest, step: workflow.Step) -> None:
    """A line of the request's timeline: which offer of whom; the step is told by its code."""
    text = f"{offer.reference}, {offer.partner.name}"
    enter(request, EntryKind.OFFER, None, code=step.code, text=text)
