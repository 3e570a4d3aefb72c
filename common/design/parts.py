"""Shapes that pages hand to the components: plain data, filled by views and registers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

Tone = Literal["good", "wait", "bad", "info", "quiet"]


@dataclass(frozen=True, slots=True)
class Link:
    """A word that leads somewhere: navigation, tabs, sorting, contents, downloads, steps."""

    label: str
    url: str
    current: bool = False
    note: str = ""
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a definition list; an empty value is left out."""

    label: str
    value: object
    url: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """One active filter; `url` is the list without it."""

    label: str
    value: str
    url: str


@dataclass(frozen=True, slots=True)
class Pill:
    label: str
    tone: Tone = "quiet"


@dataclass(frozen=True, slots=True)
class Step:
    label: str
    state: Literal["done", "current", "next"]
    url: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one event; `before` is empty when the record was born."""

    label: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a history or timeline. `url` restores or opens it, `url_label` says which.

    `when` stands for `at` where the day itself is not known, such as «1988».
    """

    what: str
    at: dt.datetime | dt.date
    who: str = ""
    source: str = ""
    note: str = ""
    changes: Sequence[Change] = ()
    url: str = ""
    url_label: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    value: object
    error: str = ""


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One row of a file to import: its number in the file and what would happen to it."""

    number: int
    cells: Sequence[Cell]
    verdict: Pill


@dataclass(frozen=True, slots=True)
class Preview:
    caption: str
    columns: Sequence[str]
    rows: Sequence[PreviewRow] = field(default_factory=tuple)
