"""Documents and questions as PostgreSQL reads them: text of its types tsvector and tsquery."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from common.search.lemmas import WORDS_KEPT, lemmas, spelt, words_of

# A code stands for itself, names count more than texts.
Weight = Literal["A", "B", "D"]
CODE: Weight = "A"
NAME: Weight = "B"
TEXT: Weight = "D"

# Of a whole code, which no word begins with.
WHOLE = "="
LONGEST_CODE = 90
MOST_WORDS_OF_DOCUMENT = 10_000
# PostgreSQL counts no further, and keeps no more than 255 places of a word.
LAST_PLACE = 16_383
MOST_PLACES = 20

MOST_WORDS_ASKED = 8
# Shorter ones begin too many words.
SHORTEST_BEGINNING = 3
DASHES = re.compile("[\u2010-\u2015\u2212]")
SPACES = re.compile(r"\s+")


def vector(parts: Iterable[tuple[Weight, str]]) -> tuple[str, set[str]]:
    """The document of these texts, and the words in it."""
    places: dict[str, list[str]] = {}
    for place, (weight, lexeme) in enumerate(_lexemes(parts), 1):
        known = places.setdefault(lexeme, [])
        if len(known) < MOST_PLACES:
            known.append(f"{min(place, LAST_PLACE)}{weight}")
    text = " ".join(f"{_quoted(word)}:{','.join(where)}" for word, where in places.items())
    return text, {word for word in places if not word.startswith(WHOLE)}


def _lexemes(parts: Iterable[tuple[Weight, str]]) -> Iterator[tuple[Weight, str]]:
    left = MOST_WORDS_OF_DOCUMENT
    for weight, text in parts:
        if weight == CODE and (code := whole_code(text)):
            yield CODE, code
        for word in words_of(text):
            left -= 1
            if left < 0:
                return
            for lexeme in _forms(word, of_name=weight != TEXT):
                yield (TEXT if weight == TEXT else NAME), lexeme


@lru_cache(maxsize=WORDS_KEPT)
def _forms(word: str, *, of_name: bool) -> tuple[str, ...]:
    """Words of codes and names also as they are written: so their beginnings are found."""
    return tuple(dict.fromkeys((*lemmas(word), *((spelt(word),) if of_name else ()))))


def whole_code(text: str) -> str:
    """`PL-REQ-2026-0002` as one word, however its dashes and letters are typed; empty if it is too
    long for a code.
    """
    code = SPACES.sub("", DASHES.sub("-", text)).lower().replace("\x00", "")
    return f"{WHOLE}{code}" if 0 < len(code) <= LONGEST_CODE else ""


@dataclass(frozen=True)
class Question:
    """Typed words: all of them must stand in the document, or it has them as its code."""

    code: str
    words: tuple[str, ...]

    @classmethod
    def of(cls, typed: str) -> Question:
        words = dict.fromkeys(words_of(typed))
        return cls(whole_code(typed), tuple(words)[:MOST_WORDS_ASKED])

    def __bool__(self) -> bool:
        """Nothing but signs asks for nothing."""
        return bool(self.words)

    @property
    def written(self) -> list[str]:
        return [spelt(word) for word in self.words]

    def query(self, near: Sequence[Iterable[str]] = ()) -> str:
        """`near` are for each word others that may be meant."""
        others = near or [()] * len(self.words)
        every = " & ".join(
            _any_of(word, more) for word, more in zip(self.words, others, strict=True)
        )
        return f"{_quoted(self.code)} | ({every})" if self.code else every

    @property
    def code_query(self) -> str:
        return _quoted(self.code) if self.code else ""


def _any_of(word: str, more: Iterable[str]) -> str:
    """The word in any form, what begins with it, or one of those."""
    written = spelt(word)
    beginning = ":*" if len(written) >= SHORTEST_BEGINNING else ""
    choices = dict.fromkeys(_quoted(one) for one in lemmas(word))
    choices[_quoted(written) + beginning] = None
    choices |= dict.fromkeys(_quoted(one) for one in more)
    return f"({' | '.join(choices)})"


def _quoted(lexeme: str) -> str:
    escaped = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
