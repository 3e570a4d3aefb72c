"""Requests in the API: read by those who may, filed by the people of a community."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from accounts.enums import KeyScope
from accounts.models import User
from accounts.writing import signed_in
from common.codelists.enums import Visibility
from common.codelists.models import Theme
from common.registers.api import changed, created, refuse_another_version, views_of
from common.registers.bodies import Body
from common.registers.once import IDEMPOTENCY_KEY, once
from common.registers.responses import ANOTHER_VERSION, IF_MATCH, problems
from common.registers.schema import record_serializer
from communities.models import Community
from cooperation import request_workflow as workflow
from cooperation.models import CoordinationRequest
from cooperation.request_data import RequestData, request_data_of
from cooperation.request_enums import RequestKind, Urgency
from cooperation.request_exceptions import RequestNotWritable
from cooperation.request_permissions import (
    can_change_request,
    can_take,
    can_write_now,
    can_write_requests,
)
from cooperation.request_registers import REQUESTS
from cooperation.services.requests import change_request, locked, take_step, write_request
from partners.models import Partner

requests, single = views_of(REQUESTS)
MOST = 50


def _text(largest: int, help_text: str = "") -> serializers.CharField:
    return serializers.CharField(
        max_length=largest, required=False, allow_blank=True, help_text=help_text
    )


def _day(help_text: str = "") -> serializers.DateField:
    return serializers.DateField(required=False, allow_null=True, help_text=help_text)


class ChangedRequestSerializer(Body):
    kind = serializers.ChoiceField(RequestKind.choices)
    subject = serializers.CharField(max_length=200)
    subject_en = _text(200)
    description = _text(6000)
    description_en = _text(6000)
    urgency = serializers.ChoiceField(Urgency.choices, default=Urgency.USUAL.value)
    visibility = serializers.ChoiceField(Visibility.choices, default=Visibility.INTERNAL.value)
    themes = serializers.ListField(
        child=serializers.SlugField(), required=False, max_length=MOST, help_text="Codes of themes."
    )
    amount = serializers.DecimalField(
        max_digits=18, decimal_places=2, required=False, allow_null=True
    )
    currency = _text(3, "ISO 4217.")
    amount_on = _day("The rate of this day is taken.")
    needed_by = _day()
    countries = serializers.ListField(
        child=serializers.CharField(max_length=2), required=False, max_length=MOST
    )
    partner = serializers.SlugField(required=False, help_text="Code of a partner of the register.")
    people_count = serializers.IntegerField(
        required=False, allow_null=True, min_value=1, max_value=10_000_000
    )
    goods = _text(3000)
    deliver_to = _text(300, "Seen by the community and officials only.")
    happens_on = _day()
    from_language = _text(3, "ISO 639-1.")
    to_language = _text(3, "ISO 639-1.")
    contact_name = _text(200)
    contact_position = _text(200)
    contact_email = serializers.EmailField(required=False, allow_blank=True)
    contact_phone = _text(40)


class NewRequestSerializer(ChangedRequestSerializer):
    community = serializers.CharField(
        max_length=19, help_text="KATOTTG code of the community that asks."
    )
    submit = serializers.BooleanField(
        default=False, help_text="Submit it at once; otherwise it is a draft."
    )


class RequestListView(requests.cls):  # type: ignore[name-defined]
    writing_scope = KeyScope.REQUESTS
    http_method_names = ("get", "post", "head", "options")

    @extend_schema(
        operation_id="requests_create",
        summary="File a request",
        description=(
            "People of a community write a request to their office, as a draft or submitted at "
            "once. All or nothing: what cannot be submitted is not kept. Needs a signed-in "
            "session, or a key with `requests:write`."
        ),
        request=NewRequestSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses={
            201: record_serializer(REQUESTS, whole=True),
            **problems(
                _422="The `Idempotency-Key` belongs to another request.",
                _400="What is wrong, field by field.",
                _403="Not of this community.",
            ),
        },
        tags=["requests"],
    )
    @once
    def post(self, request: Request) -> HttpResponse:
        user = signed_in(request)
        if not can_write_requests(user):
            raise PermissionDenied
        given = NewRequestSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        made = _file(user, dict(given.validated_data))
        return created(request, REQUESTS, made)


class RequestDetailView(single.cls):  # type: ignore[name-defined]
    writing_scope = KeyScope.REQUESTS
    http_method_names = ("get", "patch", "head", "options")

    @extend_schema(
        operation_id="requests_change",
        summary="Change a request",
        description=(
            "What is given becomes so, the rest stays. With `If-Match` only the version that you "
            "have seen is changed. Needs a signed-in session, or a key with `requests:write`."
        ),
        request=ChangedRequestSerializer,
        parameters=[IF_MATCH],
        responses={
            200: record_serializer(REQUESTS, whole=True),
            **problems(
                _400="What is wrong, field by field.",
                _403="Not of this community.",
                _404="No such request, or none that you may see.",
                _409="The request is with the office, or closed.",
                _412=ANOTHER_VERSION,
            ),
        },
        tags=["requests"],
    )
    def patch(self, request: Request, key: str) -> HttpResponse:
        user = signed_in(request)
        visible = CoordinationRequest.objects.visible_to(user)
        found: CoordinationRequest = get_object_or_404(visible, public_id=key)
        if not can_change_request(user, found):
            raise PermissionDenied
        given = ChangedRequestSerializer(data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        made = _change(request, found, _records_named(user, dict(given.validated_data)))
        return changed(request, REQUESTS, made)


@transaction.atomic
def _change(request: Request, found: CoordinationRequest, said: dict[str, Any]) -> Any:
    user = signed_in(request)
    now = locked(found)
    refuse_another_version(request, REQUESTS, now.pk)
    if not can_write_now(user, now):
        raise RequestNotWritable
    return change_request(actor=user, request=now, data=replace(request_data_of(now), **said))


@transaction.atomic
def _file(user: User, said: dict[str, Any]) -> CoordinationRequest:
    community = _community(user, said.pop("community"))
    submits = said.pop("submit")
    data = RequestData(**_records_named(user, said))
    made = write_request(actor=user, community=community, data=data)
    if not submits:
        return made
    if not can_take(user, made, workflow.SUBMIT):
        raise PermissionDenied
    return take_step(actor=user, request=made, code=workflow.SUBMIT.code)


def _records_named(user: User, said: dict[str, Any]) -> dict[str, Any]:
    """What was said by codes, as the services take it."""
    if "themes" in said:
        said["themes"] = _themes(said["themes"])
    if "countries" in said:
        said["countries"] = tuple(said["countries"])
    if "partner" in said:
        said["partner"] = _partner(user, said["partner"])
    return said


def _community(user: User, code: str) -> Community:
    rows = Community.objects.in_force().select_related("oblast").filter(code=code)
    found: Community | None = rows.first()
    if found is None:
        raise ValidationError({"community": [_("There is no such community.")]})
    if not can_write_requests(user, found):
        raise PermissionDenied
    return found


def _themes(codes: list[str]) -> tuple[Theme, ...]:
    found = {one.slug: one for one in Theme.objects.filter(slug__in=codes, is_archived=False)}
    unknown = [code for code in codes if code not in found]
    if unknown:
        text = _("There is no such theme: %(codes)s.") % {"codes": ", ".join(unknown)}
        raise ValidationError({"themes": [text]})
    return tuple(found[code] for code in codes)


def _partner(user: User, slug: str) -> Partner:
    found: Partner | None = Partner.objects.visible_to(user).filter(slug=slug).first()
    if found is None:
        raise ValidationError({"partner": [_("There is no such partner.")]})
    return found


urlpatterns = [
    path("requests/", RequestListView.as_view(), name="request-list"),
    path("requests/<uuid:key>/", RequestDetailView.as_view(), name="request-detail"),
]
