"""The OpenAPI document, as YAML or as JSON."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiYamlRenderer
from drf_spectacular.utils import extend_schema
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from common.design.formats import current_language
from common.registers.api import answered
from common.registers.paging import BadParameter
from common.registers.parameters import refuse_unusable

FORMATS = {"yaml": OpenApiYamlRenderer, "json": OpenApiJsonRenderer}


class ProblemsInJson(BaseContentNegotiation):
    """Whatever is accepted: a refusal is a problem document."""

    def select_parser(self, request: Any, parsers: Any) -> Any:
        return None

    def select_renderer(self, request: Any, renderers: Any, format_suffix: Any = None) -> Any:
        return JSONRenderer(), JSONRenderer.media_type


class SchemaView(APIView):
    """`?format=` decides; without it `Accept`, and YAML where both are welcome."""

    permission_classes = []
    authentication_classes = []
    http_method_names = ["get", "head", "options"]
    content_negotiation_class = ProblemsInJson

    @extend_schema(exclude=True)
    def get(self, request: Request) -> HttpResponse:
        refuse_unusable(request.query_params, {"lang", "format"})
        made = self._renderer(request)
        text = _document(made, current_language())
        return answered(request, text, None, content_type=str(made.media_type))

    def _renderer(self, request: Request) -> Any:
        asked = request.query_params.get("format")
        if asked is None:
            accepted = request.headers.get("Accept", "")
            asked = "json" if "json" in accepted and "yaml" not in accepted else "yaml"
        if asked not in FORMATS:
            message = _("The formats are: %(formats)s.") % {"formats": ", ".join(FORMATS)}
            raise BadParameter("format", message)
        return FORMATS[asked]


@cache
def _document(renderer: Any, language: str) -> str:
    """Always the same while the portal runs, and seconds of work."""
    with translation.override(language):
        schema = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
        text: bytes = renderer().render(schema, renderer_context={})
        return text.decode()
