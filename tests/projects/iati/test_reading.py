"""Files from strangers: each strange one is refused with one sentence, none does harm."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Iterator

import pytest

from projects.iati import reading
from projects.iati import sentences as say
from projects.iati.reading import ActivityReader, FileRefused
from projects.iati.validation import Checker, check_file
from projects.iati.xml import line_of
from tests.projects.iati.conftest import ACTIVITY, file_of

OK = file_of(ACTIVITY)
UTF8 = b'<?xml version="1.0" encoding="utf-8"?>'
WORDS = "Привіт".encode("cp1251")


def _bomb() -> bytes:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 15))
    declared = f'<!DOCTYPE x [<!ENTITY a0 "lol">{entities}]>'
    return declared.encode() + file_of("<iati-activity>&a14;</iati-activity>")


STRANGE = {
    "empty": (b"", say.EMPTY_FILE),
    "blank": (b" \n ", say.EMPTY_FILE),
    "binary": (bytes(range(256)) * 20, say.NOT_XML),
    "text": (b"just some words", say.NOT_XML),
    "zip": (b"PK\x03\x04" + b"\0" * 50, say.COMPRESSED),
    "gzip": (b"\x1f\x8b\x08" + b"\0" * 50, say.COMPRESSED),
    "page": (b"<html><body>error 500</body></html>", say.NOT_IATI),
    "page with doctype": (b"<!DOCTYPE html><html></html>", say.DOCTYPE),
    "organisations": (b'<iati-organisations version="2.03"/>', say.ORGANISATION_FILE),
    "no version": (b"<iati-activities><iati-activity/></iati-activities>", say.NO_VERSION),
    "version 1": (file_of(ACTIVITY, version="1.05"), say.OLD_VERSION),
    "version 3": (file_of(ACTIVITY, version="3.0"), say.UNKNOWN_VERSION),
    "no activities": (file_of(), say.NO_ACTIVITIES),
    "bomb": (_bomb(), say.DOCTYPE),
    "external entity": (
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
        + file_of("<iati-activity>&e;</iati-activity>"),
        say.DOCTYPE,
    ),
    "parameter entity": (
        b'<!DOCTYPE x [<!ENTITY % e SYSTEM "http://127.0.0.1:9/x"> %e;]>' + OK,
        say.DOCTYPE,
    ),
    "unknown entity": (file_of("<iati-activity>&nbsp;</iati-activity>"), say.UNKNOWN_ENTITY),
    "cut off": (OK[:-40], say.CUT_OFF),
    "cut in a tag": (OK[:60], say.CUT_OFF),
    "wrong tags": (file_of("<iati-activity><a></b></iati-activity>"), say.BROKEN_XML),
    "junk at the end": (OK + b"junk", say.BROKEN_END),
    "other letters": (
        UTF8 + file_of("<iati-activity>#</iati-activity>").replace(b"#", WORDS),
        say.WRONG_ENCODING,
    ),
    "unknown encoding": (b'<?xml version="1.0" encoding="klingon"?>' + OK, say.WRONG_ENCODING),
    "no UTF-16": (b'<?xml version="1.0" encoding="utf-16"?>' + OK, say.WRONG_ENCODING),
    "deep": (file_of("<iati-activity>" + "<a>" * 50_000)[:-18], say.TOO_DEEP),
    "huge text": (
        file_of("<iati-activity>" + "a" * 11_000_000 + "</iati-activity>"),
        say.TOO_LARGE_TEXT,
    ),
    "huge attribute": (
        file_of('<iati-activity a="' + "a" * 11_000_000 + '"/>'),
        say.TOO_LARGE_TEXT,
    ),
}


@pytest.mark.parametrize(("content", "reason"), STRANGE.values(), ids=STRANGE)
def test_strange_files_are_refused(content: bytes, reason: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        list(ActivityReader(io.BytesIO(content)))
    assert refusal.value.finding.message == reason
    assert "%(" not in str(refusal.value)


@pytest.mark.parametrize("version", ["2.01", "2.02", "2.03"])
def test_versions_that_can_be_read(version: str) -> None:
    reader = ActivityReader(io.BytesIO(file_of(ACTIVITY, version=version)))
    assert len(list(reader)) == 1
    assert reader.version == version


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1251"])
def test_encodings(encoding: str) -> None:
    named = encoding.removesuffix("-sig")
    text = f'<?xml version="1.0" encoding="{named}"?>' + OK.decode()
    reader = ActivityReader(io.BytesIO(text.encode(encoding)))
    assert [one.findtext("title/narrative") for one in reader] == ["Школа"]


def test_strangers_between_the_activities() -> None:
    content = file_of("text", "<foo/>", ACTIVITY, "more", ACTIVITY, '<x:y xmlns:x="urn:other"/>')
    reader = ActivityReader(io.BytesIO(content))
    assert len(list(reader)) == 2
    told = {(one.message, one.values.get("text", "")) for one in reader.root_findings}
    assert told == {
        (say.STRAY_TEXT, "text"),
        (say.STRAY_TEXT, "more"),
        (say.UNKNOWN_ELEMENT, ""),
    }


class Endless:
    """A file of any number of bytes that never stands in memory."""

    def __init__(self, start: bytes, piece: bytes, times: int, end: bytes = b"") -> None:
        self._pieces = self._all(start, piece, times, end)

    @staticmethod
    def _all(start: bytes, piece: bytes, times: int, end: bytes) -> Iterator[bytes]:
        yield start
        for _ in range(times):
            yield piece
        yield end

    def read(self, size: int = -1) -> bytes:
        return next(self._pieces, b"")


def test_one_endless_activity_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGEST_ACTIVITY_BYTES", 2**20)
    piece = b"<title><narrative>word</narrative></title>\n" * 1000
    source = Endless(b'<iati-activities version="2.03"><iati-activity>', piece, 10**6)
    with pytest.raises(FileRefused) as refusal:
        list(ActivityReader(source))
    assert refusal.value.finding.message == say.TOO_LARGE_ACTIVITY


def test_memory_does_not_grow_with_the_file() -> None:
    piece = ACTIVITY.encode() * 50
    source = Endless(b'<iati-activities version="2.03">', piece, 100, b"</iati-activities>")
    tracemalloc.start()
    count = len([None for _ in ActivityReader(source)])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 5000
    assert peak < 5 * 2**20


def test_a_double_identifier_is_told() -> None:
    report = check_file(io.BytesIO(file_of(ACTIVITY, ACTIVITY)), Checker())
    assert [one.message for _, one in report.findings] == [say.DOUBLE_IDENTIFIER]
    assert (report.count, report.valid) == (2, 1)


def test_lines_beyond_65535_are_right() -> None:
    content = file_of("\n" * 100_000, "<iati-activity/>")
    assert [line_of(one) for one in ActivityReader(io.BytesIO(content))] == [100_001]
