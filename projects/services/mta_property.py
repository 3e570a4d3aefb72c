"""Property that recipients of technical assistance have received, and its publication."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields, replace
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.audit.context import acting
from common.intake.refusals import ChangedMeanwhile
from common.intake.texts import one_line, with_scheme
from common.money.currencies import CODE
from communities.models import Community
from partners.saving import save_checked
from projects.exceptions import InvalidData
from projects.models import Project, ReceivedProperty
from projects.mta_exceptions import PropertyWithdrawn
from projects.mta_terms import publish_by
from projects.services.mta_registration import locked_technical_assistance
from projects.services.projects import EARLIEST

LONGEST_REASON = 500


@dataclass(frozen=True, kw_only=True)
class PropertyData:
    """`recipient`, or a name for a body that is no community."""

    description: str
    booked_on: dt.date
    description_en: str = ""
    recipient: Community | None = None
    recipient_name: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    amount: Decimal | None = None
    currency: str = ""

    def cleaned(self) -> PropertyData:
        return replace(
            self,
            description=one_line(self.description),
            description_en=one_line(self.description_en),
            recipient_name="" if self.recipient else one_line(self.recipient_name),
            unit=one_line(self.unit),
            currency=one_line(self.currency).upper() if self.amount is not None else "",
        )


COLUMNS = tuple(one.name for one in fields(PropertyData))


def property_data_of(received: ReceivedProperty) -> PropertyData:
    return PropertyData(**{name: getattr(received, name) for name in COLUMNS})


@transaction.atomic
def record_property(
    *, actor: User | None, project: Project, data: PropertyData
) -> ReceivedProperty:
    """Record what was taken on the balance sheet; from that day it is to be published in ten days.

    Refuses: RecordArchived, ProjectMerged, NotTechnicalAssistance, InvalidData.
    """
    project = locked_technical_assistance(project)
    return _kept(actor, ReceivedProperty(project=project), data)


@transaction.atomic
def change_property(
    *,
    actor: User | None,
    received: ReceivedProperty,
    data: PropertyData,
    seen: dt.datetime | None = None,
) -> ReceivedProperty:
    """Mend the entry. `seen` is its `updated_at` before the actor's eyes.

    Refuses as `record_property`, and PropertyWithdrawn, ChangedMeanwhile.
    """
    received = _locked(received)
    if seen is not None and received.updated_at != seen:
        raise ChangedMeanwhile
    return _kept(actor, received, data)


@transaction.atomic
def publish_property(
    *, actor: User | None, received: ReceivedProperty, url: str = ""
) -> ReceivedProperty:
    """Show it to everybody on the page of the project, from today; published again it stays so.

    `url` is where it stands besides. Refuses: RecordArchived, ProjectMerged, PropertyWithdrawn,
    InvalidData.
    """
    received = _locked(received)
    url = with_scheme(one_line(url))
    if received.published_on and received.published_url == url:
        return received
    received.published_on = received.published_on or timezone.localdate()
    received.published_url = url
    with acting(actor=actor):
        save_checked(received, about="published_url")
    return received


@transaction.atomic
def withdraw_property(
    *, actor: User | None, received: ReceivedProperty, reason: str
) -> ReceivedProperty:
    """Take an entry that was a mistake out of lists and sums; it stays in the history."""
    received = _locked(received)
    reason = one_line(reason)
    if not reason or len(reason) > LONGEST_REASON:
        raise InvalidData({"reason": [_("Say why it is withdrawn, in at most 500 letters.")]})
    received.withdrawn_reason = reason
    with acting(actor=actor):
        received.save()
    return received


def _locked(received: ReceivedProperty) -> ReceivedProperty:
    locked_technical_assistance(received.project)
    found: ReceivedProperty = ReceivedProperty.objects.select_for_update(of=("self",)).get(
        pk=received.pk
    )
    if found.is_withdrawn:
        raise PropertyWithdrawn
    return found


def _kept(actor: User | None, received: ReceivedProperty, data: PropertyData) -> ReceivedProperty:
    data = data.cleaned()
    _refuse_strange(data)
    for name in COLUMNS:
        setattr(received, name, getattr(data, name))
    received.publish_by = publish_by(data.booked_on)
    with acting(actor=actor):
        save_checked(received, about="description")
    return received


def _refuse_strange(data: PropertyData) -> None:
    errors: dict[str, list[str]] = {}
    if not data.description:
        errors["description"] = [_("Say what was received.")]
    if data.booked_on > timezone.localdate():
        errors["booked_on"] = [_("This day is still to come.")]
    if data.booked_on < EARLIEST:
        errors["booked_on"] = [_("This is too long ago.")]
    if data.quantity is not None and data.quantity <= 0:
        errors["quantity"] = [_("A quantity is more than nought.")]
    if data.amount is not None and not CODE.fullmatch(data.currency):
        errors["currency"] = [_("Say in which currency: three capital letters, such as EUR.")]
    if errors:
        raise InvalidData(errors)
