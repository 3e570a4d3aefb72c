"""What offers and meetings add to the page of a request: a registry, filled in `ready()`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from communities.places import PlaceSection
from cooperation.models import CoordinationRequest

RequestSection = Callable[[CoordinationRequest, Any], PlaceSection | None]

_of_requests: list[RequestSection] = []


def add_request_section(section: RequestSection) -> None:
    """Show `section(request, user)` on the page of every request; once however often added."""
    if section not in _of_requests:
        _of_requests.append(section)


def sections_of_request(request: CoordinationRequest, user: Any) -> list[PlaceSection]:
    return [found for section in _of_requests if (found := section(request, user))]
