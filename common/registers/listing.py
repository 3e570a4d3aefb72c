"""A list as asked for in the address: filtered, searched, sorted. Page, API and download use it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from common.intake.texts import one_line
from common.registers.filters import RegisterFilterSet, filterset_class
from common.registers.paging import NOTHING, BadParameter, Page, ordering_of, page_of
from common.registers.register import Register
from common.search.finding import RELEVANCE, RELEVANCE_COLUMN, Found, counted, find

LONGEST_SEARCH = 200


@dataclass(frozen=True)
class Listing:
    """`rows` is what the viewer may see and has asked for, in no order yet."""

    register: Register
    filterset: RegisterFilterSet
    rows: Any
    words: str
    ordering: str
    # How well each fits the words, if that is known.
    relevance: Any = None
    # False when the words found nothing as they were typed, and `rows` are of others.
    as_typed: bool = True
    # So many are expected to hold the words that they are better not found all at once.
    is_broad: bool = False

    @property
    def is_ranked(self) -> bool:
        return self.relevance is not None

    @property
    def _sortable(self) -> Any:
        if self.ordering != RELEVANCE:
            return self.rows
        return self.rows.annotate(**{RELEVANCE_COLUMN: self.relevance})

    @property
    def is_valid(self) -> bool:
        return bool(self.filterset.is_valid())  # type: ignore[no-untyped-call]

    def refuse_wrong(self) -> None:
        """Raises BadParameter, naming each filter that cannot be used and why."""
        wrong = self.filterset.wrong()
        if wrong:
            names = next(iter(wrong[0].values))
            raise BadParameter(names, "\n".join(one.sentence for one in wrong))

    @property
    def is_part(self) -> bool:
        """Whether words or filters leave out some of what the viewer may see."""
        return bool(self.words or self.filterset.active())

    def count(self) -> int:
        return int(self.rows.count())

    def counted(self) -> int:
        """As pages say it: of what is searched for, not further than «over 1,000»."""
        return counted(self.rows) if self.words else self.count()

    def ordered(self) -> Any:
        """All rows in the order asked for. Raises BadParameter for an order there is not."""
        column, descending = ordering_of(self.register, self.ordering)
        sign = "-" if descending else ""
        return self._sortable.order_by(f"{sign}{column}", f"{sign}pk")

    def page(self, *, cursor: str, size: int, beside: Any = NOTHING) -> Page:
        return page_of(
            self.register,
            self._sortable,
            ordering=self.ordering,
            cursor=cursor,
            size=size,
            beside=beside,
        )


def listing(register: Register, parameters: QueryDict, user: Any) -> Listing:
    """Rows of the register for the user under the parameters.

    A filter with a bad value filters nothing; `filterset.wrong()` says what is wrong. The API and
    downloads answer such a request with 400, a page says above the list which filter it left out.
    """
    return _listing(register, parameters, register.visible_to(user), user)


def listing_of(register: Register, parameters: QueryDict, rows: Any, user: Any) -> Listing:
    """As `listing`, of these rows, which are what the user may see.

    Only the filters that the parameters name are made: the others narrow nothing.
    """
    return _listing(register, parameters, rows, user, is_whole=False)


def _listing(
    register: Register, parameters: QueryDict, rows: Any, user: Any, *, is_whole: bool = True
) -> Listing:
    words = one_line(parameters.get("search", ""))[:LONGEST_SEARCH]
    filters = filterset_class(register)
    filterset = filters(_filled(parameters), queryset=rows, is_whole=is_whole)
    filterset.viewer = user
    found = find(register, filterset.qs, words) if words else Found(filterset.qs, as_typed=True)
    ordering = parameters.get("ordering", "")
    if ordering in {"", RELEVANCE}:
        ordering = "" if found.relevance is None else RELEVANCE
    return Listing(
        register,
        filterset,
        found.rows,
        words,
        ordering,
        found.relevance,
        found.as_typed,
        found.is_broad,
    )


def _filled(parameters: QueryDict) -> QueryDict:
    """A field of a form that was sent empty beside a filled one of the same name says nothing."""
    given = parameters.copy()
    for name, values in parameters.lists():
        if "" in values:
            given.setlist(name, [one for one in values if one] or [""])
    return given
