"""Codes by the words that people write for them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from typing import Any

NEAR_ENOUGH = 0.75
_SIGNS = str.maketrans("’ʼ`´′‘.", "'''''' ", '«»“”„"')
_JOINED = re.compile(r"[\s\-–—]+")


def word_key(text: str) -> str:
    """The words without case, quotes and the ways of writing an apostrophe, a dash, "and"."""
    plain = text.casefold().translate(_SIGNS).strip(" '")
    return re.sub(r"\b(та|й)\b", "і", _JOINED.sub(" ", plain)).strip()


class Vocabulary:
    """Codes with their names in both languages and whatever else they are called."""

    def __init__(
        self, names: Mapping[str, Iterable[str]], synonyms: Mapping[str, str] | None = None
    ) -> None:
        """`names`: code → its names, the first being the one to show. `synonyms`: word → code."""
        self._codes: dict[str, str] = {}
        self._shown: dict[str, str] = {}
        for code, said in names.items():
            for name in said:
                self._codes.setdefault(word_key(name), code)
                self._shown.setdefault(word_key(name), name)
        for word, code in (synonyms or {}).items():
            self._codes.setdefault(word_key(word), code)
        for code in names:
            self._codes[word_key(code)] = code

    def find(self, text: str) -> str:
        """The code, or an empty text when nothing is called so."""
        return self._codes.get(word_key(text), "")

    def begun_by(self, text: str) -> str:
        """The only code of which a name begins with these words ("Освіта" of "Освіта і наука")."""
        key = word_key(text)
        found = {self._codes[name] for name in self._shown if name.startswith(f"{key} ")}
        return found.pop() if len(found) == 1 else ""

    def nearest(self, text: str) -> str:
        """The name that was most likely meant; empty when none is near."""
        near = difflib.get_close_matches(word_key(text), self._shown, n=1, cutoff=NEAR_ENOUGH)
        return self._shown[near[0]] if near else ""


def code_names(codes: Mapping[str, Any]) -> dict[str, list[str]]:
    """A code list of `common.registers` (code → {name: {uk, en}}) as `Vocabulary` takes it."""
    return {code: [entry["name"]["uk"], entry["name"]["en"]] for code, entry in codes.items()}


def pieces(text: str) -> list[str]:
    """The items of a cell that holds several, separated by commas, semicolons or lines."""
    return [piece.strip() for piece in re.split(r"[;,\n]", text) if piece.strip()]
