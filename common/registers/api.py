"""Reading a register through the API: JSON comes whole from PostgreSQL, a page in two queries."""

from __future__ import annotations

import json
import re
from http import HTTPStatus
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
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

from common.registers.changes.feed import changes_since
from common.registers.changes.objects import EVERYBODY
from common.registers.choosing import Choice, choice_asked, chosen_of, expanded
from common.registers.conditions import (
    Mark,
    has_conditions,
    mark_of_list,
    mark_of_object,
    mark_of_state,
    mark_of_text,
    noted_state,
)
from common.registers.downloads import file_of, format_asked
from common.registers.filters import filterset_class, parameters_of
from common.registers.formats import JSON, LICENCE
from common.registers.listing import Listing, listing
from common.registers.models import Publication
from common.registers.paging import BadParameter
from common.registers.problems import BadRequest
from common.registers.register import Register, is_open
from common.registers.schema import (
    LANGUAGE_PARAMETER,
    Problem,
    choice_parameters,
    format_parameter,
    key_name,
    list_parameters,
    page_serializer,
    record_serializer,
)
from common.registers.stamps import STAMPS, stamped, whole_object

VARY = "Cookie, Authorization"
UNCHANGED = OpenApiResponse(description="Not changed since the `ETag` or moment that was given.")
DEFAULT_SIZE = 50
LARGEST_SIZE = 200
JSON_TYPE = "application/json; charset=utf-8"
KNOWN = frozenset(
    {
        "search",
        "ordering",
        "cursor",
        "page_size",
        "count",
        "lang",
        "format",
        "fields",
        "expand",
        "updated_since",
    }
)


class RegisterView(APIView):
    """Set `register` on a subclass, or call `as_view(register=…)`."""

    register: ClassVar[Register]
    http_method_names = ["get", "head", "options"]


class RegisterList(RegisterView):
    def get(self, request: Request) -> HttpResponse:
        parameters = request.query_params
        refuse_unknown(self.register, parameters)
        if "updated_since" in parameters:
            return self.changes(request)
        mark = mark_of_list(self.register, request) if has_conditions(request) else None
        unchanged = mark.unchanged(request) if mark else None
        if unchanged is not None:
            return finished(unchanged)
        asked = listing(self.register, parameters, request.user)
        refuse_invalid(asked)
        asked_format = format_asked(self.register, parameters)
        if asked_format != JSON:
            answer: HttpResponse = file_of(self.register, asked.ordered(), request, asked_format)
            return answer
        choice = choice_asked(self.register, parameters, request.user, whole=False)
        page = asked.page(
            cursor=parameters.get("cursor", ""),
            size=_size(parameters),
            beside=noted_state(self.register, request),
        )
        rows = self.objects(page.keys, choice, request.user)
        total = str(asked.count()) if _wants_count(parameters) else "null"
        links = [link_to(request, page.next), link_to(request, page.previous)]
        following, previous = (f'"{link}"' if link else "null" for link in links)
        text = (
            f'{{"count": {total}, "next": {following}, "previous": {previous}, '
            f'"results": [{", ".join(rows)}]}}'
        )
        mark = mark_of_state(self.register, request, page.beside)
        return answered(request, text, mark, next=links[0], prev=links[1])

    def changes(self, request: Request) -> HttpResponse:
        """What changed since: by what everybody sees, whoever asks."""
        parameters = request.query_params
        refuse_together("updated_since", ("ordering", "count", "format"), parameters)
        asked = listing(self.register, parameters, EVERYBODY)
        refuse_invalid(asked)
        choice = choice_asked(self.register, parameters, EVERYBODY, whole=True)
        found = changes_since(
            self.register,
            asked,
            since=parameters["updated_since"],
            cursor=parameters.get("cursor", ""),
            size=_size(parameters),
        )
        rows = chosen_of(found.objects, choice, EVERYBODY)
        gone = [tombstone(self.register, one) for one in found.gone]
        resume = link_to(request, found.resume)
        following = resume if found.has_more else ""
        text = (
            f'"count": null, "next": {json.dumps(following or None)}, "previous": null, '
            f'"resume": "{resume}", "results": [{", ".join(rows)}], '
            f'"removed": {json.dumps(gone, ensure_ascii=False)}'
        )
        dated = f'{{"as_of": "{found.as_of.isoformat()}", {text}}}'
        return answered(request, dated, mark_of_text(text), next=following)

    def objects(self, keys: list[int], choice: Choice, user: Any) -> list[str]:
        made = stamped(self.register, keys, choice.fields, user)
        texts = [made[key].with_stamps(choice.stamps) for key in keys if key in made]
        return expanded(texts, choice.expanded, user) if choice.expanded else texts


class RegisterDetail(RegisterView):
    def get(self, request: Request, key: str) -> HttpResponse:
        parameters = request.query_params
        mark = mark_of_object(self.register, request, key) if has_conditions(request) else None
        unchanged = mark.unchanged(request) if mark else None
        if unchanged is not None:
            return finished(unchanged)
        rows = self.register.visible_to(request.user).filter(**{self.register.key: key})
        asked_format = format_asked(self.register, parameters)
        if asked_format != JSON and rows.exists():
            answer: HttpResponse = file_of(self.register, rows, request, asked_format)
            return answer
        choice = choice_asked(self.register, parameters, request.user, whole=True)
        found = rows.values_list("pk", flat=True).first()
        return self.moved(request, key) if found is None else self.found(request, found, choice)

    def found(self, request: Request, pk: int, choice: Choice) -> HttpResponse:
        made = whole_object(self.register, pk, request.user)
        if made is None:
            raise Http404
        text = made.with_stamps(STAMPS) if choice.is_plain else self.chosen(request, pk, choice)
        mark = Mark(f'"{made.etag}"', made.changed_at) if choice.is_plain else None
        return answered(request, text, mark)

    def chosen(self, request: Request, pk: int, choice: Choice) -> str:
        made = stamped(self.register, [pk], choice.fields, request.user)
        texts = [one.with_stamps(choice.stamps) for one in made.values()]
        return expanded(texts, choice.expanded, request.user)[0]

    def moved(self, request: Request, key: str) -> HttpResponse:
        """Lead from a merged record to the one that it is a part of now."""
        new = self.register.moved(request.user, key) if self.register.moved else None
        if new is None:
            raise Http404
        answer = HttpResponse(status=HTTPStatus.MOVED_PERMANENTLY)
        query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
        answer["Location"] = f"{self.register.api_path}{new}/{query}"
        answer["Vary"] = VARY
        return answer


def answered(request: Request, text: str, mark: Mark | None, **links: str) -> HttpResponse:
    """The JSON with its marks and links, or 304 when the client has it already."""
    mark = mark or mark_of_text(text)
    unchanged = mark.unchanged(request) if has_conditions(request) else None
    if unchanged is not None:
        return finished(unchanged)
    answer = HttpResponse(text, content_type=JSON_TYPE)
    return finished(mark.put_on(answer), **links)


def created(request: Request, register: Register, record: Any) -> HttpResponse:
    """201 with the new record as its own address gives it, and that address."""
    made = whole_object(register, record.pk, request.user)
    assert made is not None, record
    answer = HttpResponse(made.with_stamps(STAMPS), status=HTTPStatus.CREATED)
    answer["Content-Type"] = JSON_TYPE
    answer["Location"] = f"{register.api_path}{getattr(record, register.key)}/"
    return finished(Mark(f'"{made.etag}"', made.changed_at).put_on(answer))


def finished(answer: HttpResponse, **links: str) -> HttpResponse:
    """What every answer of a register says of itself: its terms, whom it is for, where to go on."""
    answer["Vary"] = VARY
    answer["Cache-Control"] = "no-cache"
    said = [f'<{LICENCE}>; rel="license"']
    said += [f'<{link}>; rel="{relation}"' for relation, link in links.items() if link]
    answer["Link"] = ", ".join(said)
    return answer


def tombstone(register: Register, one: Publication) -> dict[str, Any]:
    """What a mirror has to take away, and what took its place."""
    moved = f"{settings.SITE_URL}{register.api_path}{one.moved_to}/" if one.moved_to else None
    gone = "moved" if moved else "withdrawn"
    return {
        key_name(register): one.key,
        "reason": "not_in_filter" if one.is_present else gone,
        "moved_to": moved,
        "changed_at": one.changed_at.isoformat(),
    }


def refuse_together(name: str, others: tuple[str, ...], parameters: Any) -> None:
    for other in others:
        if other in parameters:
            message = _("Cannot be given together with «%(name)s».")
            raise BadParameter(other, message % {"name": name})


def refuse_unknown(register: Register, parameters: Any) -> None:
    known = KNOWN | {
        parameter
        for name, one in filterset_class(register).base_filters.items()
        for parameter in parameters_of(name, one)
    }
    if not is_open(register):
        known -= {"updated_since"}
    unknown = [name for name in parameters if name not in known]
    if unknown:
        message = _("There is no such parameter.")
        raise BadRequest([{"parameter": name, "message": message} for name in unknown])


def refuse_invalid(asked: Listing) -> None:
    if not asked.is_valid:
        raise BadRequest(
            [
                {"parameter": parameter, "message": one.message}
                for one in asked.filterset.wrong()
                for parameter, values in one.values.items()
                if values
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


def link_to(request: HttpRequest | Request, cursor: str) -> str:
    """This list from the cursor on; empty without one."""
    if not cursor:
        return ""
    parameters = request.GET.copy()
    parameters["cursor"] = cursor
    return f"{request.build_absolute_uri(request.path)}?{parameters.urlencode()}"


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
            responses={200: page_serializer(register), 304: UNCHANGED, 400: problem, 503: problem},
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
                *choice_parameters(),
                format_parameter(register),
                LANGUAGE_PARAMETER,
            ],
            responses={
                200: record_serializer(register, whole=True),
                **gone,
                304: UNCHANGED,
                400: problem,
                404: problem,
            },
            tags=[register.name],
        )
    )(single)
    return listed.as_view(), single.as_view()


def _read_description(register: Register) -> str:
    return f"One record of the register, by its `{key_name(register)}`, with all its fields."


def _key_parameter(register: Register) -> OpenApiParameter:
    description = f"The `{key_name(register)}` of the record, as in the list."
    kind = UUID if register.key == "public_id" else str
    return OpenApiParameter("key", kind, OpenApiParameter.PATH, description=description)


def _english(text: Any) -> str:
    with translation.override("en"):
        return str(text)
