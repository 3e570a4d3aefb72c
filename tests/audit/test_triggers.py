"""Whatever the path of a change, the database itself writes the history, and keeps it."""

from __future__ import annotations

import shutil
import subprocess
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from common.audit.context import Source, acting
from common.codelists.models import Theme

pytestmark = pytest.mark.django_db


def events(**wanted: Any) -> Any:
    return Theme.events.rel.related_model.objects.filter(**wanted)  # type: ignore[attr-defined]


def run(sql: str, params: Any = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def test_saving_leaves_a_row_for_birth_change_and_removal(theme: Theme) -> None:
    theme.name_en = "Power"
    theme.save()
    key = theme.pk
    theme.delete()

    assert list(events(id=key).values_list("pgh_label", "name_en")) == [
        ("insert", "Energy"),
        ("update", "Power"),
        ("delete", "Power"),
    ]


def test_a_save_that_changes_nothing_leaves_no_row(theme: Theme) -> None:
    theme.save()

    assert events(id=theme.pk).count() == 1


def test_queryset_update_leaves_rows(theme: Theme) -> None:
    Theme.objects.filter(pk=theme.pk).update(position=5)

    assert events(id=theme.pk, position=5, pgh_label="update").count() == 1


def test_queryset_delete_leaves_rows(theme: Theme) -> None:
    key = theme.pk
    Theme.objects.filter(pk=key).delete()
    Theme.objects.filter(slug="other")._raw_delete("default")

    assert events(id=key, pgh_label="delete").count() == 1


def test_bulk_create_leaves_rows_and_returns_keys() -> None:
    with acting(source=Source.IMPORT):
        made = Theme.objects.bulk_create(
            Theme(slug=f"t{number}", name=f"Тема {number}", name_en="") for number in range(50)
        )

    assert all(one.pk for one in made)
    kept = events(slug__startswith="t", pgh_label="insert")
    assert kept.count() == 50
    assert set(kept.values_list("pgh_context__source", flat=True)) == {"import"}


def test_bulk_create_that_updates_conflicts_leaves_rows(theme: Theme) -> None:
    Theme.objects.bulk_create(
        [Theme(slug="energy", name="Енергія", name_en="Energy")],
        update_conflicts=True,
        unique_fields=["slug"],
        update_fields=["name"],
    )

    assert events(id=theme.pk, pgh_label="update", name="Енергія").count() == 1


def test_bulk_update_leaves_rows(theme: Theme) -> None:
    theme.position = 7
    Theme.objects.bulk_update([theme], ["position"])

    assert events(id=theme.pk, position=7).count() == 1


def test_raw_sql_leaves_rows(theme: Theme) -> None:
    run("UPDATE codelists_theme SET position = 9 WHERE id = %s", [theme.pk])
    run("WITH gone AS (DELETE FROM codelists_theme RETURNING id) SELECT count(*) FROM gone")

    assert list(events(id=theme.pk).values_list("pgh_label", flat=True)) == [
        "insert",
        "update",
        "delete",
    ]


@pytest.mark.skipif(not shutil.which("psql"), reason="psql is not on this machine")
@pytest.mark.django_db(transaction=True)
def test_psql_leaves_rows_without_a_name() -> None:
    theme = Theme.objects.create(slug="energy", name="Енергетика", name_en="Energy")
    settings = connection.settings_dict
    command = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", settings["NAME"]]
    for flag, name in (("-h", "HOST"), ("-p", "PORT"), ("-U", "USER")):
        command += [flag, str(settings[name])] if settings[name] else []
    subprocess.run(  # noqa: S603 - our own words
        [*command, "-c", "UPDATE codelists_theme SET position = 3"], check=True
    )

    event = events(id=theme.pk, pgh_label="update").get()
    assert (event.position, event.pgh_context) == (3, None)


def test_a_transaction_that_fails_leaves_no_history(theme: Theme) -> None:
    def half_way() -> None:
        with transaction.atomic(), acting(source=Source.PAGE):
            Theme.objects.update(position=1)
            raise LookupError

    with pytest.raises(LookupError):
        half_way()

    assert events(id=theme.pk).count() == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE codelists_themeevent SET name = 'x'",
        "DELETE FROM codelists_themeevent",
        "UPDATE codelists_themeevent SET pgh_context = NULL WHERE pgh_label = 'insert'",
    ],
)
def test_history_is_neither_changed_nor_removed(theme: Theme, statement: str) -> None:
    with pytest.raises(DatabaseError, match="Cannot update or delete rows"), transaction.atomic():
        run(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE codelists_themeevent",
        "TRUNCATE codelists_theme CASCADE",
    ],
)
def test_neither_history_nor_records_are_emptied(theme: Theme, statement: str) -> None:
    run("SET LOCAL mosty.history_may_be_emptied = ''")  # as everywhere but in the tests' database
    with pytest.raises(DatabaseError, match="history: Cannot truncate"), transaction.atomic():
        run(statement)


def test_every_tracked_table_has_its_triggers_in_the_database() -> None:
    """A model that somebody forgot to migrate would be changed without a trace."""
    tracked = {
        getattr(model, "pgh_tracked_model"): model  # noqa: B009 - the library's own attribute
        for model in apps.get_models()
        if _is_event_model(model)
    }
    assert len(tracked) >= 12
    for model, event_model in tracked.items():
        names = _triggers(model._meta.db_table)
        assert {"insert_insert", "update_update", "delete_delete", "not_emptied"} <= names, model
        assert {"append_only", "not_emptied"} <= _triggers(event_model._meta.db_table), model


def _is_event_model(model: Any) -> bool:
    return bool(getattr(model, "pgh_tracked_model", None)) and model._meta.managed


def _triggers(table: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger "
            "WHERE tgrelid = %s::regclass AND tgenabled = 'O' AND NOT tgisinternal",
            [table],
        )
        return {name.removeprefix("pgtrigger_")[:-6] for (name,) in cursor.fetchall()}
