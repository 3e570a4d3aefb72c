"""The code lists that the objects of the API use: each code with its names, each list by scheme."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from common.codelists.models import CodelistEntry
from common.registers.api import answered_json
from common.registers.expressions import JsonLookup
from common.registers.fields import Field
from common.registers.parameters import refuse_unusable
from common.registers.register import registers
from common.registers.responses import UNUSABLE, problems
from common.registers.schema import LANGUAGE_PARAMETER, TextByLanguage
from common.registers.shapes import parts_of

# What `named_code` puts before the name of a list.
OFFICIAL = "IATI-"

Entry = dict[str, Any]


class CodelistSerializer(serializers.Serializer[Any]):
    scheme = serializers.CharField(help_text="As `scheme` of each code in the objects.")
    entries = serializers.IntegerField(help_text="How many codes it has.")
    url = serializers.CharField(help_text="Where the codes are.")


class CodelistsSerializer(serializers.Serializer[Any]):
    codelists = CodelistSerializer(many=True)


class CodelistEntrySerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = TextByLanguage()
    is_withdrawn = serializers.BooleanField(help_text="No longer to be used for new records.")


class CodesSerializer(serializers.Serializer[Any]):
    scheme = serializers.CharField()
    entries = CodelistEntrySerializer(many=True)


class CodelistsView(APIView):
    http_method_names = ["get", "head", "options"]

    @extend_schema(
        operation_id="codelists_list",
        summary="List the code lists",
        description="Lists of our own begin with `mosty-`; the others are official ones.",
        parameters=[LANGUAGE_PARAMETER],
        responses={200: CodelistsSerializer, **problems(_400=UNUSABLE)},
        tags=["codelists"],
    )
    def get(self, request: Request) -> HttpResponse:
        refuse_unusable(request.query_params, {"lang"})
        counts = {scheme: len(codes) for scheme, codes in own_lists().items()}
        official = CodelistEntry.objects.of_iati().order_by().values("codelist")
        counted = official.annotate(count=Count("pk"))
        for row in counted.values_list("codelist", "count"):
            counts.setdefault(scheme_of(row[0]), row[1])
        found = [
            {"scheme": scheme, "entries": counts[scheme], "url": _address(scheme)}
            for scheme in sorted(counts)
        ]
        return answered_json(request, {"codelists": found})


class CodelistView(APIView):
    http_method_names = ["get", "head", "options"]

    @extend_schema(
        operation_id="codelists_read",
        summary="Read the codes of a list",
        parameters=[LANGUAGE_PARAMETER],
        responses={200: CodesSerializer, **problems(_400=UNUSABLE, _404="No such list.")},
        tags=["codelists"],
    )
    def get(self, request: Request, scheme: str) -> HttpResponse:
        refuse_unusable(request.query_params, {"lang"})
        entries = own_lists().get(scheme) or _official(scheme)
        if not entries:
            raise Http404
        return answered_json(request, {"scheme": scheme, "entries": entries})


@cache
def own_lists() -> dict[str, list[Entry]]:
    """Scheme → codes, of all lists that the descriptions of the registers name."""
    found: dict[str, dict[str, Entry]] = {}
    for register in registers():
        for one in register.fields:
            for entry in _entries_of(one):
                codes = found.setdefault(entry["scheme"], {})
                codes[entry["code"]] = _entry(entry["code"], entry["name"])
    return {scheme: list(codes.values()) for scheme, codes in found.items()}


def _entries_of(one: Field) -> Iterator[Entry]:
    if one.choices is not None:
        yield from one.choices().values()
    for part in parts_of(one) if one.extra.get("parts") else ():
        if isinstance(part.expression, JsonLookup):
            yield from json.loads(part.expression.table).values()


def _official(scheme: str) -> list[Entry]:
    if not scheme.startswith(OFFICIAL):
        return []
    rows = CodelistEntry.objects.of_iati().filter(codelist=scheme.removeprefix(OFFICIAL))
    return [
        _entry(
            one.code,
            {"uk": one.name or None, "en": one.name_en or None},
            is_withdrawn=one.is_withdrawn,
        )
        for one in rows.order_by("position", "code")
    ]


def scheme_of(codelist: str) -> str:
    """The scheme under which objects name the official list."""
    return f"{OFFICIAL}{codelist}"


def _entry(code: str, name: Any, *, is_withdrawn: bool = False) -> Entry:
    return {"code": code, "name": name, "is_withdrawn": is_withdrawn}


def _address(scheme: str) -> str:
    return f"{settings.SITE_URL}{reverse('api:codelist', args=[scheme])}"
