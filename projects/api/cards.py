"""Monitoring cards in the API: filled in and handed in by the recipient, decided by the office."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from accounts.enums import KeyScope
from accounts.models import User
from accounts.writing import signed_in
from common.registers.api import changed, refuse_another_version, views_of
from common.registers.bodies import Body
from common.registers.responses import ANOTHER_VERSION, IF_MATCH, problems
from common.registers.schema import record_serializer
from projects import mta_cards as workflow
from projects.models import MonitoringCard
from projects.mta_permissions import can_report, roles_in
from projects.mta_registers import CARDS
from projects.services.mta_cards import card_data_of, fill_in_card, take_card_step

cards, single = views_of(CARDS)


def _text() -> serializers.CharField:
    return serializers.CharField(max_length=8000, required=False, allow_blank=True)


def _amount() -> serializers.DecimalField:
    return serializers.DecimalField(
        max_digits=18, decimal_places=2, required=False, allow_null=True
    )


class CardSerializer(Body):
    done = _text()
    results_in_numbers = _text()
    results_in_words = _text()
    spent = _amount()
    spent_in_all = _amount()
    currency = serializers.CharField(
        max_length=3, required=False, allow_blank=True, help_text="ISO 4217."
    )
    property_received = _text()
    problems = _text()
    next_steps = _text()
    submit = serializers.BooleanField(
        required=False,
        default=False,
        help_text="Hand it in: the office accepts it or sends it back with remarks.",
    )


class CardDetailView(single.cls):  # type: ignore[name-defined]
    writing_scope = KeyScope.PROGRESS
    http_method_names = ("get", "patch", "head", "options")

    @extend_schema(
        operation_id="monitoring_cards_change",
        summary="Fill in a monitoring card",
        description=(
            "What is given becomes so, the rest stays; `submit` hands the card in. All or nothing: "
            "when it cannot be handed in, nothing is kept. With `If-Match` only the version that "
            "you have seen is changed. Needs a signed-in session, or a key with `progress:write`."
        ),
        request=CardSerializer,
        parameters=[IF_MATCH],
        responses={
            200: record_serializer(CARDS, whole=True),
            **problems(
                _400="What is wrong, or missing before it can be handed in, field by field.",
                _403="Not of a recipient of this project.",
                _404="No such card, or none that you may see.",
                _409="The card is with the office, or closed.",
                _412=ANOTHER_VERSION,
            ),
        },
        tags=["monitoring-cards"],
    )
    def patch(self, request: Request, key: str) -> HttpResponse:
        user = signed_in(request)
        visible = MonitoringCard.objects.visible_to(user).select_related("project")
        card: MonitoringCard = get_object_or_404(visible, public_id=key)
        if not can_report(user, card.project):
            raise PermissionDenied
        given = CardSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        made = _change(request, user, card, dict(given.validated_data))
        return changed(request, CARDS, made)


@transaction.atomic
def _change(
    request: Request, user: User, card: MonitoringCard, said: dict[str, Any]
) -> MonitoringCard:
    submits = said.pop("submit")
    now = MonitoringCard.objects.select_for_update(of=("self",)).get(pk=card.pk)
    refuse_another_version(request, CARDS, now.pk)
    made = fill_in_card(actor=user, card=now, data=replace(card_data_of(now), **said))
    if not submits:
        return made
    if workflow.SUBMIT.who not in roles_in(user, made):
        raise PermissionDenied
    return take_card_step(actor=user, card=made, code=workflow.SUBMIT.code)
