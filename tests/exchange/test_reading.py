"""Whatever file comes: its rows with their numbers, or one sentence on what to do about it."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass

import pytest
from django.conf import LazySettings

from common.exchange import reading
from common.exchange.cells import clean
from common.exchange.columns import ImportColumn
from common.exchange.problems import UnreadableTable
from common.exchange.reading import open_table
from tests.exchange.files import archive, csv_file, xlsx_file, zip_bomb

COLUMNS = (
    ImportColumn(name="name", label="name", headings=("Назва",), required=True),
    ImportColumn(name="name_en", label="name in English", headings=("Назва англійською",)),
    ImportColumn(name="kind", label="kind", headings=("Вид",)),
    ImportColumn(name="country", label="country", headings=("Країна",)),
)
ROW = ("Фонд «Їжак»", "Hedgehog Fund", "фонд", "DK")


@dataclass
class Read:
    rows: list[tuple[int, list[str]]]
    columns: list[str]
    encoding: str
    sheet: str


def read(content: bytes, sheet: str = "") -> Read:
    with open_table(io.BytesIO(content), COLUMNS, sheet=sheet) as table:
        rows = [(row.number, row.cells) for row in table.rows]
        return Read(rows, table.columns, table.encoding, table.sheet)


def refusal(content: bytes) -> str:
    with pytest.raises(UnreadableTable) as refused:
        read(content)
    return refused.value.texts()["en"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1251"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_every_encoding_and_delimiter(encoding: str, delimiter: str) -> None:
    found = read(csv_file([ROW], encoding=encoding, delimiter=delimiter))
    assert found.rows == [(2, list(ROW))]
    assert found.columns == ["name", "name_en", "kind", "country"]
    assert found.encoding == encoding.removesuffix("-sig")


def test_commas_in_texts_do_not_win_over_the_separator() -> None:
    long = "одне, друге, третє, четверте, п’яте, шосте"
    assert read(csv_file([(long, long, long, long)])).rows == [(2, [long] * 4)]


def test_rows_keep_the_numbers_of_the_spreadsheet() -> None:
    content = 'Назва;Вид\n\n"Два\nрядки";фонд\n;\nТретій;фонд\n'.encode()
    assert [number for number, _cells in read(content).rows] == [3, 5]


def test_titles_above_the_heading_and_column_numbers_below_it() -> None:
    rows = [
        ["Перелік партнерів", "", "", ""],
        ["станом на 21.11.2026", "", "", ""],
        ["№", "Назва", "Вид", "Країна"],
        ["1", "2", "3", "4"],
        ["1", "Фонд", "фонд", "DK"],
    ]
    found = read(xlsx_file({"Аркуш": rows}))
    assert found.columns == ["", "name", "kind", "country"]
    assert found.rows == [(5, ["1", "Фонд", "фонд", "DK"])]


def test_headings_in_other_case_with_stars_and_colons() -> None:
    content = csv_file([ROW], header=("  НАЗВА *", "name in english:", "Kind", "країна"))
    assert read(content).columns == ["name", "name_en", "kind", "country"]


def test_numbers_dates_and_flags_of_a_spreadsheet_become_text() -> None:
    rows = [("Назва", "Вид", "Країна"), (7.0, dt.date(2026, 11, 21), 1.5), (True, None, "DK")]
    assert read(xlsx_file({"А": rows})).rows == [
        (2, ["7", "2026-11-21", "1.5"]),
        (3, ["True", "", "DK"]),
    ]


def test_formulas_are_not_evaluated() -> None:
    content = xlsx_file({"А": [("Назва", "Вид"), ("Фонд", '=HYPERLINK("http://evil.example")')]})
    assert read(content).rows == [(2, ["Фонд"])]


def test_merged_cells_give_their_text_once() -> None:
    import openpyxl  # noqa: PLC0415

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("Назва", "Вид"), ("Один", "фонд"), ("Два", None)):
        sheet.append(row)
    sheet.merge_cells("B2:B3")
    file = io.BytesIO()
    book.save(file)
    assert read(file.getvalue()).rows == [(2, ["Один", "фонд"]), (3, ["Два"])]


def test_the_sheet_with_the_heading_is_found_and_another_may_be_asked_for() -> None:
    table = [("Назва",), ("Фонд",)]
    other = [("Назва",), ("Інший",)]
    content = xlsx_file({"Зміст": [("про що це",)], "Дані": table, "Ще": other})
    assert read(content).sheet == "Дані"
    assert read(content, sheet="Ще").rows == [(2, ["Інший"])]


def test_a_hidden_sheet_is_not_read() -> None:
    import openpyxl  # noqa: PLC0415

    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(("нічого",))
    secret = book.create_sheet("Таємне")
    secret.append(("Назва",))
    secret.append(("Фонд",))
    secret.sheet_state = "hidden"
    file = io.BytesIO()
    book.save(file)
    assert "heading row" in refusal(file.getvalue())


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
REFUSED = {
    "empty": (b"", "The file is empty"),
    "only spaces": (b"\xef\xbb\xbf \r\n \r\n", "The file is empty"),
    "no heading": (b"a;b;c\n1;2;3\n", "There is no heading row"),
    "no name": ("Вид;Країна\nфонд;DK\n".encode(), "The table has no column “name”"),
    "twice the same": ("Назва;Вид;Назва\na;b;c\n".encode(), "“Назва” stands twice, in A, C"),
    "old excel": (OLD, "old Excel file"),
    "with a password": (OLD + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
    "web page as xls": (b"\n<html><table><tr><td>1</td></tr></table>", "This is a web page"),
    "picture": (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "another kind (PNG)"),
    "pdf": (b"%PDF-1.7\n1 0 obj\n", "another kind (PDF)"),
    "archive": (archive({"a.txt": b"1"}), "This is an archive"),
    "word": (archive({"word/document.xml": b"1"}), "Word document"),
    "open document": (archive({"content.xml": b"1", "mimetype": b"1"}), "save it as XLSX"),
    "cut xlsx": (xlsx_file({"А": [("Назва",), ("Ф",)]})[:-400], "damaged or cut"),
    "broken xlsx": (archive({"xl/workbook.xml": b"<nonsense"}), "damaged or cut"),
    "open quote": ('Назва;Вид\nФонд;"фонд\n'.encode(), "Row 2: a quotation mark"),
    "no letters": (b"\x98\x81\xff\xfe" * 50, "letters of the file cannot be read"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_table_is_refused_with_a_sentence(case: str) -> None:
    content, words = REFUSED[case]
    assert words in refusal(content)


def test_a_bomb_does_not_go_off() -> None:
    bomb = zip_bomb()
    assert len(bomb) < 1024 * 1024
    assert "far too large" in refusal(bomb)


def test_entities_in_the_xml_do_not_multiply() -> None:
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    workbook = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY l0 "lol">{lol}]><w>&l9;</w>'
    assert "damaged or cut" in refusal(archive({"xl/workbook.xml": workbook.encode()}))


def test_limits_of_size_and_rows(monkeypatch: pytest.MonkeyPatch, settings: LazySettings) -> None:
    monkeypatch.setattr(reading, "MOST_ROWS", 3)
    assert "more than 3 rows" in refusal(csv_file([ROW] * 4))
    assert len(read(csv_file([ROW] * 3)).rows) == 3
    settings.LARGEST_IMPORT_BYTES = 1024
    assert "larger than 0 MB" in refusal(b"x" * 2000)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("'=1+1", "=1+1"),
        ("'-5", "-5"),
        ("'тис. грн", "'тис. грн"),
        (" a\xa0b\u200b ", "a b"),
        ("\x00\x07текст", "текст"),
    ],
)
def test_cells_lose_what_cannot_be_seen(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


def _json(content: str) -> io.BytesIO:
    return io.BytesIO(content.encode())


def test_json_rows_are_a_table_too() -> None:
    rows = '\ufeff [{"name": "Фонд", "Вид": null}, {"name": "  Банк\\u00a0", "code": 12}]'
    for content in (rows, f'{{"rows": {rows.strip(chr(0xFEFF))}}}'):
        with open_table(_json(content), COLUMNS) as table:
            found = list(table.rows)
            assert table.headers == ["name", "Вид", "code"]
        assert [row.number for row in found] == [1, 2]
        assert [row.cells[0] for row in found] == ["Фонд", "Банк"]


@pytest.mark.parametrize(
    "content",
    [
        "[",
        "[]",
        '{"rows": {}}',
        "[1, 2]",
        '[{"name": ["a"]}]',
        '[{"name": {"uk": "a"}}]',
        '[{"something": "a"}]',
        "[" * 100_000,
        "{" + ", ".join(f'"k{n}": 1' for n in range(3)) + "}",
        '[{"name": "a"}] и більше',
    ],
)
def test_json_that_is_no_table_is_refused_with_a_sentence(content: str) -> None:
    with pytest.raises(UnreadableTable), open_table(_json(content), COLUMNS) as table:
        list(table.rows)
