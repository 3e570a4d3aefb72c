"""Ideas in the API: read by everybody; a partner's representative says interest."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts.enums import KeyScope
from accounts.writing import signed_in
from common.registers.api import finished, views_of
from common.registers.bodies import Body
from common.registers.once import IDEMPOTENCY_KEY, once
from common.registers.responses import problems
from partners.api.speaking import spoken_for
from projects.idea_enums import InterestStatus
from projects.idea_registers import IDEAS
from projects.models import IdeaInterest, ProjectIdea
from projects.services.idea_interests import register_interest

ideas, idea = views_of(IDEAS)


class NewInterestSerializer(Body):
    partner = serializers.SlugField(
        max_length=80,
        required=False,
        help_text="Code of the partner; may be left out by who speaks for one alone.",
    )
    message = serializers.CharField(
        max_length=3000, help_text="Read by the community and the office, by nobody else."
    )
    contact_wishes = serializers.CharField(
        max_length=500,
        required=False,
        allow_blank=True,
        default="",
        help_text="Whom to ask, and how.",
    )


class InterestSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    idea = serializers.CharField(help_text="Reference of the idea.")
    partner = serializers.SlugField(help_text="Code of the partner.")
    status = serializers.ChoiceField(InterestStatus.choices)
    message = serializers.CharField()
    contact_wishes = serializers.CharField()
    created_at = serializers.DateTimeField()


class InterestView(APIView):
    writing_scope = KeyScope.IDEAS
    http_method_names = ("post", "options")

    @extend_schema(
        operation_id="ideas_say_interest",
        summary="Say interest in an idea",
        description=(
            "A partner's representative says that the idea interests the partner; the community "
            "and its office are told. Needs a signed-in session, or a key with `ideas:write`."
        ),
        request=NewInterestSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses={
            201: InterestSerializer,
            **problems(
                _422="The `Idempotency-Key` belongs to another request.",
                _400="What is wrong, field by field.",
                _403="Not a representative of a partner.",
                _404="No such idea, or none that you may see.",
                _409="The idea looks for nobody now, or your interest is known.",
            ),
        },
        tags=["ideas"],
    )
    @once
    def post(self, request: Request, key: str) -> HttpResponse:
        user = signed_in(request)
        about = get_object_or_404(ProjectIdea.objects.visible_to(user), public_id=key)
        given = NewInterestSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        said = dict(given.validated_data)
        partner = spoken_for(user, said.pop("partner", ""))
        made = register_interest(actor=user, idea=about, partner=partner, **said)
        return finished(JsonResponse(as_told(made), status=HTTPStatus.CREATED))


def as_told(interest: IdeaInterest) -> dict[str, Any]:
    """To the partner that said it."""
    return {
        "id": str(interest.public_id),
        "idea": interest.idea.reference,
        "partner": interest.partner.slug,
        "status": interest.status,
        "message": interest.message,
        "contact_wishes": interest.contact_wishes,
        "created_at": interest.created_at.isoformat(),
    }


urlpatterns = [
    path("ideas/", ideas, name="idea-list"),
    path("ideas/<uuid:key>/", idea, name="idea-detail"),
    path("ideas/<uuid:key>/interests/", InterestView.as_view(), name="idea-interest-new"),
]
