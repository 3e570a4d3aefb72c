"""Links to projects and programmes as the registers show them."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Case, F, Q, When

from common.codelists.enums import Visibility
from common.registers.expressions import JsonObject, NullIfEmpty, address
from common.registers.register import SEEN_BY
from communities.register_parts import texts
from communities.registers import API
from projects.enums import RecordStatus


def _known(path: str, level: Visibility) -> Q:
    known = Q(**{f"{path}__visibility__in": sorted(SEEN_BY[level])})
    if level is not Visibility.INTERNAL:
        known &= Q(**{f"{path}__record_status": RecordStatus.PUBLISHED})
    return known


def project_json() -> JsonObject:
    return JsonObject(
        id=F("project__public_id"),
        code=F("project__reference"),
        name=JsonObject(uk=F("project__title"), en=NullIfEmpty(F("project__title_en"))),
        url=address(f"{settings.SITE_URL}{API}projects/", "project__public_id", "/"),
    )


def known_project(level: Visibility) -> Q:
    """That there is one, of which a viewer of the level may know."""
    return _known("project", level) & Q(project__isnull=False)


def known_project_json(level: Visibility) -> Case:
    return Case(When(known_project(level), then=project_json()), default=None)


def known_programme(level: Visibility) -> Q:
    return _known("programme", level)


def known_programme_json(level: Visibility) -> Case:
    """Null where a viewer of the level may not know of the programme."""
    linked = JsonObject(
        id=F("programme__public_id"),
        name=texts("programme__name"),
        url=address(f"{settings.SITE_URL}{API}programmes/", "programme__public_id", "/"),
    )
    return Case(When(known_programme(level), then=linked), default=None)
