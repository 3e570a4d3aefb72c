"""A meeting planned from another record: its form knows already with whom and about what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from common.intake.texts import one_line
from cooperation.models import CoordinationRequest
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
        if found.partner is not None:
            known["partners"] = [found.partner]
    for name, model, column, field in (
        ("partner", Partner, "slug", "partners"),
        ("project", Project, "reference", "projects"),
        ("agreement", Agreement, "reference", "agreements"),
    ):
        record = _find(model, column, asked.get(name), user)
        if record is not None:
            known[field] = [record]
    return known


def _find(model: Any, column: str, key: str | None, user: Any) -> Any:
    key = one_line(key or "")[:200]
    if not key:
        return None
    return model.objects.visible_to(user).filter(**{column: key}).first()
