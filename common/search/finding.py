"""Finding records by typed words, among those that the viewer may see.

Three ways, each when the one before it finds nothing: words in any form and beginnings of words;
words that the typed ones may mean (typing errors, parts of words); and names as they stand in the
records this moment, for what was written some seconds ago (docs/search.md).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Case, F, Func, IntegerField, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce

from common.design.formats import MoreThan
from common.search.models import SearchDocument
from common.search.vectors import Question

if TYPE_CHECKING:
    from common.registers.register import Register

# Nobody reads more: beyond it the answer is «over 1,000».
MOST_COUNTED = 1000
# To rank a record its whole document is read: of more only the newest are, the rest comes behind.
MOST_RANKED = 1000
# So many documents are found by their words sooner than along an order.
FEW = 2000
WITHOUT_END = 1_000_000_000
# The order of what is searched for, unless another is asked for; and the column behind it.
RELEVANCE = "relevance"
RELEVANCE_COLUMN = "_relevance"
# Above any sum of weights.
OF_WHOLE_CODE = 100_000_000

# Words without digits that are near a typed one, or of which it is a part.
NEAR = """
SELECT typed.place, meant.word
FROM unnest(%s::text[]) WITH ORDINALITY AS typed (word, place)
CROSS JOIN LATERAL (
  SELECT known.word FROM search_searchword AS known
  WHERE (known.word %% typed.word AND similarity(known.word, typed.word) >= 0.4)
    OR known.word LIKE '%%' || typed.word || '%%'
  ORDER BY similarity(known.word, typed.word) DESC, known.word LIMIT 20
) AS meant
WHERE length(typed.word) >= 3 AND typed.word !~ '[0-9]'
"""


class Relevance(Func):
    """How well a document answers a query: codes and names before texts."""

    template = "(ts_rank('{0.05, 0.1, 0.5, 1}', %(expressions)s::tsquery) * 1000000)::integer"
    output_field = IntegerField()


@dataclass(frozen=True)
class Search:
    """What somebody types. One for all registers: what it may mean is asked once."""

    typed: str

    @cached_property
    def question(self) -> Question:
        return Question.of(self.typed)

    @cached_property
    def exact(self) -> str:
        return self.question.query()

    @cached_property
    def wide(self) -> str:
        """Empty where no other words may be meant."""
        near: list[list[str]] = [[] for _word in self.question.words]
        with connection.cursor() as cursor:
            cursor.execute(NEAR, [self.question.written])
            for place, word in cursor.fetchall():
                near[place - 1].append(word)
        return self.question.query(near) if any(near) else ""

    def queries(self) -> Iterator[str]:
        """From the strict to the lenient; the next is made when it is asked for."""
        if self.question:
            yield self.exact
            if self.wide:
                yield self.wide


@dataclass(frozen=True)
class Found:
    """`rows` are what was found, in no order yet; `relevance` how well each fits, if known.

    `as_typed` tells that the words were taken strictly: while that finds anything, it is the way.
    `is_broad`: many are expected, so they are not found before all else.
    """

    rows: Any
    relevance: Any = None
    as_typed: bool = False
    is_broad: bool = False

    def best_first(self, *otherwise: str) -> Any:
        if self.relevance is None:
            return self.rows.order_by(*otherwise)
        ranked = self.rows.annotate(**{RELEVANCE_COLUMN: self.relevance})
        return ranked.order_by(f"-{RELEVANCE_COLUMN}", *otherwise)


def find(register: Register, rows: Any, typed: str) -> Found:
    """Narrow `rows` of the register, which are what the viewer may see, to those meant."""
    search = Search(typed)
    if register.searched:
        for query in search.queries():
            found = holding(register, rows, search, query)
            if found.rows.exists():
                return (
                    found
                    if is_broad(register, query)
                    else holding(register, rows, search, query, is_broad=False)
                )
    return Found(register.search(rows, typed))


def is_broad(register: Register, query: str) -> bool:
    """Whether PostgreSQL expects that many documents answer the query; it asks its statistics only.

    A page of many is soon full when one goes along the order and looks into each document; a few
    are better found by their words first. PostgreSQL takes looking into a document for cheaper
    than it is, and would go along the order for a few too.
    """
    documents = SearchDocument.objects.filter(register=register.name, words__holds=query)
    plan = documents.order_by().values("record").explain(format="json")
    return bool(json.loads(plan)[0]["Plan"]["Plan Rows"] > FEW)


def holding(
    register: Register, rows: Any, search: Search, query: str, *, is_broad: bool = True
) -> Found:
    """Those of the rows whose documents answer the query."""
    documents = SearchDocument.objects.filter(register=register.name)
    answering = documents.filter(words__holds=query).values("record")
    # With a limit, however high, they are found first and by themselves.
    found = rows.filter(pk__in=answering if is_broad else answering[:WITHOUT_END])
    its_own = documents.filter(record=OuterRef("pk")).values(
        fits=Relevance(F("words"), Value(query))
    )
    fits = Coalesce(Subquery(its_own[:1]), Value(0), output_field=IntegerField())
    newest = found.order_by("-pk").values("pk")[:MOST_RANKED]
    relevance: Any = _where(newest, fits)
    if search.question.code_query:
        coded = documents.filter(words__holds=search.question.code_query).values("record")
        relevance = relevance + _where(coded, Value(OF_WHOLE_CODE))
    as_typed = query == search.exact
    return Found(found, relevance, as_typed=as_typed, is_broad=is_broad)


def _where(keys: Any, number: Any) -> Case:
    """The number for the records with these keys, nought for the others."""
    return Case(When(pk__in=keys, then=number), default=Value(0), output_field=IntegerField())


def registers_holding(query: str) -> set[str]:
    """Names of the registers with any such document, visible or not."""
    found = SearchDocument.objects.filter(words__holds=query).order_by()
    return set(found.values_list("register", flat=True).distinct())


def counted(rows: Any) -> int:
    """How many were found, as far as anybody wants to know."""
    return capped(int(rows.order_by()[: MOST_COUNTED + 1].count()))


def capped(count: int) -> int:
    return MoreThan(MOST_COUNTED) if count > MOST_COUNTED else count
