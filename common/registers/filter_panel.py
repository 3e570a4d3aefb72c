"""The filters beside a list. Those in which nothing is chosen look the same to everybody, so each
process remembers them, as of the state of all that registers read (`changes.noted`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import django_filters
from django import forms
from django.http import HttpRequest, QueryDict
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from common.design.formats import current_language
from common.design.remembered import Remembered
from common.registers.fields import Field, FieldKind
from common.registers.filters import (
    RegisterFilterSet,
    filterset_class,
    is_filled,
    named,
    parameters_by_filter,
)
from common.registers.listing import listing
from common.registers.register import Register

# Beyond this many choices a filter folds, so that the others stay in sight.
MANY_CHOICES = 6
# All registers in both languages have some 300 filters.
MOST_KEPT = 1000
_shown: Remembered[SafeString] = Remembered(MOST_KEPT)
_fields: Remembered[SafeString] = Remembered(MOST_KEPT)


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
        """The field as forms show it; rendered once for these choices where none is chosen."""
        if self.chosen or self.field.errors:
            return self.field.as_field_group()
        choices = tuple((str(key), str(label)) for key, label in self.choices or ())
        key = (self.register, self.field.name, current_language(), choices)
        return _fields.get(key, self.field.as_field_group)


@dataclass
class FilterPanel:
    """`offered` are choices of a filter that the reader is offered instead of all of them.

    `as_of` is what `changes.noted.noted` says; `filterset` is asked for only where a filter has to
    be made.
    """

    register: Register
    request: HttpRequest
    as_of: bytes | None
    filterset: Callable[[], RegisterFilterSet]
    without: Sequence[str] = ()
    offered: dict[str, list[tuple[str, Any]]] = field(default_factory=dict)

    def __str__(self) -> SafeString:
        """The filters in the order of the description; choices that no record has are left out."""
        known = filterset_class(self.register).base_filters
        names = [name for name in known if name not in self.without]
        # Each comes out of the template engine, which has escaped it already.
        return mark_safe("\n".join(filter(None, map(self._one, names))))  # noqa: S308

    __html__ = __str__

    def _one(self, name: str) -> SafeString:
        key = self._key(name)
        if key is None:
            return self._made(name, self.filterset(), self.request.GET)
        # Of an address without filters: nothing that this reader typed is shown to others.
        return _shown.get(key, lambda: self._made(name, self._unused, QueryDict()))

    @cached_property
    def _unused(self) -> RegisterFilterSet:
        return listing(self.register, QueryDict(), self.request.user).filterset

    def _key(self, name: str) -> tuple[Any, ...] | None:
        """All that a filter depends on in which nothing is chosen; None: there is more."""
        if self.as_of is None or self._used(name) or self._is_of_reader(name):
            return None
        offered = tuple(self.offered.get(name, ()))
        today = timezone.localdate()
        return (self.register.name, name, current_language(), offered, today, self.as_of)

    def _used(self, name: str) -> int:
        parameters = parameters_by_filter(self.register)[name]
        return sum(is_filled(self.request.GET, one) for one in parameters)

    def _is_of_reader(self, name: str) -> bool:
        """Whether its choices are those of records the reader sees, or of another filter's."""
        described = self.register.by_name.get(name)
        if described is None:
            return False
        if described.kind is FieldKind.COUNTRY:
            return bool(self.request.user.is_authenticated)
        outer, _lookup = described.extra.get("within", ("", ""))
        return bool(outer and is_filled(self.request.GET, outer))

    def _made(self, name: str, filterset: RegisterFilterSet, given: QueryDict) -> SafeString:
        group = self._group(name, filterset, given)
        return render_to_string("registers/_filter.html", {"group": group}) if group else _EMPTY

    def _group(
        self, name: str, filterset: RegisterFilterSet, given: QueryDict
    ) -> FilterGroup | None:
        one, form = filterset.filters[name], filterset.form
        if name in self.offered:
            form.fields[name].widget.choices = self.offered[name]
        chosen = [value for value in given.getlist(name) if value]
        self._narrow(form.fields[name], self.register.by_name.get(name), given, chosen)
        choices = _read_choices(form.fields[name].widget)
        if choices == [] or (_is_hidden(one) and not chosen):
            return None
        is_open, used = bool(chosen), len(chosen) or self._used(name)
        return FilterGroup(self.register.name, form[name], choices, is_open, used)

    def _narrow(
        self, field: forms.Field, described: Field | None, given: QueryDict, chosen: list[str]
    ) -> None:
        """Leave only choices in use, and the chosen ones."""
        widget: Any = field.widget
        if described and described.kind is FieldKind.COUNTRY:
            visible = self.register.visible_to(self.request.user)
            used = set(visible.order_by().values_list(described.column, flat=True).distinct())
            used |= set(chosen)
            widget.choices = [(code, label) for code, label in widget.choices if code in used]
        elif described and described.extra.get("within"):
            widget.choices = _within(described, given, chosen)


def _within(described: Field, given: QueryDict, chosen: list[str]) -> list[tuple[str, str]]:
    """Raions of the chosen oblasts only: a filter that waits for another one."""
    outer, lookup = described.extra["within"]
    values = given.getlist(outer)
    if not (values or chosen) or described.filter_queryset is None:
        return []
    options = described.filter_queryset().filter(**{f"{lookup}__in": values})
    key = described.filter_key
    return [(str(getattr(one, key)), named(one)) for one in options]


_EMPTY = SafeString("")


def _is_hidden(one: django_filters.Filter) -> bool:
    """Set by links of other pages; nobody types a key."""
    return bool(getattr(one, "shown_when_used", False))


def _read_choices(widget: Any) -> list[Any] | None:
    """Asked of the database once, however often the widget shows them; None: a free field."""
    choices = getattr(widget, "choices", None)
    if choices is None:
        return None
    # Not `list(choices)`: it asks for their number first, by a statement of its own.
    widget.choices = list(iter(choices))
    return list(widget.choices)
