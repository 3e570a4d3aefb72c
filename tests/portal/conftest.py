"""What the tests of the demonstration share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.story import Told, inside


@pytest.fixture
def story(told: Told, django_db_blocker: Any) -> Iterator[Told]:
    """The content as it was loaded: what a test does to it is undone. Takes the place of `db`."""
    with django_db_blocker.unblock(), inside(told):
        yield told
