"""Fields, links and choices that many registers show alike, written once."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import F, OuterRef
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.codelists.enums import Visibility
from common.codelists.models import Theme
from common.registers.expressions import JsonList, JsonObject, address, codes
from common.registers.fields import Field, FieldKind
from communities.models import Oblast
from communities.registers import API, oblast_json

ID = Field(
    name="id",
    label=_("identifier"),
    kind=FieldKind.UUID,
    source="public_id",
    required=True,
    help="Never changes; use it to keep a mirror.",
)
UPDATED_AT = Field(
    name="updated_at",
    label=_("updated at"),
    kind=FieldKind.MOMENT,
    required=True,
    sort="updated_at",
)


@cache
def visibilities() -> dict[str, Any]:
    return codes(Visibility, "mosty-visibility")


VISIBILITY = Field(
    name="visibility",
    label=_("who may see it"),
    kind=FieldKind.CODE,
    choices=visibilities,
    audience=Visibility.INTERNAL,
    required=True,
)


def oblasts() -> Any:
    return Oblast.objects.in_force().in_ukrainian_order()


def themes() -> Any:
    return Theme.objects.filter(is_archived=False)


def community_json(path: str = "community") -> JsonObject:
    """A link to a community."""
    return JsonObject(
        code=F(f"{path}__code"),
        name=JsonObject(uk=F(f"{path}__name"), en=F(f"{path}__name_en")),
        url=address(f"{settings.SITE_URL}{API}communities/", f"{path}__code", "/"),
    )


def oblast_field(path: str = "oblast") -> Field:
    """The oblast to which a record belongs, and the filter by it."""
    return Field(
        name="oblast",
        label=pgettext_lazy("territory", "oblast"),
        kind=FieldKind.REFERENCE,
        expression=lambda: oblast_json(path),
        extra={"codes": True},
        required=True,
        filterable=True,
        filter_queryset=oblasts,
        filter_lookup=path,
        filter_key="code",
    )


def themes_field(through: Any, record: str, *, importable: bool = True) -> Field:
    """The themes of a record and the filter by them. `record` is the key of `through` to it."""

    def listed() -> JsonList:
        item = JsonObject(
            code=F("theme__slug"), name=JsonObject(uk=F("theme__name"), en=F("theme__name_en"))
        )
        rows = through.objects.filter(**{record: OuterRef("pk")})
        return JsonList(rows.order_by("theme__position", "theme__pk").values(item=item))

    return Field(
        name="themes",
        label=_("themes"),
        kind=FieldKind.REFERENCES,
        expression=listed,
        extra={"codes": True},
        filterable=True,
        filter_queryset=themes,
        filter_lookup="themes",
        filter_key="slug",
        importable=importable,
    )
