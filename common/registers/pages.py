"""The list page of a register: filters, chips, sorting, keyset pages, downloads of just this."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from common.design.formats import number
from common.design.parts import Chip, Link
from common.registers.changes.noted import noted
from common.registers.conditions import noted_state
from common.registers.downloads import formats_of
from common.registers.fields import FieldKind, text_in
from common.registers.filter_panel import FilterPanel
from common.registers.filters import WrongFilter, filters_of, is_filled, named
from common.registers.kept import KeptPage, State, kept_page, list_asked, places_of, texts_of
from common.registers.listing import Listing, listing
from common.registers.paging import BadParameter, Page, ordering_of
from common.registers.problems import BadRequest
from common.registers.register import Register, Row, is_open
from common.registers.totals import total_of
from common.search.finding import RELEVANCE
from common.search.layout import in_other_layout

PAGE_SIZE = 20
# Kinds of fields that are read from the largest or latest down.
FALLING = frozenset({FieldKind.NUMBER, FieldKind.MOMENT, FieldKind.DATE})


@dataclass(frozen=True)
class LeftOut:
    """What the address asks for and the page could not do; `url` is the list without it."""

    sentence: str
    url: str


@dataclass
class ListPage:
    """Everything that `registers/list.html` shows, asked for when it is shown.

    What is kept for everybody takes one query; else two are for rows, and one for their number.
    """

    request: HttpRequest
    register: Register

    @cached_property
    def asked(self) -> Listing:
        return listing(self.register, self.request.GET, self.request.user)

    @cached_property
    def narrows(self) -> bool:
        """Whether the address holds words or filters, be they usable or not."""
        return any(is_filled(self.request.GET, name) for name in self._narrowing)

    @property
    def words(self) -> str:
        return self.asked.words if self.narrows else ""

    @cached_property
    def count(self) -> int:
        if not self.narrows:
            if self._kept:
                return self._kept.state.total
            if self._page.beside:
                return State.read(self._page.beside).total
        as_of = self._as_of
        return total_of(self.asked, as_of)

    @cached_property
    def _as_of(self) -> bytes | None:
        """Before anything else is read: what is remembered by it can only be newer."""
        return noted()

    @cached_property
    def _kept(self) -> KeptPage | None:
        """What nobody in particular asks for, in one statement where it is kept, as in the API."""
        if self.request.user.is_authenticated or self.words:
            return None
        try:
            asked = list_asked(
                self.register,
                ordering=self._ordering,
                size=PAGE_SIZE,
                filters=self._filters if self.narrows else "",
                is_counted=False,
            )
            return kept_page(self.register, asked, self.request.GET.get("cursor", ""))
        except (BadParameter, BadRequest):
            return None

    @cached_property
    def _page(self) -> Page:
        """A cursor or an order that cannot be used shows the first page, not an error."""
        if self._kept:
            return self._kept.page
        cursor = self.request.GET.get("cursor", "")
        try:
            state = noted_state(self.register, self.request)
            return self.asked.page(cursor=cursor, size=PAGE_SIZE, beside=state)
        except BadParameter:
            plain = Listing(
                self.register, self.asked.filterset, self.asked.rows, self.asked.words, ""
            )
            return plain.page(cursor="", size=PAGE_SIZE)

    @cached_property
    def texts(self) -> list[bytes]:
        """Each record of the page as JSON, with what this reader may see of it."""
        fields = self.register.fields_for(self.request.user, whole=False)
        if self._kept:
            places = places_of(self.register, fields)
            return [one.text(places, ()) for one in self._kept.objects]
        return [text.encode() for text in texts_of(self.register, self._page, fields)]

    @cached_property
    def rows(self) -> list[Row]:
        return [json.loads(text) for text in self.texts]

    @cached_property
    def rows_alone(self) -> bool:
        """Whether a row follows from its record, the language and the day alone.

        Not where the clock comes into it, and not where the address says how rows are to be shown
        (`?currency=`).
        """
        known = {*self._narrowing, "ordering", "cursor"}
        return not self.register.is_of_the_moment and known.issuperset(self.request.GET)

    @property
    def next_url(self) -> str:
        return self._with(cursor=self._page.next) if self._page.next else ""

    @property
    def previous_url(self) -> str:
        return self._with(cursor=self._page.previous) if self._page.previous else ""

    @property
    def clear_url(self) -> str:
        return self.request.path

    @cached_property
    def left_out(self) -> list[LeftOut]:
        """Filters and orders of the address that cannot be used: the list is shown without them."""
        found = [
            LeftOut(one.sentence, self._with(**dict.fromkeys(one.values, "")))
            for one in self._wrong_filters
        ]
        try:
            ordering_of(self.register, self._ordering)
        except BadParameter as error:
            found.append(LeftOut(error.message, self._with(ordering="")))
        return found

    @cached_property
    def meant(self) -> Link | None:
        """The list by the words on the other keyboard, when those typed find nothing."""
        words = "" if self.count else in_other_layout(self.words)
        if not words:
            return None
        parameters = self.request.GET.copy()
        parameters["search"] = words
        found = listing(self.register, parameters, self.request.user).rows.exists()
        return Link(words, self._with(search=words)) if found else None

    @cached_property
    def _wrong_filters(self) -> list[WrongFilter]:
        return self.asked.filterset.wrong() if self.narrows else []

    @cached_property
    def _wrong(self) -> set[str]:
        return {name for one in self._wrong_filters for name in one.values}

    @cached_property
    def chips(self) -> list[Chip]:
        if not self.narrows:
            return []
        found = [
            Chip(str(label), self._named(parameter, value), self._without(parameter, value))
            for parameter, label, values in self.asked.filterset.active()
            for value in values
            if parameter not in self._wrong
        ]
        if self.asked.words:
            words = self.request.GET["search"]
            without = self._without("search", words)
            found.insert(0, Chip(_("words"), f"«{self.asked.words}»", without))
        return found

    @cached_property
    def panel(self) -> FilterPanel:
        return FilterPanel(self.register, self.request, self._as_of, lambda: self.asked.filterset)

    @property
    def sorts(self) -> list[Link]:
        """Sorting by each field that allows it; names rise, numbers and moments fall."""
        current = self._current_order()
        links = []
        if self.narrows and self.asked.is_ranked:
            best = self._with(ordering=RELEVANCE)
            links.append(Link(_("Best match"), best, current == RELEVANCE))
        for name in self.register.sorts:
            one = self.register.by_name[name]
            falls = one.kind in FALLING and not one.extra.get("rises")
            order = f"-{name}" if falls else name
            links.append(
                Link(capfirst(str(one.label)), self._with(ordering=order), current == order)
            )
        return links

    @property
    def downloads(self) -> list[Link]:
        """The tables: what most people take."""
        note = _("%(count)s records") % {"count": number(self.count)}
        return [replace(one, note=note) for one in self._files if one.label in {"CSV", "XLSX"}]

    @property
    def further_downloads(self) -> list[Link]:
        further = [one for one in self._files if one.label not in {"CSV", "XLSX"}]
        if self.register.api_path:
            further.append(Link("JSON", self.api_url, note=_("page by page, from the API")))
        return further

    @cached_property
    def _files(self) -> list[Link]:
        query = _query(self.request.GET, without=self._not_shown)
        return [
            Link(
                str(one.label), f"{self.request.path}download.{one.name}{query}", note=str(one.note)
            )
            for one in formats_of(self.register)
        ]

    @property
    def api_url(self) -> str:
        return self.register.api_path + self.api_query

    @property
    def api_query(self) -> str:
        """Without what only the page understands: the API refuses parameters it does not know."""
        known = {"search", "ordering"} | filters_of(self.register)
        foreign = (name for name in self.request.GET if name not in known)
        without = (*self._not_shown, *foreign)
        return _query(self.request.GET, without=without)

    @property
    def is_followed(self) -> bool:
        """Whether its changes are numbered, for those who want to be told of them."""
        return bool(self.register.api_path) and is_open(self.register)

    @property
    def _not_shown(self) -> tuple[str, ...]:
        """What stands in the address and is not in the list: files are exactly what is shown."""
        order = () if self._current_order() == self._ordering else ("ordering",)
        return ("cursor", *order, *self._wrong)

    @property
    def _filters(self) -> str:
        """As in the address: of a filter of one value that stands there twice the last counts."""
        given = self.request.GET
        return urlencode(
            {name: given.getlist(name) for name in sorted(self._narrowing) if name in given},
            doseq=True,
        )

    @property
    def _narrowing(self) -> frozenset[str]:
        return filters_of(self.register) | {"search"}

    @property
    def _ordering(self) -> str:
        if self.narrows:
            return self.asked.ordering
        asked = self.request.GET.get("ordering", "")
        return "" if asked == RELEVANCE else asked

    def _current_order(self) -> str:
        asked = self._ordering
        try:
            ordering_of(self.register, asked)
        except BadParameter:
            asked = ""
        return asked or self.register.default_sort

    def _named(self, parameter: str, value: str) -> str:
        described = self.register.by_name.get(parameter)
        if described and described.choices and value in described.choices():
            return text_in(described.choices()[value]["name"])
        if described and described.filter_queryset:
            found = described.filter_queryset().filter(**{described.filter_key: value}).first()
            return named(found) if found else value
        return self._said(parameter, value)

    def _said(self, parameter: str, value: str) -> str:
        """In the words of the filter itself: its choices, or what its `say` makes of a key."""
        say = getattr(self.asked.filterset.filters.get(parameter), "say", None)
        if say:
            return str(say(value))
        field = self.asked.filterset.form.fields.get(parameter)
        # Not `or ()`: asking choices that are made on demand whether there are any fails.
        choices: Any = getattr(field, "choices", ())
        said = {"true": _("yes"), "false": _("no")}
        return (said | {str(key): str(label) for key, label in choices}).get(value, value)

    def _with(self, **changes: str) -> str:
        return self.request.path + _query(self.request.GET, changes, without=("cursor",))

    def _without(self, parameter: str, value: str) -> str:
        parameters = self.request.GET.copy()
        kept = [one for one in parameters.getlist(parameter) if one != value]
        parameters.setlist(parameter, kept)
        return self.request.path + _query(parameters, without=("cursor",))


def list_page(register: Register, request: HttpRequest) -> ListPage:
    return ListPage(request, register)


def _query(
    parameters: QueryDict, changes: dict[str, str] | None = None, without: tuple[str, ...] = ()
) -> str:
    kept = parameters.copy()
    for name in without:
        kept.pop(name, None)
    for name, value in (changes or {}).items():
        kept[name] = value
    for name in [name for name, values in kept.lists() if not any(values)]:
        del kept[name]
    text = kept.urlencode()
    return f"?{text}" if text else ""
