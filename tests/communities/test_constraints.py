"""What the database itself refuses about territories."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from tests.factories.communities import CommunityFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "place",
    [
        {"latitude": 49},
        {"longitude": 34},
        {"latitude": 91, "longitude": 34},
        {"latitude": 34, "longitude": 49},
        {"latitude": 0, "longitude": 0},
    ],
)
def test_a_place_is_whole_and_in_ukraine(place: dict[str, float]) -> None:
    bare = {"latitude": None, "longitude": None}
    with pytest.raises(IntegrityError), transaction.atomic():
        CommunityFactory.create(**bare | place)


def test_no_place_is_fine() -> None:
    assert CommunityFactory.create(latitude=None, longitude=None).pk
