"""The activities of a file as what they bring, or what is wrong with them.

A large file is read by two processes, each its share of the batches (`pieces`). The second asks
nothing of the database; what it made comes to us, in order, through a pipe.
"""

from __future__ import annotations

import gc
import logging
import os
import pickle
import signal
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from itertools import count, pairwise
from typing import IO, Any

from django.utils.translation import gettext_noop as _
from lxml import etree

from projects.iati import sentences as say
from projects.iati.activity import ACTIVITY
from projects.iati.codes import code_problems
from projects.iati.findings import Finding
from projects.iati.reading import ActivityReader, FileRefused
from projects.iati.shape import problems
from projects.iati.validation import Checker
from projects.iati.xml import line_of
from projects.iati_import.parts import Around, Unreadable
from projects.iati_import.payload import Payload, read_payload
from projects.iati_import.pieces import Piece, Pieces

logger = logging.getLogger(__name__)

BATCH = 500
# How much of a batch is ours where others read beside us.
OURS = 0.84
# A smaller file is read sooner than processes are made.
LARGE_BYTES = 8 * 1024 * 1024
# In time each holds all that a process of the portal holds: some 110 MB.
MOST_PROCESSES = 2
CANNOT_READ = _("A value of this activity cannot be read.")

Opened = Callable[[], AbstractContextManager[IO[bytes]]]


@dataclass(slots=True)
class Read:
    """One activity of the file: what it brings, or what is wrong with it."""

    number: int
    line: int
    identifier: str
    payload: Payload | None
    problems: list[dict[str, Any]]


@dataclass(slots=True)
class Batch:
    read: list[Read]
    bytes_read: int


@dataclass(slots=True)
class End:
    """What is known when the file has been read: organisations by their words, how often named."""

    version: str = ""
    bodies: dict[tuple[str, str, str, str], str] = field(default_factory=dict)
    uses: Counter[str] = field(default_factory=Counter)

    def add(self, other: End) -> None:
        self.version = other.version
        self.bodies |= other.bodies
        self.uses += other.uses


@dataclass(frozen=True)
class Share:
    """Which activities: of each `round` those from `first` on, before `last`."""

    first: int
    last: int
    round: int

    def has(self, activity: int) -> bool:
        return self.first <= activity % self.round < self.last


def shares(processes: int) -> list[Share]:
    """Ours, which is the first, is smaller: judging and staging all of them is our work too."""
    whole = BATCH * processes
    ours = int(BATCH * OURS) if processes > 1 else BATCH
    others = processes - 1
    ends = [0, ours, *(ours + (whole - ours) * one // others for one in range(1, processes))]
    return [Share(first, last, whole) for first, last in pairwise(ends)]


def read_file(
    opened: Opened, size: int, around: Around, check: Checker, end: End
) -> Iterator[Batch]:
    """Batches in the order of the file; `end` is filled in when it has been read.

    Raises FileRefused, ReaderDied.
    """
    processes = processes_at_hand() if size > LARGE_BYTES else 1
    if processes == 1:
        yield from _read_share(opened, around, check, end, shares(1)[0])
        return
    with _uncollected():
        yield from _read_beside(opened, around, check, end, processes)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Nothing that is read refers to itself, so that looking for such rings finds none.

    What stands in memory already stays as it is: the processes go on sharing it.
    """
    was_enabled = gc.isenabled()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.unfreeze()
        if was_enabled:
            gc.enable()


def _read_beside(
    opened: Opened, around: Around, check: Checker, end: End, processes: int
) -> Iterator[Batch]:
    ours, *others = shares(processes)
    readers: list[_Reader | _Here] = [_Reader(opened, around, check, one) for one in others]
    readers.insert(0, _Here(opened, around, check, ours))
    try:
        yield from _in_turn(readers, end)
    finally:
        for one in readers:
            one.stop()


def processes_at_hand() -> int:
    """As many as the machine works on at once."""
    return min(len(os.sched_getaffinity(0)), MOST_PROCESSES)


class ReaderDied(RuntimeError):
    """A process that read for us is gone, as when the machine has no memory left."""


def _in_turn(readers: list[_Reader | _Here], end: End) -> Iterator[Batch]:
    for turn in count():
        told = readers[turn % len(readers)].next()
        if isinstance(told, End):
            break
        yield told
    # That share would have had the next batch: the others have come to their ends too.
    end.add(told)
    for one in readers:
        if one is not readers[turn % len(readers)]:
            end.add(one.next())


class _Here:
    """This process with its own share, which is the first."""

    def __init__(self, opened: Opened, around: Around, check: Checker, share: Share) -> None:
        self._end = End()
        self._batches = _read_share(opened, around, check, self._end, share)

    def next(self) -> Any:
        return next(self._batches, self._end)

    def stop(self) -> None:
        self._batches.close()


class _Reader:
    """A process of its own with a share of the batches."""

    def __init__(self, opened: Opened, around: Around, check: Checker, share: Share) -> None:
        ours, theirs = os.pipe()
        self._process = os.fork()
        if not self._process:
            os.close(ours)
            _tell(theirs, opened, around, check, share)
        os.close(theirs)
        self._pipe = os.fdopen(ours, "rb", 1024 * 1024)

    def next(self) -> Any:
        try:
            told = pickle.load(self._pipe)  # noqa: S301 - from a child of this very process
        except (EOFError, pickle.UnpicklingError) as error:
            raise ReaderDied from error
        if isinstance(told, Finding):
            raise FileRefused(told)
        return told

    def stop(self) -> None:
        self._pipe.close()
        os.kill(self._process, signal.SIGKILL)
        os.waitpid(self._process, 0)


def _tell(pipe: int, opened: Opened, around: Around, check: Checker, share: Share) -> None:
    """All that the child does. It never returns, and leaves the parent's connections alone."""
    failed = 1
    try:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        end = End()
        with os.fdopen(pipe, "wb") as file:
            try:
                for batch in _read_share(opened, around, check, end, share):
                    pickle.dump(batch, file, pickle.HIGHEST_PROTOCOL)
                    file.flush()
                pickle.dump(end, file)
            except FileRefused as refusal:
                pickle.dump(refusal.finding, file)
            except Exception:
                # The parent learns only that the pipe has ended, and ends us then: why stands in
                # the log before that.
                logger.exception("iati_reader_failed")
                raise
        failed = 0
    finally:
        # Without what a process does at its end: that is the parent's to do.
        os._exit(failed)


def _read_share(
    opened: Opened, around: Around, check: Checker, end: End, share: Share
) -> Generator[Batch, None, None]:
    seen: set[str] = set()
    batch: list[Read] = []
    with opened() as source:
        pieces = Pieces(source, share.has)
        reader = ActivityReader(pieces, is_part=share.first > 0)
        for node in reader:
            piece, identifier = _piece_of(pieces, seen), _identifier(node)
            if not piece.is_ours:
                pass
            elif identifier in seen:
                batch.append(_double(piece.number + 1, node))
            else:
                batch.append(_read(piece.number + 1, node, around, check))
            seen.add(identifier)
            if len(batch) == share.last - share.first:
                yield Batch(batch, pieces.bytes_read)
                batch = []
        if batch:
            yield Batch(batch, pieces.bytes_read)
    end.add(End(reader.version, around.bodies, around.uses))


def _piece_of(pieces: Pieces, seen: set[str]) -> Piece:
    """What stood in the file for the activity that the parser told just now."""
    piece = pieces.next()
    while not piece.is_ours and piece.raw is not None:
        seen.add(piece.identifier)
        piece = pieces.next()
    return piece


def _read(number: int, node: etree._Element, around: Around, check: Checker) -> Read:
    identifier, line = _identifier(node), line_of(node)
    wrong = _structure(node, check)
    if not wrong:
        try:
            payload = read_payload(node, around)
        except (Unreadable, LookupError) as error:
            wrong = _why(node, check, str(error))
        else:
            return Read(number, line, payload.identifier, payload, payload.remarks)
    return Read(number, line, identifier, None, [_as_json(one) for one in wrong[:20]])


def _double(number: int, node: etree._Element) -> Read:
    """A second activity of the same identifier: only the first is looked at."""
    identifier, line = _identifier(node), line_of(node)
    values = {"identifier": identifier}
    wrong = Finding(say.DOUBLE_IDENTIFIER, values, rule="file", line=line)
    return Read(number, line, identifier, None, [_as_json(wrong)])


def _identifier(node: etree._Element) -> str:
    return (node.findtext("iati-identifier") or "").strip()[:200]


def _structure(node: etree._Element, check: Checker) -> list[Finding]:
    """By the official schema when it is loaded, which is fast; our own table tells the reasons."""
    if check.schema is not None and check.schema.validate(node):
        return []
    found = list(problems(node, ACTIVITY))
    if not found and check.schema is not None:
        found = [one for one in check.findings(node) if one.rule == "schema"]
    return found


def _why(node: etree._Element, check: Checker, value: str) -> list[Finding]:
    """The codes that their lists do not have, else that a value could not be read."""
    found = [one for one in code_problems(node, ACTIVITY, check.codes) if one.is_error]
    return found or [Finding(CANNOT_READ, {"value": value[:60]}, line=line_of(node))]


def _as_json(finding: Finding) -> dict[str, Any]:
    return {
        "message": finding.message,
        "values": dict(finding.values),
        "line": finding.line,
        "error": finding.is_error,
    }
