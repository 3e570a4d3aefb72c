"""The page on which people try the API: Swagger UI from our own files, under a strict policy."""

from __future__ import annotations

from typing import Any

from csp.decorators import csp_update
from django.conf import settings
from django.utils.decorators import method_decorator
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.request import Request
from rest_framework.response import Response

from common.design.formats import current_language
from common.design.languages import OTHER


@method_decorator(csp_update(settings.API_DOCS_CONTENT_SECURITY_POLICY), name="dispatch")
class ApiDocs(SpectacularSwaggerSplitView):
    """HTML and script come apart: no inline script is needed. `?lang=` sets the language."""

    template_name = "portal/api_docs.html"
    url_name = "api:schema"
    permission_classes = []
    authentication_classes = []

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        response: Response = super().get(request, *args, **kwargs)  # type: ignore[no-untyped-call]
        if request.GET.get("script") is None and isinstance(response.data, dict):
            response.data["schema_address"] = self._get_schema_url(request)  # type: ignore[no-untyped-call]
            response.data["other"] = OTHER[current_language()]
        return response
