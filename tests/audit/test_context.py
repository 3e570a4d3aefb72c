"""The actor and the door go with every writing statement, and with nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from common.audit.context import Source, acting, current
from common.codelists.models import Theme

pytestmark = pytest.mark.django_db


def events() -> Any:
    return Theme.events.rel.related_model.objects.order_by("pgh_id")  # type: ignore[attr-defined]


def last() -> Any:
    return events().last()


@pytest.fixture
def person(db: None) -> User:
    return User.objects.create_user("olena@mosty.example", full_name="Олена Коваль")


def test_actor_source_and_note_are_kept(theme: Theme, person: User) -> None:
    with acting(actor=person, source=Source.API, note="Прим'ітка 100 % «так»"):
        Theme.objects.update(position=1)

    assert last().pgh_context == {
        "actor": person.pk,
        "source": "api",
        "note": "Прим'ітка 100 % «так»",
    }


def test_the_inner_inherits_what_it_does_not_say_and_the_outer_comes_back(
    theme: Theme, person: User
) -> None:
    with acting(source=Source.IMPORT) as outer:
        with acting(actor=person, note="рядок 5") as inner:
            Theme.objects.update(position=1)
        Theme.objects.update(position=2)

    first, second = events()[1:]
    assert first.pgh_context == {"actor": person.pk, "source": "import", "note": "рядок 5"}
    assert second.pgh_context == {"actor": None, "source": "import", "note": ""}
    assert first.pgh_context_id == second.pgh_context_id == outer.action == inner.action
    assert current() is None


def test_two_actions_have_two_identifiers(theme: Theme) -> None:
    for position in (1, 2):
        with acting(source=Source.PAGE):
            Theme.objects.update(position=position)

    first, second = events()[1:]
    assert first.pgh_context_id != second.pgh_context_id


def test_a_transaction_that_goes_on_does_not_speak_in_the_actors_name(
    theme: Theme, person: User
) -> None:
    with transaction.atomic():
        with acting(actor=person, source=Source.PAGE):
            Theme.objects.update(position=1)
        Theme.objects.update(position=2)

    assert last().pgh_context is None
    assert last().pgh_context_id is None


def test_a_failed_statement_is_reported_as_itself(theme: Theme) -> None:
    with acting(source=Source.PAGE), transaction.atomic():
        with pytest.raises(Exception, match="codelists_theme_slug"), transaction.atomic():
            Theme.objects.create(slug="energy", name="Друга", name_en="Second")
        Theme.objects.update(position=4)

    assert last().position == 4
    assert last().pgh_context["source"] == "page"


@pytest.mark.parametrize(
    ("sql", "params"),
    [
        ("UPDATE codelists_theme SET name = 'на 50%'", None),
        ("UPDATE codelists_theme SET name = %s", ["на 50%"]),
        ("UPDATE codelists_theme SET name = %(name)s", {"name": "на 50%"}),
        ("-- why\n /* and what */ UPDATE codelists_theme SET name = 'на 50%'", None),
        ("DO $$ BEGIN UPDATE codelists_theme SET name = 'на 50%'; END $$", None),
        (
            """WITH few AS (SELECT id FROM codelists_theme)
            UPDATE codelists_theme AS t SET name = 'на 50%' FROM few WHERE few.id = t.id""",
            None,
        ),
    ],
)
def test_raw_statements_are_named_whatever_their_shape(theme: Theme, sql: str, params: Any) -> None:
    with acting(source=Source.TASK, note="100 %"), connection.cursor() as cursor:
        cursor.execute(sql, params)

    assert (last().name, last().pgh_context["source"]) == ("на 50%", "task")


def test_executemany_is_named(theme: Theme) -> None:
    with acting(source=Source.TASK), connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE codelists_theme SET position = %s WHERE id = %s",
            [(1, theme.pk), (2, theme.pk)],
        )

    assert [one.pgh_context["source"] for one in events()[1:]] == ["task", "task"]


def test_returning_and_row_counts_are_those_of_the_statement(theme: Theme) -> None:
    with acting(source=Source.TASK), connection.cursor() as cursor:
        cursor.execute("UPDATE codelists_theme SET position = 8 RETURNING slug")
        assert (cursor.fetchall(), cursor.rowcount) == ([("energy",)], 1)
        cursor.execute("DELETE FROM codelists_theme WHERE slug = 'none'")
        assert cursor.rowcount == 0


@pytest.mark.django_db(transaction=True)
def test_reading_by_iterator_goes_on_while_one_writes() -> None:
    """`.iterator()` reads through a named cursor, which takes no second statement."""
    Theme.objects.bulk_create(
        Theme(slug=f"t{number}", name=f"Тема {number}", name_en="") for number in range(30)
    )
    with acting(source=Source.TASK), transaction.atomic():
        for one in Theme.objects.order_by("pk").iterator(chunk_size=7):
            one.position = one.pk + 1000
            one.save(update_fields=["position"])

    named = events().filter(pgh_label="update", pgh_context__source="task")
    assert named.count() == 30


@pytest.mark.django_db(transaction=True)
def test_autocommit_statements_are_named_and_leave_the_session_clean() -> None:
    with acting(source=Source.COMMAND):
        Theme.objects.create(slug="energy", name="Енергетика", name_en="Energy")
    Theme.objects.update(position=2)

    assert [one.pgh_context and one.pgh_context["source"] for one in events()] == ["command", None]


def test_reading_costs_nothing_more(theme: Theme, person: User) -> None:
    with CaptureQueriesContext(connection) as queries, acting(actor=person):
        list(Theme.objects.all())

    assert len(queries) == 1
    assert "set_config" not in queries[0]["sql"]
