"""Leading a partner's record through its life. What may follow what stands in `workflow`."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.audit.context import acting
from partners import workflow
from partners.enums import PartnerStatus
from partners.exceptions import InvalidData, WrongStatus
from partners.models import Partner
from partners.services.locking import locked

LONGEST_REASON = 500


@transaction.atomic
def set_status(*, actor: User | None, partner: Partner, status: str) -> Partner:
    """Mark as active or dormant. Refuses WrongStatus (also archiving, which needs a reason)."""
    if status == PartnerStatus.ARCHIVED:
        raise WrongStatus
    partner = locked(partner)
    if partner.status == PartnerStatus.ARCHIVED and not partner.merged_into_id:
        raise WrongStatus
    return _moved(actor, partner, status)


@transaction.atomic
def archive_partner(*, actor: User | None, partner: Partner, reason: str) -> Partner:
    """Take the partner out of lists and choices; officials still find it.

    Refuses: WrongStatus, PartnerMerged, ReasonMissing, InvalidData (the reason is too long).
    """
    reason = " ".join(reason.replace("\x00", "").split())
    if len(reason) > LONGEST_REASON:
        text = _("The text is longer than %(longest)s characters.")
        raise InvalidData({"reason": [text % {"longest": LONGEST_REASON}]})
    return _moved(actor, locked(partner), PartnerStatus.ARCHIVED, reason)


@transaction.atomic
def restore_partner(*, actor: User | None, partner: Partner) -> Partner:
    """Back to the status before archiving. Refuses WrongStatus, PartnerMerged."""
    partner = locked(partner)
    if partner.status != PartnerStatus.ARCHIVED:
        raise WrongStatus
    return _moved(actor, partner, status_before(partner))


def status_before(partner: Partner) -> str:
    """The last status in the history that was not archived; active where history has none."""
    states = partner.events.exclude(status=PartnerStatus.ARCHIVED)  # type: ignore[attr-defined]
    last = states.order_by("-pgh_id").values_list("status", flat=True).first()
    return str(last or PartnerStatus.ACTIVE)


def _moved(actor: User | None, partner: Partner, status: str, reason: str = "") -> Partner:
    workflow.move(partner, status, reason=reason)
    with acting(actor=actor):
        partner.save(update_fields=["status", "archive_reason", "updated_at"])
    return partner
