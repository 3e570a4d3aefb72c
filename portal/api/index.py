"""The entrance of the API: what there is and where."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from common.design.languages import in_languages
from common.registers.api import answered_json
from common.registers.formats import LICENCE
from common.registers.parameters import refuse_unusable
from common.registers.register import registers
from common.registers.responses import UNUSABLE, problems
from common.registers.schema import LANGUAGE_PARAMETER, TextByLanguage


class IndexedRegister(serializers.Serializer[Any]):
    name = serializers.CharField()
    title = TextByLanguage()
    about = TextByLanguage()
    url = serializers.CharField(help_text="The list, with filters, order and pages.")


class Index(serializers.Serializer[Any]):
    registers = IndexedRegister(many=True)
    codelists = serializers.CharField(help_text="The code lists that the objects use.")
    statistics = serializers.CharField(help_text="Figures of an oblast.")
    aid_totals = serializers.CharField(help_text="Totals of aid received.")
    schema = serializers.CharField(help_text="This API as an OpenAPI document.")
    docs = serializers.CharField(help_text="A page to read about the API and to try it.")
    licence = serializers.CharField(help_text="The terms under which the data may be used.")


class IndexView(APIView):
    http_method_names = ["get", "head", "options"]

    @extend_schema(
        operation_id="index_read",
        summary="What there is and where",
        parameters=[LANGUAGE_PARAMETER],
        responses={200: Index, **problems(_400=UNUSABLE)},
        tags=["index"],
    )
    def get(self, request: Request) -> HttpResponse:
        refuse_unusable(request.query_params, {"lang"})
        return answered_json(
            request,
            {
                "registers": [
                    {
                        "name": one.name,
                        "title": in_languages(one.title),
                        "about": in_languages(one.about),
                        "url": _absolute(one.api_path),
                    }
                    for one in sorted(registers(), key=lambda one: one.name)
                    if one.api_path
                ],
                "codelists": _absolute(reverse("api:codelists")),
                "statistics": _absolute(reverse("api:statistics")),
                "aid_totals": _absolute(reverse("api:aid-totals")),
                "schema": _absolute(reverse("api:schema")),
                "docs": _absolute(reverse("api-docs")),
                "licence": LICENCE,
            },
        )


def _absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
