"""Figures of an oblast for press releases and mirrors."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.dateparse import parse_date
from django.utils.http import http_date
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from common.registers.api import answered
from common.registers.conditions import Mark, mark_of_text
from common.registers.paging import BadParameter
from common.registers.parameters import refuse_unusable
from common.registers.responses import UNUSABLE, problems
from common.registers.schema import LANGUAGE_PARAMETER
from communities.models import Oblast
from portal.breakdowns import BREAKDOWNS
from portal.figures import figures
from portal.statistics import Statistic, projects_of

PARAMETERS = frozenset({"oblast", "since", "lang"})


class Figure(serializers.Serializer[Any]):
    value = serializers.IntegerField()
    url = serializers.CharField(help_text="Page with the list that was counted.")
    api_url = serializers.CharField(help_text="The same list in this API.")


class ProjectFigures(serializers.Serializer[Any]):
    """By kind."""

    mta = Figure(help_text="International technical assistance.")
    ifi = Figure(help_text="Supported by international financial institutions.")
    credit = Figure()
    grant = Figure()
    humanitarian = Figure()


class PartOfFigures(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.JSONField(help_text="By language; null for a code that is not known.")
    value = serializers.IntegerField()
    url = serializers.CharField(help_text="Page with the list that was counted.")
    api_url = serializers.CharField(help_text="The same list in this API.")


class Budget(serializers.Serializer[Any]):
    code = serializers.CharField(help_text="The theme's.")
    name = serializers.JSONField(help_text="By language.")
    currency = serializers.CharField(help_text="ISO 4217; currencies are never added together.")
    amount = serializers.FloatField()
    url = serializers.CharField(help_text="Page with the projects of the theme.")
    api_url = serializers.CharField(help_text="The same list in this API.")


class Figures(serializers.Serializer[Any]):
    as_of = serializers.DateTimeField(
        help_text="All figures are as of this moment, also said by `Last-Modified`."
    )
    oblast = serializers.CharField(allow_null=True, help_text="KATOTTG code; null: all Ukraine.")
    since = serializers.DateField(allow_null=True)
    communities_with_twins = Figure()
    twin_municipalities = Figure()
    twin_countries = Figure()
    twin_links_begun = Figure()
    agreements_signed = Figure()
    administration_memoranda = Figure()
    partners = Figure()
    projects_by_kind = ProjectFigures()
    projects_by_status = PartOfFigures(many=True, help_text="OECD activity status.")
    top_countries_of_projects = PartOfFigures(
        many=True, help_text="Ten countries whose partners have a role in most projects."
    )
    budgets_by_theme = Budget(
        many=True, help_text="Sums of the projects' costs; one with two themes counts in both."
    )
    twin_links_by_country = PartOfFigures(many=True)


class StatisticsView(APIView):
    """Each figure is the count of the list at its address."""

    http_method_names = ["get", "head", "options"]

    @extend_schema(
        operation_id="statistics_read",
        summary="Figures of an oblast",
        description=(
            "Twins are links of communities from a memorandum on that have not ended, as of today; "
            "`since` counts what began (`twin_links_begun`) or was signed (`agreements_signed` by "
            "communities, `administration_memoranda`) on that day or later, and projects that run "
            "on that day or begin later (`projects_by_kind`). Parts by status, country and theme "
            "count all projects and twin links of today. Figures of the whole country are kept, "
            "never older than a minute: `as_of` tells the moment."
        ),
        parameters=[
            OpenApiParameter("oblast", OpenApiTypes.STR, description="KATOTTG code of the oblast."),
            OpenApiParameter("since", OpenApiTypes.DATE, description="Day, such as 2022-02-24."),
            LANGUAGE_PARAMETER,
        ],
        responses={200: Figures, **problems(_400=UNUSABLE)},
        tags=["statistics"],
    )
    def get(self, request: Request) -> HttpResponse:
        parameters = request.query_params
        refuse_unusable(parameters, PARAMETERS)
        oblast, since = _oblast(parameters.get("oblast", "")), _since(parameters.get("since", ""))
        made = figures(request.user, oblast=oblast, since=since)
        found = made.statistics(oblast, since)
        kinds = projects_of(found)
        text = _text(
            {
                "oblast": oblast.code if oblast else None,
                "since": since.isoformat() if since else None,
                **_as_json({name: one for name, one in found.items() if one not in kinds.values()}),
                "projects_by_kind": _as_json(kinds),
                **{
                    one.name: one.with_addresses(settings.SITE_URL, oblast, made.parts[one.name])
                    for one in BREAKDOWNS
                },
            }
        )
        # The same figures have the same ETag, whenever they are asked for: a weak one.
        mark = Mark(f"W/{mark_of_text(text).etag}", made.as_of)
        dated = f'{{"as_of": "{made.as_of.isoformat()}", {text.removeprefix("{")}'
        answer = answered(request, dated, mark)
        answer["Last-Modified"] = http_date(made.as_of.timestamp())
        return answer


def _text(made: Mapping[str, Any]) -> str:
    return json.dumps(made, ensure_ascii=False)


def _as_json(found: Mapping[str, Statistic]) -> dict[str, Any]:
    return {name: one.as_json(settings.SITE_URL) for name, one in found.items()}


def _oblast(code: str) -> Oblast | None:
    if not code:
        return None
    found: Oblast | None = Oblast.objects.in_force().filter(code=code).first()
    if found is None:
        raise BadParameter("oblast", _("There is no oblast with this code."))
    return found


def _since(text: str) -> dt.date | None:
    if not text:
        return None
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise BadParameter("since", _("Write the day as 2022-02-24."))
    return day
