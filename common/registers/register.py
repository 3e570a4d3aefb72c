"""One description per register: what its fields are, and how it is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection, models
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from common.codelists.enums import Visibility
from common.registers.expressions import JsonObject, address
from common.registers.fields import Field, FieldKind

if TYPE_CHECKING:
    import django_filters
    from django.utils.functional import _StrPromise

    from common.registers.deprecation import Deprecation
    from common.registers.formats import Format
    from common.search.described import Searched

Row = Mapping[str, Any]

# Whoever chooses fields makes a statement of his own: so many are kept.
MOST_STATEMENTS = 200

# What a viewer of each level sees: his own level and those below it.
SEEN_BY = {
    Visibility.PUBLIC: {Visibility.PUBLIC},
    Visibility.REGISTERED: {Visibility.PUBLIC, Visibility.REGISTERED},
    Visibility.INTERNAL: {Visibility.PUBLIC, Visibility.REGISTERED, Visibility.INTERNAL},
}


@dataclass(frozen=True, kw_only=True)
class Register:
    """A register such as partners or communities.

    `queryset` must offer `visible_to(user)`. `key` is the column in addresses (public_id, code,
    slug). `level_of(user)` is the viewer's level for `Field.audience`. `searched` says by what
    words a record is found; `search(queryset, words)` looks for names as they stand in the records,
    when that finds nothing. `default_sort` names a field, with `-` for descending.
    """

    name: str
    singular: str
    title: _StrPromise | str
    about: _StrPromise | str
    model: type[models.Model]
    queryset: Callable[[], Any]
    fields: tuple[Field, ...]
    key: str
    default_sort: str
    level_of: Callable[[Any], Visibility]
    search: Callable[[Any, str], Any]
    searched: Searched | None = None
    # "partners:partner-list": the page with the list, which takes the filters of the API; empty
    # for what people read elsewhere and only programs read as a list.
    page: str = ""
    extra_filters: Mapping[str, django_filters.Filter] = field(default_factory=dict)
    # "…/partners/": where the API serves the register.
    api_path: str = ""
    # Said in every answer of the API once the addresses of the register are to end.
    deprecated: Deprecation | None = None
    _statements: dict[tuple[str, ...], tuple[str, tuple[Any, ...]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _seen: dict[tuple[Visibility, bool], tuple[Field, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    # (user, key of a record that is gone) → key of the one that took its place, if any.
    moved: Callable[[Any, str], str | None] | None = None
    # Formats besides JSON, NDJSON, CSV, XLSX and GeoJSON, such as open standards.
    formats: tuple[Format, ...] = ()
    # Where GeoJSON shows a record, when no field of the kind PLACE tells: a JSON list of
    # {latitude, longitude, kind}; `kind` says what the place is, in the property `place_kind`.
    places: Callable[[], Any] | None = None

    def __post_init__(self) -> None:
        """Whoever filters, sorts or finds by a field learns its values: it must be for everybody.

        Whatever the API serves says at its end where it is served.
        """
        if self.api_path:
            object.__setattr__(self, "fields", (*self.fields, _own_address(self)))
        found_by = self.names_searched
        assert found_by <= {one.name for one in self.fields}, found_by
        for one in self.fields:
            tells = one.filterable or one.sort or one.name in found_by
            assert one.audience is Visibility.PUBLIC or not tells, one.name

    @property
    def key_name(self) -> str:
        """The field of the answer that addresses are made of."""
        return "id" if self.key == "public_id" else self.key

    @cached_property
    def by_name(self) -> dict[str, Field]:
        return {one.name: one for one in self.fields}

    @property
    def names_searched(self) -> set[str]:
        said = self.searched
        return {*said.codes, *said.names, *said.texts} if said else set()

    @cached_property
    def is_of_the_moment(self) -> bool:
        """Whether objects become others by the clock alone: then only made ones may be given."""
        return any(one.of_the_moment for one in self.fields)

    @cached_property
    def sorts(self) -> dict[str, str]:
        """Name of the ordering → column that it sorts by."""
        return {one.name: one.sort for one in self.fields if one.sort}

    def sort_column(self, name: str, *, descending: bool) -> str:
        field = self.by_name[name]
        return field.sort if descending else field.sort_up or field.sort

    def fields_for(self, user: Any, *, whole: bool = True) -> list[Field]:
        """The fields this viewer may see; `whole` is one record rather than a list."""
        level = self.level_of(user)
        if (level, whole) not in self._seen:
            seen = SEEN_BY[level]
            self._seen[level, whole] = tuple(
                one.at(level)
                for one in self.fields
                if one.audience in seen and (whole or one.in_list)
            )
        return list(self._seen[level, whole])

    def visible_to(self, user: Any) -> Any:
        return self.queryset().visible_to(user)

    def texts_of(self, keys: Sequence[int], fields: Sequence[Field]) -> list[str]:
        """The records with these primary keys, in their order, as PostgreSQL makes their JSON."""
        found = self.texts_by_key(keys, fields)
        return [found[key] for key in keys if key in found]

    def texts_by_key(self, keys: Sequence[int], fields: Sequence[Field]) -> dict[int, str]:
        if not keys:
            return {}
        statement, parameters = self.statement(fields)
        with connection.cursor() as cursor:
            cursor.execute(statement, (*parameters, list(keys)))
            return dict(cursor.fetchall())

    def as_json(self, rows: Any, fields: Sequence[Field]) -> Any:
        whole = JsonObject(**{one.name: one.json() for one in fields})
        return rows.annotate(_json=Cast(whole, models.TextField()))

    def statement(self, fields: Sequence[Field]) -> tuple[str, tuple[Any, ...]]:
        """The statement behind `texts_of`, which is always the same and costs much to compile.

        It gives (primary key, text); its last parameter, which is not among those returned, is
        the list of primary keys.
        """
        # The addresses in it are those of the portal, which may have another one by now.
        names = (settings.SITE_URL, *(f"{one.name} {one.level}" for one in fields))
        if names not in self._statements:
            if len(self._statements) >= MOST_STATEMENTS:
                self._statements.clear()
            no_record = -1
            rows = self.as_json(self.queryset().order_by().filter(pk=no_record), fields)
            sql, parameters = rows.values_list("pk", "_json").query.sql_with_params()
            head, placeholder, tail = sql.rpartition("= %s")
            assert placeholder, sql
            assert parameters[-1] == no_record, parameters
            self._statements[names] = f"{head}= ANY(%s){tail}", tuple(parameters[:-1])
        return self._statements[names]


def _own_address(of: Register) -> Field:
    return Field(
        name="url",
        label=_("address in this API"),
        kind=FieldKind.URL,
        expression=lambda: address(f"{settings.SITE_URL}{of.api_path}", of.key, "/"),
        required=True,
        in_table=False,
        help="Where this record is, in this API.",
    )


_registers: dict[str, Register] = {}
_with_search: dict[str, Register] = {}


def register(one: Register) -> Register:
    """Make the register known to the pages that list all of them (open data, dumps, schema)."""
    _registers[one.name] = one
    return with_search(one) if one.searched else one


def with_search(one: Register) -> Register:
    """Have documents kept of its records: for registers that are not open data as well."""
    assert one.searched, one.name
    _with_search[one.name] = one
    return one


def registers_with_search() -> list[Register]:
    return list(_with_search.values())


def is_open(one: Register) -> bool:
    """Whether it is one of those that everybody may take whole and keep a mirror of."""
    return _registers.get(one.name) is one


def registers() -> list[Register]:
    return list(_registers.values())
