"""Aid received in the API: the register and its totals."""

from __future__ import annotations

from typing import Any

from django.urls import path
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.money.currencies import HRYVNIA, VIEWING
from common.money.totals import Total
from common.registers.api import refuse_invalid, refuse_unknown, views_of
from common.registers.listing import listing
from common.registers.paging import BadParameter
from common.registers.schema import Problem, TextByLanguage, list_parameters
from communities.registers import level_of
from projects.aid_registers import AID
from projects.aid_totals import Group, GroupBy, totals_of

deliveries, delivery = views_of(AID)


class QuantitySerializer(serializers.Serializer[Any]):
    amount = serializers.FloatField()
    unit = serializers.CharField(help_text="UNECE Recommendation 20.")


class ValueSerializer(serializers.Serializer[Any]):
    amount = serializers.FloatField(help_text="Each delivery by the rate of its own value date.")
    currency = serializers.CharField()
    counted = serializers.IntegerField(help_text="Deliveries whose value is in the sum.")
    without_rate = serializers.IntegerField(help_text="Those for which no rate is known.")
    rates_from = serializers.DateField(allow_null=True, help_text="Day of the oldest rate used.")
    rates_until = serializers.DateField(allow_null=True, help_text="Day of the latest rate used.")


class AidGroupSerializer(serializers.Serializer[Any]):
    key = serializers.CharField(help_text="Value of the filter; empty when nobody is named.")
    name = TextByLanguage()
    deliveries = serializers.IntegerField()
    quantities = QuantitySerializer(many=True)
    value = ValueSerializer()


class AidTotalsSerializer(serializers.Serializer[Any]):
    by = serializers.ChoiceField(choices=GroupBy.choices)
    deliveries = serializers.IntegerField()
    value = ValueSerializer()
    groups = AidGroupSerializer(many=True)


def _own(parameters: list[OpenApiParameter]) -> list[OpenApiParameter]:
    paging = {"ordering", "cursor", "page_size", "count"}
    return [one for one in parameters if one.name not in paging]


class AidTotalsView(APIView):
    """Totals of the deliveries that the filters leave."""

    http_method_names = ["get", "head", "options"]

    @extend_schema(
        operation_id="aid_delivery_totals",
        summary="Totals of aid received",
        parameters=[
            *_own(list_parameters(AID)),
            OpenApiParameter("by", str, enum=GroupBy.values, description="Default: `category`."),
            OpenApiParameter(
                "currency",
                str,
                enum=[code.lower() for code in VIEWING],
                description="In which the values are summed up. Default: `uah`.",
            ),
        ],
        responses={200: AidTotalsSerializer, 400: OpenApiResponse(Problem)},
        tags=["aid-deliveries"],
    )
    def get(self, request: Request) -> Response:
        parameters = request.query_params.copy()
        by = parameters.pop("by", [GroupBy.CATEGORY.value])[-1]
        to = parameters.pop("currency", [HRYVNIA])[-1].upper()
        refuse_unknown(AID, parameters)
        for name, value, known in (("by", by, GroupBy.values), ("currency", to, VIEWING)):
            if value not in known:
                message = _("Choose from: %(names)s.") % {"names": ", ".join(known).lower()}
                raise BadParameter(name, message)
        asked = listing(AID, parameters, request.user)
        refuse_invalid(asked)
        found = totals_of(asked.rows, by=by, level=level_of(request.user), to=to)
        return Response(
            {
                "by": found.by,
                "deliveries": found.deliveries,
                "value": _value(found.value),
                "groups": [_group(one) for one in found.groups],
            }
        )


def _group(group: Group) -> dict[str, Any]:
    return {
        "key": group.key,
        "name": {code: text or None for code, text in group.name.items()},
        "deliveries": group.deliveries,
        "quantities": [{"amount": float(one.amount), "unit": one.unit} for one in group.quantities],
        "value": _value(group.value),
    }


def _value(total: Total) -> dict[str, Any]:
    return {
        "amount": float(total.amount),
        "currency": total.currency,
        "counted": total.counted,
        "without_rate": total.without_rate,
        "rates_from": total.rates_from,
        "rates_until": total.rates_until,
    }


urlpatterns = [
    path("aid-deliveries/", deliveries, name="aid-list"),
    path("aid-deliveries/totals/", AidTotalsView.as_view(), name="aid-totals"),
    path("aid-deliveries/<uuid:key>/", delivery, name="aid-detail"),
]
