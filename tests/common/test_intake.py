"""Uploads are told by content; photographs lose what cameras wrote into them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest

from common.intake.photos import without_traces
from common.intake.texts import many_lines, one_line
from common.intake.uploads import (
    DOCX,
    JPEG,
    MEGABYTE,
    PDF,
    PNG,
    XLSX,
    UploadRefused,
    accepted,
    type_of,
)

PLACE = b"GPS 50.9077 34.7981"


def segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def exif(turned: int, order: str = ">") -> bytes:
    head = b"MM\x00\x2a" if order == ">" else b"II\x2a\x00"
    tiff = head + struct.pack(f"{order}IH", 8, 1)
    tiff += struct.pack(f"{order}HHIHH", 0x0112, 3, 1, turned, 0)
    return segment(0xE1, b"Exif\x00\x00" + tiff + PLACE)


def jpeg(*segments: bytes) -> bytes:
    scan = segment(0xDB, b"\x00" * 10) + b"\xff\xda\x00\x08\x01\x02\x03\x04\x05\x06picture"
    return b"\xff\xd8" + b"".join(segments) + scan + b"\xff\xd9"


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def archive(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"%PDF-1.7", PDF),
        (jpeg(), JPEG),
        (b"\x89PNG\r\n\x1a\n", PNG),
        (archive("word/document.xml"), DOCX),
        (archive("xl/workbook.xml"), XLSX),
        (archive("xl/workbook.xml", "xl/vbaProject.bin"), ""),
        (archive("evil.exe"), ""),
        (b"PK\x03\x04 broken", ""),
        (b"<svg onload=alert(1)>", ""),
        (b"", ""),
    ],
)
def test_types_are_told_by_content(content: bytes, found: str) -> None:
    assert type_of(content) == found


def test_name_gets_the_true_ending_and_no_path() -> None:
    taken = accepted(
        name="..\\..\\дитсадок.exe\x00", content=b"%PDF-1.7", types=(PDF,), largest=MEGABYTE
    )
    assert taken.name == "дитсадок.pdf"


@pytest.mark.parametrize("content", [b"", b"%PDF-" + b"x" * MEGABYTE, b"MZ not a document"])
def test_refuses(content: bytes) -> None:
    with pytest.raises(UploadRefused):
        accepted(name="a.pdf", content=content, types=(PDF,), largest=MEGABYTE)


@pytest.mark.parametrize("order", [">", "<"])
def test_jpeg_loses_its_place_and_keeps_its_turn(order: str) -> None:
    cleaned = without_traces(jpeg(exif(6, order), segment(0xFE, b"Nokia")) + PLACE, JPEG)
    assert PLACE not in cleaned
    assert b"Nokia" not in cleaned
    assert b"picture\xff\xd9" in cleaned
    assert struct.pack(">HHIH", 0x0112, 3, 1, 6) in cleaned


def test_png_loses_its_texts() -> None:
    whole = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", b"\x00" * 13)
    whole += chunk(b"eXIf", PLACE) + chunk(b"tEXt", b"Author\x00me") + chunk(b"IDAT", b"pixels")
    whole += chunk(b"IEND", b"")
    cleaned = without_traces(whole + PLACE, PNG)
    assert PLACE not in cleaned
    assert b"Author" not in cleaned
    assert b"pixels" in cleaned


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\xff\xd8\xff", JPEG),
        (b"\xff\xd8\xff\xe1\xff\xffshort", JPEG),
        (b"\xff\xd8nonsense", JPEG),
        (b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffIDAT", PNG),
        (b"\x89PNG\r\n\x1a\n", PNG),
    ],
)
def test_damaged_pictures_are_refused(content: bytes, kind: str) -> None:
    with pytest.raises(UploadRefused):
        without_traces(content, kind)


def test_texts() -> None:
    assert one_line("  Ремонт\x00\u200b  школи ") == "Ремонт школи"
    assert many_lines("а \r\n\r\n\r\n\r\nб\x07") == "а\n\nб"
