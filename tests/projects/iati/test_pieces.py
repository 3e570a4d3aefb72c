"""Shares of a file by its bytes: every activity comes to one reader, with its number and line."""

from __future__ import annotations

import io

import pytest
from lxml import etree

from projects.iati.reading import ActivityReader, FileRefused
from projects.iati.xml import line_of
from projects.iati_import.pieces import Pieces
from tests.tables import each

HEAD = b'<?xml version="1.0"?>\n<!-- made by -->\n<iati-activities version="2.03">\n'
END = b"\n</iati-activities>"
Told = tuple[int, int, str]


def activity(name: str, inside: str = "") -> bytes:
    text = (
        f"<iati-activity>\n<iati-identifier> {name}\n</iati-identifier>{inside}</iati-activity>\n"
    )
    return text.encode()


PLAIN = [activity(f"A{number}") for number in range(7)]
# Each is followed by what is plain again, and begins in the share of the second reader.
ODD = {
    "plain": b"",
    "comment with an end in it": b"<!-- </iati-activity> -->" + activity("B"),
    "data with a start in it": activity("B", "<title><![CDATA[<iati-activity>]]></title>"),
    "instruction": b"<?note </iati-activity>?>" + activity("B"),
    "empty": b"<iati-activity/>" + activity("B"),
    "end with space": activity("B").replace(b"</iati-activity>", b"</iati-activity >"),
    "one inside another": activity("B", activity("C").decode()),
    "a stranger between": b'<x:y xmlns:x="u:x"><x:z/></x:y>' + activity("B"),
    "a stranger around": b'<x:y xmlns:x="u:x">' + activity("B") + b"</x:y>",
    "a name in the text": activity("B", "<title>iati-activity &lt;iati-activity&gt;</title>"),
    "Windows lines": activity("B").replace(b"\n", b"\r\n"),
    "an entity in the identifier": activity("B&amp;&#66;"),
}
HEADS = {
    "plain": HEAD,
    "mark of order": b"\xef\xbb\xbf" + HEAD,
    "another encoding": HEAD.replace(b'"1.0"', b'"1.0" encoding="windows-1251"'),
    "a start in a comment": HEAD.replace(b"made by", b"<iati-activity> </iati-activity>"),
    "a comment behind the root": HEAD + b"<!-- <iati-activity></iati-activity> -->",
    "a stranger around all": HEAD + b"<x><iati-activity></iati-activity></x>",
}


@each(("name", "file"), [
    *((name, HEAD + b"".join([*PLAIN[:2], odd, *PLAIN[2:]]) + END) for name, odd in ODD.items()),
    *((name, head + b"".join(PLAIN) + END) for name, head in HEADS.items()),
])  # fmt: skip
def test_shares_together_are_the_file(name: str, file: bytes) -> None:
    whole = told_by(ActivityReader(io.BytesIO(file)))
    for of in (1, 2, 3):
        shares = [shared(file, number, of) for number in range(of)]
        assert sorted(one for ours, _seen in shares for one in ours) == whole, (name, of)
        assert all(
            number == whole[number][0] and said == whole[number][2].strip()
            for _ours, seen in shares
            for number, said in seen
        ), (name, of)


def told_by(reader: ActivityReader) -> list[Told]:
    return [_told(number, node) for number, node in enumerate(reader)]


def shared(file: bytes, number: int, of: int) -> tuple[list[Told], list[tuple[int, str]]]:
    """What one reader is told; and what it knows of activities that it did not read."""
    pieces = Pieces(io.BytesIO(file), lambda one: one // 2 % of == number)
    ours: list[Told] = []
    seen: list[tuple[int, str]] = []
    for node in ActivityReader(pieces, is_part=number > 0):
        piece = pieces.next()
        while not piece.is_ours and piece.raw is not None:
            seen.append((piece.number, piece.identifier))
            piece = pieces.next()
        if piece.is_ours:
            ours.append(_told(piece.number, node))
    assert pieces.bytes_read == len(file)
    return ours, seen


def _told(number: int, node: etree._Element) -> Told:
    return number, line_of(node), node.findtext("iati-identifier") or ""


@each(("name", "change"), [
    ("cut off", (END, b"")),
    ("not closed", (b"</iati-identifier>", b"")),
    ("broken letters", (b"A3", b"\xd0A3")),
    ("undeclared entity", (b"A3", b"&who;")),
    ("end twice", (PLAIN[3], PLAIN[3] + b"</iati-activity>")),
])  # fmt: skip
def test_a_broken_file_is_refused_whoever_reads_what_is_broken(
    name: str, change: tuple[bytes, bytes]
) -> None:
    file = (HEAD + b"".join(PLAIN) + END).replace(*change, 1)
    with pytest.raises(FileRefused) as whole:
        told_by(ActivityReader(io.BytesIO(file)))
    found = []
    for number in range(2):
        try:
            shared(file, number, 2)
        except FileRefused as refusal:
            found.append((refusal.finding.message, refusal.finding.line))
    assert (whole.value.finding.message, whole.value.finding.line) in found, name
