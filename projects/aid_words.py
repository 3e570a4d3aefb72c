"""How aid received looks on pages."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from common.design.formats import NBSP, current_language, number
from common.design.languages import wording
from common.design.parts import Pill, Tone
from common.registers.fields import text_in
from partners.programme_enums import RecordStatus
from projects.aid_enums import Unit
from projects.models import AidDelivery

TONES: dict[str, Tone] = {
    RecordStatus.DRAFT: "wait",
    RecordStatus.PUBLISHED: "good",
    RecordStatus.ARCHIVED: "quiet",
}


def record_pill(status: str) -> Pill:
    return Pill(str(RecordStatus(status).label), TONES[status])


def pill_unless_published(status: str) -> Pill | None:
    """What is published says so by being there."""
    return None if status == RecordStatus.PUBLISHED else record_pill(status)


def measured(quantity: Decimal | float, unit: str) -> str:
    """12 шт. / 2.5 t."""
    return f"{number(quantity)}{NBSP}{Unit(unit).label}"


def donor_of(delivery: AidDelivery, *, knows_partner: bool) -> str:
    """The partner's name where the viewer may know of it, else that of a free donor."""
    if delivery.partner_id:
        return wording(delivery.partner, "name").text if knows_partner else ""
    return wording(delivery, "donor_name").text


def recipient_of(delivery: AidDelivery) -> str:
    place = delivery.community or delivery.oblast
    return wording(place, "full_name").text


def row_donor(row: Mapping[str, Any]) -> str:
    """The donor of a row of the register."""
    language = current_language()
    return text_in(row["partner"]["name"] if row["partner"] else row["donor_name"], language)
