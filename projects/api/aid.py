"""Aid received in the API: the register and its totals."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from common.money.currencies import HRYVNIA, VIEWING
from common.money.totals import Total
from common.registers.api import answered_json, views_of
from common.registers.listing import listing
from common.registers.paging import BadParameter
from common.registers.parameters import (
    CHOOSING,
    MIRRORING,
    PAGING,
    refuse_invalid,
    refuse_unusable_of_list,
)
from common.registers.responses import UNUSABLE, problems
from common.registers.schema import TextByLanguage, list_parameters
from communities.registers import level_of
from projects.aid_registers import AID
from projects.aid_totals import Group, GroupBy, totals_of

deliveries, delivery = views_of(AID)

# Parameters of the list that say nothing of its totals.
OF_RECORDS = PAGING | CHOOSING | MIRRORING | {"ordering", "format"}


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
    return [one for one in parameters if one.name not in OF_RECORDS]


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
        responses={200: AidTotalsSerializer, **problems(_400=UNUSABLE)},
        tags=["aid-deliveries"],
    )
    def get(self, request: Request) -> HttpResponse:
        parameters = request.query_params.copy()
        refuse_unusable_of_list(AID, parameters, more=("by", "currency"), less=OF_RECORDS)
        by = parameters.pop("by", [GroupBy.CATEGORY.value])[-1]
        to = parameters.pop("currency", [HRYVNIA.lower()])[-1]
        known = (("by", by, GroupBy.values), ("currency", to, [one.lower() for one in VIEWING]))
        for name, value, values in known:
            if value not in values:
                message = _("Choose from: %(names)s.") % {"names": ", ".join(values)}
                raise BadParameter(name, message)
        asked = listing(AID, parameters, request.user)
        refuse_invalid(asked)
        found = totals_of(asked.rows, by=by, level=level_of(request.user), to=to.upper())
        return answered_json(
            request,
            {
                "by": found.by,
                "deliveries": found.deliveries,
                "value": _value(found.value),
                "groups": [_group(one) for one in found.groups],
            },
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
