"""Reading a register through the API: JSON comes whole from PostgreSQL.

A plain list of what everybody sees is given as it is kept, in one statement (`kept`); any other
page is made in two, of its keys and of its rows.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any, ClassVar
from urllib.parse import urlencode
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.http import parse_etags
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.views import APIView

from common.registers.changes.feed import changes_since, tombstone
from common.registers.changes.objects import EVERYBODY
from common.registers.choosing import Choice, choice_asked, chosen_of, expanded
from common.registers.conditions import (
    AnotherVersion,
    Mark,
    address_asked,
    has_conditions,
    mark_of_list,
    mark_of_made,
    mark_of_made_list,
    mark_of_object,
    mark_of_text,
    noted_state,
)
from common.registers.downloads import file_of, format_asked
from common.registers.fields import Field
from common.registers.formats import JSON, link_header
from common.registers.kept import State, kept_objects
from common.registers.listing import Listing, listing
from common.registers.paging import Page
from common.registers.parameters import (
    page_size,
    refuse_invalid,
    refuse_relevance_alone,
    refuse_together,
    refuse_unusable_of_list,
    refuse_unusable_of_object,
    wants_count,
)
from common.registers.reading import (
    Given,
    ListReading,
    ObjectReading,
    Reading,
    links_said,
    list_reading,
    object_reading,
    page_text,
    words_asked,
)
from common.registers.register import Register
from common.registers.responses import answers_of_list, answers_of_object
from common.registers.schema import (
    LANGUAGE_PARAMETER,
    choice_parameters,
    format_parameter,
    list_parameters,
)
from common.registers.short_way import Recipe, note_recipe
from common.registers.stamps import STAMPS, Stamped, stamped, whole_object

VARY = "Cookie, Authorization"
JSON_TYPE = "application/json; charset=utf-8"


class RegisterView(APIView):
    """Set `register` on a subclass, or call `as_view(register=…)`."""

    register: ClassVar[Register]
    http_method_names = ["get", "head", "options"]

    def finalize_response(self, *args: Any, **kwargs: Any) -> Any:
        answer = super().finalize_response(*args, **kwargs)
        if self.register.deprecated:
            self.register.deprecated.put_on(answer)
        return answer

    def given(
        self, request: Request, reading: Reading | None, found: Given | None
    ) -> HttpResponse | None:
        """The answer of what is given as it is kept; who asks the same again, gets it shortly."""
        if reading is None or found is None:
            return None
        self.note(request, reading)
        return answered(request, found.body, found.mark, **found.links)

    def note(self, request: Request, reading: Reading | None) -> None:
        if reading is not None and not self.register.deprecated:
            note_recipe(request.META, Recipe(reading, type(self)))


class RegisterList(RegisterView):
    def get(self, request: Request) -> HttpResponse:
        parameters = request.query_params
        asked_format = format_asked(self.register, parameters)
        refuse_unusable_of_list(self.register, parameters)
        refuse_relevance_alone(parameters)
        if "updated_since" in parameters:
            return self.changes(request)
        is_file = asked_format != JSON
        mark = mark_of_list(self.register, request) if is_file or has_conditions(request) else None
        unchanged = mark.unchanged(request) if mark else None
        if unchanged is not None:
            if not is_file:
                self.note(request, self.reading(request))
            return finished(unchanged)
        if is_file:
            rows = self.asked(request).ordered()
            return marked(file_of(self.register, rows, request, asked_format), mark)
        return self.kept(request) or self.made(request)

    def asked(self, request: Request) -> Listing:
        asked = listing(self.register, request.query_params, request.user)
        refuse_invalid(asked)
        return asked

    def kept(self, request: Request) -> HttpResponse | None:
        """The page as it is kept; None where it has to be made."""
        reading = self.reading(request)
        address = address_asked(request.META, request.get_host())
        found = reading.given(request.GET.get("cursor", ""), address) if reading else None
        return self.given(request, reading, found)

    def reading(self, request: Request) -> ListReading | None:
        return None if request.user.is_authenticated else list_reading(self.register, request)

    def made(self, request: Request) -> HttpResponse:
        parameters = request.query_params
        asked = self.asked(request)
        choice = choice_asked(self.register, parameters, request.user, whole=False)
        page = asked.page(
            cursor=parameters.get("cursor", ""),
            size=page_size(parameters),
            beside=noted_state(self.register, request),
        )
        texts = self.objects(page, choice, request.user)
        total = asked.counted() if wants_count(parameters) else None
        state = State.read(page.beside) if page.beside else None
        mark = mark_of_made_list(self.register, request, state)
        links = link_to(request, page.next), link_to(request, page.previous)
        rows = ", ".join(texts).encode()
        body = page_text(links, rows, total, is_search=words_asked(parameters))
        return answered(request, body, mark, **links_said(*links))

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
            size=page_size(parameters),
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

    def objects(self, page: Page, choice: Choice, user: Any) -> list[str]:
        made = objects_of(self.register, page, choice.fields, user)
        texts = [made[key].with_stamps(choice.stamps) for key in page.keys if key in made]
        return expanded(texts, choice.expanded, user) if choice.expanded else texts


def objects_of(
    register: Register, page: Page, fields: list[Field], user: Any
) -> dict[int, Stamped]:
    """The objects of the page by primary key: as they are kept if they may be, else made."""
    found = kept_objects(register, page.keys, fields) if page.beside else {}
    missing = [key for key in page.keys if key not in found]
    return found | stamped(register, missing, fields, user) if missing else found


class RegisterDetail(RegisterView):
    def get(self, request: Request, key: str) -> HttpResponse:
        parameters = request.query_params
        asked_format = format_asked(self.register, parameters)
        refuse_unusable_of_object(parameters)
        mark = mark_of_object(self.register, request, key) if has_conditions(request) else None
        unchanged = mark.unchanged(request) if mark else None
        if unchanged is not None:
            self.note(request, self.reading(request))
            return finished(unchanged)
        kept = self.kept(request, key)
        if kept is not None:
            return kept
        rows = self.register.visible_to(request.user).filter(**{self.register.key: key})
        if asked_format != JSON and rows.exists():
            return marked(file_of(self.register, rows, request, asked_format), None)
        choice = choice_asked(self.register, parameters, request.user, whole=True)
        found = rows.values_list("pk", flat=True).first()
        return self.moved(request, key) if found is None else self.found(request, found, choice)

    def kept(self, request: Request, key: str) -> HttpResponse | None:
        """The object as it is kept; None where it has to be made."""
        reading = self.reading(request)
        return self.given(request, reading, reading.given(str(key)) if reading else None)

    def reading(self, request: Request) -> ObjectReading | None:
        return None if request.user.is_authenticated else object_reading(self.register, request)

    def found(self, request: Request, pk: int, choice: Choice) -> HttpResponse:
        made = whole_object(self.register, pk, request.user)
        if made is None:
            raise Http404
        text = made.with_stamps(STAMPS) if choice.is_plain else self.chosen(request, pk, choice)
        mark = mark_of_made(self.register, made) if choice.is_plain else None
        return answered(request, text, mark)

    def chosen(self, request: Request, pk: int, choice: Choice) -> str:
        made = stamped(self.register, [pk], choice.fields, request.user)
        texts = [one.with_stamps(choice.stamps) for one in made.values()]
        return (expanded(texts, choice.expanded, request.user) if choice.expanded else texts)[0]

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


def answered(
    request: HttpRequest | Request,
    text: str | bytes,
    mark: Mark | None,
    content_type: str = JSON_TYPE,
    **links: str,
) -> HttpResponse:
    """The JSON with its marks and links, or 304 when the client has it already."""
    mark = mark or mark_of_text(text)
    unchanged = mark.unchanged(request) if has_conditions(request) else None
    if unchanged is not None:
        return finished(unchanged)
    answer = HttpResponse(text, content_type=content_type)
    return finished(mark.put_on(answer), **links)


def refuse_another_version(request: Request, register: Register, pk: int) -> None:
    """412 unless the record is, as its address gives it, the version that `If-Match` names.

    Ask under the lock under which the record is changed.
    """
    if "If-Match" not in request.headers:
        return
    made = whole_object(register, pk, request.user)
    named = parse_etags(request.headers["If-Match"])
    if named != ["*"] and (made is None or f'"{made.etag}"' not in named):
        raise AnotherVersion


def answered_json(request: Request, made: Any) -> HttpResponse:
    """What is no record of a register: figures, lists of what there is."""
    return answered(request, json.dumps(made, ensure_ascii=False, cls=DjangoJSONEncoder), None)


def marked(file: HttpResponse, mark: Mark | None) -> HttpResponse:
    """A file with the mark of the list that it holds, if there is one."""
    return mark.put_on(file) if mark else file


def created(request: Request, register: Register, record: Any) -> HttpResponse:
    """201 with the new record as its own address gives it, and that address."""
    answer = changed(request, register, record)
    answer.status_code = HTTPStatus.CREATED
    answer["Location"] = f"{register.api_path}{getattr(record, register.key)}/"
    return answer


def changed(request: Request, register: Register, record: Any) -> HttpResponse:
    """The record as its own address gives it now."""
    made = whole_object(register, record.pk, request.user)
    assert made is not None, record
    answer = HttpResponse(made.with_stamps(STAMPS), content_type=JSON_TYPE)
    return finished(mark_of_made(register, made).put_on(answer))


def finished(answer: HttpResponse, **links: str) -> HttpResponse:
    """What every answer of a register says of itself: its terms, whom it is for, where to go on."""
    answer["Vary"] = VARY
    answer["Cache-Control"] = "no-cache"
    answer["Link"] = link_header(links)
    return answer


def link_to(request: HttpRequest | Request, cursor: str) -> str:
    """This list from the cursor on; empty without one."""
    if not cursor:
        return ""
    parameters = {**dict(request.GET.lists()), "cursor": [cursor]}
    return f"{request.build_absolute_uri(request.path)}?{urlencode(parameters, doseq=True)}"


def views_of(register: Register) -> tuple[Any, Any]:
    """List and detail view of the register, documented in the schema."""
    listed: Any = type(f"{register.singular}List", (RegisterList,), {"register": register})
    single: Any = type(f"{register.singular}Detail", (RegisterDetail,), {"register": register})
    listed = extend_schema_view(
        get=extend_schema(
            operation_id=f"{register.name}_list",
            summary=f"List {register.name}",
            description=_english(register.about),
            parameters=list_parameters(register),
            responses=answers_of_list(register),
            tags=[register.name],
            deprecated=bool(register.deprecated),
        )
    )(listed)
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
            responses=answers_of_object(register),
            tags=[register.name],
            deprecated=bool(register.deprecated),
        )
    )(single)
    return listed.as_view(), single.as_view()


def _read_description(register: Register) -> str:
    return f"One record of the register, by its `{register.key_name}`, with all its fields."


def _key_parameter(register: Register) -> OpenApiParameter:
    description = f"The `{register.key_name}` of the record, as in the list."
    kind = UUID if register.key == "public_id" else str
    return OpenApiParameter("key", kind, OpenApiParameter.PATH, description=description)


def _english(text: Any) -> str:
    with translation.override("en"):
        return str(text)
