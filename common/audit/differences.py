"""What changed between two states of a record and its rows, in words."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from common.audit.registry import HistoryOf, Owned
from common.audit.wordings import AnyField, Names, in_words, is_empty, label_of

Row = dict[str, Any]
# Texts of this length are compared word by word.
LONG_TEXT = 120
# Words and the spaces between them.
UNCHANGED_SHOWN = 13
# A row of so few columns is told whole even when only one of them changed.
TOLD_AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Segment:
    kind: Literal["same", "gone", "new"]
    text: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One line of a change, in words; empty text for nothing.

    `is_row`: a whole row of the record came, went or was replaced.
    """

    label: str
    old: str
    new: str
    is_row: bool = False

    @property
    def segments(self) -> list[Segment]:
        """For two long texts: what stays, goes and comes, with long unchanged stretches cut."""
        if min(len(self.old), len(self.new)) < LONG_TEXT:
            return []
        return list(_word_by_word(self.old, self.new))


@dataclass(frozen=True, slots=True)
class Pair:
    """A row before and after; None where it did not exist or was not the record's."""

    part: HistoryOf | Owned
    before: Row | None
    after: Row | None

    @property
    def has_changed(self) -> bool:
        return any(_differ(one, self.before, self.after) for one in self.part.fields)


def _differ(field: AnyField, before: Row | None, after: Row | None) -> bool:
    old = before.get(field.attname) if before else None
    new = after.get(field.attname) if after else None
    return old != new and not (is_empty(old) and is_empty(new))


def note_names(names: Names, pairs: Iterable[Pair]) -> None:
    for pair in pairs:
        names.note(pair.part.fields, pair.before)
        names.note(pair.part.fields, pair.after)


def lines_of(pairs: Sequence[Pair], names: Names) -> list[FieldChange]:
    """The record's own columns, then its rows; a row replaced by its equal is not told."""
    own = [line for one in pairs if isinstance(one.part, HistoryOf) for line in _own(one, names)]
    rows = [line for one in pairs if isinstance(one.part, Owned) for line in _owned(one, names)]
    return own + list(_without_echoes(rows))


def _own(pair: Pair, names: Names) -> Iterator[FieldChange]:
    if pair.after is None:
        return
    for field in pair.part.fields:
        if _differ(field, pair.before, pair.after):
            yield _line(label_of(field), field, pair, names)


def _owned(pair: Pair, names: Names) -> Iterator[FieldChange]:
    assert isinstance(pair.part, Owned)
    label = str(pair.part.label)
    if pair.before is None or pair.after is None or len(pair.part.fields) <= TOLD_AT_ONCE:
        old, new = (_summary(pair.part, row, names) for row in (pair.before, pair.after))
        yield FieldChange(label, old, new, is_row=True)
        return
    for field in pair.part.fields:
        if _differ(field, pair.before, pair.after):
            yield _line(f"{label}: {label_of(field).lower()}", field, pair, names)


def _line(label: str, field: AnyField, pair: Pair, names: Names) -> FieldChange:
    old, new = (
        in_words(field, row.get(field.attname) if row else None, names, pair.part.words)
        for row in (pair.before, pair.after)
    )
    return FieldChange(label, old, new)


def _summary(part: Owned, row: Row | None, names: Names) -> str:
    if row is None:
        return ""
    words = (
        in_words(field, row.get(field.attname), names, part.words) for field in part.summary_fields
    )
    # A row may keep nothing but the fact that it was there (erased personal data).
    return ", ".join(one for one in words if one) or "—"


def _without_echoes(lines: Sequence[FieldChange]) -> Iterator[FieldChange]:
    """Services that rewrite all rows remove and add the same again: nothing changed there."""
    gone = Counter((one.label, one.old) for one in lines if not one.new)
    came = Counter((one.label, one.new) for one in lines if not one.old)
    echoes_gone, echoes_came = gone & came, gone & came
    for one in lines:
        if not one.new and echoes_gone[one.label, one.old] > 0:
            echoes_gone[one.label, one.old] -= 1
        elif not one.old and echoes_came[one.label, one.new] > 0:
            echoes_came[one.label, one.new] -= 1
        elif one.old != one.new:
            yield one


def _word_by_word(old: str, new: str) -> Iterator[Segment]:
    before, after = re.findall(r"\s+|\S+", old), re.findall(r"\s+|\S+", new)
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for operation, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if operation == "equal":
            yield Segment("same", _shortened(before[old_from:old_to]))
            continue
        if old_to > old_from:
            yield Segment("gone", "".join(before[old_from:old_to]))
        if new_to > new_from:
            yield Segment("new", "".join(after[new_from:new_to]))


def _shortened(words: list[str]) -> str:
    if len(words) <= 2 * UNCHANGED_SHOWN + 2:
        return "".join(words)
    return "".join([*words[:UNCHANGED_SHOWN], " … ", *words[-UNCHANGED_SHOWN:]])
