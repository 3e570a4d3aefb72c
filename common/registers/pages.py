"""The list page of a register: filters, chips, sorting, keyset pages, downloads of just this."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from common.design.formats import current_language, number
from common.design.parts import Chip, Link
from common.registers.conditions import noted_state
from common.registers.downloads import formats_of
from common.registers.fields import Field, FieldKind, text_in
from common.registers.filters import filters_of, named, parameters_of
from common.registers.kept import State, rows_of
from common.registers.listing import Listing, listing
from common.registers.paging import BadParameter, Page, ordering_of
from common.registers.register import Register, Row, is_open
from common.search.finding import RELEVANCE
from common.search.layout import in_other_layout

PAGE_SIZE = 20
# Beyond this many choices a filter folds, so that the others stay in sight.
MANY_CHOICES = 6
# Kinds of fields that are read from the largest or latest down.
FALLING = frozenset({FieldKind.NUMBER, FieldKind.MOMENT, FieldKind.DATE})


# What filters look like in which nothing is chosen: the same for everybody, as long as their
# choices are the same. All registers in both languages have some 300.
MOST_KEPT = 1000
_unused: dict[tuple[Any, ...], SafeString] = {}


@dataclass(frozen=True)
class FilterGroup:
    """One filter as the panel shows it: folded when long and not used."""

    register: str
    field: forms.BoundField
    # None: a free field.
    choices: list[Any] | None
    is_open: bool
    chosen: int

    @property
    def folds(self) -> bool:
        return self.choices is not None and len(self.choices) > MANY_CHOICES

    @property
    def shown(self) -> SafeString:
        """The field as forms show it; rendered once where nothing is chosen in it."""
        if self.chosen or self.field.errors:
            return self.field.as_field_group()
        choices = tuple((str(key), str(label)) for key, label in self.choices or ())
        key = (self.register, self.field.name, current_language(), choices)
        if key not in _unused:
            if len(_unused) >= MOST_KEPT:
                _unused.clear()
            _unused[key] = self.field.as_field_group()
        return _unused[key]


@dataclass(frozen=True)
class LeftOut:
    """What the address asks for and the page could not do; `url` is the list without it."""

    sentence: str
    url: str


@dataclass
class ListPage:
    """Everything that `registers/list.html` shows. Two queries for rows, one for the count."""

    request: HttpRequest
    register: Register
    asked: Listing

    @cached_property
    def count(self) -> int:
        if self._page.beside and not self.asked.is_part:
            return State.read(self._page.beside).total
        return self.asked.counted()

    @cached_property
    def _page(self) -> Page:
        """A cursor or an order that cannot be used shows the first page, not an error."""
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
    def rows(self) -> list[Row]:
        fields = self.register.fields_for(self.request.user, whole=False)
        return rows_of(self.register, self._page, fields)

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
            for one in self.asked.filterset.wrong()
        ]
        try:
            ordering_of(self.register, self.asked.ordering)
        except BadParameter as error:
            found.append(LeftOut(error.message, self._with(ordering="")))
        return found

    @cached_property
    def meant(self) -> Link | None:
        """The list by the words on the other keyboard, when those typed find nothing."""
        words = "" if self.count else in_other_layout(self.asked.words)
        if not words:
            return None
        parameters = self.request.GET.copy()
        parameters["search"] = words
        found = listing(self.register, parameters, self.request.user).rows.exists()
        return Link(words, self._with(search=words)) if found else None

    @cached_property
    def _wrong(self) -> set[str]:
        return {name for one in self.asked.filterset.wrong() for name in one.values}

    @cached_property
    def chips(self) -> list[Chip]:
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
    def groups(self) -> list[FilterGroup]:
        """The filters in the order of the description; choices that no record has are left out."""
        return [group for group in self._groups() if group is not None]

    @property
    def sorts(self) -> list[Link]:
        """Sorting by each field that allows it; names rise, numbers and moments fall."""
        current = self._current_order()
        links = []
        if self.asked.is_ranked:
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
        order = () if self._current_order() == self.asked.ordering else ("ordering",)
        return ("cursor", *order, *self._wrong)

    def _current_order(self) -> str:
        asked = self.asked.ordering
        try:
            ordering_of(self.register, asked)
        except BadParameter:
            asked = ""
        return asked or self.register.default_sort

    def _groups(self) -> Iterator[FilterGroup | None]:
        form = self.asked.filterset.form
        for name, one in self.asked.filterset.filters.items():
            described = self.register.by_name.get(name)
            chosen = self._narrow(form.fields[name], name, described)
            choices = self._read_choices(form.fields[name].widget)
            if choices == []:
                yield None
                continue
            # Set by links of other pages; nobody types a key.
            if getattr(one, "shown_when_used", False) and not self.request.GET.get(name):
                yield None
                continue
            used = sum(bool(self.request.GET.get(each)) for each in parameters_of(name, one))
            yield FilterGroup(self.register.name, form[name], choices, bool(chosen), chosen or used)

    @staticmethod
    def _read_choices(widget: Any) -> list[Any] | None:
        """Asked of the database once, however often the widget shows them; None: a free field."""
        choices = getattr(widget, "choices", None)
        if choices is not None:
            # Not `list(choices)`: it asks for their number first, by a statement of its own.
            widget.choices = list(iter(choices))
            return list(widget.choices)
        return None

    def _narrow(self, field: forms.Field, name: str, described: Field | None) -> int:
        """Leave only choices in use (and the chosen ones); says how many are chosen."""
        chosen = [value for value in self.request.GET.getlist(name) if value]
        widget: Any = field.widget
        if described and described.kind is FieldKind.COUNTRY:
            visible = self.register.visible_to(self.request.user)
            used = set(visible.order_by().values_list(described.column, flat=True).distinct())
            used |= set(chosen)
            widget.choices = [(code, label) for code, label in widget.choices if code in used]
        elif described and described.extra.get("within"):
            widget.choices = self._within(described, chosen)
        return len(chosen)

    def _within(self, described: Field, chosen: list[str]) -> list[tuple[str, str]]:
        """Raions of the chosen oblasts only: a filter that waits for another one."""
        outer, lookup = described.extra["within"]
        values = self.request.GET.getlist(outer)
        if not (values or chosen) or described.filter_queryset is None:
            return []
        options = described.filter_queryset().filter(**{f"{lookup}__in": values})
        key = described.filter_key
        return [(str(getattr(one, key)), named(one)) for one in options]

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
    return ListPage(request, register, listing(register, request.GET, request.user))


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
