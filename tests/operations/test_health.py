"""The portal calls itself ready only when its tables are those of its code."""

from __future__ import annotations

import pytest
from django.db.migrations.recorder import MigrationRecorder

from common.operations.health import check_migrations

pytestmark = pytest.mark.django_db


def test_all_migrations_applied() -> None:
    assert check_migrations() == ""


def test_a_migration_not_applied_is_counted() -> None:
    MigrationRecorder.Migration.objects.filter(app="accounts", name="0001_initial").delete()
    assert check_migrations() == "1 migrations not applied"
