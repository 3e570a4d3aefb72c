"""Which tables the objects of a register are read from, and how a row of each leads to them.

Nobody declares this: it stands in the very statement that makes the objects. Each table is tied
to the register's own by equal columns (a join, or a subquery that names its outer row); going
back along them finds the records that show a row, and perhaps some that do not. Where a table is
tied in no such way, every record may show it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Field
from django.db.models.expressions import Col
from django.db.models.functions import Cast
from django.db.models.lookups import Exact, In
from django.db.models.sql import Query
from django.db.models.sql.where import AND, WhereNode

NUMBERS = frozenset({"bigint", "integer", "smallint"})


@dataclass(frozen=True)
class Column:
    """A column of one table of the statement."""

    alias: str
    name: str
    kind: str

    @classmethod
    def of(cls, alias: str, field: Field[Any, Any]) -> Column:
        kind = (field.db_type(connection) or "").partition("(")[0]
        return cls(alias, str(field.column), "number" if kind in NUMBERS else kind)


@dataclass(frozen=True)
class Source:
    """A table that is read. `column` equals `outer_column` of `outer`, one step nearer to the
    register's own table, which has no `outer`; neither has a table that all records may show.
    """

    table: str
    is_own: bool = False
    column: Column | None = None
    outer: Source | None = None
    outer_column: Column | None = None

    @property
    def is_tied(self) -> bool:
        return self.is_own or bool(self.outer and self.outer.is_tied)


Equality = tuple[Column, Column]
Known = dict[str, Source]


def sources_of(query: Query) -> set[Source]:
    """Every table that the statement reads, each in every way that it is tied.

    Compiled first: only then the joins stand in it that an order asks for.
    """
    own = query.get_initial_alias()
    query.get_compiler(connection=connection).as_sql()
    top = Source(query.get_meta().db_table, is_own=True)
    return set(_sources(query, {own: top}, []))


def _sources(query: Query, outside: Known, ties: list[Equality]) -> Iterator[Source]:
    """The tables of this query, then those of the queries inside it."""
    for one in query.combined_queries:
        yield from _sources(one, outside, ties)
    known = _tied(query, outside, [*ties, *_joins(query), *_correlations(query.where)])
    yield from (known[alias] for alias in query.alias_map)
    inside = {**outside, **known}
    for node in _parts(query):
        for inner, tie in _queries(node):
            yield from _sources(inner, inside, tie)


def _tied(query: Query, outside: Known, equalities: list[Equality]) -> Known:
    """Walk from the tables that are known along the equalities until nothing new is reached."""
    own = set(query.alias_map)
    known = {alias: outside[alias] for alias in own if alias in outside}
    grows = True
    while grows:
        grows = False
        for one, other in equalities:
            for near, far in ((one, other), (other, one)):
                reached = known.get(far.alias) or outside.get(far.alias)
                if reached and near.alias in own and near.alias not in known:
                    table = query.alias_map[near.alias].table_name
                    known[near.alias] = Source(table, False, near, reached, far)
                    grows = True
    untied = {alias: Source(query.alias_map[alias].table_name) for alias in own - set(known)}
    return known | untied


def _joins(query: Query) -> Iterator[Equality]:
    for alias in query.alias_map:
        join: Any = query.alias_map[alias]
        if join.parent_alias:
            for left, right in join.join_field.get_joining_fields():
                yield Column.of(join.parent_alias, left), Column.of(alias, right)


def _correlations(where: WhereNode) -> Iterator[Equality]:
    """Equalities that hold for every row: those joined by AND."""
    if where.connector != AND or where.negated:
        return
    for one in where.children:
        if isinstance(one, WhereNode):
            yield from _correlations(one)
        elif isinstance(one, Exact):
            left, right = _column(one.lhs), _column(one.rhs)
            if left and right:
                yield left, right


def _column(node: Any) -> Column | None:
    while isinstance(node, Cast):
        node = node.get_source_expressions()[0]
    return Column.of(node.alias, node.target) if isinstance(node, Col) else None


def _parts(query: Query) -> list[Any]:
    ordering = [one for one in query.order_by if not isinstance(one, str)]
    return [query.where, *query.annotations.values(), *query.select, *ordering]


def _queries(node: Any) -> Iterator[tuple[Query, list[Equality]]]:
    """The queries inside an expression, with the equality by which `IN` ties one."""
    if node is None or isinstance(node, str):
        return
    if isinstance(node, Query):
        yield node, []
        return
    if isinstance(node, In) and isinstance(node.rhs, Query):
        yield node.rhs, list(_chosen(node.lhs, node.rhs))
        yield from _queries(node.lhs)
        return
    inner = getattr(node, "query", None)
    if isinstance(inner, Query):
        yield inner, []
        return
    for child in _children(node):
        yield from _queries(child)


def _chosen(left: Any, inner: Query) -> Iterator[Equality]:
    chosen = [*inner.select, *(inner.annotation_select.values())]
    here, there = _column(left), _column(chosen[0]) if len(chosen) == 1 else None
    if here and there:
        yield here, there


def _children(node: Any) -> Iterable[Any]:
    if isinstance(node, WhereNode):
        return node.children
    return node.get_source_expressions() if hasattr(node, "get_source_expressions") else ()


def keys_of(sources: Iterable[Source], own_key: str) -> dict[str, set[str]]:
    """Table → the columns of a changed row that one has to know."""
    found: dict[str, set[str]] = {}
    for one in sources:
        columns = found.setdefault(one.table, set())
        if one.is_own:
            columns.add(own_key)
        elif one.is_tied and one.column:
            columns.add(one.column.name)
    return found


def records_showing(source: Source, values: list[Any], own_key: str) -> set[int]:
    """Primary keys of the records that may show rows whose `source.column` has these values."""
    assert source.outer, source
    assert source.column, source
    assert source.outer_column, source
    quote = connection.ops.quote_name
    at, joins = source.outer, [f"{quote(source.outer.table)} t0"]
    where = _equal(source.outer_column, source.column, f"t0.{quote(source.outer_column.name)}")
    numbers = _is_plain(source.outer_column, source.column) and source.column.kind == "number"
    step = 0
    while at.outer and at.column and at.outer_column:
        left, right = (
            f"t{step}.{quote(at.column.name)}",
            f"t{step + 1}.{quote(at.outer_column.name)}",
        )
        cast = "" if _is_plain(at.column, at.outer_column) else "::text"
        joins.append(f"JOIN {quote(at.outer.table)} t{step + 1} ON {left}{cast} = {right}{cast}")
        at, step = at.outer, step + 1
    statement = (
        f"SELECT DISTINCT t{step}.{quote(own_key)} FROM {' '.join(joins)} WHERE {where} = ANY(%s)"  # noqa: S608 - names of our own columns
    )
    given = [int(one) for one in values] if numbers else [str(one) for one in values]
    with connection.cursor() as cursor:
        cursor.execute(statement, [given])
        return {row[0] for row in cursor.fetchall()}


def _is_plain(one: Column, other: Column) -> bool:
    """Compared as they are: both numbers. All others are compared as text."""
    return one.kind == other.kind == "number"


def _equal(one: Column, other: Column, written: str) -> str:
    return written if _is_plain(one, other) else f"{written}::text"
