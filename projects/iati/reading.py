"""Reading IATI files as a stream: one activity at a time, in constant memory, from strangers.

No entities, no document type, no network. A file that is not what it should be is refused with
one sentence that says why.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Protocol

from lxml import etree

from projects.iati import sentences as say
from projects.iati.activity import ACTIVITIES
from projects.iati.findings import Finding, Severity
from projects.iati.shape import own_problems
from projects.iati.xml import code_of, line_of, pull_parser

READABLE_VERSIONS = ("2.01", "2.02", "2.03")
CHUNK_BYTES = 256 * 1024
# Real activities have a few hundred kilobytes; more than this is an attack or a broken file.
LARGEST_ACTIVITY_BYTES = 32 * 1024 * 1024
_LARGEST_PROLOG_BYTES = 1024 * 1024
_NUMBERED = re.compile(r"\d+(\.\d+)*")
_PACKED = (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!")
_ENCODING_ERRORS = {
    etree.ErrorTypes.ERR_INVALID_ENCODING,
    etree.ErrorTypes.ERR_UNKNOWN_ENCODING,
    etree.ErrorTypes.ERR_UNSUPPORTED_ENCODING,
    etree.ErrorTypes.I18N_CONV_FAILED,
    etree.ErrorTypes.IO_ENCODER,
}
# The declaration can be read as single bytes, so that it is not UTF-16 as it says.
_WIDE_BY_NAME_ONLY = re.compile(rb"(?i)\s*<\?xml[^>]{0,100}encoding\s*=\s*.utf-?(16|32)")


class FileRefused(ValueError):
    """The file as a whole cannot be read; `finding` says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(str(finding))
        self.finding = finding


def refused(message: str, line: int = 0, **values: object) -> FileRefused:
    return FileRefused(Finding(message, {**values, "line": line}, rule="file", line=line))


class Readable(Protocol):
    """All that is asked of a file."""

    def read(self, size: int = ..., /) -> bytes: ...


class ActivityReader:
    """Iterate over it once for the `iati-activity` elements of the file.

    An element lives until the next one is asked for. `version` is known once iteration has begun,
    `root_findings` (what is wrong around the activities) when it has ended; `bytes_read` tells the
    progress. Raises FileRefused; of a part of a file it may be that no activity is in it.
    """

    def __init__(self, source: Readable, *, is_part: bool = False) -> None:
        self.version = ""
        self.root_findings: list[Finding] = []
        self.bytes_read = 0
        self.count = 0
        self._source = source
        self._is_part = is_part
        self._since_activity = 0
        self._line = 1

    def __iter__(self) -> Iterator[etree._Element]:
        start = self._prolog()
        parser = pull_parser(("start", "end"), ("iati-activities", "iati-activity"))
        was_sound = False
        try:
            yield from self._fed(parser, start)
            while chunk := self._read():
                yield from self._fed(parser, chunk)
            was_sound = not len(parser.feed_error_log)
            parser.close()
        except etree.XMLSyntaxError as error:
            if was_sound:
                raise refused(say.CUT_OFF, error.lineno or 0) from error
            raise _why(error, parser) from error
        if not self.count and not self._is_part:
            raise refused(say.NO_ACTIVITIES)

    def _read(self) -> bytes:
        chunk = self._source.read(CHUNK_BYTES)
        self.bytes_read += len(chunk)
        return chunk

    def _prolog(self) -> bytes:
        """The bytes up to the root element, which is looked at before anything is built."""
        start = b""
        sniffer = pull_parser(("start",), None)
        while chunk := self._read():
            start += chunk
            _refuse_packed(start)
            try:
                sniffer.feed(chunk)
            except etree.XMLSyntaxError as error:
                self._judge(sniffer)
                raise _why(error, sniffer) from error
            if self._judge(sniffer):
                return start
            if len(start) > _LARGEST_PROLOG_BYTES:
                raise refused(say.NOT_XML)
        raise refused(say.NOT_XML if start.strip() else say.EMPTY_FILE)

    def _judge(self, sniffer: Any) -> bool:
        """Whether the root has been seen. Raises FileRefused for one that is not ours."""
        for _event, node in sniffer.read_events():
            if node.getroottree().docinfo.doctype:
                raise refused(say.DOCTYPE)
            _refuse_other(str(node.tag))
            self.version = str(node.get("version", "")).strip()
            finding = _version_finding(self.version)
            self.root_findings += [finding] if finding else []
            return True
        return False

    def _fed(self, parser: Any, chunk: bytes) -> Iterator[etree._Element]:
        self._since_activity += len(chunk)
        parser.feed(chunk)
        for event, node in parser.read_events():
            if event == "start":
                self._look_at_root(node)
            elif node.tag == "iati-activity" and _is_root(node.getparent()):
                self._since_activity = 0
                self.count += 1
                self._look_before(node)
                yield node
                self._line = line_of(node)
                self._stray_text(node, node.tail)
                _forget(node)
            elif _is_root(node):
                self._look_at_end(node)
        # It stopped without a word: what it is fed next, it would take for another file.
        if any(one.level == etree.ErrorLevels.FATAL for one in parser.feed_error_log):
            parser.close()
        if self._since_activity > LARGEST_ACTIVITY_BYTES:
            size = LARGEST_ACTIVITY_BYTES // 2**20
            raise refused(say.TOO_LARGE_ACTIVITY, self._line, size=size)

    def _look_at_root(self, node: etree._Element) -> None:
        if _is_root(node):
            self.root_findings += own_problems(node, ACTIVITIES)

    def _look_before(self, node: etree._Element) -> None:
        root, before = node.getparent(), node.getprevious()
        if self.count == 1 and root is not None:
            self._stray_text(root, root.text)
        while before is not None:
            self._stray_text(before, before.tail)
            self._look_at_stranger(before, is_last=False)
            before = before.getprevious()

    def _look_at_end(self, root: etree._Element) -> None:
        for child in root.iterchildren():
            self._stray_text(child, child.tail)
            self._look_at_stranger(child, is_last=True)

    def _look_at_stranger(self, node: etree._Element, *, is_last: bool) -> None:
        """Elements of other namespaces may stand after the last activity."""
        if not isinstance(node.tag, str) or node.tag == "iati-activity":
            return
        if not (is_last and node.tag.startswith("{")):
            values = {"child": node.tag, "element": "iati-activities"}
            line = line_of(node)
            self.root_findings.append(Finding(say.UNKNOWN_ELEMENT, values, line=line))

    def _stray_text(self, node: etree._Element, text: str | None) -> None:
        if text and text.strip():
            values = {"element": "iati-activities", "text": " ".join(text.split())[:60]}
            line = line_of(node)
            self.root_findings.append(Finding(say.STRAY_TEXT, values, line=line))


def _is_root(node: etree._Element | None) -> bool:
    return node is not None and node.tag == "iati-activities" and node.getparent() is None


def _forget(node: etree._Element) -> None:
    """Free the activity and all before it: the tree must not grow with the file."""
    node.clear()
    parent = node.getparent()
    while parent is not None and node.getprevious() is not None:
        del parent[0]


def _refuse_packed(start: bytes) -> None:
    if start.startswith(_PACKED):
        raise refused(say.COMPRESSED)
    if _WIDE_BY_NAME_ONLY.match(start):
        raise refused(say.WRONG_ENCODING, 1)


def _refuse_other(root: str) -> None:
    if root == "iati-organisations":
        raise refused(say.ORGANISATION_FILE)
    if root != "iati-activities":
        raise refused(say.NOT_IATI, root=root[:60])


def _version_finding(version: str) -> Finding | None:
    """Refuses versions that we know we cannot read; of a word that is no version, it warns."""
    if not version:
        raise refused(say.NO_VERSION)
    if version.startswith("1."):
        raise refused(say.OLD_VERSION, version=version[:20])
    if version in READABLE_VERSIONS:
        return None
    if _NUMBERED.fullmatch(version):
        raise refused(say.UNKNOWN_VERSION, version=version[:20])
    return Finding(say.STRANGE_VERSION, {"version": version[:20]}, Severity.WARNING, "file", line=1)


def _why(error: etree.XMLSyntaxError, parser: Any) -> FileRefused:
    """The parser's error as one of our sentences.

    After some errors `feed` stops without a word and only `close` complains, of something else;
    the log has the real one.
    """
    line, text, code = error.lineno or 0, str(error.msg), code_of(error)
    logged = list(parser.feed_error_log)
    if logged and "no element found" in text:
        line, text, code = logged[0].line, logged[0].message, logged[0].type
    for message, codes, words in _REASONS:
        if code in codes or any(word in text.lower() for word in words):
            return refused(message, line)
    return refused(say.BROKEN_XML, line, error=text.partition(", line ")[0][:200])


# Sentence, the parser's codes, words of its message; the first that fits is told.
_REASONS: tuple[tuple[str, set[int], tuple[str, ...]], ...] = (
    (say.TOO_DEEP, set(), ("depth",)),
    (say.TOO_LARGE_TEXT, set(), ("huge", "too long")),
    (say.WRONG_ENCODING, _ENCODING_ERRORS, ("encoding", "invalid bytes")),
    (
        say.UNKNOWN_ENTITY,
        {etree.ErrorTypes.ERR_UNDECLARED_ENTITY, etree.ErrorTypes.WAR_UNDECLARED_ENTITY},
        ("entity '",),
    ),
    (say.NOT_XML, {etree.ErrorTypes.ERR_DOCUMENT_EMPTY}, ("start tag expected",)),
    (say.BROKEN_END, set(), ("extra content",)),
)
