"""Links to projects and programmes, and lists of what records name, as the registers show them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.models import Case, F, OuterRef, Q, When
from django.utils.translation import gettext_lazy as _

from common.codelists.enums import Visibility
from common.registers.expressions import JsonList, JsonObject, address
from common.registers.fields import Field, FieldKind
from common.registers.register import SEEN_BY
from communities.register_parts import community_json, texts
from communities.registers import API
from partners.registers import partner_json, public_partner
from projects.enums import RecordStatus


def _known(path: str, level: Visibility) -> Q:
    known = Q(**{f"{path}__visibility__in": sorted(SEEN_BY[level])})
    if level is not Visibility.INTERNAL:
        known &= Q(**{f"{path}__record_status": RecordStatus.PUBLISHED})
    return known


def titled(path: str, register: str) -> JsonObject:
    """A link to a record with a reference and a title, as that register gives it."""
    return JsonObject(
        id=F(f"{path}__public_id"),
        code=F(f"{path}__reference"),
        name=texts(f"{path}__title"),
        url=address(f"{settings.SITE_URL}{API}{register}/", f"{path}__public_id", "/"),
    )


def project_json() -> JsonObject:
    return titled("project", "projects")


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


def linked(through: Any, record: str, item: JsonObject, only: Q | None = None) -> JsonList:
    """What a record names: `through` is the table between, `record` its key to the record."""
    rows = through.objects.filter(only or Q(), **{record: OuterRef("pk")})
    return JsonList(rows.order_by("pk").values(item=item))


def linked_field(
    name: str, label: Any, listed: Callable[[], JsonList], *, importable: bool = False
) -> Field:
    """The field of a list that `linked` gives."""
    return Field(
        name=name,
        label=label,
        kind=FieldKind.REFERENCES,
        expression=listed,
        extra={"codes": True},
        importable=importable,
    )


def communities_field(through: Any, record: str) -> Field:
    return linked_field(
        "communities",
        _("communities"),
        lambda: linked(through, record, community_json("community")),
        importable=True,
    )


def partners_field(through: Any, record: str) -> Field:
    """Only those that everybody may see, with the codes by which a table comes back in."""

    def listed() -> JsonList:
        item = partner_json("partner", code=F("partner__slug"))
        return linked(through, record, item, public_partner("partner"))

    return linked_field("partners", _("partners"), listed, importable=True)


def projects_field(through: Any, record: str) -> Field:
    """Only those that everybody may see."""
    return linked_field(
        "projects",
        _("projects"),
        lambda: linked(through, record, project_json(), known_project(Visibility.PUBLIC)),
        importable=True,
    )
