"""The answers of registers as the OpenAPI document tells them: each status, each content type."""

from __future__ import annotations

from functools import cache
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiParameter,
    OpenApiResponse,
    PolymorphicProxySerializer,
    inline_serializer,
)
from rest_framework import serializers

from common.registers.downloads import formats_of
from common.registers.formats import JSON_TYPE, Format
from common.registers.problems import CONTENT_TYPE
from common.registers.register import Register, is_open
from common.registers.schema import Problem, page_serializer, record_serializer

UNCHANGED = OpenApiResponse(description="Not changed since the `ETag` or moment that was given.")
UNUSABLE = "Parameters that cannot be used, by name."
ANOTHER_VERSION = "Not the version that `If-Match` names."

IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    description="The `ETag` of the version that you have seen; 412 when it is another one now.",
)

Responses = dict[Any, Any]


def problems(**said: str) -> Responses:
    """`_404="No such idea."`: problem documents by status, each with its description."""
    return {
        (int(status.removeprefix("_")), CONTENT_TYPE): OpenApiResponse(Problem, description=text)
        for status, text in said.items()
    }


def answers_of_list(register: Register) -> Responses:
    unknown_yet = {"_503": "Changes are not known yet: ask again."} if is_open(register) else {}
    return {
        (200, JSON_TYPE): _or_document(register, f"{register.singular}Page", _page(register)),
        **_files(register),
        304: UNCHANGED,
        **problems(_400=UNUSABLE, **_none_fits(register), _412=ANOTHER_VERSION, **unknown_yet),
    }


def answers_of_object(register: Register) -> Responses:
    gone = {301: OpenApiResponse(description="Merged into another record: see Location.")}
    unknown = "No such record, or none that you may see."
    return {
        (200, JSON_TYPE): _or_document(register, register.singular, _record(register)),
        **_files(register),
        **(gone if register.moved else {}),
        304: UNCHANGED,
        **problems(_400=UNUSABLE, _404=unknown, **_none_fits(register), _412=ANOTHER_VERSION),
    }


def _page(register: Register) -> Any:
    return page_serializer(register)


def _record(register: Register) -> Any:
    return record_serializer(register, whole=True)


def _or_document(register: Register, name: str, own: Any) -> Any:
    """Our own object; or the document of a standard that is JSON too, which `format` asks for."""
    documents = [_document(one) for one in register.formats if one.media_type == JSON_TYPE]
    if not documents:
        return own
    return PolymorphicProxySerializer(
        component_name=f"{name}OrDocument",
        serializers=[own, *documents],
        resource_type_field_name=None,
    )


@cache
def _document(one: Format) -> Any:
    members: dict[str, Any] = {
        name: serializers.JSONField(help_text=f"As {one.label} says.") for name in one.members
    }
    return inline_serializer(f"DocumentOf{one.label}", members)


def _files(register: Register) -> Responses:
    return {
        (200, one.media_type): _shape_of(one.media_type)
        for one in formats_of(register)
        if one.media_type != JSON_TYPE
    }


def _shape_of(media_type: str) -> OpenApiTypes:
    if media_type.endswith("+json"):
        return OpenApiTypes.OBJECT
    return OpenApiTypes.STR if media_type == "text/csv" else OpenApiTypes.BINARY


def _none_fits(register: Register) -> dict[str, str]:
    if not register.formats:
        return {}
    return {"_409": "No record can be told in the format: why, record by record."}
