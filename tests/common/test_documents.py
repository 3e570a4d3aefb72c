"""Papers: right typography in each language, and nothing that is typed becomes markup."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile
import zlib

import docx
import pytest

from common.documents.document import Block, Document, Head, Picture, Signature, blocks_of
from common.documents.docx import render_docx
from common.documents.languages import NARROW, NBSP, WRITINGS, date_in, number_in
from common.documents.pdf import as_data, render_pdf
from common.documents.typography import typeset

NASTY = (
    '#import "@preview/x:0.1.0" #panic("x") *b* _i_ `r` $x$ <b> {{ 7*7 }} {% if 1 %} '
    "{{ self.__init__ }} <w:p/> & ]]> </w:t> \\ @ref //"
)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


PIXEL = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress(b"\x00\x00\x57\xb7"))
    + _chunk(b"IEND", b"")
)


def paper(text: str = NASTY, language: str = "uk", picture: Picture | None = None) -> Document:
    return Document(
        language=language,
        title=text[:80],
        subject=text,
        head=Head(name=text, over=text, lines=(text,), picture=picture),
        dated="21 листопада 2026 року",
        reference="PL-LET-2026-0001",
        addressee=(text,),
        blocks=(Block("paragraph", text), Block("item", text), Block("heading", text)),
        signatures=(Signature(name=text, position=text),),
    )


@pytest.mark.parametrize(
    ("language", "typed", "set_"),
    [
        ("uk", 'Клуб "Міст" - це "друзі"', f"Клуб «Міст»{NBSP}– це «друзі»"),
        ("uk", '"Дім "Зоря" наш"', "«Дім „Зоря“ наш»"),
        ("uk", "і в місті, а з ними", f"і{NBSP}в{NBSP}місті, а{NBSP}з{NBSP}ними"),
        ("uk", "П'ятихатки", "П’ятихатки"),
        ("uk", "38 000 осіб, № 5", f"38{NBSP}000{NBSP}осіб, №{NBSP}5"),
        ("de", 'Die "Brücke" - hier', f"Die „Brücke“{NBSP}– hier"),
        ("de", "Herrn Müller", f"Herrn{NBSP}Müller"),
        ("en", 'It\'s a "bridge"', "It’s a “bridge”"),
        ("pl", 'Most "Z" i my', f"Most „Z” i{NBSP}my"),
        ("fr", 'Le "pont" : oui !', f"Le «{NBSP}pont{NBSP}»{NBSP}: oui{NARROW}!"),
        ("sv", 'En "bro"', "En ”bro”"),
        ("ro", 'Un "pod"', "Un „pod”"),
        ("lt", '"Tiltas"', "„Tiltas“"),
        ("en", "2022-2024, 044-123-45-67", "2022–2024, 044-123-45-67"),
        ("en", "wait...", "wait…"),
        ("en", "+380 5355 000 01", f"+380{NBSP}5355{NBSP}000{NBSP}01"),
        ("en", "https://a-b.example/x-y a@b.example", "https://a-b.example/x-y a@b.example"),
    ],
)
def test_typography(language: str, typed: str, set_: str) -> None:
    assert typeset(typed, language) == set_
    assert typeset(set_, language) == set_, "twice is once"


def test_dates_and_numbers() -> None:
    day = dt.date(2026, 11, 21)
    said = {code: date_in(code, day).replace(NBSP, " ") for code in WRITINGS}
    assert said["uk"] == "21 листопада 2026 року"
    assert said["de"] == "21. November 2026"
    assert said["pl"] == "21 listopada 2026 r."
    assert said["lt"] == "2026 m. lapkričio 21 d."
    assert said["en"] == "21 November 2026"
    assert number_in("de", 38123) == "38.123"
    assert number_in("uk", 38123) == f"38{NBSP}123"


def test_blocks() -> None:
    assert blocks_of("Раз\nдва\n\n- три\n– чотири\nп’ять\n\n\n") == (
        Block("paragraph", "Раз\nдва"),
        Block("item", "три"),
        Block("item", "чотири"),
        Block("paragraph", "п’ять"),
    )
    assert blocks_of("") == ()


@pytest.mark.parametrize("language", [*WRITINGS, "xx"])
def test_every_language_is_set(language: str) -> None:
    assert render_pdf(paper("Ґанок їжак ŁĄĘ ąčęėįšųūž őű șț", language)).startswith(b"%PDF-")
    assert render_docx(paper("Ґанок їжак", language)).startswith(b"PK")


def test_what_is_typed_stays_text_in_docx() -> None:
    made = docx.Document(io.BytesIO(render_docx(paper())))
    lines = [one.text for one in made.paragraphs]
    plain = typeset(NASTY, "uk")
    assert lines.count(plain) == 3
    assert f"–\t{plain}" not in lines[:1]
    assert "49" not in " ".join(lines)


def test_what_is_typed_stays_text_in_pdf() -> None:
    """The template is the same for every letter; texts are only ever data."""
    data = as_data(paper().typeset())
    assert data["blocks"][0] == {"kind": "paragraph", "lines": [typeset(NASTY, "uk")]}
    content = render_pdf(paper())
    assert content.startswith(b"%PDF-")
    # Tagged, with a title and a language, as the standard for accessible files wants.
    assert b"/StructTreeRoot" in content
    assert b"uk-UA" in content


@pytest.mark.parametrize("text", ["😀 ✓", "日本国", "العربية", "\u202e", "а" * 3_000])
def test_strange_texts_are_set_as_well(text: str) -> None:
    assert render_pdf(paper(text)).startswith(b"%PDF-")
    assert render_docx(paper(text[:5000])).startswith(b"PK")


def test_language_and_hyphenation_in_docx() -> None:
    with zipfile.ZipFile(io.BytesIO(render_docx(paper("x", "de")))) as archive:
        assert b'w:val="de-DE"' in archive.read("word/styles.xml")
        assert b'w:autoHyphenation w:val="true"' in archive.read("word/settings.xml")
        assert b"<dc:language>de-DE</dc:language>" in archive.read("docProps/core.xml")
        assert b"vbaProject" not in b" ".join(one.encode() for one in archive.namelist())


def test_the_arms_have_words() -> None:
    arms = Picture(content=PIXEL, kind="png", description="Герб")
    assert render_pdf(paper("x", "uk", arms)).startswith(b"%PDF-")
    with zipfile.ZipFile(io.BytesIO(render_docx(paper("x", "uk", arms)))) as archive:
        assert 'descr="Герб"'.encode() in archive.read("word/document.xml")
