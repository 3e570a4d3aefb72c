"""The fields of a register, as plain data. Everything that shows a register is built from these."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F
from django.utils.translation import gettext as _

from common.codelists.enums import Visibility
from common.design.formats import current_language
from common.registers.expressions import JsonLookup, JsonObject, NullIfEmpty

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Cell = str | int | float | bool | None
# In a cell that tells a list.
BETWEEN_ELEMENTS = "; "


class FieldKind(StrEnum):
    TEXT = "text"
    BILINGUAL = "bilingual"
    CODE = "code"
    COUNTRY = "country"
    NUMBER = "number"
    DECIMAL = "decimal"
    DATE = "date"
    MOMENT = "moment"
    FLAG = "flag"
    URL = "url"
    UUID = "uuid"
    TEXTS = "texts"
    REFERENCE = "reference"
    REFERENCES = "references"
    IDENTIFIERS = "identifiers"
    PLACE = "place"
    # {amount, currency, value_date, in_uah: {amount, rate, rate_on}}: see `common.money`.
    MONEY = "money"
    # A list of objects: `extra["parts"]` are the fields of each, `extra["cell"]` tells one of them
    # in a cell of a table, `extra["codes"]` in a cell that an import reads back,
    # `extra["schema"]` is its name in the OpenAPI document.
    ROWS = "rows"


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field of a register.

    `source` is the column (`name` when empty; BILINGUAL adds `_en` to it). `expression` replaces it
    for whatever is not a column, and must give JSON of the shape of the kind (see SHAPES).
    `expression_for` is asked with the viewer's level instead: for links that only some may know.
    `sort` names a column or annotation that is never null. `audience` says who sees the field.
    `filterable` puts a filter of the kind's usual sort on page, API and download alike.
    `of_the_moment`: it may be another one a moment later though no row has changed.
    """

    name: str
    label: _StrPromise | str
    kind: FieldKind = FieldKind.TEXT
    source: str = ""
    expression: models.Expression | Callable[[], Any] | None = None
    expression_for: Callable[[Visibility], Any] | None = None
    level: Visibility = Visibility.PUBLIC
    choices: Callable[[], Mapping[str, Any]] | None = None
    help: str = ""
    audience: Visibility = Visibility.PUBLIC
    in_list: bool = True
    in_table: bool = True
    sort: str = ""
    # The column for the ascending order, where what is unknown comes last in both.
    sort_up: str = ""
    filterable: bool = False
    # For filters on relations: queryset to choose from, and the lookup with its key.
    filter_queryset: Callable[[], models.QuerySet[Any]] | None = None
    filter_lookup: str = ""
    filter_key: str = ""
    # Header under which an import finds the column besides the labels in both languages.
    import_names: tuple[str, ...] = ()
    importable: bool = False
    required: bool = False
    of_the_moment: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def column(self) -> str:
        return self.source or self.name

    def at(self, level: Visibility) -> Field:
        """The field as a viewer of this level reads it."""
        return replace(self, level=level) if self.expression_for else self

    def json(self) -> Any:
        """What PostgreSQL puts under the field's name."""
        if self.expression_for is not None:
            return self.expression_for(self.level)
        if self.expression is not None:
            return self.expression() if callable(self.expression) else self.expression
        if self.kind is FieldKind.BILINGUAL:
            return JsonObject(
                uk=NullIfEmpty(F(self.column)), en=NullIfEmpty(F(f"{self.column}_en"))
            )
        if self.kind in {FieldKind.CODE, FieldKind.COUNTRY}:
            assert self.choices is not None, self.name
            return JsonLookup(F(self.column), dict(self.choices()))
        if self.kind in {FieldKind.TEXT, FieldKind.URL}:
            return NullIfEmpty(F(self.column))
        return F(self.column)

    def columns(self) -> list[Column]:
        """The table columns of the field: codes come with names, texts per language."""
        return _COLUMNS.get(self.kind, _plain_columns)(self)


@dataclass(frozen=True)
class Column:
    """One column of a CSV or XLSX file: its header and how to get the cell from the JSON row."""

    header: str
    cell: Callable[[Mapping[str, Any]], Cell]


def text_in(texts: Mapping[str, Any] | None, language: str = "") -> str:
    """The text in the language (that of the page, unless said), else in the other one."""
    if not texts:
        return ""
    return texts.get(language or current_language()) or texts.get("uk") or texts.get("en") or ""


def _column_at(one: Field, header: str, *path: str) -> Column:
    """What stands there in the field; nothing where there is no such place."""

    def cell(row: Mapping[str, Any]) -> Cell:
        value: Any = row[one.name]
        for name in path:
            value = value[name] if value else None
        found: Cell = value
        return found

    return Column(header, cell)


def _plain_columns(one: Field) -> list[Column]:
    return [_column_at(one, str(one.label))]


def _bilingual_columns(one: Field) -> list[Column]:
    said = {"field": one.label}
    return [
        _column_at(one, _("%(field)s (Ukrainian)") % said, "uk"),
        _column_at(one, _("%(field)s (English)") % said, "en"),
    ]


def _named(value: Mapping[str, Any] | None) -> str:
    return text_in(value["name"]) if value else ""


def _code_columns(one: Field) -> list[Column]:
    return [
        Column(str(one.label), lambda row: _named(row[one.name])),
        Column(
            _("%(field)s: code") % {"field": one.label},
            lambda row: row[one.name]["code"] if row[one.name] else None,
        ),
    ]


def _list_column(one: Field, header: str, each: Callable[[Any], str | None]) -> Column:
    def cell(row: Mapping[str, Any]) -> Cell:
        told = (each(value) for value in row[one.name] or ())
        return BETWEEN_ELEMENTS.join([text for text in told if text is not None])

    return Column(header, cell)


def _reference_columns(one: Field) -> list[Column]:
    """With the code where a table may come back in: names alone leave doubts."""
    columns = [Column(str(one.label), lambda row: _named(row[one.name]))]
    if one.importable and one.extra.get("codes"):
        columns.append(
            Column(
                _("%(field)s: code") % {"field": one.label},
                lambda row: row[one.name]["code"] if row[one.name] else None,
            )
        )
    return columns


def _references_columns(one: Field) -> list[Column]:
    columns = [_list_column(one, str(one.label), _named)]
    if one.extra.get("codes"):
        header = _("%(field)s: code") % {"field": one.label}
        columns.append(_list_column(one, header, lambda value: value["code"]))
    return columns


def _texts_columns(one: Field) -> list[Column]:
    return [_list_column(one, str(one.label), str)]


def _identifiers_columns(one: Field) -> list[Column]:
    return [_list_column(one, str(one.label), lambda value: f"{value['scheme']}:{value['id']}")]


def _place_columns(one: Field) -> list[Column]:
    return [
        _column_at(one, _("Latitude"), "latitude"),
        _column_at(one, _("Longitude"), "longitude"),
    ]


def _money_columns(one: Field) -> list[Column]:
    """The equivalent never stands without the rate and the day that it follows from."""
    said = {"field": one.label}
    return [
        _column_at(one, str(one.label), "amount"),
        _column_at(one, _("%(field)s: currency") % said, "currency"),
        _column_at(one, _("%(field)s: value date") % said, "value_date"),
        _column_at(one, _("%(field)s: in hryvnias") % said, "in_uah", "amount"),
        _column_at(one, _("%(field)s: exchange rate") % said, "in_uah", "rate"),
        _column_at(one, _("%(field)s: day of the rate") % said, "in_uah", "rate_on"),
    ]


def _rows_columns(one: Field) -> list[Column]:
    """In words; and with the codes by which a table comes back in, if the register says how."""
    tell, code = one.extra.get("cell"), one.extra.get("codes")
    if not tell:
        return []
    columns = [_list_column(one, str(one.label), tell)]
    if code:
        header = _("%(field)s: code") % {"field": one.label}
        columns.append(_list_column(one, header, lambda value: code(value) or None))
    return columns


_COLUMNS: dict[FieldKind, Callable[[Field], list[Column]]] = {
    FieldKind.BILINGUAL: _bilingual_columns,
    FieldKind.CODE: _code_columns,
    FieldKind.COUNTRY: _code_columns,
    FieldKind.REFERENCE: _reference_columns,
    FieldKind.REFERENCES: _references_columns,
    FieldKind.TEXTS: _texts_columns,
    FieldKind.IDENTIFIERS: _identifiers_columns,
    FieldKind.PLACE: _place_columns,
    FieldKind.MONEY: _money_columns,
    FieldKind.ROWS: _rows_columns,
}
