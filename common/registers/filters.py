"""Filters of a register: one set for page, API and download, made from its description."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import django_filters
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_filters.fields import ModelMultipleChoiceField, RangeField

from common.design.languages import wording
from common.intake.texts import one_line
from common.registers.fields import Field, FieldKind, text_in
from common.registers.register import Register

LONGEST_SHOWN = 100
LONGEST_KEY = 80
FIRST_YEAR, LAST_YEAR = 1, 9998


@dataclass(frozen=True)
class WrongFilter:
    """A filter that cannot be used: its label, what stands in the address, what is wrong."""

    label: str
    values: Mapping[str, list[str]]
    message: str

    @property
    def sentence(self) -> str:
        given = ", ".join(value for values in self.values.values() for value in values)
        words = {"filter": self.label, "value": given[:LONGEST_SHOWN], "reason": self.message}
        return _now("“%(filter)s” cannot be “%(value)s”: %(reason)s") % words


class RegisterFilterSet(django_filters.FilterSet):
    """Reads the filters from the address. `active` tells what is set, for chips and sentences.

    Filters may lead only to what the `viewer` may know of. Without `is_whole` only those are made
    that the address names.
    """

    viewer: Any = AnonymousUser()
    base_filters: dict[str, django_filters.Filter]

    def __init__(self, data: QueryDict, *, queryset: Any, is_whole: bool = True) -> None:
        if not is_whole:
            known = _by_filter(type(self)).items()
            named = [name for name, asked in known if not data.keys().isdisjoint(asked)]
            self.base_filters = {name: self.base_filters[name] for name in named}
        super().__init__(data, queryset=queryset)

    def active(self) -> list[tuple[str, Any, list[str]]]:
        """(parameter, label, raw values) of each filter that narrows the list."""
        found = []
        for name, one in self.filters.items():
            for parameter in parameters_of(name, one):
                values = [value for value in self.data.getlist(parameter) if value]
                if values:
                    found.append((parameter, one.label, values))
        return found

    def wrong(self) -> list[WrongFilter]:
        """The filters whose values cannot be used, and therefore narrow nothing."""
        return [
            WrongFilter(
                label=str(self.filters[name].label),
                values={
                    parameter: [value for value in self.data.getlist(parameter) if value]
                    for parameter in parameters_of(name, self.filters[name])
                },
                message=" ".join(str(message) for message in messages),
            )
            for name, messages in self.errors.items()
            if name in self.filters
        ]


def parameters_of(name: str, one: django_filters.Filter) -> list[str]:
    """The names in the address: a range has two."""
    suffixes = getattr(one.field.widget, "suffixes", None)
    return [f"{name}_{suffix}" for suffix in suffixes] if suffixes else [name]


def _code_filter(one: Field) -> django_filters.Filter:
    assert one.choices is not None

    def options() -> list[tuple[str, str]]:
        assert one.choices is not None
        return [(code, text_in(entry["name"])) for code, entry in one.choices().items()]

    # Codes of our own lists; of all the countries of the world nobody needs the list here.
    options.is_fixed = one.kind is FieldKind.CODE  # type: ignore[attr-defined]

    return django_filters.MultipleChoiceFilter(
        field_name=one.column,
        choices=options,
        label=one.label,
        widget=forms.CheckboxSelectMultiple,
        # A column of the record itself matches once; asking for it cost more than the rest.
        distinct=False,
    )


def named(record: Any) -> str:
    """In the language of the page, by the full name where there is one."""
    return wording(record, "full_name" if hasattr(record, "full_name") else "name").text


class RecordsField(ModelMultipleChoiceField):
    """Records to choose from, named in the language of the page; briefly, for there are many."""

    def label_from_instance(self, obj: Any) -> str:
        return wording(obj, "name").text


class RelatedFilter(django_filters.ModelMultipleChoiceFilter):
    """Records related to any of the chosen; never twice the same record, however many match."""

    field_class = RecordsField

    def filter(self, rows: Any, chosen: Any) -> Any:
        if not chosen:
            return rows
        return rows.filter(pk__in=_related(rows.model, self.field_name, chosen))


def _related(model: Any, name: str, chosen: Any) -> Any:
    """Keys of the records related to any of these: of the table between, where there is one."""
    field = model._meta.get_field(name) if "__" not in name else None
    if field is None or not field.many_to_many or field.auto_created:
        return model.objects.filter(**{f"{name}__in": chosen}).order_by().values("pk")
    between = field.remote_field.through.objects.filter(
        **{f"{field.m2m_reverse_field_name()}__in": chosen}
    )
    return between.order_by().values(field.m2m_field_name())


class KeyField(forms.CharField):
    """A record by its identifier, or by the word of its address in the pages: its identifier."""

    def __init__(self, *, known: Callable[[], Any], **options: Any) -> None:
        super().__init__(max_length=LONGEST_KEY, **options)
        self.known = known

    def clean(self, value: Any) -> UUID | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return UUID(text)
        except ValueError:
            found: UUID | None = (
                self.known().filter(slug=text).values_list("public_id", flat=True).first()
            )
        if found is None:
            raise ValidationError(_("There is no such record."))
        return found


class KeyFilter(django_filters.Filter):
    """`known` gives the records that everybody may know of."""

    field_class = KeyField
    shown_when_used = True


class CodeField(forms.CharField):
    """The code of a record that there is: an unknown one would find nothing, and say nothing."""

    def __init__(self, *, known: Callable[[], Any], **options: Any) -> None:
        super().__init__(max_length=LONGEST_KEY, **options)
        self.known = known

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if text and not self.known().filter(code=text).exists():
            raise ValidationError(_("There is no record with this code."))
        return text


class CodeFilter(django_filters.Filter):
    """`known` gives the records whose codes may be asked for."""

    field_class = CodeField
    shown_when_used = True


class LinkedFilter(django_filters.ModelMultipleChoiceFilter):
    """As RelatedFilter for a foreign key, which can match only once."""

    field_class = RecordsField

    def filter(self, rows: Any, chosen: Any) -> Any:
        return rows.filter(**{f"{self.field_name}__in": chosen}) if chosen else rows


def _reference_filter(one: Field) -> django_filters.Filter:
    assert one.filter_queryset is not None
    choose_from = one.filter_queryset
    made = RelatedFilter if one.kind is FieldKind.REFERENCES else LinkedFilter
    return made(
        field_name=one.filter_lookup,
        queryset=lambda request: choose_from(),
        to_field_name=one.filter_key,
        label=one.label,
        widget=forms.CheckboxSelectMultiple,
    )


def _flag_filter(one: Field) -> django_filters.Filter:
    return django_filters.TypedChoiceFilter(
        field_name=one.column,
        choices=[("", pgettext_lazy("filter", "any")), ("true", _("yes")), ("false", _("no"))],
        coerce=lambda value: value == "true",
        empty_value=None,
        label=one.label,
    )


def _range_filter(one: Field) -> django_filters.Filter:
    return django_filters.RangeFilter(field_name=one.column, label=one.label)


class YearsField(RangeField):
    """Two years that a date can have: no database computes with the year 0."""

    def __init__(self, *args: Any, **options: Any) -> None:
        years = tuple(
            forms.IntegerField(min_value=FIRST_YEAR, max_value=LAST_YEAR) for _side in range(2)
        )
        super().__init__(years, *args, **options)


class YearsFilter(django_filters.RangeFilter):
    """From a year to a year; `field_name` ends in `__year`."""

    field_class = YearsField


_MAKERS: Mapping[FieldKind, Callable[[Field], django_filters.Filter]] = {
    FieldKind.CODE: _code_filter,
    FieldKind.COUNTRY: _code_filter,
    FieldKind.REFERENCE: _reference_filter,
    FieldKind.REFERENCES: _reference_filter,
    FieldKind.FLAG: _flag_filter,
    FieldKind.NUMBER: _range_filter,
}


def is_filled(parameters: QueryDict, name: str) -> bool:
    """Whether the address says anything for this name; it may stand there several times."""
    return any(parameters.getlist(name))


def canonical(register: Register, parameters: QueryDict, *, without: Collection[str] = ()) -> str:
    """The filters and words of an address in one order, to be kept and compared.

    What the register does not have is left out: the order, the page, the tab.
    """
    known = filters_of(register)
    pairs = [
        (name, value)
        for name in sorted({*known, "search"} - set(without))
        for value in sorted({one_line(value) for value in parameters.getlist(name)})
        if value
    ]
    return urlencode(pairs)


_made: dict[str, type[RegisterFilterSet]] = {}


def _make(register: Register) -> type[RegisterFilterSet]:
    filters: dict[str, Any] = {
        one.name: _MAKERS[one.kind](one) for one in register.fields if one.filterable
    }
    filters |= register.extra_filters
    meta = type("Meta", (), {"model": register.model, "fields": []})
    return type(f"{register.singular}FilterSet", (RegisterFilterSet,), {**filters, "Meta": meta})


def filterset_class(register: Register) -> type[RegisterFilterSet]:
    """The register's filters as a django-filter class, made once."""
    if register.name not in _made:
        _made[register.name] = _make(register)
    return _made[register.name]


def filters_of(register: Register) -> frozenset[str]:
    """The names in the address of all its filters."""
    return _parameters(filterset_class(register))


def parameters_by_filter(register: Register) -> dict[str, list[str]]:
    """The names in the address of each of its filters."""
    return _by_filter(filterset_class(register))


@cache
def _parameters(filterset: type[RegisterFilterSet]) -> frozenset[str]:
    return frozenset(chain.from_iterable(_by_filter(filterset).values()))


@cache
def _by_filter(filterset: type[RegisterFilterSet]) -> dict[str, list[str]]:
    return {name: parameters_of(name, one) for name, one in filterset.base_filters.items()}


def add_filter(register: Register, name: str, one: django_filters.Filter) -> None:
    """Let an app above narrow the register by what it knows; called in `AppConfig.ready()`."""
    assert register.name not in _made, f"{name} comes too late: the filters are made"
    assert isinstance(register.extra_filters, dict)
    register.extra_filters.setdefault(name, one)
