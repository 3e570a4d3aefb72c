from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import translation

from communities.enums import CommunityKind, OblastKind
from communities.models import Community, Oblast, Raion
from communities.services.territories import (
    MassWithdrawal,
    TerritoryChanges,
    UnknownFirstLevelUnit,
    import_territories,
)
from communities.table_files import CutFile, TableError
from tests.communities import codifier_files as files

REAL = Path(settings.BASE_DIR).parent / "shared" / "data" / "katottg"
EDITION = date(2025, 5, 16)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def run(rows: list[files.Cells], **options: object) -> TerritoryChanges:
    source = files.as_csv(rows)
    return import_territories(source=source, edition=EDITION, **options)  # type: ignore[arg-type]


def with_code_changed(old: str, new: str) -> list[files.Cells]:
    return [tuple(cell.replace(old, new) for cell in row) for row in files.codifier_rows()]


def with_name_changed(old: str, new: str) -> list[files.Cells]:
    return [(*row[:6], new if row[6].strip() == old else row[6]) for row in files.codifier_rows()]


def without(name: str) -> list[files.Cells]:
    """Without the community of this name, and its settlements."""
    [code] = [row[2] for row in files.codifier_rows() if row[6].strip() == name and row[5] == "H"]
    return [row for row in files.codifier_rows() if row[2] != code]


def moved_to_sumy_raion(new: str) -> list[files.Cells]:
    """The last community under the other raion of its oblast, with a code to match."""
    rows = []
    for oblast, raion, community, *rest in files.codifier_rows():
        moves = community == files.RIVER
        rows.append(
            (oblast, files.SUMY_RAION if moves else raion, new if moves else community, *rest)
        )
    return rows


def test_creates_units_with_names_parents_and_types() -> None:
    changes = run(files.codifier_rows())

    assert len(changes.created) == 27 + 2 + 3
    river = Community.objects.get(code=files.RIVER)
    assert (river.name, river.name_en) == ("Річківська", "Richkivska")
    assert (river.raion.name_en, river.oblast.name_en) == ("Romenskyi", "Sumy Oblast")
    assert (river.centre_name, river.centre_name_en) == ("Річки", "Richky")
    assert river.kind == CommunityKind.SETTLEMENT
    assert river.full_name == "Річківська селищна територіальна громада"
    kinds = dict(Community.objects.values_list("name", "kind"))
    assert kinds["Сумська"] == CommunityKind.URBAN
    assert kinds["Миколаївська"] == CommunityKind.RURAL


def test_kyiv_and_sevastopol_are_cities_without_raions() -> None:
    run(files.codifier_rows())

    cities = Oblast.objects.filter(kind=OblastKind.CITY)
    assert {city.slug: city.iso_code for city in cities} == {"kyiv": "UA-30", "sevastopol": "UA-40"}
    assert not Raion.objects.filter(oblast__in=cities).exists()


def test_the_same_file_twice_changes_nothing() -> None:
    run(files.codifier_rows())
    before = list(Community.objects.order_by("code").values())
    changes = run(files.codifier_rows())

    assert changes.is_empty
    assert changes.unchanged == 27 + 2 + 3
    assert list(Community.objects.order_by("code").values()) == before


def test_csv_and_xlsx_give_the_same() -> None:
    run(files.codifier_rows())

    assert import_territories(source=files.as_xlsx(files.codifier_rows())).is_empty


def test_a_renamed_unit_is_updated() -> None:
    run(files.codifier_rows())
    changes = run(with_name_changed("Річківська", "Згурська"))

    assert [(item.before, item.after) for item in changes.renamed] == [("Річківська", "Згурська")]
    assert Community.objects.get(code=files.RIVER).name_en == "Zghurska"
    assert Community.objects.count() == 3


def test_a_moved_unit_is_recognised_by_the_tail_of_its_code() -> None:
    run(files.codifier_rows())
    pk = Community.objects.get(code=files.RIVER).pk
    new = "UA59080310000059611"
    rows = moved_to_sumy_raion(new)
    changes = run(rows)

    moved = Community.objects.get(pk=pk)
    assert [(item.before, item.after) for item in changes.moved] == [(files.RIVER, new)]
    assert (moved.code, moved.former_codes, moved.raion.code) == (
        new,
        [files.RIVER],
        files.SUMY_RAION,
    )
    assert not changes.created
    assert not changes.withdrawn
    assert run(rows).is_empty


def test_a_recoded_raion_takes_its_communities_along() -> None:
    run(files.codifier_rows())
    new = "UA59070000000059060"
    changes = run(with_code_changed(files.ROMNY_RAION, new))

    assert [item.code for item in changes.moved] == [new]
    assert Community.objects.get(code=files.RIVER).raion.code == new
    assert Raion.objects.count() == 2


def test_a_withdrawn_unit_is_kept_marked_and_can_come_back() -> None:
    run(files.codifier_rows())
    changes = run(without("Річківська"), allow_mass_withdrawal=True)

    withdrawn = Community.objects.get(code=files.RIVER)
    assert [item.code for item in changes.withdrawn] == [files.RIVER]
    assert (withdrawn.is_withdrawn, withdrawn.withdrawn_on) == (True, EDITION)
    assert run(without("Річківська"), allow_mass_withdrawal=True).is_empty

    assert [item.code for item in run(files.codifier_rows()).restored] == [files.RIVER]
    withdrawn.refresh_from_db()
    assert (withdrawn.is_withdrawn, withdrawn.withdrawn_on) == (False, None)


def test_a_file_that_lacks_too_much_is_not_believed() -> None:
    run(files.codifier_rows())
    with pytest.raises(MassWithdrawal, match="1 of 3 known units"):
        run(without("Річківська"))

    assert not Community.objects.filter(is_withdrawn=True).exists()


def test_an_unknown_oblast_is_refused() -> None:
    rows = [*files.codifier_rows(), files.row((files.first_level_code("99"),), "O", "Нова")]
    with pytest.raises(UnknownFirstLevelUnit, match="Нова"):
        run(rows)

    assert not Oblast.objects.exists()


def test_a_village_become_a_city_makes_its_community_urban() -> None:
    run(files.codifier_rows())
    rows = [
        (*row[:5], "M" if row[6] == "Річки" else row[5], row[6]) for row in files.codifier_rows()
    ]
    changes = run(rows)

    assert [item.code for item in changes.recentred] == [files.RIVER]
    assert Community.objects.get(code=files.RIVER).kind == CommunityKind.URBAN


def test_between_settlement_and_rural_the_known_type_is_kept() -> None:
    run(files.codifier_rows())
    Community.objects.filter(code=files.RIVER).update(kind=CommunityKind.RURAL)

    assert run(files.codifier_rows()).is_empty
    assert Community.objects.get(code=files.RIVER).kind == CommunityKind.RURAL


def test_an_english_name_set_by_hand_stays_until_the_unit_is_renamed() -> None:
    run(files.codifier_rows())
    Community.objects.filter(code=files.RIVER).update(name_en="Rivers")

    assert run(files.codifier_rows()).is_empty
    assert Community.objects.get(code=files.RIVER).name_en == "Rivers"


def test_a_dry_run_says_and_changes_nothing() -> None:
    assert len(run(files.codifier_rows(), dry_run=True).created) == 32
    assert not Oblast.objects.exists()

    run(files.codifier_rows())
    before = list(Community.objects.order_by("code").values())
    changes = run(with_name_changed("Річківська", "Згурська"), dry_run=True)
    assert len(changes.renamed) == 1
    assert list(Community.objects.order_by("code").values()) == before


def test_a_refused_file_leaves_nothing_behind() -> None:
    with pytest.raises(CutFile):
        run(files.codifier_rows()[:20])

    assert not Oblast.objects.exists()


def test_history_names_the_import_and_the_edition() -> None:
    run(files.codifier_rows())
    run(with_name_changed("Річківська", "Згурська"))

    events = Community.objects.get(code=files.RIVER).events.order_by("pgh_id")  # type: ignore[attr-defined]
    assert [event.pgh_label for event in events] == ["insert", "update"]
    assert events[1].pgh_context["source"] == "import"
    assert events[1].pgh_context["note"] == "codifier of 2025-05-16"


def test_queries_do_not_grow_with_rows(django_assert_max_num_queries: object) -> None:
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        run(files.codifier_rows())


# --- the command ---------------------------------------------------------------------------------


def command(path: Path, *options: str) -> str:
    out = io.StringIO()
    call_command("import_territories", str(path), *options, stdout=out)
    return out.getvalue()


@pytest.fixture
def codifier_file(tmp_path: Path) -> Path:
    path = tmp_path / "kodifikator-16-05-2025.csv"
    path.write_bytes(files.as_csv(files.codifier_rows()).getvalue())
    return path


def test_command_tells_what_it_did(codifier_file: Path) -> None:
    first = command(codifier_file)
    second = command(codifier_file)

    assert "35 rows read: 27 first-level units, 2 raions, 3 communities." in first
    assert "Created: 32" in first
    assert "Done." in first
    assert "Everything is up to date." in second


def test_command_reads_the_edition_from_the_name(codifier_file: Path) -> None:
    command(codifier_file)
    codifier_file.write_bytes(files.as_csv(without("Річківська")).getvalue())
    command(codifier_file, "--allow-mass-withdrawal")

    assert Community.objects.get(code=files.RIVER).withdrawn_on == EDITION


def test_command_dry_run(codifier_file: Path) -> None:
    assert "nothing was changed" in command(codifier_file, "--dry-run")
    assert not Oblast.objects.exists()


def test_command_refuses_with_one_clear_message(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        command(tmp_path / "absent.csv")
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("a;b\n1;2\n", encoding="utf-8")
    with pytest.raises(CommandError, match="columns of the codifier were not found"):
        command(wrong)


# --- the ministry's own file ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def real_file() -> Path:
    found = sorted(REAL.glob("kodifikator*.csv"))
    if not found:
        pytest.skip(f"the ministry's codifier is not in {REAL}")
    return found[-1]


def test_the_real_codifier_twice(real_file: Path) -> None:
    changes = import_territories(source=real_file)

    assert (changes.rows, len(changes.created)) == (31_748, 27 + 136 + 1_772)
    assert Oblast.objects.filter(kind=OblastKind.OBLAST).count() == 25
    assert Oblast.objects.filter(kind=OblastKind.CITY).count() == 2
    assert Raion.objects.count() == 136
    assert Community.objects.count() == 1_772
    assert Community.objects.exclude(oblast__slug="crimea").count() == 1_469
    assert Community.objects.filter(name="Миколаївська").count() == 9
    assert not Community.objects.filter(kind="").exists()
    poltava = Oblast.objects.get(slug="poltava")
    assert poltava.communities.count() == 60
    assert import_territories(source=real_file).is_empty


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[: len(content) // 2],
        lambda content: content.decode("utf-8-sig").encode("cp1251", errors="replace"),
        lambda content: content.replace("Третій рівень;".encode(), b"", 1),
        lambda content: content.replace(b";UA59080270000", b";UA59990270000", 1),
    ],
    ids=["cut", "windows-1251", "columns", "parent"],
)
def test_the_real_codifier_damaged(real_file: Path, damage: object) -> None:
    content = damage(real_file.read_bytes())  # type: ignore[operator]
    with pytest.raises(TableError, match=r"Row \d+"):
        import_territories(source=io.BytesIO(content))

    assert not Oblast.objects.exists()
