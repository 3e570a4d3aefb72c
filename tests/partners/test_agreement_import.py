"""The state register: dirty rows read, matched, kept; nothing lost, nothing twice."""

from __future__ import annotations

import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from accounts.models import User
from common.exchange import jobs
from common.exchange.imports import importer
from common.exchange.models import ImportJob
from communities.models import Community
from partners.agreement_export import HEADER, register_rows
from partners.agreement_imports.reading import clean_partner, read_row, signing, term
from partners.agreement_imports.rows import Register
from partners.models import Agreement, AgreementRow, Partner
from tests.factories.communities import CommunityFactory, OblastFactory, RaionFactory

REAL = Path(settings.BASE_DIR).parent / "shared" / "data" / "twinning"
REAL_ROWS = REAL / "agreements-register-rows.json"
CITY, TOWN = "UA48060150000071713", "UA46100110000018989"


@pytest.mark.parametrize(
    ("text", "day", "place"),
    [
        ("22.03.2017, м.Устрики Долішні", dt.date(2017, 3, 22), "м. Устрики Долішні"),
        ("07.01.1995,                  м. Батумі", dt.date(1995, 1, 7), "м. Батумі"),
        ("25.09.2025\nм. Нарбонна (Франція)", dt.date(2025, 9, 25), "м. Нарбонна (Франція)"),
        ("2019-05-14", dt.date(2019, 5, 14), ""),
        ("14 травня 2019 року, м. Суми", dt.date(2019, 5, 14), "м. Суми"),
        ("м. Яремче, 1.9.2009", dt.date(2009, 9, 1), "м. Яремче"),
        ("31.02.2020 м. Київ", None, "31.02.2020 м. Київ"),
        ("_", None, ""),
        ("", None, ""),
    ],
)
def test_date_and_place_are_split(text: str, day: dt.date | None, place: str) -> None:
    assert signing(text) == (day, place)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5 років з автоматичним продовженням", ("months", 60, True, True)),
        ("Безстрокова", ("indefinite", None, False, True)),
        ("безстроково", ("indefinite", None, False, True)),
        ("3 роки", ("months", 36, False, True)),
        ("1 рік", ("months", 12, False, True)),
        ("П'ять років", ("months", 60, False, True)),
        ("18 місяців", ("months", 18, False, True)),
        ("5 (п’ять) років", ("months", 60, False, True)),
        ("3 роки без автоматичного продовження", ("months", 36, False, True)),
        ("до 31.12.2027", ("until", None, False, True)),
        ("_", ("unknown", None, False, True)),
        ("", ("unknown", None, False, True)),
        ("до виконання зобов’язань", ("unknown", None, False, False)),
    ],
)
def test_terms_are_read(text: str, expected: tuple[Any, ...]) -> None:
    found = term(text)
    assert (found.kind, found.months, found.auto_renewal, found.is_certain) == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("м.Устрики Долішні", "Устрики Долішні"),
        ("к.  Сучевіца", "Сучевіца"),
        (
            "Нарбонна та Великий Нарбонн, \n(Бертран Мальк’є,\nміський голова)",
            "Нарбонна та Великий Нарбонн",
        ),
        ("Ботошанський повіт", "Ботошанський повіт"),
        ("м. Люблін, mayor@lublin.example, +48 81 466 10 00", "Люблін"),
    ],
)
def test_names_of_partners_are_cleaned(text: str, name: str) -> None:
    assert clean_partner(text) == name


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Франція", "FR"),
        ("Французька Республіка", "FR"),
        ("Республіка Польща", "PL"),
        ("Румунія", "RO"),
        ("Грузія", "GE"),
        ("Атлантида", ""),
    ],
)
def test_countries_in_either_form(text: str, code: str) -> None:
    assert read_row({"country": text}).country == code


@pytest.fixture
def mykolaivs(db: None) -> tuple[Community, Community]:
    """The city of Mykolaiv, and the town of the same name in Lviv oblast."""
    south = OblastFactory.create(
        slug="mykolaiv", name="Миколаївська", code="UA48000000000039575", iso_code="UA-48"
    )
    west = OblastFactory.create(
        slug="lviv", name="Львівська", code="UA46000000000026241", iso_code="UA-46"
    )
    city = CommunityFactory.create(oblast=south, name="Миколаївська", code=CITY)
    town = CommunityFactory.create(oblast=west, name="Миколаївська", code=TOWN)
    bukovyna = OblastFactory.create(
        slug="chernivtsi", name="Чернівецька", code="UA73000000000044923", iso_code="UA-77"
    )
    raion = RaionFactory.create(oblast=bukovyna)
    CommunityFactory.create(
        oblast=bukovyna, raion=raion, name="Новоселицька", code="UA73060410000077092"
    )
    return city, town


def row(**values: Any) -> dict[str, Any]:
    return {
        "title": "Угода про співпрацю",
        "kind": "міжтериторіальне",
        "partner_name": "м. Люблін",
        "country": "Польща",
        "signed": "01.02.2020, м. Люблін",
        "duration": "Безстрокова",
        **values,
    }


def test_the_town_of_lviv_oblast_is_not_the_city(mykolaivs: tuple[Community, Community]) -> None:
    title = "Угода між Миколаївською міською радою,Львівської області (Україна) та Гміною Устрики"
    kept = Register(None).take(row(title=title, joined_code=CITY))
    assert kept.outcome == "agreement"
    assert kept.agreement is not None
    assert kept.agreement.parties.get().community == mykolaivs[1]
    assert kept.agreement.reference.startswith("LV-AGR-")


def test_a_bare_name_is_never_decided(mykolaivs: tuple[Community, Community]) -> None:
    register = Register(None)
    title = "Угода між Миколаївською міською радою (Україна) та містом Люблін"
    for more in ({}, {"joined_code": CITY}):
        kept = register.take(row(title=title, signed=f"0{len(more) + 1}.03.2020", **more))
        assert kept.outcome == "review"
        assert set(kept.suggestions) == {CITY, TOWN}
        assert kept.problems[0]["uk"]
        assert kept.problems[0]["en"]


def test_a_code_decides(mykolaivs: tuple[Community, Community]) -> None:
    kept = Register(None).take(row(katottg=TOWN))
    assert kept.agreement is not None
    assert kept.agreement.parties.get().community == mykolaivs[1]
    unknown = Register(None).take(row(katottg="UA99999999999999999", signed="03.02.2020"))
    assert unknown.outcome == "review"


def test_bodies_of_an_oblast(mykolaivs: tuple[Community, Community]) -> None:
    register = Register(None)
    council = register.take(row(subject="Львівська обласна рада, м. Львів"))
    state = register.take(
        row(subject="Чернівецька обласна державна адміністрація", signed="02.02.2020")
    )
    assert council.agreement is not None
    assert state.agreement is not None
    assert council.agreement.parties.get().kind == "council"
    assert state.agreement.parties.get().kind == "administration"


def test_bodies_of_a_raion(mykolaivs: tuple[Community, Community]) -> None:
    lviv = mykolaivs[1].oblast
    raion = RaionFactory.create(oblast=lviv, name="Стрийський")
    RaionFactory.create(oblast=mykolaivs[0].oblast, name="Стрийський")
    register = Register(None)
    council = register.take(row(subject="Стрийська районна рада Львівської області"))
    assert council.agreement is not None
    assert council.agreement.parties.get().raion == raion
    bare = register.take(row(subject="Стрийська районна рада", signed="02.02.2020"))
    gone = register.take(
        row(subject="Турківська районна рада Львівської області", signed="03.02.2020")
    )
    assert (bare.outcome, gone.outcome) == ("review", "review")


@pytest.mark.parametrize(
    "values",
    [
        {"title": ""},
        {"signed": "колись"},
        {"kind": "дружнє"},
        {"country": "Атлантида"},
        {"partner_name": "_"},
        {"duration": "як домовимося"},
        {"katottg": ""},
    ],
)
def test_what_cannot_be_decided_waits(
    mykolaivs: tuple[Community, Community], values: dict[str, str]
) -> None:
    kept = Register(None).take(row(**{"katottg": TOWN, **values}))
    assert kept.outcome == "review"
    assert kept.problems
    assert kept.agreement is None
    assert not Agreement.objects.exists()


def test_the_same_agreement_twice_is_a_duplicate(mykolaivs: tuple[Community, Community]) -> None:
    register = Register(None)
    first = register.take(row(katottg=TOWN))
    second = register.take(row(katottg=TOWN, partner_name="Люблін (Кшиштоф, мер)"))
    other = register.take(row(katottg=TOWN, partner_name="Жешув"))
    assert (first.outcome, second.outcome, other.outcome) == (
        "agreement",
        "duplicate",
        "agreement",
    )
    assert second.agreement == first.agreement


def test_a_partner_is_found_before_one_is_made(mykolaivs: tuple[Community, Community]) -> None:
    lublin = Partner.objects.create(
        name="Люблін", slug="lublin", kind="local_authority", country="PL", status="active"
    )
    kept = Register(None).take(row(katottg=TOWN))
    assert kept.agreement is not None
    assert kept.agreement.partners.get() == lublin


def test_out_and_in_again(mykolaivs: tuple[Community, Community]) -> None:
    """Our own download in the 12 columns reads back as it was."""
    Register(None).take(row(katottg=TOWN, duration="5 років з автоматичним продовженням"))
    cells = next(iter(register_rows(Agreement.objects.order_by("pk"))))
    assert len(HEADER) == len(cells) == 12
    reading = read_row({"signed": cells[3], "duration": cells[11], "kind": cells[4]})
    assert reading.signed_on == dt.date(2020, 2, 1)
    assert (reading.term.months, reading.term.auto_renewal) == (60, True)
    assert reading.kind == "interterritorial"
    again = Register(None).take(
        {
            "title": cells[2],
            "signed": cells[3],
            "subject": cells[7],
            "country": cells[8],
            "partner_name": cells[10],
            "kind": cells[4],
            "duration": cells[11],
        }
    )
    assert again.outcome == "duplicate"


def test_the_command_reads_tables(mykolaivs: tuple[Community, Community], tmp_path: Path) -> None:
    header = [
        "Назва угоди",
        "Дата (місце) підписання",
        "Вид угоди",
        "Іноземна держава",
        "Суб’єкт (учасник) іноземної держави",
        "Строк дії угоди",
        "Код КАТОТТГ",
    ]
    cells = ["Угода", "01.02.2020 м. Люблін", "міжтериторіальне", "Польща", "Люблін", "_", TOWN]
    file = tmp_path / "register.csv"
    file.write_text("\n".join(";".join(line) for line in (header, cells, cells)), encoding="utf-8")
    out = io.StringIO()
    call_command("import_agreements", file, "--dry-run", stdout=out)
    assert not AgreementRow.objects.exists()
    call_command("import_agreements", file, stdout=out)
    assert Agreement.objects.get().title == "Угода"


@pytest.mark.parametrize("content", ["", "{", '{"rows": 5}', '["a"]'])
def test_files_that_cannot_be_read(db: None, tmp_path: Path, content: str) -> None:
    file = tmp_path / "rows.json"
    file.write_text(content)
    with pytest.raises(CommandError):
        call_command("import_agreements", file, stdout=io.StringIO())


def test_the_real_rows(mykolaivs: tuple[Community, Community]) -> None:
    if not REAL_ROWS.exists():
        pytest.skip(f"NO REAL DATA: {REAL_ROWS} is not here, the real register was not tried")
    rows = json.loads(REAL_ROWS.read_text(encoding="utf-8"))["rows"]
    for _round in range(2):
        call_command("import_agreements", REAL_ROWS, stdout=io.StringIO())
        outcomes = list(AgreementRow.objects.order_by("pk").values_list("outcome", flat=True))
        assert len(outcomes) == len(rows)
        assert set(outcomes) <= {"agreement", "duplicate", "review"}
        assert outcomes == ["agreement", "review", "review", "duplicate", *["agreement"] * 3]
    lviv = Agreement.objects.get(title__contains="Львівської області")
    assert lviv.parties.get().community == mykolaivs[1]
    assert not Agreement.objects.filter(parties__community=mykolaivs[0]).exists()


def test_a_table_by_the_page_twice(
    mykolaivs: tuple[Community, Community], administrator: User
) -> None:
    """The second time nothing happens; what is in doubt goes to the list, not away."""
    lines = (
        ["Назва угоди", "Дата (місце) підписання", "Вид угоди", "Іноземна держава",
         "Суб’єкт (учасник) іноземної держави", "Строк дії угоди", "Код КАТОТТГ"],
        ["Угода", "01.02.2020 м. Люблін", "міжтериторіальне", "Польща", "Люблін", "_", TOWN],
        ["Угода", "01.02.2020, м.Люблін", "міжтериторіальне", "Польща", "Люблін", "", TOWN],
        ["Договір", "колись", "міжтериторіальне", "Польща", "Люблін", "", TOWN],
    )  # fmt: skip
    content = "\n".join(";".join(line) for line in lines).encode()

    def checked() -> ImportJob:
        job = jobs.upload_table(
            actor=administrator,
            door=importer("agreements"),
            file=SimpleUploadedFile("register.csv", content),
            office="",
        )
        jobs.check_table(job)
        job.refresh_from_db()
        return job

    job = checked()
    jobs.start(job)
    jobs.take_in(job)
    assert set(job.rows.values_list("result", flat=True)) == {"created"}
    outcomes = AgreementRow.objects.order_by("pk").values_list("outcome", flat=True)
    assert list(outcomes) == ["agreement", "duplicate", "review"]
    assert set(checked().rows.values_list("outcome", flat=True)) == {"unchanged"}
    assert Agreement.objects.count() == 1


def test_the_real_rows_by_the_page(
    mykolaivs: tuple[Community, Community], administrator: User
) -> None:
    """The published JSON goes in by the page as by the command, to the last row."""
    if not REAL_ROWS.exists():
        pytest.skip(f"NO REAL DATA: {REAL_ROWS} is not here, the real register was not tried")
    call_command("import_agreements", REAL_ROWS, "--dry-run", stdout=io.StringIO())
    job = jobs.upload_table(
        actor=administrator,
        door=importer("agreements"),
        file=SimpleUploadedFile("rows.json", REAL_ROWS.read_bytes()),
    )
    jobs.check_table(job)
    job.refresh_from_db()
    jobs.start(job)
    jobs.take_in(job)
    outcomes = list(AgreementRow.objects.order_by("pk").values_list("outcome", flat=True))
    assert outcomes == ["agreement", "review", "review", "duplicate", *["agreement"] * 3]
    call_command("import_agreements", REAL_ROWS, stdout=io.StringIO())
    assert AgreementRow.objects.count() == len(outcomes)


@pytest.mark.parametrize(
    "duration", ["1000000000 років", "0 років", "99999999999999999999 місяців"]
)
def test_a_term_beyond_reason_waits_for_an_official(
    mykolaivs: tuple[Community, Community], duration: str
) -> None:
    kept = Register(None).take(row(katottg=TOWN, duration=duration))
    assert kept.outcome == "review"


def test_word_for_word_twice_in_one_file(mykolaivs: tuple[Community, Community]) -> None:
    for _round in range(2):
        register = Register(None)
        outcomes = [register.take(row(katottg=TOWN)).outcome for _ in range(3)]
        assert outcomes == ["agreement", "duplicate", "duplicate"]
        assert AgreementRow.objects.count() == 3
