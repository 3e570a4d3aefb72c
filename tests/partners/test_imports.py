"""Tables of partners: words as officials write them, and which record a row is."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import translation

from accounts.models import User
from common.codelists.models import Theme
from common.codelists.reference import load_themes
from common.exchange import jobs
from common.exchange.countries import find_country
from common.exchange.enums import Outcome, Result
from common.exchange.imports import importer
from common.exchange.models import ImportJob, ImportRow
from common.exchange.results import result_csv, template_csv, template_xlsx
from common.exchange.workflow import WrongStep
from common.registers import streams
from communities.models import Oblast, Office
from partners.enums import PartnerStatus
from partners.models import Partner
from partners.vocabulary import kind_words, language_words, status_words
from tests.exchange.files import upload
from tests.factories.communities import OblastFactory
from tests.factories.partners import PartnerFactory, PartnerIdentifierFactory
from tests.tables import each

pytestmark = pytest.mark.django_db

EXAMPLE = Path(settings.BASE_DIR) / "portal" / "demo" / "data" / "partners-import-example.csv"


def table(*rows: dict[str, str]) -> bytes:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    file = io.StringIO()
    writer = csv.DictWriter(file, columns, delimiter=";", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode()


def checked(actor: User, content: bytes, name: str = "list.csv", office: str = "") -> ImportJob:
    job = jobs.upload_table(
        actor=actor, door=importer("partners"), file=upload(content, name), office=office
    )
    jobs.check_table(job)
    job.refresh_from_db()
    assert not job.refusal, job.refusal
    return job


def judged(actor: User, **cells: str) -> ImportRow:
    """One row, with the columns as keyword arguments in Ukrainian."""
    row = {"Назва": "Фонд Їжак", "Вид": "фонд"} | {
        name.replace("_", " "): cells[name] for name in cells
    }
    found: ImportRow = checked(actor, table(row)).rows.get()
    return found


def said(row: ImportRow, language: str = "en") -> str:
    return " ".join(problem["reason"][language] for problem in row.problems)


def oblast(slug: str, name: str, name_en: str, code: str) -> Oblast:
    return OblastFactory.create(
        slug=slug, name=name, name_en=name_en, code=code, iso_code=f"UA-{code[2:4]}"
    )


def take_in(job: ImportJob) -> ImportJob:
    jobs.start(job)
    jobs.take_in(job)
    job.refresh_from_db()
    return job


# Words


@each(
    ("text", "code"),
    [
        ("DK", "DK"),
        ("dk", "DK"),
        ("Данія", "DK"),
        ("Denmark", "DK"),
        ("Королівство Данія", "DK"),
        ("Французька Республіка", "FR"),
        ("Федеративна Республіка Німеччина", "DE"),
        ("ФРН", "DE"),
        ("Республіка Польща", "PL"),
        ("Чеська Республіка", "CZ"),
        ("Чехія", "CZ"),
        ("США", "US"),
        ("Сполучені Штати Америки", "US"),
        ("Велика Британія", "GB"),
        ("Великобританія", "GB"),
        ("Сполучене Королівство", "GB"),
        ("UK", "GB"),
        ("the Netherlands", "NL"),
        ("Нідерланди", "NL"),
        ("Швейцарська Конфедерація", "CH"),
        ("Republic of Lithuania", "LT"),
        ("Німечина", ""),
        ("ZZ", ""),
    ],
)
def test_countries(text: str, code: str) -> None:
    assert find_country(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("foundation", "foundation"),
        ("Foundation", "foundation"),
        ("ФОНД", "foundation"),
        ("урядова агенція", "government_agency"),
        ("посольство або місія", "diplomatic_mission"),
        ("Посольство", "diplomatic_mission"),
        ("асоціація муніципалітетів", "municipal_association"),
        ("іноземна місцева влада", "local_authority"),
        ("НУО", "ngo"),
        ("МФО", "ifi"),
    ],
)
def test_kinds(text: str, code: str) -> None:
    assert kind_words().find(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("діє", "active"),
        ("призупинено", "dormant"),
        ("кандидат", "candidate"),
        ("архів", "archived"),
    ],
)
def test_statuses(text: str, code: str) -> None:
    assert status_words().find(text) == code


@pytest.mark.parametrize("text", ["uk", "UK", "українська", "Українська мова", "Ukrainian", "укр."])
def test_languages(text: str) -> None:
    assert language_words().find(text) == "uk"


@pytest.mark.parametrize(
    "text",
    [
        "Полтавська",
        "Полтавська область",
        "Полтавська обл.",
        "Poltava",
        "Poltava Oblast",
        "UA-53",
        "UA53000000000028050",
    ],
)
def test_oblasts(officer: User, text: str) -> None:
    row = judged(officer, Області=text)
    assert row.outcome == Outcome.NEW, row.problems
    job = take_in(row.job)
    assert job.rows.get().result == Result.CREATED
    assert Partner.objects.get().oblasts.get().slug == "poltava"


def test_kyiv_the_city_is_not_the_oblast(officer: User) -> None:
    city = oblast("kyiv", "Київ", "Kyiv", "UA80000000000093317")
    oblast("kyiv-oblast", "Київська", "Kyiv Oblast", "UA32000000000030281")
    take_in(judged(officer, Області="м. Київ").job)
    assert Partner.objects.get().oblasts.get() == city
    assert Oblast.objects.count() == 3


def test_themes_by_code_name_beginning_and_synonym(officer: User) -> None:
    load_themes()
    row = judged(officer, Напрями="energy, Довкілля; Місцеве врядування\nКультура та спадщина")
    assert row.outcome == Outcome.NEW
    take_in(row.job)
    slugs = set(Partner.objects.get().themes.values_list("slug", flat=True))
    assert slugs == {"energy", "environment", "governance", "culture"}
    assert "Did you mean “Енергетика”" in said(judged(officer, Назва="Інший", Напрями="Енергетка"))


def test_websites(officer: User) -> None:
    row = judged(officer, Сайт="www.example.org/ua")
    assert row.outcome == Outcome.NEW
    assert row.problems[0]["level"] == "warning"
    take_in(row.job)
    assert Partner.objects.get().website == "https://www.example.org/ua"
    for bad in ("javascript:alert(1)", "htp:/msf", "https://", "data:text/html,x"):
        assert judged(officer, Назва="Інший фонд", Сайт=bad).outcome == Outcome.ERROR, bad


def test_a_spreadsheet_drops_the_zero_of_a_number(officer: User) -> None:
    row = judged(officer, ЄДРПОУ="1234567")
    assert "01234567" in said(row)
    take_in(row.job)
    assert Partner.objects.get().identifiers.get().value == "01234567"
    assert "eight digits" in said(judged(officer, Назва="Інший", ЄДРПОУ="12"))


def test_problems_are_told_in_both_languages(officer: User) -> None:
    row = judged(officer, ЄДРПОУ="12", Країна="Німечина")
    english, ukrainian = said(row, "en"), said(row, "uk")
    assert "Німеччина" in english
    assert "Німеччина" in ukrainian


def test_a_name_and_the_code_beside_it_must_agree(officer: User) -> None:
    with translation.override("en"):
        row = judged(officer, country="Данія", **{"country:_code": "SE"})
    assert "disagree" in said(row)
    assert judged(officer, country="Данія", **{"country:_code": "DK"}).outcome == Outcome.NEW


def test_nothing_is_written_in_many_ways(officer: User) -> None:
    row = judged(officer, Країна="—", Сайт="н/д", Мови="-", ЄДРПОУ="–")
    assert (row.outcome, row.problems) == (Outcome.NEW, [])
    assert judged(officer, Назва="ООН 2", Країна="міжнародна").outcome == Outcome.NEW


def test_too_long_and_missing_cells(officer: User) -> None:
    assert "251 characters long" in said(judged(officer, Назва="а" * 251))
    assert judged(officer, Назва="").outcome == Outcome.ERROR
    assert "must have a kind" in said(judged(officer, Вид=""))
    assert "archive" in said(judged(officer, Статус="архів"))


# Which record is it?


def test_by_identifier_before_name(officer: User) -> None:
    held = PartnerIdentifierFactory.create(scheme="iati", value="XM-DAC-41114").partner
    row = judged(officer, Назва="Зовсім інша назва", Ідентифікатор_IATI="xm-dac-41114")
    assert (row.outcome, row.record) == (Outcome.CHANGED, str(held.public_id))
    assert row.why["en"] == "the same identifier"


@pytest.mark.parametrize("name", ["фонд  «Миру»", "ФОНД МИРУ", "Peace Fund"])
def test_by_exact_name_in_either_language(officer: User, name: str) -> None:
    held = PartnerFactory.create(name="Фонд Миру", name_en="Peace Fund", kind="foundation")
    row = judged(officer, Назва=name)
    assert row.record == str(held.public_id)


def test_the_same_name_in_another_country_is_for_a_person_to_decide(officer: User) -> None:
    held = PartnerFactory.create(name="Фонд Миру", country="DK")
    row = judged(officer, Назва="Фонд Миру", Країна="SE")
    assert (row.outcome, row.record) == (Outcome.DUPLICATE, "")
    assert row.suggestions[0]["reference"] == str(held.public_id)


def test_identifier_of_one_and_name_of_another(officer: User) -> None:
    PartnerIdentifierFactory.create(scheme="iati", value="XM-DAC-41114")
    PartnerFactory.create(name="Фонд Миру")
    row = judged(officer, Назва="Фонд Миру", Ідентифікатор_IATI="XM-DAC-41114")
    assert (row.outcome, row.problems[0]["column"]) == (Outcome.ERROR, "identifiers")


def test_identifiers_of_two_partners(officer: User) -> None:
    PartnerIdentifierFactory.create(scheme="iati", value="XM-DAC-41114")
    PartnerIdentifierFactory.create(scheme="UA-EDR", value="12345678")
    row = judged(officer, ЄДРПОУ="12345678", Ідентифікатор_IATI="XM-DAC-41114")
    assert "belong to different partners" in said(row)


def test_a_merged_name_leads_to_the_survivor(officer: User) -> None:
    survivor = PartnerFactory.create(name="Нова назва")
    PartnerFactory.create(
        name="Стара назва", status="archived", archive_reason="злито", merged_into=survivor
    )
    assert judged(officer, Назва="Стара назва").record == str(survivor.public_id)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (
            {"Назва": "Мерсі Корпс Україна", "Назва_англійською": "Mercy Corps Ukraine"},
            "similar name",
        ),
        ({"Назва": "Милосердя без меж", "Сайт": "https://www.mercycorps.org/ua"}, "same website"),
        ({"Назва": "Милосердя без меж", "Скорочення": "MCU"}, "same acronym"),
        ({"Назва": "MCU в Україні"}, "same acronym"),
    ],
)
def test_probable_duplicates(officer: User, cells: dict[str, str], reason: str) -> None:
    PartnerFactory.create(
        name="Мерсі Корпс",
        name_en="Mercy Corps",
        acronym="МКУ / MCU",
        website="https://www.mercycorps.org",
    )
    row = judged(officer, **cells)
    assert row.outcome == Outcome.DUPLICATE
    assert reason in row.suggestions[0]["reason"]["en"]


def test_a_states_portal_is_no_sign(officer: User) -> None:
    PartnerFactory.create(name="Польська допомога", website="https://www.gov.pl/polskapomoc")
    row = judged(officer, Назва="Посольство Польщі в Україні", Сайт="https://www.gov.pl/ukraina")
    assert row.outcome == Outcome.NEW


def test_deciding_on_duplicates(officer: User) -> None:
    held = PartnerFactory.create(name="Мерсі Корпс", name_en="Mercy Corps", country="US")
    row = judged(officer, Назва="Мерсі Корпс Україна", Вид="неурядова організація", Країна="US")
    job = row.job
    with pytest.raises(jobs.NothingToTakeIn):
        jobs.start(job)
    with pytest.raises(jobs.UnknownRecord):
        jobs.decide(job, {row.number: ("record", "a1b2")})
    jobs.decide(job, {row.number: ("skip", "")})
    assert job.rows.to_go_in().count() == 0
    jobs.decide(job, {row.number: ("record", str(held.public_id))})
    row.refresh_from_db()
    assert {change["column"] for change in row.diff} == {"name", "kind"}
    take_in(job)
    held.refresh_from_db()
    assert (held.name, held.kind, held.name_en) == ("Мерсі Корпс Україна", "ngo", "Mercy Corps")
    with pytest.raises(WrongStep):
        jobs.decide(job, {row.number: ("new", "")})


def test_a_duplicate_may_be_another_organisation(officer: User) -> None:
    PartnerFactory.create(name="Мерсі Корпс", name_en="Mercy Corps")
    row = judged(officer, Назва="Мерсі Корпс Україна")
    jobs.decide(row.job, {row.number: ("new", "")})
    take_in(row.job)
    assert Partner.objects.count() == 2


# What may be changed


def test_a_record_of_another_office(officer: User, office_of_sumy: Office) -> None:
    PartnerFactory.create(name="Фонд Миру", curated_by=office_of_sumy, acronym="ФМ")
    row = judged(officer, Назва="Фонд Миру", Скорочення="ФММ")
    assert "Another office keeps this record" in said(row)
    assert judged(officer, Назва="Фонд Миру", Скорочення="ФМ").outcome == Outcome.UNCHANGED


def test_an_archived_record(officer: User) -> None:
    PartnerFactory.create(name="Фонд Миру", status="archived", archive_reason="закрито")
    assert "archived" in said(judged(officer, Назва="Фонд Миру", Скорочення="ФМ"))
    assert judged(officer, Назва="Фонд Миру", Статус="архів").outcome == Outcome.UNCHANGED


def test_statuses_follow_the_workflow(officer: User) -> None:
    partner = PartnerFactory.create(name="Фонд Миру", status="candidate")
    assert "cannot go from" in said(judged(officer, Назва="Фонд Миру", Статус="призупинено"))
    assert "with a reason" in said(judged(officer, Назва="Фонд Миру", Статус="архів"))
    take_in(judged(officer, Назва="Фонд Миру", Статус="діє").job)
    partner.refresh_from_db()
    assert partner.status == PartnerStatus.ACTIVE


def test_identifiers_are_added_never_taken_away(officer: User) -> None:
    one = PartnerIdentifierFactory.create(scheme="iati", value="XM-DAC-41114")
    row = judged(officer, Назва=one.partner.name, identifiers="XI-ROR:05k7znr35, iati:XM-DAC-41114")
    assert row.outcome == Outcome.CHANGED
    take_in(row.job)
    held = set(one.partner.identifiers.values_list("scheme", flat=True))
    assert held == {"iati", "XI-ROR"}


# Files


def test_the_example_of_the_demonstration(officer: User, office: Office, sumy: Oblast) -> None:
    load_themes()
    for slug, name, code in (
        ("zhytomyr", "Житомирська", "18"),
        ("chernihiv", "Чернігівська", "74"),
    ):
        OblastFactory.create(
            slug=slug, name=name, code=f"UA{code}000000000041385", iso_code=f"UA-{code}"
        )
    undp = PartnerFactory.create(name="Програма розвитку ООН", name_en="UNDP")
    PartnerIdentifierFactory.create(partner=undp, scheme="iati", value="XM-DAC-41114")
    job = checked(officer, EXAMPLE.read_bytes(), office=office.slug)
    errors = {row.number for row in job.rows.filter(outcome=Outcome.ERROR)}
    assert errors == {8, 10, 19}
    assert job.rows.get(number=9).record == str(undp.public_id)
    assert [one["column"] for one in job.rows.get(number=15).problems] == ["description"]
    take_in(job)
    assert Partner.objects.get(name="Інтерньюз").description.startswith("=CMD")
    again = checked(officer, EXAMPLE.read_bytes())
    assert again.counts == {"unchanged": 17, "error": 3}


def test_the_template_is_understood_but_its_example_is_not_taken_in(officer: User) -> None:
    for language in ("uk", "en"):
        with translation.override(language):
            content = "".join(template_csv(importer("partners"))).encode()
            book = template_xlsx(importer("partners"))
            xlsx = book.read()
            book.close()
        for one, name in ((content, "t.csv"), (xlsx, "t.xlsx")):
            row = checked(officer, one, name).rows.get()
            assert (row.outcome, len(row.job.columns)) == (Outcome.ERROR, len(row.job.headers))
            assert "" not in row.job.columns
            assert "example row of the template" in said(row)


def test_the_result_file_is_mended_and_uploaded_again(officer: User) -> None:
    job = take_in(
        checked(
            officer,
            table(
                {"Назва": "Фонд Їжак", "Вид": "фонд", "Країна": "Німечина"},
                {"Назва": "Фонд Лелека", "Вид": "фонд", "Країна": "DK"},
            ),
        )
    )
    with translation.override("uk"):
        text = "".join(result_csv(job, importer("partners"), waiting=True))
    assert text.startswith("\ufeff")
    assert "Лелека" not in text
    again = checked(officer, text.replace("Німечина", "Німеччина", 1).encode())
    assert again.counts == {"new": 1}
    assert again.notes == []


def downloaded(browser: Any, file_format: str, query: str = "") -> bytes:
    response = browser.get(f"/partners/download.{file_format}{query}")
    assert response.status_code == 200
    return b"".join(response.streaming_content)


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["", "/en"])
def test_a_download_goes_back_in_and_changes_nothing(
    browse: Any, officer: User, poltava: Oblast, file_format: str, language: str
) -> None:
    load_themes()
    partner = PartnerFactory.create(
        name="=Фонд «Їжак», Київ",
        name_en='+380 "Hedgehog"; Fund',
        acronym="@ЇЖ",
        website="https://hedgehog.example",
        languages=["uk", "en"],
        description="-1\nдругий рядок; з комою, і лапками «»",
        description_en="@SUM(1+1)*cmd|' /C calc'!A0",
    )
    partner.themes.add(*Theme.objects.filter(slug__in=("energy", "culture")))
    partner.oblasts.add(poltava)
    for scheme, value in (("iati", "DK-CVR-1"), ("UA-EDR", "12345678"), ("other", "a:b")):
        PartnerIdentifierFactory.create(partner=partner, scheme=scheme, value=value)
    PartnerFactory.create(name="Без усього", name_en="", country="", status="candidate")
    PartnerFactory.create(name="В архіві", status="archived", archive_reason="закрито")
    response = browse("officer").get(f"{language}/partners/download.{file_format}")
    content = b"".join(response.streaming_content)
    job = checked(officer, content, f"partners.{file_format}")
    trouble = [
        (row.label, row.diff, row.problems) for row in job.rows.exclude(diff=[], problems=[])
    ]
    assert job.counts == {"unchanged": 3}, trouble
    assert not any("do not know" in note["en"] for note in job.notes), job.notes


def test_a_table_of_one_office_takes_nothing_from_another(officer: User, poltava: Oblast) -> None:
    load_themes()
    sumy = oblast("sumy", "Сумська", "Sumy Oblast", "UA59000000000057109")
    partner = PartnerFactory.create(name="Фонд", languages=["en"])
    partner.oblasts.add(sumy)
    partner.themes.add(Theme.objects.get(slug="culture"))
    text = "Назва;Області;Напрями;Мови\nФонд;Полтавська;energy;uk\n"
    take_in(checked(officer, text.encode()))
    partner.refresh_from_db()
    assert {one.slug for one in partner.oblasts.all()} == {"sumy", "poltava"}
    assert {one.slug for one in partner.themes.all()} == {"culture", "energy"}
    assert set(partner.languages) == {"en", "uk"}


def test_downloads_are_harmless_and_exactly_the_list(browse: Any, officer: User) -> None:
    PartnerFactory.create(name="=1+1", name_en="@SUM(A1)", acronym="-5", kind="ngo")
    PartnerFactory.create(name="Інший фонд", kind="foundation")
    text = downloaded(browse("officer"), "csv", "?kind=ngo").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == 2
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert "'=1+1" in rows[1]
    assert downloaded(browse("officer"), "csv").startswith(b"\xef\xbb\xbf")


def test_a_download_is_streamed(
    browse: Any, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "AT_ONCE", 2)
    PartnerFactory.create_batch(5)
    response = browse("officer").get("/partners/download.csv")
    assert response.streaming
    head, *pieces = [piece.decode() for piece in response.streaming_content]
    assert [len(one.splitlines()) for one in (head, *pieces)] == [1, 2, 2, 1]
