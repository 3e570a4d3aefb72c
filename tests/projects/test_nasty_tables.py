"""Tables of calls and of aid as people should never send them: a reason beside each cell."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from common.exchange.imports import importer
from common.exchange.jobs import check_table, start, take_in, upload_table
from common.exchange.models import ImportJob
from common.exchange.problems import UnreadableTable
from communities.models import Community
from partners.models import Partner
from projects.models import AidDelivery, Call
from projects.table_rows import Cells

NUL = "\x00"


def checked(actor: User, door: str, text: str) -> ImportJob:
    file = SimpleUploadedFile("таблиця.csv", text.encode())
    job = upload_table(actor=actor, door=importer(door), file=file)
    check_table(job)
    job.refresh_from_db()
    return job


def gone_in(actor: User, door: str, text: str) -> ImportJob:
    job = start(checked(actor, door, text))
    take_in(job)
    job.refresh_from_db()
    return job


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("Дедлайн", "31.02.2027"),
        ("Дедлайн", "завтра"),
        ("Дедлайн", "0000-00-00"),
        ("Максимальна сума", "1e309"),
        ("Максимальна сума", "NaN"),
        ("Максимальна сума", "-5"),
        ("Максимальна сума", "9" * 40),
        ("Валюта", "тугрики"),
        ("Власний внесок", "140"),
        ("Часовий пояс", "Mars/Olympus"),
        ("Посилання", "javascript:alert(1)"),
        ("Мови", "клінгонська"),
    ],
)
def test_a_bad_cell_of_a_call_is_named(
    officer: User, partner: Partner, column: str, cell: str
) -> None:
    currency = "" if column == "Валюта" else ";Валюта"
    value = "" if column == "Валюта" else ";EUR"
    amount = ";Максимальна сума" if column == "Валюта" else ""
    text = f"Назва;Партнер;{column}{currency}{amount}\nКонкурс;{partner.name};{cell}{value}"
    job = checked(officer, "calls", f"{text}{';500' if amount else ''}\n")
    (row,) = job.rows.all()
    assert (row.outcome, bool(row.problems)) == ("error", True)


@pytest.mark.parametrize("cell", ["=1+1", "<script>alert(1)</script>", "💥" * 50])
def test_strange_titles_are_plain_texts(officer: User, partner: Partner, cell: str) -> None:
    gone_in(officer, "calls", f"Назва;Партнер\n{cell};{partner.name}\n")
    assert Call.objects.get().title


def test_a_file_with_zero_bytes_is_refused_in_words(officer: User, partner: Partner) -> None:
    with pytest.raises(UnreadableTable):
        checked(officer, "calls", f"Назва;Партнер\nКон{NUL}курс;{partner.name}\n")


def test_an_hour_that_the_clock_leaves_out(officer: User, partner: Partner) -> None:
    """In Kyiv there was no half past three on 29 March 2026: the deadline is an hour that was."""
    gone_in(officer, "calls", f"Назва;Партнер;Дедлайн\nК;{partner.name};29.03.2026 03:30\n")
    found = Call.objects.get().closes_at
    assert found in {
        datetime(2026, 3, 29, 0, 30, tzinfo=UTC),
        datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
    }


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("Кількість", "1e309"),
        ("Кількість", "0"),
        ("Кількість", "-3"),
        ("Кількість", "багато"),
        ("Вартість", "Infinity"),
        ("Вартість", "1e309"),
        ("Валюта", "XX"),
        ("Дата", "31.02.2026"),
        ("Дата", "2999-01-01"),
        ("Категорія", "космічні кораблі"),
        ("Проєкт", "PL-PRJ-1999-9999"),
    ],
)
def test_a_bad_cell_of_aid_is_named(
    officer: User, community: Community, column: str, cell: str
) -> None:
    row: dict[str, Any] = {
        "Що отримано": "Генератор",
        "Категорія": "generators",
        "Кількість": "2",
        "Вартість": "100",
        "Валюта": "EUR",
        "Партнер": "Хтось",
        "КАТОТТГ": community.code,
        "Дата": "2026-03-01",
        column: cell,
    }
    text = f"{';'.join(row)}\n{';'.join(row.values())}\n"
    job = checked(officer, "aid-deliveries", text)
    (found,) = job.rows.all()
    if found.outcome != "error":
        # What only the service knows is told when the row goes in.
        job = gone_in(officer, "aid-deliveries", text)
        (found,) = job.rows.all()
    assert found.problems, found.outcome
    assert not AidDelivery.objects.exists()


def test_five_thousand_rows(officer: User, community: Community) -> None:
    head = "Що отримано;Категорія;Кількість;Партнер;КАТОТТГ;Дата\n"
    rows = "".join(
        f"Генератор {number};generators;2;Хтось;{community.code};2026-03-01\n"
        for number in range(5000)
    )
    job = checked(officer, "aid-deliveries", head + rows)
    assert job.rows.count() == 5000
    assert set(job.rows.values_list("outcome", flat=True)) == {"new"}


@pytest.mark.parametrize("address", ["example.org/" + "a" * 12, "not an address"])
def test_an_address_that_is_refused_is_not_kept(address: str) -> None:
    """It is measured with the first part that nobody types."""
    row = Cells({"link": address})
    row.link("link", 30)
    assert (row.data, len(row.problems)) == ({}, 1)
