"""Requests chosen by typing, like partners and projects."""

from __future__ import annotations

from common.design.languages import wording
from cooperation.models import CoordinationRequest
from projects.choosing import CHOOSERS, Records


def _label(one: CoordinationRequest) -> str:
    return f"{one.reference} {wording(one, 'subject').text}"[:160]


def offer_requests() -> None:
    CHOOSERS["requests"] = Records(
        model=CoordinationRequest,
        rows=lambda user: CoordinationRequest.objects.visible_to(user).order_by("-pk"),
        column="reference",
        says=_label,
    )
