"""Words as they are kept and looked for: in their basic form, the same for every spelling.

«Громадою» and «громади» are «громада», "cities" is "city". Apostrophes, stress marks and the
accents of Latin letters make no difference, and ґ is found by г.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import simplemma

from common.search.columns import APOSTROPHES

# Ukrainian first: a word of one alphabet is in one of the dictionaries only.
LANGUAGES = ("uk", "en")
# What is longer is no word; PostgreSQL takes no lexeme of more than 2046 bytes.
LONGEST_WORD = 60
WORDS_KEPT = 200_000

# «Міст» is a bridge, and «союз міст» is one of cities: the dictionary gives the bridge only.
ALSO = {"міст": ("місто",)}

# Expressions rather than `translate`, which looks at each letter in Python's slow way.
ANY_APOSTROPHE = re.compile(f"[{APOSTROPHES}]")
# The stress mark of Ukrainian texts, the soft hyphen, and signs without width.
UNSEEN = re.compile("[\u0301\u00ad\u200b\u200c\u200d\ufeff]")
# Hyphens part words: «містами-побратимами» are two.
WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
ACCENTED = re.compile("[\u00c0-\u024f\u1e00-\u1eff]")
WITHOUT_ACCENT = {"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"}
SIGNS = re.compile(r"[\W_]+")


def words_of(text: str) -> Iterator[str]:
    """The words in lower case, apostrophes kept: the dictionaries know them."""
    for found in WORD.findall(_plain(text)):
        yield found.removesuffix("'s")[:LONGEST_WORD]


def lemmas(word: str) -> tuple[str, ...]:
    """All basic forms that the word may have."""
    return (lemma(word), *ALSO.get(word, ()))


@lru_cache(maxsize=WORDS_KEPT)
def lemma(word: str) -> str:
    """The basic form of one of `words_of`; a word that no dictionary knows stays as it is."""
    known = simplemma.lemmatize(word, lang=LANGUAGES).lower()
    return spelt(known) or spelt(word)


def spelt(word: str) -> str:
    """The word as it stands in documents: without apostrophes, г for ґ."""
    return SIGNS.sub("", word).replace("ґ", "г")


def _plain(text: str) -> str:
    composed = UNSEEN.sub("", unicodedata.normalize("NFKC", ANY_APOSTROPHE.sub("'", text)))
    return ACCENTED.sub(_bare, composed.lower())


def _bare(found: re.Match[str]) -> str:
    letter = found[0]
    return WITHOUT_ACCENT.get(letter) or unicodedata.normalize("NFD", letter)[0]
