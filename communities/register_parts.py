"""Fields, links and choices that many registers show alike, written once."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import Case, F, OuterRef, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.codelists.enums import Visibility
from common.codelists.models import Theme
from common.registers.expressions import JsonList, JsonObject, NullIfEmpty, address, codes
from common.registers.fields import Field, FieldKind
from communities.models import Oblast
from communities.registers import API, name_of, oblast_json, office_json

ID = Field(
    name="id",
    label=_("identifier"),
    kind=FieldKind.UUID,
    source="public_id",
    required=True,
    help="Never changes; use it to keep a mirror.",
)
REFERENCE = Field(
    name="reference",
    label=_("reference"),
    required=True,
    importable=True,
    help="Given once by the office that keeps the record.",
)
TITLE = Field(
    name="title",
    label=_("title"),
    kind=FieldKind.BILINGUAL,
    required=True,
    sort="sort_key",
    importable=True,
)
OFFICE = Field(
    name="office",
    label=_("kept by"),
    kind=FieldKind.REFERENCE,
    expression=office_json,
    extra={"codes": True},
)
CREATED_AT = Field(name="created_at", label=_("created at"), kind=FieldKind.MOMENT, required=True)
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


def texts(path: str) -> JsonObject:
    """A pair of columns in both languages; null in a language in which there is nothing."""
    return JsonObject(uk=NullIfEmpty(F(path)), en=NullIfEmpty(F(f"{path}_en")))


def community_json(path: str = "community") -> JsonObject:
    """A link to a community."""
    return JsonObject(
        code=F(f"{path}__code"),
        name=name_of(path),
        url=address(f"{settings.SITE_URL}{API}communities/", f"{path}__code", "/"),
    )


def community_if_any(path: str = "community") -> Case:
    """A link to a community; null where there is none."""
    return Case(When(**{f"{path}__isnull": False}, then=community_json(path)), default=None)


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
        item = JsonObject(code=F("theme__slug"), name=name_of("theme"))
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


def source_field(choices: Any) -> Field:
    """Where a record comes from: for officials."""
    return Field(
        name="source",
        label=_("origin of the record"),
        kind=FieldKind.CODE,
        choices=choices,
        audience=Visibility.INTERNAL,
        required=True,
    )


def rows_field(
    name: str, label: Any, schema: str, each: tuple[Field, ...], **options: Any
) -> Field:
    """What stands beside a record, row by row: `each` are the fields of one."""
    cell, codes_of = options.pop("cell", None), options.pop("codes_of", None)
    extra = {"parts": each, "schema": schema, "cell": cell, "codes": codes_of}
    return Field(name=name, label=label, kind=FieldKind.ROWS, extra=extra, **options)
