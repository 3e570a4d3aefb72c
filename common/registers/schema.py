"""What the OpenAPI document says of a register: serializers and parameters made from its fields."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import django_filters
from django.utils import translation
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, inline_serializer
from rest_framework import serializers

from common.codelists.enums import Visibility
from common.registers.downloads import names_of_formats
from common.registers.fields import Field, FieldKind
from common.registers.filters import filterset_class, parameters_of
from common.registers.parameters import values_of
from common.registers.register import Register, is_open
from common.registers.shapes import linked, may_be_nothing, parts_of
from common.search.finding import MOST_COUNTED, RELEVANCE


class TextByLanguage(serializers.Serializer[Any]):
    uk = serializers.CharField(allow_null=True)
    en = serializers.CharField(allow_null=True)


class Code(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = TextByLanguage()
    scheme = serializers.CharField(help_text="The code list that the code is from.")


class Identifier(serializers.Serializer[Any]):
    scheme = serializers.CharField()
    id = serializers.CharField()


class Place(serializers.Serializer[Any]):
    latitude = serializers.FloatField()
    longitude = serializers.FloatField()


class Hryvnias(serializers.Serializer[Any]):
    amount = serializers.FloatField(help_text="The amount in hryvnias.")
    rate = serializers.FloatField(help_text="Official rate: hryvnias for one unit.")
    rate_on = serializers.DateField(help_text="The day of that rate.")


class Money(serializers.Serializer[Any]):
    amount = serializers.FloatField()
    currency = serializers.CharField(help_text="ISO 4217.")
    value_date = serializers.DateField(
        allow_null=True, help_text="The day whose value the amount states."
    )
    in_uah = Hryvnias(
        allow_null=True, help_text="Null for hryvnias, and where no rate near the day is known."
    )


class Refusal(serializers.Serializer[Any]):
    """What is wrong with which part of the request."""

    parameter = serializers.CharField(
        required=False, help_text="The parameter of the address that is meant."
    )
    field = serializers.CharField(
        required=False,
        help_text=(
            "The field of the body that is meant; `themes.2` is an element of a list. Empty: the "
            "body as a whole."
        ),
    )
    message = serializers.CharField(help_text="In the language that was asked for.")


class Problem(serializers.Serializer[Any]):
    """RFC 9457 problem details."""

    type = serializers.CharField()
    title = serializers.CharField(help_text="In the language that was asked for.")
    status = serializers.IntegerField()
    errors = Refusal(many=True, required=False)  # type: ignore[assignment]


_PLAIN: dict[FieldKind, Any] = {
    FieldKind.TEXT: serializers.CharField,
    FieldKind.URL: serializers.CharField,
    FieldKind.UUID: serializers.UUIDField,
    FieldKind.NUMBER: serializers.IntegerField,
    FieldKind.DECIMAL: serializers.FloatField,
    FieldKind.DATE: serializers.DateField,
    FieldKind.MOMENT: serializers.DateTimeField,
    FieldKind.FLAG: serializers.BooleanField,
}
_STRUCTURED: dict[FieldKind, Any] = {
    FieldKind.BILINGUAL: TextByLanguage,
    FieldKind.CODE: Code,
    FieldKind.COUNTRY: Code,
    FieldKind.PLACE: Place,
    FieldKind.MONEY: Money,
}
_NULLABLE = {
    FieldKind.TEXT,
    FieldKind.URL,
    FieldKind.NUMBER,
    FieldKind.DECIMAL,
    FieldKind.DATE,
    FieldKind.MOMENT,
    FieldKind.UUID,
    FieldKind.CODE,
    FieldKind.COUNTRY,
    FieldKind.PLACE,
    FieldKind.MONEY,
    FieldKind.REFERENCE,
}


def serializer_field(one: Field) -> Any:
    """The field as drf-spectacular describes it. Fields of a limited audience may be absent."""
    options: dict[str, Any] = {"help_text": _description(one)}
    is_nullable = one.kind in _NULLABLE or one.extra.get("nullable") or may_be_nothing(one)
    if is_nullable and not one.required:
        options["allow_null"] = True
    if one.audience is not Visibility.PUBLIC:
        options["required"] = False
    if one.kind in _PLAIN:
        return _PLAIN[one.kind](**options)
    if one.kind in _LISTS:
        return _LISTS[one.kind](one, options)
    if one.kind is FieldKind.REFERENCE:
        return linked(one)(**options)
    return _STRUCTURED[one.kind](**options)


def _rows_serializer(one: Field, options: dict[str, Any]) -> Any:
    name = one.extra["schema"]
    if name not in _rows_serializers:
        parts = {part.name: serializer_field(part) for part in parts_of(one)}
        _rows_serializers[name] = type(inline_serializer(name, parts))
    return _rows_serializers[name](many=True, **options)


# Name in the document → class: the list and the record speak of the same one.
_rows_serializers: dict[str, Any] = {}


_LISTS: dict[FieldKind, Callable[[Field, dict[str, Any]], Any]] = {
    FieldKind.TEXTS: lambda one, options: serializers.ListField(
        child=serializers.CharField(), **options
    ),
    FieldKind.IDENTIFIERS: lambda one, options: Identifier(many=True, **options),
    FieldKind.REFERENCES: lambda one, options: linked(one)(many=True, **options),
    FieldKind.ROWS: _rows_serializer,
}


def _description(one: Field) -> str:
    with translation.override("en"):
        text = one.help or f"{str(one.label).capitalize()}."
    if one.audience is not Visibility.PUBLIC:
        text += f" Only for viewers of the level «{one.audience.value}»."
    return text


def record_serializer(register: Register, *, whole: bool) -> Any:
    """One record: the whole, or what stands in lists. The same whoever asks for it."""
    if (register.name, whole) not in _records:
        _records[register.name, whole] = _record_serializer(register, whole=whole)
    return _records[register.name, whole]


_records: dict[tuple[str, bool], Any] = {}


def _record_serializer(register: Register, *, whole: bool) -> Any:
    chosen = [one for one in register.fields if whole or one.in_list]
    suffix = "" if whole else "InList"
    return inline_serializer(
        f"{register.singular}{suffix}",
        {one.name: serializer_field(one) for one in chosen} | _stamps(),
    )


def _stamps() -> dict[str, Any]:
    return {
        "changed_at": serializers.DateTimeField(
            allow_null=True,
            help_text=(
                "When anything in the object last changed for everybody, linked names included; "
                "`updated_since` goes by it. Null for what is not public."
            ),
        ),
        "etag": serializers.CharField(
            help_text=(
                "Checksum of the whole object, which its own address gives as `ETag`. In lists "
                "it may be some seconds old."
            ),
        ),
    }


def tombstone_serializer(register: Register) -> Any:
    """What a mirror takes away."""
    return inline_serializer(
        f"{register.singular}Tombstone",
        {
            register.key_name: serializers.CharField(),
            "reason": serializers.ChoiceField(
                choices=["withdrawn", "moved", "not_in_filter"],
                help_text=(
                    "`withdrawn`: no longer public. `moved`: merged into another record, or under "
                    "another key now. `not_in_filter`: public, but not what the filters ask for."
                ),
            ),
            "moved_to": serializers.CharField(
                allow_null=True, help_text="Address of what took its place."
            ),
            "changed_at": serializers.DateTimeField(),
        },
    )


def page_serializer(register: Register) -> Any:
    return inline_serializer(
        f"{register.singular}Page",
        {
            "count": serializers.IntegerField(
                allow_null=True,
                help_text=(
                    "Exact total; only with `count=exact`, else null. Of what `search` finds, "
                    f"no more than {MOST_COUNTED}: see `count_is_capped`."
                ),
            ),
            "count_is_capped": serializers.BooleanField(
                required=False,
                help_text=(
                    "Only with `count=exact` and `search`: whether more is found than `count` says."
                ),
            ),
            "next": serializers.CharField(allow_null=True, help_text="Address of the next page."),
            "previous": serializers.CharField(
                allow_null=True, help_text="Address of the previous page."
            ),
            "results": record_serializer_list(register),
            "as_of": serializers.DateTimeField(
                required=False,
                help_text=(
                    "Only with `updated_since`: every change committed before this moment stands "
                    "here or on a page before."
                ),
            ),
            "resume": serializers.CharField(
                required=False,
                help_text="Only with `updated_since`: the address to ask for what comes later.",
            ),
            "removed": type(tombstone_serializer(register))(
                many=True,
                required=False,
                help_text="Only with `updated_since`: what is gone.",
            ),
        },
    )


def record_serializer_list(register: Register) -> Any:
    one = record_serializer(register, whole=False)
    return type(one)(many=True)


UPDATED_SINCE = OpenApiParameter(
    "updated_since",
    str,
    description=(
        "What changed since this moment or day, in the order of the changes, with "
        "tombstones in `removed`: `2026-03-31T08:00:00Z`, `2026-03-31`. Objects are given "
        "whole, as at their own addresses. Go on with `next`, later with `resume`. Not "
        "together with `ordering`, `count` and `format`. 503 says that the register was "
        "just installed."
    ),
)


SEARCH = (
    "Words that must all occur, in any form, in Ukrainian or English: in names first, then in "
    "texts; or a reference or another code. Beginnings of words do. When nothing is found, words "
    "that are spelt nearly so are looked for."
)


def list_parameters(register: Register) -> list[OpenApiParameter]:
    """Filters of the register and the parameters that every list has."""
    orderings = [name for sort in sorted(register.sorts) for name in (sort, f"-{sort}")]
    return [
        *_filter_parameters(register),
        OpenApiParameter("search", str, description=SEARCH),
        OpenApiParameter(
            "ordering",
            str,
            enum=[*orderings, RELEVANCE],
            description=(
                f"Field to sort by, `-` descending. Default: `{register.default_sort}`; with "
                f"`search`: `{RELEVANCE}`, what fits best first."
            ),
        ),
        OpenApiParameter("cursor", str, description="Page marker out of `next` or `previous`."),
        OpenApiParameter("page_size", int, description="Records on a page, 1 to 200. Default: 50."),
        OpenApiParameter(
            "count",
            str,
            enum=["exact"],
            description=(
                "Ask for the exact total in `count`; what is searched for is counted up to "
                f"{MOST_COUNTED}."
            ),
        ),
        *([UPDATED_SINCE] if is_open(register) else []),
        *choice_parameters(),
        format_parameter(register),
        LANGUAGE_PARAMETER,
    ]


def choice_parameters() -> list[OpenApiParameter]:
    return [
        OpenApiParameter(
            "fields",
            str,
            description=(
                "Names of fields with commas between them: only these are given. Any field of the "
                "whole record may be asked for, in lists and tables too."
            ),
        ),
        OpenApiParameter(
            "expand",
            str,
            description=(
                "At most three names of fields that link to other records: each link gets "
                "`record`, the linked record as in its own list."
            ),
        ),
    ]


def format_parameter(register: Register) -> OpenApiParameter:
    return OpenApiParameter(
        "format",
        str,
        enum=names_of_formats(register),
        description=(
            "Format of the answer, `json` if not said. Other formats hold all records that the "
            "filters leave, not one page. 409 says that no record can be told in the format."
        ),
    )


LANGUAGE_PARAMETER = OpenApiParameter(
    "lang",
    str,
    enum=["uk", "en"],
    description=(
        "Language of messages, and of headings and texts of files that have one language. "
        "Default: as `Accept-Language` says, else `uk`."
    ),
)


def _filter_parameters(register: Register) -> list[OpenApiParameter]:
    with translation.override("en"):
        return [
            _filter_parameter(parameter, one)
            for name, one in filterset_class(register).base_filters.items()
            for parameter in parameters_of(name, one)
        ]


def _filter_parameter(parameter: str, one: django_filters.Filter) -> OpenApiParameter:
    several = isinstance(one, django_filters.MultipleChoiceFilter)
    kind: Any = OpenApiTypes.STR
    if isinstance(one, django_filters.RangeFilter):
        kind = OpenApiTypes.NUMBER
    text = f"Filter: {one.label}."
    if several:
        text += " May be given several times; records with any of the values are found."
    if isinstance(one, django_filters.DateFilter):
        kind = OpenApiTypes.DATE
    return OpenApiParameter(
        parameter, kind, description=text, many=several, enum=_fixed_values(one) or None
    )


def _fixed_values(one: django_filters.Filter) -> list[str]:
    """The values of a filter that are the same in every installation."""
    choices = one.extra.get("choices")
    is_fixed = not callable(choices) or getattr(choices, "is_fixed", False)
    return values_of(one.field) if choices and is_fixed else []
