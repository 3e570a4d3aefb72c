"""Asking a partner to look at an idea or a request: with one click, and not twice."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.audit.context import acting
from cooperation.models import CoordinationRequest, PartnerInvite
from cooperation.offer_exceptions import (
    InvalidData,
    NotLookingForHelp,
    PartnerInvited,
    PartnerUnreachable,
)
from cooperation.offer_notices import tell_of_invite
from cooperation.request_enums import EntryKind
from cooperation.services.requests import enter
from cooperation.subjects import Subject
from partners.enums import PartnerStatus
from partners.models import Partner
from partners.selectors import people_of


@transaction.atomic
def invite_partner(*, actor: User | None, subject: Subject, partner: Partner) -> PartnerInvite:
    """Tell the partner's people of the need; without people in the portal, its contact persons.

    Kept on the timeline of a request. Refuses: NotLookingForHelp (partners could not see it),
    PartnerInvited, PartnerUnreachable, InvalidData.
    """
    if not subject.is_looking:
        raise NotLookingForHelp
    if partner.status == PartnerStatus.ARCHIVED or partner.merged_into_id:
        raise InvalidData({"partner": [_("This partner is archived: choose another one.")]})
    invite = PartnerInvite(
        partner=partner,
        **{subject.column: subject.record},
        people_told=people_of(partner).count(),
        author=actor,
    )
    with acting(actor=actor):
        _save(invite)
        if isinstance(subject.record, CoordinationRequest):
            enter(subject.record, EntryKind.PARTNER, actor, code="invite", text=partner.name)
    if not tell_of_invite(invite, subject, actor=actor):
        raise PartnerUnreachable
    return invite


def _save(invite: PartnerInvite) -> None:
    try:
        with transaction.atomic():
            invite.save()
    except IntegrityError as error:
        raise PartnerInvited from error
