"""Searching by name: every typed word must occur, in either alphabet; else the nearest names."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import F

from common.search.columns import APOSTROPHES

WITHOUT_APOSTROPHES = str.maketrans("", "", APOSTROPHES)
NEAR_ENOUGH = 0.45


def search_names(rows: Any, words: str) -> Any:
    """Narrow `rows` (with a `search_text` column) to those whose names hold all the words.

    When none does, those with a similar word remain: "Мирогород" still finds Миргород.
    """
    terms = terms_of(words)
    found = rows
    for term in terms:
        found = found.filter(search_text__contains=term)
    if not terms or found.exists():
        return found
    return rows.annotate(_nearness=TrigramWordSimilarity(" ".join(terms), F("search_text"))).filter(
        _nearness__gte=NEAR_ENOUGH
    )


def terms_of(words: str) -> list[str]:
    """The typed words as the search columns keep theirs; no more than eight."""
    return words.lower().translate(WITHOUT_APOSTROPHES).split()[:8]
