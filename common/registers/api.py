"""Reading a register through the API: JSON comes whole from PostgreSQL, a page in two queries."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from drf_spectacular.utils import (
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    extend_schema_view,
)
from rest_framework.request import Request
from rest_framework.views import APIView

from common.registers.downloads import file_of, format_asked
from common.registers.filters import filterset_class, parameters_of
from common.registers.formats import JSON, LICENCE
from common.registers.listing import Listing, listing
from common.registers.paging import BadParameter
from common.registers.problems import BadRequest
from common.registers.register import Register
from common.registers.schema import (
    LANGUAGE_PARAMETER,
    Problem,
    format_parameter,
    list_parameters,
    page_serializer,
    record_serializer,
)

DEFAULT_SIZE = 50
LARGEST_SIZE = 200
KNOWN = frozenset({"search", "ordering", "cursor", "page_size", "count", "lang", "format"})


def json_answer(text: str) -> HttpResponse:
    answer = HttpResponse(text, content_type="application/json; charset=utf-8")
    answer["Vary"] = "Cookie, Authorization"
    answer["Link"] = f'<{LICENCE}>; rel="license"'
    return answer


class RegisterView(APIView):
    """Set `register` on a subclass, or call `as_view(register=…)`."""

    register: ClassVar[Register]
    http_method_names = ["get", "head", "options"]


class RegisterList(RegisterView):
    def get(self, request: Request) -> HttpResponse:
        parameters = request.query_params
        refuse_unknown(self.register, parameters)
        asked = listing(self.register, parameters, request.user)
        refuse_invalid(asked)
        asked_format = format_asked(self.register, parameters)
        if asked_format != JSON:
            answer: HttpResponse = file_of(self.register, asked.ordered(), request, asked_format)
            return answer
        page = asked.page(cursor=parameters.get("cursor", ""), size=_size(parameters))
        fields = self.register.fields_for(request.user, whole=False)
        rows = self.register.texts_of(page.keys, fields)
        total = str(asked.count()) if _wants_count(parameters) else "null"
        links = [_link(request, page.next), _link(request, page.previous)]
        following, previous = (f'"{link}"' if link else "null" for link in links)
        answer = json_answer(
            f'{{"count": {total}, "next": {following}, "previous": {previous}, '
            f'"results": [{", ".join(rows)}]}}'
        )
        _add_links(answer, *links)
        return answer


class RegisterDetail(RegisterView):
    def get(self, request: Request, key: str) -> HttpResponse:
        rows = self.register.visible_to(request.user).filter(**{self.register.key: key})
        asked_format = format_asked(self.register, request.query_params)
        if asked_format != JSON and rows.exists():
            answer: HttpResponse = file_of(self.register, rows, request, asked_format)
            return answer
        fields = self.register.fields_for(request.user)
        found = self.register.texts_of(rows.values_list("pk", flat=True)[:1], fields)
        return json_answer(found[0]) if found else self.moved(request, key)

    def moved(self, request: Request, key: str) -> HttpResponse:
        """Lead from a merged record to the one that it is a part of now."""
        new = self.register.moved(request.user, key) if self.register.moved else None
        if new is None:
            raise Http404
        answer = HttpResponse(status=HTTPStatus.MOVED_PERMANENTLY)
        query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
        answer["Location"] = f"{self.register.api_path}{new}/{query}"
        answer["Vary"] = "Cookie, Authorization"
        return answer


def refuse_unknown(register: Register, parameters: Any) -> None:
    known = KNOWN | {
        parameter
        for name, one in filterset_class(register).base_filters.items()
        for parameter in parameters_of(name, one)
    }
    unknown = [name for name in parameters if name not in known]
    if unknown:
        message = _("There is no such parameter.")
        raise BadRequest([{"parameter": name, "message": message} for name in unknown])


def refuse_invalid(asked: Listing) -> None:
    if not asked.is_valid:
        raise BadRequest(
            [
                {"parameter": name, "message": str(message)}
                for name, messages in asked.filterset.errors.items()
                for message in messages
            ]
        )


def _size(parameters: Any) -> int:
    text = parameters.get("page_size", str(DEFAULT_SIZE))
    if not re.fullmatch(r"[1-9]\d{0,2}", text) or int(text) > LARGEST_SIZE:
        raise BadParameter(
            "page_size", _("A page holds 1 to %(largest)s records.") % {"largest": LARGEST_SIZE}
        )
    return int(text)


def _wants_count(parameters: Any) -> bool:
    asked = parameters.get("count", "")
    if asked not in {"", "exact"}:
        raise BadParameter("count", _("The only value is «exact»."))
    return bool(asked)


def _link(request: HttpRequest | Request, cursor: str) -> str:
    if not cursor:
        return ""
    parameters = request.GET.copy()
    parameters["cursor"] = cursor
    return f"{request.build_absolute_uri(request.path)}?{parameters.urlencode()}"


def _add_links(answer: HttpResponse, following: str, previous: str) -> None:
    for link, relation in ((following, "next"), (previous, "prev")):
        if link:
            answer["Link"] += f', <{link}>; rel="{relation}"'


def views_of(register: Register) -> tuple[Any, Any]:
    """List and detail view of the register, documented in the schema."""
    problem = OpenApiResponse(Problem, description="RFC 9457 problem details.")
    listed: Any = type(f"{register.singular}List", (RegisterList,), {"register": register})
    single: Any = type(f"{register.singular}Detail", (RegisterDetail,), {"register": register})
    listed = extend_schema_view(
        get=extend_schema(
            operation_id=f"{register.name}_list",
            summary=f"List {register.name}",
            description=_english(register.about),
            parameters=list_parameters(register),
            responses={200: page_serializer(register), 400: problem},
            tags=[register.name],
        )
    )(listed)
    gone = {}
    if register.moved:
        gone[301] = OpenApiResponse(description="Merged into another record: see Location.")
    single = extend_schema_view(
        get=extend_schema(
            operation_id=f"{register.name}_read",
            summary=f"Read one of {register.name}",
            description=_read_description(register),
            parameters=[
                _key_parameter(register),
                format_parameter(register),
                LANGUAGE_PARAMETER,
            ],
            responses={200: record_serializer(register, whole=True), **gone, 404: problem},
            tags=[register.name],
        )
    )(single)
    return listed.as_view(), single.as_view()


def _key_name(register: Register) -> str:
    """The field of the answer that addresses are made of."""
    return "id" if register.key == "public_id" else register.key


def _read_description(register: Register) -> str:
    return f"One record of the register, by its `{_key_name(register)}`, with all its fields."


def _key_parameter(register: Register) -> OpenApiParameter:
    description = f"The `{_key_name(register)}` of the record, as in the list."
    kind = UUID if register.key == "public_id" else str
    return OpenApiParameter("key", kind, OpenApiParameter.PATH, description=description)


def _english(text: Any) -> str:
    with translation.override("en"):
        return str(text)
