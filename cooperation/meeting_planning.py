"""A meeting planned from another record: its form knows already with whom and about what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from common.intake.texts import one_line
from cooperation.models import CoordinationRequest, Offer
from cooperation.offer_enums import STANDING
from partners.models import Agreement, Partner
from projects.models import Project


def known_from(asked: Mapping[str, str], user: Any) -> dict[str, Any]:
    """`?request=PL-REQ-2026-0042`, `?partner=undp`, `?project=…`, `?agreement=…`."""
    known: dict[str, Any] = {}
    found = _find(CoordinationRequest, "reference", asked.get("request"), user)
    if found is not None:
        known |= {
            "requests": [found],
            "communities": [found.community],
            "title": found.subject,
            "title_en": found.subject_en,
        }
        known["partners"] = _partners_of(found, user)
    for name, model, column, field in (
        ("partner", Partner, "slug", "partners"),
        ("project", Project, "reference", "projects"),
        ("agreement", Agreement, "reference", "agreements"),
    ):
        record = _find(model, column, asked.get(name), user)
        if record is not None:
            known[field] = [record]
    return known


def _partners_of(request: CoordinationRequest, user: Any) -> list[Partner]:
    """Whom it is about, and those whose offers stand."""
    standing = Offer.objects.visible_to(user).filter(request=request, status__in=STANDING)
    wanted = Q(pk=request.partner_id) | Q(pk__in=standing.values("partner"))
    return list(Partner.objects.visible_to(user).filter(wanted).order_by("pk"))


def _find(model: Any, column: str, key: str | None, user: Any) -> Any:
    key = one_line(key or "")[:200]
    if not key:
        return None
    return model.objects.visible_to(user).filter(**{column: key}).first()
