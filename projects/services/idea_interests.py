"""Interest of partners in ideas: registered, talked about, with an outcome."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.audit.context import acting
from common.intake.lengths import overlong
from common.intake.texts import many_lines, one_line
from partners.enums import PartnerStatus
from partners.models import Partner
from projects import idea_workflow as workflow
from projects.idea_enums import LOOKING, OPEN_INTEREST, IdeaStatus, InterestStatus
from projects.idea_exceptions import (
    IdeaNotLooking,
    InterestClosed,
    InterestKnown,
    InvalidData,
)
from projects.idea_letters import tell_of_interest, tell_of_outcome
from projects.models import IdeaInterest, ProjectIdea
from projects.services.ideas import keep, locked

LARGEST_NOTE = 1000


@transaction.atomic
def register_interest(
    *,
    actor: User | None,
    idea: ProjectIdea,
    partner: Partner,
    message: str,
    contact_wishes: str = "",
) -> IdeaInterest:
    """The partner is interested; the office and the communities get a letter.

    Refuses: IdeaNotLooking, InterestKnown, InvalidData.
    """
    idea = locked(idea)
    if idea.status not in LOOKING:
        raise IdeaNotLooking
    if partner.status == PartnerStatus.ARCHIVED or partner.merged_into_id:
        raise InvalidData({"partner": [_("This partner is archived: choose another one.")]})
    if idea.interests.open().filter(partner=partner).exists():
        raise InterestKnown
    interest = IdeaInterest(
        idea=idea,
        partner=partner,
        message=many_lines(message),
        contact_wishes=one_line(contact_wishes),
        author=actor,
    )
    too_long = overlong(interest)
    if too_long:
        raise InvalidData(too_long)
    try:
        interest.clean_fields(exclude={"idea", "partner", "author"})
    except ValidationError as error:
        raise InvalidData(dict(error.message_dict)) from error
    with acting(actor=actor):
        try:
            with transaction.atomic():
                interest.save()
        except IntegrityError as error:
            raise InterestKnown from error
        _gain(actor, idea)
    tell_of_interest(interest)
    return interest


@transaction.atomic
def begin_talks(
    *, actor: User | None, idea: ProjectIdea, partner: Partner, message: str
) -> IdeaInterest:
    """The partner says more than that it is interested: its interest is in talks from now on.

    Nobody is told: whatever begins the talks tells of itself. Refuses IdeaNotLooking.
    """
    idea = locked(idea)
    if idea.status not in LOOKING:
        raise IdeaNotLooking
    interest = idea.interests.open().filter(partner=partner).first()
    if interest is None:
        interest = IdeaInterest(idea=idea, partner=partner, message=message, author=actor)
    interest.status = InterestStatus.TALKS
    interest.outcome_on = timezone.localdate()
    with acting(actor=actor):
        interest.save()
        _gain(actor, idea)
    return interest


def _gain(actor: User | None, idea: ProjectIdea) -> None:
    """The first interest moves the idea; every one is a sign that it lives."""
    if idea.status == IdeaStatus.PUBLISHED:
        workflow.move(idea, workflow.GAIN)
        keep(actor, idea, workflow.GAIN)
    else:
        idea.touched_at, idea.asked_at = timezone.now(), None
        idea.save(update_fields=["touched_at", "asked_at", "updated_at"])


@transaction.atomic
def record_outcome(
    *, actor: User | None, interest: IdeaInterest, status: str, note: str = ""
) -> IdeaInterest:
    """Talks, or not continued with the reason. The idea looks for others when none is left.

    That an interest was funded is recorded by `fund_idea`.
    Refuses: InterestClosed, InvalidData (status, outcome_note).
    """
    idea = locked(interest.idea)
    interest = IdeaInterest.objects.select_for_update(of=("self",)).get(pk=interest.pk)
    if interest.status not in OPEN_INTEREST:
        raise InterestClosed
    if status not in {InterestStatus.TALKS, InterestStatus.ENDED}:
        raise InvalidData({"status": [_("Choose what came of it.")]})
    note = many_lines(note)
    if status == InterestStatus.ENDED and not note:
        raise InvalidData({"outcome_note": [_("Say why it was not continued.")]})
    if len(note) > LARGEST_NOTE:
        raise InvalidData({"outcome_note": [_("The note is too long.")]})
    interest.status, interest.outcome_note = status, note
    interest.outcome_on = timezone.localdate()
    with acting(actor=actor):
        interest.save()
        if idea.status == IdeaStatus.INTEREST and not idea.interests.open().exists():
            workflow.move(idea, workflow.LOSE)
            keep(actor, idea, workflow.LOSE)
        else:
            idea.touched_at, idea.asked_at = timezone.now(), None
            idea.save(update_fields=["touched_at", "asked_at", "updated_at"])
    tell_of_outcome(interest, by=actor)
    return interest
