"""How states of partners look on pages."""

from __future__ import annotations

from common.design.parts import Pill, Tone
from partners.enums import PartnerStatus

TONES: dict[str, Tone] = {
    PartnerStatus.CANDIDATE: "info",
    PartnerStatus.ACTIVE: "good",
    PartnerStatus.DORMANT: "wait",
    PartnerStatus.ARCHIVED: "quiet",
}


def status_pill(status: str) -> Pill:
    return Pill(str(PartnerStatus(status).label), TONES[status])
