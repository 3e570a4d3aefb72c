"""The catalogue for harvesters; nightly files, whole or not there, and nothing but public."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rdflib import DCAT, DCTERMS, RDF, Graph, Literal
from rdflib.compare import isomorphic

from common.codelists.enums import Visibility
from common.registers.changes.follow import follow
from common.registers.changes.objects import followed_registers
from common.registers.downloads import formats_of
from partners.models import Partner
from portal.open_data import dumps
from portal.open_data.catalogue import PREFIXES, THEMES, document, nodes
from portal.open_data.dumps import make_dump
from portal.open_data.turtle import turtle
from tests.factories.partners import PartnerFactory

pytestmark = pytest.mark.django_db
ROOT = "/open-data/dumps"
# A dump of all registers takes a second: tests look at one.
ONLY = "partners"


@pytest.fixture
def folder(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.DUMPS_DIR = tmp_path / "dumps"
    one = [register for register in followed_registers() if register.name == ONLY]
    monkeypatch.setattr(dumps, "followed_registers", lambda: one)
    return tmp_path / "dumps"


@pytest.fixture
def today() -> str:
    return timezone.localdate().isoformat()


def body(answer: Any) -> bytes:
    content: bytes = b"".join(answer.streaming_content)
    return content


# Nightly files


def test_files_hold_what_everybody_may_take(client: Client, folder: Path, today: str) -> None:
    PartnerFactory.create(name="Фонд «Лінія, й кома»")
    PartnerFactory.create(name="Таємний", visibility=Visibility.INTERNAL)
    assert make_dump() == 2
    lines = gzip.decompress((folder / today / "partners.ndjson.gz").read_bytes())
    assert lines == body(client.get("/api/v1/partners/?format=ndjson"))
    table = gzip.decompress((folder / today / "partners.csv.gz").read_bytes())
    assert table == body(client.get("/api/v1/partners/?format=csv"))
    assert "Таємний" not in lines.decode() + table.decode()


def test_checksums_are_those_of_the_files(folder: Path, today: str) -> None:
    PartnerFactory.create()
    make_dump()
    day = folder / today
    lines = (day / "SHA256SUMS").read_text().splitlines()
    sums = {name: digest for digest, name in (line.split("  ") for line in lines)}
    assert sums == {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in day.glob("*.gz")
    }
    manifest = json.loads((day / "manifest.json").read_text())
    assert [one["records"] for one in manifest["files"]] == [1, 1]
    assert {one["name"]: one["sha256"] for one in manifest["files"]} == sums


def test_a_day_is_written_once(folder: Path, today: str) -> None:
    make_dump()
    PartnerFactory.create()
    assert make_dump() == 0
    (folder / today).rename(folder / "2020-01-01")
    PartnerFactory.create()
    assert make_dump() == 2
    assert [str(one) for one in dumps.days()] == [today, "2020-01-01"]


def test_the_same_records_are_the_same_bytes(folder: Path, today: str) -> None:
    PartnerFactory.create()
    make_dump()
    first = (folder / today / "SHA256SUMS").read_bytes()
    (folder / today).rename(folder / "2020-01-01")
    make_dump()
    assert (folder / today / "SHA256SUMS").read_bytes() == first


def test_who_dies_while_writing_leaves_the_day_before(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "2020-01-01").mkdir(parents=True)

    def dies(*_arguments: Any) -> Iterator[Any]:
        yield 1, b"half", b"half"
        raise OSError("No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(dumps, "texts_for", dies)
        with pytest.raises(OSError, match="space"):
            make_dump()
    assert dumps.days() == [dt.date(2020, 1, 1)]
    assert list(folder.glob("*.unfinished"))
    assert make_dump() == 2
    assert not list(folder.glob("*.unfinished"))


def test_old_days_go_and_nothing_else(folder: Path) -> None:
    for number in range(20):
        (folder / f"2020-01-{number + 1:02}").mkdir(parents=True)
    (folder / "20200101").mkdir()
    (folder / "notes.txt").write_text("mine")
    make_dump()
    found = dumps.days()
    assert len(found) == dumps.KEPT_DAYS
    assert found[-1] == dt.date(2020, 1, 8)
    assert (folder / "20200101").exists()
    assert (folder / "notes.txt").exists()


def test_files_are_served_and_kept_by_readers(client: Client, folder: Path, today: str) -> None:
    PartnerFactory.create()
    make_dump()
    whole = (folder / today / "partners.ndjson.gz").read_bytes()
    latest: Any = client.get(
        f"{ROOT}/latest/partners.ndjson.gz", headers={"accept-encoding": "gzip"}
    )
    assert body(latest) == whole
    assert latest["Content-Location"] == f"{ROOT}/{today}/partners.ndjson.gz"
    assert latest["Access-Control-Allow-Origin"] == "*"
    assert "by/4.0" in latest["Link"]
    dated: Any = client.get(latest["Content-Location"])
    assert body(dated) == whole
    assert "immutable" in dated["Cache-Control"]
    again = client.get(dated.request["PATH_INFO"], headers={"if-none-match": dated["ETag"]})
    assert again.status_code == 304
    sums: Any = client.get(f"{ROOT}/latest/SHA256SUMS")
    assert b"partners.csv.gz" in body(sums)


@pytest.mark.parametrize(
    "address",
    [
        "latest/nothing.csv.gz",
        "latest/..%2f..%2fsettings.py",
        "latest/..",
        "20260101/SHA256SUMS",
        "2026-13-01/SHA256SUMS",
        "..%2f/SHA256SUMS",
        "1999-01-01/SHA256SUMS",
    ],
)
def test_nothing_else_is_served(client: Client, folder: Path, address: str) -> None:
    (folder / "2020-01-01").mkdir(parents=True)
    assert client.get(f"{ROOT}/{address}").status_code == 404
    make_dump()
    assert client.get(f"{ROOT}/{address}").status_code == 404


def test_the_page_leads_to_the_files(client: Client, folder: Path) -> None:
    (folder / "2020-01-01").mkdir(parents=True)
    assert "після найближчої ночі" in _page(client)
    assert "next night" in _page(client, "/en")
    make_dump()
    page = _page(client, "/en")
    for name in ("latest/partners.csv.gz", "latest/SHA256SUMS", "2020-01-01/SHA256SUMS"):
        assert f"{ROOT}/{name}" in page


def _page(client: Client, prefix: str = "") -> str:
    return client.get(f"{prefix}/open-data/").content.decode()


# The catalogue


def test_every_register_has_its_themes() -> None:
    assert set(THEMES) == {one.name for one in followed_registers()}


def test_every_register_is_a_dataset_with_each_of_its_formats(folder: Path) -> None:
    PartnerFactory.create()
    follow()
    make_dump()
    found = {one["@id"].rpartition("#")[2]: one for one in nodes()}
    for register in followed_registers():
        given = [f"{register.name}-{one.name}" for one in formats_of(register)]
        nightly = [f"{ONLY}-nightly-{name}" for name in dumps.FORMATS]
        expected = [f"{register.name}-json", *given, *(nightly if register.name == ONLY else [])]
        links = found[register.name]["dcat:distribution"]
        assert sorted(one["@id"].rpartition("#")[2] for one in links) == sorted(expected)
        assert all(name in found for name in expected)
    nightly_file = found["partners-nightly-csv"]
    file = dumps.newest()
    assert file
    described = file.file("partners", "csv")
    assert described
    assert nightly_file["dcat:byteSize"]["@value"] == str(described.bytes)
    assert found["partners-nightly-csv-sha256"]["spdx:checksumValue"]["@value"] == described.sha256


def test_what_the_catalogue_names_within_itself_is_there() -> None:
    graph = nodes()
    known = {one["@id"] for one in graph}
    named = {address for one in graph for address in _links(one) if "/open-data/#" in address}
    assert named <= known
    assert len(known) == len(graph)


def _links(node: Any) -> Iterator[str]:
    for name, said in node.items():
        terms = said if isinstance(said, list) else [said]
        if not name.startswith("@"):
            yield from (one["@id"] for one in terms if isinstance(one, dict) and "@id" in one)


# The parser of JSON-LD uses what its own library calls old.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_both_ways_to_write_it_are_one_graph() -> None:
    PartnerFactory.create(name='Фонд "Лінія" \\ і ко')
    follow()
    as_turtle = Graph().parse(data=turtle(PREFIXES, nodes()), format="turtle")
    as_json = Graph().parse(data=json.dumps(document()), format="json-ld")
    assert isomorphic(as_turtle, as_json)
    datasets = set(as_turtle.subjects(RDF.type, DCAT.Dataset))
    assert len(datasets) == len(followed_registers())
    for one in datasets:
        assert as_turtle.value(one, DCTERMS.publisher)
        titles = [t for t in as_turtle.objects(one, DCTERMS.title) if isinstance(t, Literal)]
        assert {title.language for title in titles} == {"uk", "en"}


def test_both_ways_to_write_it_are_served(client: Client) -> None:
    addresses = {"ttl": "text/turtle", "jsonld": "application/ld+json"}
    for ending, media_type in addresses.items():
        answer = client.get(f"/open-data/catalog.{ending}")
        assert answer["Content-Type"].startswith(media_type)
        assert "Партнери" in answer.content.decode()
        assert (
            client.get(
                f"/open-data/catalog.{ending}", headers={"if-none-match": answer["ETag"]}
            ).status_code
            == 304
        )
    graph = client.get("/open-data/catalog.jsonld").json()
    assert graph["@graph"][0]["@type"] == "dcat:Catalog"


def test_the_catalogue_asks_little_of_the_database(folder: Path) -> None:
    counts = []
    for _ in range(2):
        PartnerFactory.create_batch(3)
        follow()
        with CaptureQueriesContext(connection) as made:
            nodes()
        counts.append(len(made))
    assert counts == [1, 1]
    assert Partner.objects.count() == 6


def test_turtle_escapes_what_would_end_a_text() -> None:
    node = {
        "@id": "https://a.example/#x",
        "@type": "dcat:Dataset",
        "dct:title": [{"@value": 'Рядок "а"\nі \\ б', "@language": "uk"}],
        "dct:identifier": "x",
        "dct:none": [],
        "dcat:byteSize": {"@value": "1", "@type": "xsd:nonNegativeInteger"},
        "dct:license": {"@id": "https://b.example/"},
    }
    assert turtle({"dct": "http://purl.org/dc/terms/"}, [node]) == (
        "@prefix dct: <http://purl.org/dc/terms/> .\n"
        "\n<https://a.example/#x>\n"
        "    a dcat:Dataset ;\n"
        '    dct:title "Рядок \\"а\\"\\nі \\\\ б"@uk ;\n'
        '    dct:identifier "x" ;\n'
        '    dcat:byteSize "1"^^xsd:nonNegativeInteger ;\n'
        "    dct:license <https://b.example/> .\n"
    )
