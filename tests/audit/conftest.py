"""Records with a history. The cast comes from the whole suite; here are only the things."""

from __future__ import annotations

import pytest

from common.codelists.models import Theme


@pytest.fixture
def theme(db: None) -> Theme:
    return Theme.objects.create(slug="energy", name="Енергетика", name_en="Energy")
