"""Requests and meetings chosen by typing, like partners and projects."""

from __future__ import annotations

from common.design.languages import wording
from cooperation.models import CoordinationRequest, Meeting
from projects.choosing import CHOOSERS, Records, project_label


def _label(one: CoordinationRequest) -> str:
    return f"{one.reference} {wording(one, 'subject').text}"[:160]


def offer_choices() -> None:
    CHOOSERS["requests"] = Records(
        model=CoordinationRequest,
        rows=lambda user: CoordinationRequest.objects.visible_to(user).order_by("-pk"),
        column="reference",
        says=_label,
    )
    CHOOSERS["meetings"] = Records(
        model=Meeting,
        rows=lambda user: Meeting.objects.visible_to(user).known().order_by("-starts_at", "-pk"),
        column="reference",
        says=project_label,
    )
