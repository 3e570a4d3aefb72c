"""Offers in the API: read by those concerned, made by a partner's representative."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from accounts.enums import KeyScope
from accounts.models import User
from accounts.writing import signed_in
from common.registers.api import created, views_of
from common.registers.bodies import Body
from common.registers.once import IDEMPOTENCY_KEY, once
from common.registers.responses import problems
from common.registers.schema import record_serializer
from cooperation.offer_data import OfferData
from cooperation.offer_enums import OfferKind
from cooperation.offer_registers import OFFERS
from cooperation.services.offers import make_offer
from cooperation.subjects import Subject, subjects_of
from partners.api.speaking import spoken_for
from partners.permissions import represented_by

offers, offer = views_of(OFFERS)


class NewOfferSerializer(Body):
    about = serializers.CharField(
        max_length=24, help_text="Reference of the published idea or request."
    )
    partner = serializers.SlugField(
        max_length=80,
        required=False,
        help_text="Code of the partner; may be left out by who speaks for one alone.",
    )
    kind = serializers.ChoiceField(OfferKind.choices)
    what = serializers.CharField(max_length=3000, help_text="What is offered, in words.")
    quantity = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    amount = serializers.DecimalField(
        max_digits=18, decimal_places=2, required=False, allow_null=True, default=None
    )
    currency = serializers.CharField(
        max_length=3, required=False, allow_blank=True, default="", help_text="ISO 4217."
    )
    conditions = serializers.CharField(
        max_length=2000, required=False, allow_blank=True, default=""
    )
    valid_until = serializers.DateField(help_text="Without an answer by this day it lapses.")


class OfferListView(offers.cls):  # type: ignore[name-defined]
    writing_scope = KeyScope.OFFERS
    http_method_names = ("get", "post", "head", "options")

    @extend_schema(
        operation_id="offers_create",
        summary="Make an offer",
        description=(
            "A partner's representative offers help for a published idea or request; the community "
            "and its office are told. Needs a signed-in session, or a key with `offers:write`."
        ),
        request=NewOfferSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses={
            201: record_serializer(OFFERS, whole=True),
            **problems(
                _422="The `Idempotency-Key` belongs to another request.",
                _400="What is wrong, field by field.",
                _403="Not a representative of a partner.",
                _404="No such idea or request.",
                _409="Nothing can be offered for it now.",
            ),
        },
        tags=["offers"],
    )
    @once
    def post(self, request: Request) -> HttpResponse:
        user = signed_in(request)
        if not represented_by(user):
            raise PermissionDenied
        given = NewOfferSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        said = dict(given.validated_data)
        subject = _subject(user, said.pop("about"))
        partner = spoken_for(user, said.pop("partner", ""))
        made = make_offer(actor=user, subject=subject, partner=partner, data=OfferData(**said))
        return created(request, OFFERS, made)


def _subject(user: User, reference: str) -> Subject:
    """References of ideas and of requests never coincide."""
    for kind in ("ideas", "requests"):
        found: Any = subjects_of(kind).visible_to(user).filter(reference=reference).first()
        if found is not None:
            return Subject(found)
    raise Http404


urlpatterns = [
    path("offers/", OfferListView.as_view(), name="offer-list"),
    path("offers/<uuid:key>/", offer, name="offer-detail"),
]
