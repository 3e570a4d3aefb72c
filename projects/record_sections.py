"""Editing a record by sections: each is a page of its own, with single values, rows, or both.

A section is compared as it stood before the eyes of the person (`seen`) with how it stands now:
two people may work on different sections of one record, and the same section sent twice is not a
conflict. Rows that a form does not show whole keep what it does not show; a long table is shown
part by part, and keeping one part leaves the others as they are.
"""

from __future__ import annotations

import hashlib
import json
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction
from django.db.models import Model
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from common.codelists.entries import choices_of_lists
from common.design.widgets import TypingChoiceField
from common.intake.forms import RefusableForm
from common.intake.refusals import ChangedMeanwhile
from projects.choosing import KeyField

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

ROOM = 1
# A page shows so many rows of a long table, and takes so many more that are added to them.
ROWS_OF_PAGE = 50
MOST_ROWS = 150
ROWS = "rows"


Codes = Mapping[str, Sequence[tuple[str, str]]]


class ListedField(forms.ChoiceField):
    """A code of an official list. The section gives its choices, the same to all rows."""

    def __init__(self, codelist: str, **options: Any) -> None:
        self.codelist = codelist
        super().__init__(**options)


@dataclass(frozen=True)
class RowsPart:
    """Rows `first` to `last` of a long table."""

    number: int
    first: int
    last: int
    is_current: bool


@dataclass(frozen=True)
class Table:
    """Rows of a section: what each is for the service, and where it is kept."""

    kind: type[Any]
    model: type[Model]
    relation: str
    joined: tuple[str, ...] = ()

    def read(self, record: Any) -> dict[int, Any]:
        """Key of the row → the row as the service takes it, in order."""
        rows = getattr(record, self.relation).select_related(*self.joined)
        names = [one.name for one in fields(self.kind)]
        return {
            row.pk: self.kind(**{name: getattr(row, name) for name in names}) for row in rows.all()
        }


class RowForm(forms.Form):
    """One row. Columns that have no field here stay as they are."""

    makes: type[Any]
    key = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, user: Any, codes: Codes | None = None, **options: Any) -> None:
        options.setdefault("use_required_attribute", False)
        super().__init__(*args, **options)
        tell_user(self, user)
        offer_codes(self, codes or {})

    @classmethod
    def initial_of(cls, value: Any) -> dict[str, Any]:
        return {name: getattr(value, name, None) for name in cls.base_fields}

    def values(self) -> dict[str, Any]:
        """Columns of the row, from what was typed."""
        names = {one.name for one in fields(self.makes)}
        return {name: value for name, value in self.cleaned_data.items() if name in names}

    def unjudged(self) -> None:
        self._errors: Any = ErrorDict()
        self.cleaned_data = {}

    def has_changed(self) -> bool:
        return any(name != "key" for name in self.changed_data)


if TYPE_CHECKING:
    BaseRowSet = forms.BaseFormSet[RowForm]
else:
    BaseRowSet = forms.BaseFormSet


class RowSet(BaseRowSet):
    """A row that is emptied goes; one may add a row without losing what is typed in others."""

    def initial_form_count(self) -> int:
        return 0 if self.is_bound else super().initial_form_count()

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = _now("Remove this row")

    def kept(self) -> list[RowForm]:
        return [one for one in self.judged() if one.has_changed()]

    def judged(self) -> list[RowForm]:
        """Those that are not to be removed."""
        return [one for one in self.forms if not one.data.get(one.add_prefix("DELETE"))]

    def unjudged(self) -> None:
        """Show what was typed without judging it: the person is not done."""
        for one in self.forms:
            one.unjudged()
        self._errors = [one.errors for one in self.forms]
        self._non_form_errors = self.error_class()


class SectionForm(RefusableForm):
    """Single values (`columns`) and rows (`table` with `row_form`) of one section of a record."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    table: Table | None = None
    row_form: type[RowForm] | None = None
    # Plain name of one row, for the legend: «Budget 1».
    row_name: _StrPromise | str = _("Row")

    def __init__(
        self, data: Any = None, *, user: Any, record: Any, adds: bool = False, part: int = 1
    ) -> None:
        self.record, self.user = record, user
        self.now_values, self.now_rows = self.read(record)
        self.part = min(max(part, 1), self.parts)
        initial = self.initial_of(self.now_values) | {"seen": self.mark()}
        super().__init__(data, initial=initial, use_required_attribute=False)
        tell_user(self, user)
        self.codes = self._codes()
        offer_codes(self, self.codes)
        self.offer()
        self.rows = self._rows(data, adds=adds)
        if adds and self.rows is not None:
            self._errors: Any = ErrorDict()
            self.rows.unjudged()

    def offer(self) -> None:
        """Give the choices that depend on the record or the person."""

    def _rows(self, data: Any, *, adds: bool) -> RowSet | None:
        if self.row_form is None:
            return None
        known = [
            {**self.row_form.initial_of(value), "key": key}
            for key, value in list(self.now_rows.items())[self._shown_part()]
        ]
        made: Any = forms.formset_factory(
            self.row_form,
            formset=RowSet,
            extra=ROOM if known else 2,
            can_delete=True,
            max_num=MOST_ROWS,
            absolute_max=MOST_ROWS,
            validate_max=True,
        )
        if data is not None and adds:
            data = data.copy()
            total = data.get(f"{ROWS}-TOTAL_FORMS", "0")
            data[f"{ROWS}-TOTAL_FORMS"] = str(int(total) + 1 if total.isdecimal() else 1)
        given = [self._shown(self.row_form, one) for one in known]
        rows: RowSet = made(
            data, prefix=ROWS, initial=given if data is None else None,
            form_kwargs={"user": self.user, "codes": self.codes},
        )  # fmt: skip
        return rows

    def _shown(self, form: type[RowForm], initial: Mapping[str, Any]) -> dict[str, Any]:
        return {name: as_shown(form.base_fields.get(name), one) for name, one in initial.items()}

    def _codes(self) -> Codes:
        """What the lists of its fields offer, by one query however many rows there are.

        A withdrawn code that stands in the record can stay.
        """
        fields_of = [*self.base_fields.values()]
        fields_of += self.row_form.base_fields.values() if self.row_form else ()
        lists = {one.codelist for one in fields_of if isinstance(one, ListedField)}
        held = [self.now_values, *(vars(one) for one in self.now_rows.values())]
        kept = {text for one in held for text in one.values() if isinstance(text, str)}
        return choices_of_lists(lists, keep=kept) if lists else {}

    # A long table, part by part

    @property
    def parts(self) -> int:
        return max(1, -(-len(self.now_rows) // ROWS_OF_PAGE))

    @property
    def rows_before(self) -> int:
        return (self.part - 1) * ROWS_OF_PAGE

    def _shown_part(self) -> slice:
        return slice(self.rows_before, self.rows_before + ROWS_OF_PAGE)

    def part_links(self) -> list[RowsPart]:
        """The parts of a table that is too long for one page; nothing for a short one."""
        last, size = len(self.now_rows), ROWS_OF_PAGE
        found = [
            RowsPart(one, (one - 1) * size + 1, min(one * size, last), one == self.part)
            for one in range(1, self.parts + 1)
        ]
        return found if len(found) > 1 else []

    def is_valid(self) -> bool:
        """Both are judged, so that all errors are shown at once."""
        good = super().is_valid()
        return (self.rows is None or self.rows.is_valid()) and good

    @property
    def all_forms(self) -> list[forms.BaseForm]:
        """For the summary of errors."""
        return [self, *(self.rows.judged() if self.rows is not None else ())]

    # What stands there, and what is wanted

    def read(self, record: Any) -> tuple[Any, dict[int, Any]]:
        """Single values and rows as they are kept."""
        return self.values_of(record), self.table.read(record) if self.table else {}

    def values_of(self, record: Any) -> dict[str, Any]:
        return {}

    def initial_of(self, values: Mapping[str, Any]) -> dict[str, Any]:
        return {name: as_shown(self.base_fields.get(name), value) for name, value in values.items()}

    def wanted_values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.now_values}

    def wanted_rows(self, now: Mapping[int, Any]) -> list[Any]:
        assert self.rows is not None
        others, shown = list(now.values()), self._shown_part()
        mine = [self._row(form, now) for form in self.rows.kept()]
        return [*others[: shown.start], *mine, *others[shown.stop :]]

    def _row(self, form: RowForm, now: Mapping[int, Any]) -> Any:
        known = now.get(form.cleaned_data.get("key") or 0)
        return replace(known, **form.values()) if known else form.makes(**form.values())

    def mark(self) -> str:
        """How the section stands, in a few letters."""
        plain = json.dumps(
            [as_plain(self.now_values), [as_plain(one) for one in self.now_rows.values()]],
            ensure_ascii=False,
        )
        return hashlib.sha256(plain.encode()).hexdigest()[:24]

    @transaction.atomic
    def keep(self, actor: Any) -> Any:
        """Through the services. Refuses ChangedMeanwhile and what they refuse."""
        record = self.lock()
        values, rows = self.read(record)
        self.now_values, self.now_rows = values, rows
        wanted = self.wanted_values()
        wanted_rows = self.wanted_rows(rows) if self.rows is not None else []
        is_same = as_plain(wanted) == as_plain(values)
        is_same &= self.rows is None or wanted_rows == list(rows.values())
        if not is_same and self.cleaned_data["seen"] != self.mark():
            raise ChangedMeanwhile
        if wanted:
            self.write_values(actor, record, wanted)
        if self.rows is not None:
            self.write_rows(actor, record, wanted_rows)
        return record

    @abstractmethod
    def lock(self) -> Any: ...

    @abstractmethod
    def write_values(self, actor: Any, record: Any, wanted: dict[str, Any]) -> None: ...

    @abstractmethod
    def write_rows(self, actor: Any, record: Any, wanted: Sequence[Any]) -> None: ...

    def refuse(self, errors: Mapping[str, Sequence[str]]) -> None:
        """Beside the row whose own rule is broken, if there is one; else on top."""
        if self.rows is not None and self.table is not None:
            found = [self._tell(self.rows, self.table.model)]
            if any(found):
                return
        super().refuse(errors)

    def _tell(self, rows: RowSet, model: type[Model]) -> bool:
        known = False
        names = {one.name for one in model._meta.concrete_fields}
        for form in rows.kept():
            values = {name: value for name, value in form.values().items() if name in names}
            for name, texts in broken_rules(model, values).items():
                form.add_error(name if name in form.fields else None, texts)
                known = True
        return known


def broken_rules(model: type[Model], values: Mapping[str, Any]) -> dict[str, list[str]]:
    """What one row would break by itself, by field."""
    row = model(**values)
    keys = {one.name for one in model._meta.concrete_fields if one.is_relation}
    found: dict[str, list[str]] = {}
    try:
        row.clean_fields(exclude=keys)
    except ValidationError as error:
        found = {name: list(texts) for name, texts in error.message_dict.items()}
    for rule in model._meta.constraints:
        if not isinstance(rule, models.CheckConstraint):
            continue
        try:
            rule.validate(model, row)
        except ValidationError as error:
            found.setdefault(str(error.code or NON_FIELD_ERRORS), []).extend(error.messages)
    return found


def as_shown(field: Any, value: Any) -> Any:
    """A kept value as the field's widget shows it."""
    if isinstance(field, KeyField):
        return field.shown(value)
    if isinstance(field, TypingChoiceField) and isinstance(value, Model):
        return getattr(value, field.to_field_name or "pk")
    if isinstance(field, forms.ModelMultipleChoiceField):
        return [getattr(one, field.to_field_name or "pk") for one in value]
    if isinstance(field, forms.ModelChoiceField) and isinstance(value, Model):
        return getattr(value, field.to_field_name or "pk")
    if isinstance(field, forms.DecimalField) and value is not None:
        return f"{value.normalize():f}"
    return value


def as_plain(value: Any) -> Any:
    """Comparable and told in JSON: records by key, numbers without needless noughts."""
    if isinstance(value, Model):
        return [type(value).__name__, value.pk]
    if isinstance(value, Mapping):
        return {str(name): as_plain(one) for name, one in value.items()}
    if hasattr(value, "__dataclass_fields__"):
        return {one.name: as_plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, list | tuple):
        return [as_plain(one) for one in value]
    if hasattr(value, "normalize"):
        return f"{value.normalize():f}"
    return value if value is None or isinstance(value, bool) else str(value)


def offer_codes(form: forms.BaseForm, codes: Codes) -> None:
    for field in form.fields.values():
        if isinstance(field, ListedField):
            field.choices = [("", "—"), *codes.get(field.codelist, ())]


def tell_user(form: forms.BaseForm, user: Any) -> None:
    """Fields chosen by typing find what the person may see."""
    for field in form.fields.values():
        if isinstance(field, KeyField):
            field.user = user


@dataclass(frozen=True)
class Section:
    code: str
    title: _StrPromise | str
    form: type[SectionForm]
    lead: _StrPromise | str = ""


def section(sections: Sequence[Section], code: str) -> Section | None:
    return next((one for one in sections if one.code == code), None)
