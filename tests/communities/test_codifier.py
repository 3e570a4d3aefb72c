from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from communities.codifier import BadRows, Category, Codifier, read_codifier
from communities.table_files import (
    CutFile,
    TableError,
    WrongColumns,
    WrongEncoding,
    WrongFileType,
)
from tests.communities import codifier_files as files

REAL = Path(settings.BASE_DIR).parent / "shared" / "data" / "katottg"


@pytest.fixture(autouse=True)
def _in_english() -> object:
    with translation.override("en"):
        yield


def read(rows: list[files.Cells]) -> Codifier:
    return read_codifier(files.as_csv(rows))


def replaced(code: str, cells: files.Cells) -> list[files.Cells]:
    """The codifier with the row of this code exchanged; its number is the second value."""
    return [cells if own_code(row) == code else row for row in files.codifier_rows()]


def own_code(cells: files.Cells) -> str:
    return [code for code in cells[:5] if code][-1]


def number_of(code: str) -> int:
    """As a spreadsheet counts, the header being row 1."""
    return [own_code(row) for row in files.codifier_rows()].index(code) + 2


@pytest.mark.parametrize("write", [files.as_csv, files.as_xlsx])
def test_reads_three_levels_and_centres(write: object) -> None:
    codifier = read_codifier(write(files.codifier_rows()))  # type: ignore[operator]

    assert len(codifier.first_level) == 27
    assert [raion.name for raion in codifier.raions] == ["Сумський", "Роменський"]
    assert [unit.name for unit in codifier.communities] == ["Миколаївська", "Сумська", "Річківська"]
    sumska = codifier.communities[1]
    assert sumska.parent == files.SUMY_RAION
    assert sumska.centre
    assert (sumska.centre.name, sumska.centre.category) == ("Суми", Category.CITY)
    assert codifier.rows == 27 + 2 + 6
    assert codifier.settlements == 3


def test_reads_from_a_path_without_bom(tmp_path: Path) -> None:
    path = tmp_path / "codifier.csv"
    path.write_bytes(files.as_csv(files.codifier_rows(), encoding="utf-8").getvalue())

    assert len(read_codifier(path).communities) == 3


def test_city_districts_are_read_and_left_out() -> None:
    kyiv = files.first_level_code("80")
    rows = [
        *files.codifier_rows(),
        files.row((kyiv,) * 4 + ("UA80000000000180999",), "B", "Дарницький"),
    ]

    assert read(rows).rows == 27 + 2 + 6 + 1


def test_cyrillic_category_letters_are_taken_for_the_latin_ones() -> None:
    rows = [
        (*cells[:5], cells[5].translate(str.maketrans("OKPHMXC", "ОКРНМХС")), cells[6])
        for cells in files.codifier_rows()
    ]

    assert len(read(rows).communities) == 3


@pytest.mark.parametrize(
    ("content", "error", "words"),
    [
        (b"", CutFile, "empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", WrongFileType, "not a table"),
        (b"%PDF-1.7 ...", WrongFileType, "not a table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", WrongFileType, "old XLS"),
        (b"PK\x03\x04 and then nothing", CutFile, "damaged or cut"),
        ("перший".encode("utf-16"), WrongEncoding, "Row 1"),
        (b"a,b,c\n1,2,3\n", WrongColumns, "Found: a; b; c"),
    ],
)
def test_other_files_are_refused(content: bytes, error: type[TableError], words: str) -> None:
    with pytest.raises(error, match=words):
        read_codifier(io.BytesIO(content))


def test_windows_1251_is_refused_with_the_row() -> None:
    rows = [tuple(cell.replace("’", "'") for cell in cells) for cells in files.codifier_rows()]
    with pytest.raises(WrongEncoding, match=r"Row 1: .*UTF-8"):
        read_codifier(files.as_csv(rows, encoding="cp1251"))


def test_one_wrong_byte_is_reported_with_its_row() -> None:
    lines = files.as_csv(files.codifier_rows()).getvalue().split(b"\r\n")
    lines[4] = lines[4][:-2] + b"\xff" + lines[4][-2:]
    with pytest.raises(WrongEncoding, match="Row 5:"):
        read_codifier(io.BytesIO(b"\r\n".join(lines)))


def test_a_missing_column_is_named() -> None:
    header = ("Перший рівень", "Другий рівень", "Рівень", "Четвертий рівень", "Додатковий рівень")
    whole = (*header, "Категорія об'єкта", "Назва об'єкта")
    with pytest.raises(WrongColumns, match="Row 1: these columns are missing: Третій рівень"):
        read_codifier(files.as_csv(files.codifier_rows(), header=whole))


def test_a_file_cut_between_rows() -> None:
    with pytest.raises(CutFile, match="Row 11 is the last one, and only 10 of 27"):
        read(files.codifier_rows()[:10])


def test_a_file_cut_inside_a_row() -> None:
    content = files.as_csv(files.codifier_rows()).getvalue()
    with pytest.raises(CutFile, match="breaks off in row"):
        read_codifier(io.BytesIO(content[: content.index("Сумський".encode()) - 20]))


def test_a_file_cut_inside_a_letter() -> None:
    content = files.as_csv(files.codifier_rows()).getvalue()
    with pytest.raises(CutFile, match=f"breaks off in row {number_of(files.SUMY_RAION)}"):
        read_codifier(io.BytesIO(content[: content.index("Сумський".encode()) + 3]))


@pytest.mark.parametrize("name", ["Миколаївська", "Роменський"])
def test_every_cut_is_refused(name: str) -> None:
    content = files.as_csv(files.codifier_rows()).getvalue()
    start = content.index(name.encode())
    for end in range(start - 120, start + 60):
        with pytest.raises((CutFile, BadRows)):
            read_codifier(io.BytesIO(content[:end]))


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (files.row((files.SUMY, "UA5908"), "P", "Сумський"), "“UA5908” is not a code"),
        (files.row((files.SUMY, files.SUMY_RAION), "Z", "Сумський"), "category “Z” is unknown"),
        (files.row((files.SUMY, files.SUMY_RAION), "P", ""), "the name is missing"),
        (files.row((files.SUMY, files.SUMY_RAION), "H", "Сумський"), "do not fit category H"),
        (files.row((files.SUMY, files.SUMY_RAION), "P", "Сумський")[:4], "the row is incomplete"),
    ],
)
def test_bad_rows_are_listed_with_number_and_reason(cells: files.Cells, words: str) -> None:
    with pytest.raises(BadRows, match=words) as raised:
        read(replaced(files.SUMY_RAION, cells))

    assert f"Row {number_of(files.SUMY_RAION)}: " in str(raised.value)


def test_an_unknown_parent_is_named_with_the_row() -> None:
    unknown = "UA59990000000099999"
    cells = files.row((files.SUMY, unknown, files.SUMSKA), "H", "Сумська")
    with pytest.raises(BadRows) as raised:
        read(replaced(files.SUMSKA, cells))

    expected = f"Row {number_of(files.SUMSKA)}: {files.SUMSKA} belongs to {unknown}, which is not"
    assert expected in str(raised.value)


def test_a_parent_of_another_level_is_refused() -> None:
    cells = files.row((files.SUMY, files.MYKOLAIVSKA, files.SUMSKA), "H", "Сумська")
    with pytest.raises(BadRows, match="a unit of another level"):
        read(replaced(files.SUMSKA, cells))


def test_a_repeated_code_names_both_rows() -> None:
    rows = files.codifier_rows()
    with pytest.raises(BadRows, match=f"Row {len(rows) + 2}: code .* in row {len(rows) + 1}"):
        read([*rows, rows[-1]])


def test_a_community_without_centre_is_refused() -> None:
    rows = [cells for cells in files.codifier_rows() if cells[6] != "Суми"]
    with pytest.raises(BadRows, match="“Сумська” has no centre"):
        read(rows)


def test_a_file_of_nonsense_lists_the_first_rows_only() -> None:
    rows = [(*cells[:5], "Z", cells[6]) for cells in files.codifier_rows()]
    with pytest.raises(BadRows) as raised:
        read(rows)

    assert raised.value.total > len(raised.value.problems) == 20


@pytest.mark.parametrize("path", sorted(REAL.glob("kodifikator*")) or [None])
def test_the_real_codifier(path: Path | None) -> None:
    if path is None:
        pytest.skip(f"the ministry's codifier is not in {REAL}")
    codifier = read_codifier(path)

    assert codifier.rows == 31_748
    assert len(codifier.first_level) == 27
    assert sum(unit.category == Category.OBLAST for unit in codifier.first_level) == 25
    assert len(codifier.raions) == 136
    assert len(codifier.communities) == 1_772
    assert sum(unit.code[:4] != "UA01" for unit in codifier.communities) == 1_469
    assert all(unit.centre for unit in codifier.communities)
    assert all(unit.name == unit.name.strip() for unit in codifier.communities)
