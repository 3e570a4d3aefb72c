"""The bytes of a file activity by activity, so that processes share the work of parsing them.

Between them stands what can be told without a parser: a file in UTF-8 with nothing between its
activities but space, and no comments, sections of CDATA or instructions in them. Whatever is
otherwise is given on as it is, from there to the end of the file: then each process reads it all.
Every byte comes before a parser of some process; a share that is not ours leaves its lines empty.
"""

from __future__ import annotations

import html
import re
from collections import deque
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass

from projects.iati.reading import CHUNK_BYTES, LARGEST_ACTIVITY_BYTES, Readable

_START, _END = b"<iati-activity", b"</iati-activity>"
_FIRST = re.compile(rb"<iati-activity[\s>]")
_ENCODING = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([\w-]+)")
_ROOT = re.compile(rb"<iati-activities\s[^<]*>\s*\Z")
_LARGEST_HEAD_BYTES = 1024 * 1024
_IDENTIFIER = b"<iati-identifier"
# Looked for alone first: unlike the bracket before them, texts hardly have them.
_RARE = (b"!", b"?")


@dataclass(slots=True)
class Piece:
    """What is known of an activity before it is parsed. `raw` is None where bytes tell nothing."""

    number: int
    is_ours: bool
    raw: bytes | None = None

    @property
    def identifier(self) -> str:
        """As the parser would tell it; empty for one that has none."""
        raw = self.raw or b""
        start = raw.find(_IDENTIFIER)
        opened = raw.find(b">", start) + 1
        if start < 0 or raw[opened - 2 : opened - 1] == b"/":
            return ""
        text = raw[opened : raw.find(b"<", opened)].decode("utf-8", "replace")
        return html.unescape(text).strip()[:200]


class Pieces:
    """A file to read from, of which only our share of activities comes; `next` tells of each."""

    def __init__(self, source: Readable, is_ours: Callable[[int], bool]) -> None:
        self.bytes_read = 0
        self._source = source
        self._is_ours = is_ours
        self._passed: deque[Piece] = deque()
        self._count = 0
        self._is_plain = True
        self._given = self._chunks()

    def read(self, _size: int = -1, /) -> bytes:
        """Some bytes, as many as are at hand; none at the end."""
        return next(self._given, b"")

    def next(self) -> Piece:
        """The activity that the parser tells next, and before it those that it does not see."""
        if self._passed:
            return self._passed.popleft()
        self._count += 1
        return Piece(self._count - 1, self._is_ours(self._count - 1))

    def _chunks(self) -> Iterator[bytes]:
        held = yield from self._head()
        while self._is_plain:
            chunk = self._more()
            given, held = self._shared(held + chunk)
            if given:
                yield given
            if not chunk or len(held) > LARGEST_ACTIVITY_BYTES:
                break
        if held:
            yield held
        while chunk := self._more():
            yield chunk

    def _more(self) -> bytes:
        chunk = self._source.read(CHUNK_BYTES)
        self.bytes_read += len(chunk)
        return chunk

    def _head(self) -> Generator[bytes, None, bytes]:
        """All before the first activity; what was read behind it is given back."""
        held = b""
        while chunk := self._more():
            held += chunk
            found = _FIRST.search(held)
            if found:
                head = held[: found.start()]
                self._is_plain = _is_plain_head(head)
                if head:
                    yield head
                return held[found.start() :]
            if len(held) > _LARGEST_HEAD_BYTES:
                break
        self._is_plain = False
        return held

    def _shared(self, held: bytes) -> tuple[bytes, bytes]:
        """Our whole activities of these bytes, the others as empty lines; and what is left."""
        given: list[bytes] = []
        start = 0
        while (end := held.find(_END, start)) >= 0:
            end += len(_END)
            raw = held[start:end]
            if not _is_plain(raw):
                self._is_plain = False
                break
            piece = Piece(self._count, self._is_ours(self._count), raw)
            given.append(raw if piece.is_ours else b"\n" * raw.count(b"\n"))
            self._passed.append(piece)
            self._count += 1
            start = end
        return b"".join(given), held[start:]


def _is_plain_head(head: bytes) -> bool:
    """UTF-8, as it is where nothing is said; nothing stands open but the element of all."""
    said = _ENCODING.search(head)
    return (
        (said is None or said[1].lower() in {b"utf-8", b"utf8"})
        and _ROOT.search(head) is not None
        and b"<![" not in head
        and head.rfind(b"<!--") <= head.rfind(b"-->")
        and head.rfind(b"<?") <= head.rfind(b"?>")
        and b"\x00" not in head
    )


def _is_plain(raw: bytes) -> bool:
    """One activity, with nothing before it but space."""
    return (
        raw.count(_START) == 1
        and raw.lstrip().startswith(_START)
        and not any(one in raw and b"<" + one in raw for one in _RARE)
    )
