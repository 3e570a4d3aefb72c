"""Files of the National Bank: all of a file or nothing, and the same again changes nothing."""

from __future__ import annotations

import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override
from openpyxl import Workbook

from common.money.models import ExchangeRate
from tests.factories.money import make_rate

pytestmark = pytest.mark.django_db

JSON = [
    {"r030": 978, "txt": "Євро", "rate": 42.1234, "cc": "EUR", "exchangedate": "15.03.2024"},
    {
        "r030": 392,
        "txt": "Єна",
        "rate": 2.61,
        "units": 10,
        "cc": "JPY",
        "exchangedate": "15.03.2024",
    },
]
CSV = """Дата;Код цифровий;Код літерний;Кількість одиниць;Назва валюти;Офіційний курс
15.03.2024;978;EUR;1;Євро;42,1234
15.03.2024;392;JPY;10;Єна;2,6100
"""


def run(path: Path, *options: str) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("import_rates", path, *options, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def written(folder: Path, content: Any, name: str = "rates.json") -> Path:
    path = folder / name
    text = content if isinstance(content, str) else json.dumps(content)
    path.write_text(text, encoding="utf-8")
    return path


def known() -> dict[str, Decimal]:
    return dict(ExchangeRate.objects.values_list("currency", "rate"))


def test_json_and_csv_and_xlsx_say_the_same(tmp_path: Path) -> None:
    run(written(tmp_path, JSON))
    assert known() == {"EUR": Decimal("42.1234"), "JPY": Decimal("0.261")}
    assert "unchanged: 2" in run(written(tmp_path, CSV, "rates.csv"))[0]
    book = Workbook()
    assert book.active
    for line in CSV.splitlines():
        book.active.append(line.split(";"))
    book.save(tmp_path / "rates.xlsx")
    assert "new: 0, unchanged: 2" in run(tmp_path / "rates.xlsx")[0]


def test_rates_for_one_unit_are_taken_as_they_are(tmp_path: Path) -> None:
    row = JSON[1] | {"rate_per_unit": 0.261}
    run(written(tmp_path, [row]))
    assert known() == {"JPY": Decimal("0.261")}


def test_a_differing_rate_is_told_and_not_overwritten(tmp_path: Path) -> None:
    make_rate("EUR", "2024-03-15", "40")
    out, err = run(written(tmp_path, JSON))
    assert "new: 1" in out
    assert "differing: 1" in out
    assert "EUR 2024-03-15: known 40" in err
    assert known()["EUR"] == 40
    assert "corrected: 1" in run(written(tmp_path, JSON), "--overwrite")[0]
    assert known()["EUR"] == Decimal("42.1234")


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    assert "new: 2" in run(written(tmp_path, JSON), "--dry-run")[0]
    assert not known()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"rate": 0}, "cannot be a rate"),
        ({"rate": -1}, "cannot be a rate"),
        ({"rate": "NaN"}, "cannot be a rate"),
        ({"rate": "Infinity"}, "cannot be a rate"),
        ({"rate": "сорок"}, "is not a number"),
        ({"rate": None}, "is not a number"),
        ({"rate": "1e300"}, "cannot be a rate"),
        ({"rate": "0.0000000001"}, "cannot be a rate"),
        ({"units": 0}, "cannot be a rate"),
        ({"cc": "UAH"}, "not the code of a foreign currency"),
        ({"cc": "EURO"}, "not the code of a foreign currency"),
        ({"cc": None}, "not the code of a foreign currency"),
        ({"exchangedate": "31.02.2024"}, "is not a date"),
        ({"exchangedate": "15.03.1024"}, "before the hryvnia"),
        ({"exchangedate": "15.03.2999"}, "too far ahead"),
        ({"cc": "EUR", "rate": 43}, "stands in row 1"),
    ],
)
def test_one_bad_row_keeps_the_whole_file_out(
    tmp_path: Path, change: dict[str, Any], said: str
) -> None:
    path = written(tmp_path, [JSON[0], JSON[1] | change])
    with pytest.raises(CommandError, match="Row 2") as refusal:
        run(path)
    assert said in str(refusal.value)
    assert not known()


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        ("", "empty.csv", "empty"),
        ("[]", "none.json", "no rates"),
        ("[1, 2]", "numbers.json", "list of rates"),
        ('{"a": 1}', "object.json", "list of rates"),
        ("[" * 100000, "deep.json", "not JSON"),
        ('[{"a": 1}]', "other.json", "fields cc, rate and exchangedate"),
        ("Дата;Код літерний\n15.03.2024;EUR\n", "narrow.csv", "no column"),
        ("a;b\n1;2\n", "header.csv", "heading"),
    ],
)
def test_what_is_no_file_of_rates_is_refused(
    tmp_path: Path, content: str, name: str, said: str
) -> None:
    with override("en"), pytest.raises(CommandError, match=said):
        run(written(tmp_path, content, name))
    with override("en"), pytest.raises(CommandError, match="no file"):
        run(tmp_path / "missing.csv")
