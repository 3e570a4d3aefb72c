from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import translation

from common.codelists.models import Theme
from communities.enums import CommunityKind
from communities.models import Community, Oblast, Raion
from communities.services.territories import import_territories
from communities.services.territory_facts import BadFacts, FactsChanges, import_territory_facts
from communities.services.territory_reference import load_territories
from communities.table_files import WrongColumns
from tests.communities import codifier_files as files
from twinning.services.gazetteer import Loaded

REAL = Path(settings.BASE_DIR).parent / "shared" / "data" / "territories"
HEADER = "hromada_code,hromada_name,type,lat_center,lon_center,square,total_popultaion_2022"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _territory() -> Iterator[None]:
    with translation.override("en"):
        import_territories(source=files.as_csv(files.codifier_rows()))
        yield


def run(*lines: str, header: str = HEADER, skip_bad_rows: bool = False) -> FactsChanges:
    table = "\n".join([header, *lines])
    return import_territory_facts(source=io.BytesIO(table.encode()), skip_bad_rows=skip_bad_rows)


def test_sets_type_place_area_and_population() -> None:
    changes = run(f"{files.RIVER},Річківська,сільська,50.1234567,33.5,86.14,9361")

    community = Community.objects.get(code=files.RIVER)
    assert changes.changed == 1
    assert community.kind == CommunityKind.RURAL
    assert (community.latitude, community.longitude) == (Decimal("50.12346"), Decimal("33.5"))
    assert community.area_km2 == Decimal("86.1")
    assert (community.population, community.population_on) == (9361, date(2022, 1, 1))


def test_twice_changes_nothing() -> None:
    line = f"{files.RIVER},Річківська,сільська,50.1234567,33.5,86.14,1e+05"
    run(line)

    assert (run(line).changed, run(line).unchanged) == (0, 1)
    assert Community.objects.get(code=files.RIVER).population == 100_000


def test_unknown_values_leave_what_is_known() -> None:
    run(f"{files.RIVER},Річківська,сільська,50,33,86,9361")
    run(f"{files.RIVER},Річківська,NA,NA,NA,,NA")

    assert Community.objects.get(code=files.RIVER).population == 9361


def test_a_table_with_the_type_alone() -> None:
    run(f"{files.RIVER},сільська", header="hromada_code,type")

    assert Community.objects.get(code=files.RIVER).kind == CommunityKind.RURAL


def test_a_city_stays_urban() -> None:
    changes = run(f"{files.SUMSKA},сільська", header="hromada_code,type")

    assert "Row 2: Сумська: by the codifier" in str(changes.remarks[0])
    assert Community.objects.get(code=files.SUMSKA).kind == CommunityKind.URBAN


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("UA123,x,NA,NA,NA,NA,NA", "“UA123” is not a code"),
        ("UA59990000000099999,x,NA,NA,NA,NA,NA", "is not in the register"),
        (f"{files.RIVER},x,велика,NA,NA,NA,NA", "type “велика” is unknown"),
        (f"{files.RIVER},x,NA,50,NA,NA,NA", "must be given together"),
        (f"{files.RIVER},x,NA,33,50,NA,NA", "“33” lies outside Ukraine"),
        (f"{files.RIVER},x,NA,NA,NA,-1,NA", "cannot be an area"),
        (f"{files.RIVER},x,NA,NA,NA,NA,багато", "“багато” is not a number"),
        (f"{files.RIVER},x,NA,NA,NA,NA,nan", "is not a number"),
        (f"{files.RIVER},x", "the row is incomplete"),
    ],
)
def test_bad_rows_are_listed_and_nothing_is_changed(line: str, words: str) -> None:
    good = f"{files.SUMSKA},Сумська,NA,NA,NA,NA,260000"
    with pytest.raises(BadFacts, match="Row 3: ") as raised:
        run(good, line)

    assert words in str(raised.value)
    assert Community.objects.get(code=files.SUMSKA).population is None


def test_good_rows_can_go_in_while_bad_ones_wait() -> None:
    good = f"{files.SUMSKA},Сумська,NA,NA,NA,NA,260000"
    changes = run(good, "UA123,x,NA,NA,NA,NA,NA", good, skip_bad_rows=True)

    assert [problem.row for problem in changes.problems] == [3, 4]
    assert Community.objects.get(code=files.SUMSKA).population == 260_000


def test_wrong_columns_are_refused() -> None:
    with pytest.raises(WrongColumns, match="Row 1: a column “hromada_code”"):
        run("1,2", header="a,b")


def test_command(tmp_path: Path) -> None:
    path = tmp_path / "facts.csv"
    path.write_text(f"{HEADER}\n{files.RIVER},x,NA,NA,NA,NA,5\n", encoding="utf-8")
    out = io.StringIO()
    call_command("import_territory_facts", str(path), stdout=out)
    assert "1 rows read, 1 communities changed" in out.getvalue()
    path.write_text(f"{HEADER}\nUA1,x,NA,NA,NA,NA,5\n", encoding="utf-8")
    with pytest.raises(CommandError, match="Row 2"):
        call_command("import_territory_facts", str(path))


# --- what a fresh portal starts with -------------------------------------------------------------


def empty() -> None:
    for model in (Community, Raion, Oblast):
        model.objects.all().delete()


def test_the_reference_territory_is_whole_and_loaded_once() -> None:
    empty()

    assert load_territories() == 27 + 136 + 1_772
    assert load_territories() == 0
    assert Community.objects.exclude(latitude=None).count() == 1_582
    assert Community.objects.exclude(centre_population=None).count() == 1_354
    mena = Community.objects.get(code="UA74020030000069340")
    assert (mena.name, mena.name_en, mena.centre_name) == ("Менська", "Menska", "Мена")
    assert mena.full_name == "Менська міська територіальна громада"
    assert mena.events.get().pgh_label == "insert"  # type: ignore[attr-defined]


def test_the_reference_gives_no_more_than_places_to_a_territory_that_is_there() -> None:
    assert load_territories() == 0
    assert Community.objects.count() == 3


def test_a_portal_that_is_there_gets_what_its_centres_lack() -> None:
    empty()
    load_territories()
    mena = Community.objects.get(code="UA74020030000069340")
    people, place = mena.centre_population, mena.latitude
    assert people
    assert mena.size == people
    Community.objects.filter(pk=mena.pk).update(centre_population=None, latitude=Decimal("51.5"))

    assert load_territories() == 1
    mena.refresh_from_db()
    assert (mena.centre_population, mena.latitude) == (people, Decimal("51.5"))
    assert place != mena.latitude
    mena.population = 17_000
    assert mena.size == 17_000


def test_load_reference_loads_themes_too_and_keeps_what_was_edited(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The gazetteer has 87,660 places: its own tests load a few.
    monkeypatch.setattr("twinning.services.gazetteer.load_gazetteer", lambda **_: Loaded())
    call_command("load_reference", stdout=io.StringIO())
    Theme.objects.filter(slug="health").update(name="Здоров’я")
    out = io.StringIO()
    call_command("load_reference", stdout=out)

    assert "themes: up to date" in out.getvalue()
    assert Theme.objects.get(slug="health").name == "Здоров’я"


def test_the_real_facts_over_the_reference() -> None:
    path = REAL / "kse-full_dataset.csv"
    if not path.exists():
        pytest.skip(f"the KSE data set is not in {REAL}")
    empty()
    load_territories()
    changes = import_territory_facts(source=path)

    assert (changes.rows, changes.problems) == (1_469, [])
    assert import_territory_facts(source=path).changed == 0
    assert Community.objects.filter(population=None).exclude(oblast__slug="crimea").count() < 20
    only_types = import_territory_facts(source=REAL / "kse-ua-admin-hromada.csv")
    assert (only_types.rows, only_types.changed) == (1_772, 0)
