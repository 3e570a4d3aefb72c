"""Bodies of requests take the JSON types that the OpenAPI document names, and no others."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from rest_framework import serializers

from common.registers.bodies import Body


class Inner(Body):
    reached = serializers.DecimalField(max_digits=6, decimal_places=2)


class Everything(Body):
    subject = serializers.CharField(max_length=20, required=False)
    submit = serializers.BooleanField(default=False)
    people = serializers.IntegerField(required=False, allow_null=True)
    amount = serializers.DecimalField(
        max_digits=8, decimal_places=2, required=False, allow_null=True
    )
    day = serializers.DateField(required=False)
    themes = serializers.ListField(child=serializers.SlugField(), required=False)
    values = Inner(many=True, required=False)


def errors_of(said: dict[str, Any]) -> dict[str, Any]:
    given = Everything(data=said)
    given.is_valid()
    return dict(given.errors)


@pytest.mark.parametrize(
    "said",
    [
        {"subject": 5},
        {"subject": True},
        {"subject": "\ud800"},
        {"submit": "on"},
        {"submit": 1},
        {"people": "5"},
        {"people": True},
        {"amount": "1_000"},
        {"amount": "1e5"},
        {"amount": "٥"},
        {"amount": " 5"},
        {"amount": True},
        {"day": "20261123"},
        {"day": "2026-1-5"},
        {"day": 20261123},
        {"themes": [5]},
        {"values": [{"reached": "1e2"}]},
    ],
)
def test_another_type_is_refused(said: dict[str, Any]) -> None:
    assert list(errors_of(said)) == list(said)


def test_the_types_of_the_document_are_taken() -> None:
    said = {
        "subject": "Тема",
        "submit": True,
        "people": 5,
        "amount": "1250.50",
        "day": "2026-11-23",
        "themes": ["energy"],
        "values": [{"reached": 7}, {"reached": "-7.25"}],
    }
    given = Everything(data=said)
    assert given.is_valid(), given.errors
    assert given.validated_data["amount"] == Decimal("1250.50")
    assert [one["reached"] for one in given.validated_data["values"]] == [7, Decimal("-7.25")]


def test_nothing_may_be_said_where_the_field_allows_it() -> None:
    assert errors_of({"amount": None, "people": None}) == {}


def test_types_and_all_else_that_is_wrong_are_told_together() -> None:
    assert set(errors_of({"subject": "x" * 30, "submit": "on"})) == {"subject", "submit"}


def test_an_element_of_a_list_is_named() -> None:
    assert list(errors_of({"themes": ["energy", 5]})["themes"]) == [1]


@pytest.mark.parametrize("said", [None, [], "x", 5])
def test_a_body_that_is_no_object_is_refused(said: Any) -> None:
    assert not Everything(data=said).is_valid()
