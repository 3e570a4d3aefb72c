"""Registering aid received, changing it, leading its record through its life."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.audit.context import acting
from common.intake.pressed_twice import a_moment_ago, same_row
from common.intake.refusals import ChangedMeanwhile
from common.money.currencies import CODE
from common.references.allocation import allocate
from communities.models import Oblast
from communities.prefixes import reference_prefix
from partners import record_workflow as workflow
from partners.enums import PartnerStatus
from partners.exceptions import InvalidData
from partners.programme_enums import RecordStatus
from partners.record_workflow import RecordArchived
from partners.saving import save_checked
from projects.aid_data import COLUMNS, AidData
from projects.aid_enums import AidSource
from projects.models import AidDelivery

SERIES = "AID"
EARLIEST = dt.date(1991, 8, 24)

Errors = dict[str, list[str]]


@transaction.atomic
def register_aid(
    *,
    actor: User | None,
    data: AidData,
    record_status: str = RecordStatus.DRAFT,
    source: str = AidSource.MANUAL,
    source_note: str = "",
) -> AidDelivery:
    """Put a delivery into the register and give it its reference.

    The same entered by hand a moment ago is that one: the button was pressed twice. Refuses:
    InvalidData (field → messages), WrongRecordStatus (nothing begins in the archive).
    """
    data = checked(data)
    assert data.oblast is not None
    delivery = AidDelivery(source=source, source_note=source_note)
    _fill(delivery, data)
    is_by_hand = actor is not None and source == AidSource.MANUAL
    if is_by_hand and (made := _just_entered(delivery, record_status)):
        return made
    workflow.begin(delivery, record_status)
    delivery.reference = allocate(
        prefix=reference_prefix(data.oblast.code),
        series=SERIES,
        year=timezone.localdate().year,
    )
    with acting(actor=actor):
        save_checked(delivery, about="name")
    return delivery


def _just_entered(delivery: AidDelivery, record_status: str) -> AidDelivery | None:
    """Presses of one oblast wait for each other, so that the second sees what the first made."""
    Oblast.objects.select_for_update(no_key=True).get(pk=delivery.oblast_id)
    recent = AidDelivery.objects.filter(
        source=AidSource.MANUAL, record_status=record_status, created_at__gte=a_moment_ago()
    )
    return same_row(recent, **{name: getattr(delivery, name) for name in COLUMNS})


@transaction.atomic
def change_aid(
    *,
    actor: User | None,
    delivery: AidDelivery,
    data: AidData,
    seen: dt.datetime | None = None,
) -> AidDelivery:
    """Make the delivery as `data` says; the same data again change nothing.

    `seen` is the `updated_at` that the actor had before the eyes; without it nothing is compared.
    Refuses: RecordArchived, ChangedMeanwhile, InvalidData.
    """
    delivery = locked(delivery)
    if delivery.record_status == RecordStatus.ARCHIVED:
        raise RecordArchived
    if seen is not None and delivery.updated_at != seen:
        raise ChangedMeanwhile
    data = checked(data, before=delivery)
    if any(getattr(delivery, name) != getattr(data, name) for name in COLUMNS):
        _fill(delivery, data)
        with acting(actor=actor):
            save_checked(delivery, about="name")
    return delivery


@transaction.atomic
def take_aid_step(
    *, actor: User | None, delivery: AidDelivery, code: str, reason: str = ""
) -> AidDelivery:
    """Publish, take back to draft, archive, restore. Refuses: WrongRecordStatus,
    RecordReasonMissing, InvalidData.
    """
    delivery = locked(delivery)
    workflow.take(delivery, code, reason=reason)
    with acting(actor=actor):
        delivery.save(update_fields=["record_status", "archive_reason", "updated_at"])
    return delivery


def locked(delivery: AidDelivery) -> AidDelivery:
    """The record as it is now, held until the transaction ends."""
    rows = AidDelivery.objects.select_for_update(of=("self",))
    found: AidDelivery = rows.select_related(
        "partner", "oblast", "community__oblast", "project"
    ).get(pk=delivery.pk)
    return found


def checked(data: AidData, *, before: AidDelivery | None = None) -> AidData:
    """The data cleaned. Refuses InvalidData; a partner archived since may stay where it stands."""
    data = data.cleaned()
    errors: Errors = {}
    if not data.name:
        errors["name"] = [_("Say what was received.")]
    if data.oblast is None:
        errors["community"] = [_("Say for which community or oblast it came.")]
    if data.delivered_on > timezone.localdate():
        errors["delivered_on"] = [_("This day is still to come: only aid received is entered.")]
    elif data.delivered_on < EARLIEST:
        errors["delivered_on"] = [_("This is too long ago.")]
    if data.value_date and data.value_date > timezone.localdate():
        errors["value_date"] = [_("A value cannot be as of a day that is still to come.")]
    if data.amount is not None and not CODE.fullmatch(data.currency):
        errors["currency"] = [_("Choose the currency of the value.")]
    partner = data.partner
    stays = before is not None and partner is not None and before.partner_id == partner.pk
    if partner and not stays and partner.status == PartnerStatus.ARCHIVED:
        errors["partner"] = [_("This partner is archived: choose another one.")]
    if data.project and data.project.merged_into_id:
        errors["project"] = [_("This project was merged into another one: choose that one.")]
    if errors:
        raise InvalidData(errors)
    return data


def _fill(delivery: AidDelivery, data: AidData) -> None:
    for name in COLUMNS:
        setattr(delivery, name, getattr(data, name))
