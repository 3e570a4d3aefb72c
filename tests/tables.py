"""Tables of cases that share what they need: who may do what, which step leads where."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import wraps
from itertools import product
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection, models, transaction
from django.utils import translation

from tests.conftest import CAST

Test = Callable[..., None]
Case = dict[str, Any]


def each(names: str | Sequence[str], values: Iterable[Any]) -> Callable[[Test], Test]:
    """Takes the place of `pytest.mark.parametrize` where fixtures cost more than the case.

    One test goes through all cases: its fixtures are made once, what a case does is undone before
    the next one, and the failed cases are told together. Several `each` multiply.
    """
    given = [names] if isinstance(names, str) else list(names)
    axis = [dict(zip(given, [one] if len(given) == 1 else one, strict=True)) for one in values]

    def decorate(test: Test) -> Test:
        table = test if hasattr(test, "axes") else _table_of(test)
        vars(table)["axes"].insert(0, axis)
        signature = inspect.signature(table)
        kept = [one for name, one in signature.parameters.items() if name not in given]
        vars(table)["__signature__"] = signature.replace(parameters=kept)
        return table

    return decorate


def _table_of(test: Test) -> Test:
    """The same test, which pytest sees with what its cases do not give and with `request`."""
    axes: list[list[Case]] = []
    signature = inspect.signature(test)
    asked = "request" in signature.parameters

    @wraps(test)
    def table(request: pytest.FixtureRequest, **fixtures: Any) -> None:
        if asked:
            fixtures["request"] = request
        cases = [_together(parts) for parts in product(*axes)]
        assert cases
        records = [*_invited(request, cases), *fixtures.values()]
        before = set(request.fixturenames)
        failures = list(_failures(test, fixtures, cases, records))
        late = set(request.fixturenames) - before
        assert not late, f"{late}: made in a case and undone with it; name it in usefixtures"
        if failures:
            failed = "; ".join(str(error.__notes__[-1]) for error in failures)
            message = f"{len(failures)} of {len(cases)} cases failed: {failed}"
            raise BaseExceptionGroup(message, failures)

    own = inspect.Parameter("request", inspect.Parameter.KEYWORD_ONLY)
    parameters = [*signature.parameters.values(), *([] if asked else [own])]
    vars(table).update(axes=axes, __signature__=signature.replace(parameters=parameters))
    return table


def _together(parts: Iterable[Case]) -> Case:
    return {name: value for part in parts for name, value in part.items()}


def _invited(request: pytest.FixtureRequest, cases: Iterable[Case]) -> list[Any]:
    """Make everybody who plays, and sign them in, before the first case, which would undo it."""
    names = sorted({value for case in cases for value in case.values() if value in CAST[:-1]})
    people = [request.getfixturevalue(name) for name in names]
    if "browse" in request.fixturenames:
        browse = request.getfixturevalue("browse")
        cookies = {name: browse(name).cookies for name in names}
        request.getfixturevalue("signed_in").update(cookies)
    return people


def _failures(
    test: Test, fixtures: Mapping[str, Any], cases: Iterable[Case], records: Iterable[Any]
) -> Iterator[BaseException]:
    for case in cases:
        try:
            with _undone(records):
                test(**fixtures, **case)
        except (Exception, pytest.fail.Exception) as error:  # noqa: BLE001 - they are told in the end
            error.add_note(", ".join(f"{name}={value!r}" for name, value in case.items()))
            yield error


@contextmanager
def _undone(held: Iterable[Any]) -> Iterator[None]:
    """What happens inside leaves nothing: in tables, records held, cache, letters, language."""
    records = [one for one in held if isinstance(one, models.Model)]
    before = [(vars(one), dict(vars(one)), dict(one._state.fields_cache)) for one in records]
    try:
        with translation.override(translation.get_language()), _rolled_back():
            yield
    finally:
        for now, then, related in before:
            now.clear()
            now.update(then)
            now["_state"].fields_cache = related
        cache.clear()
        vars(mail).get("outbox", []).clear()


@contextmanager
def _rolled_back() -> Iterator[None]:
    """As after a test: what is checked at the end of a transaction is checked, then undone."""
    if not connection.in_atomic_block:  # the test asked for no database
        yield
        return
    with transaction.atomic():
        yield
        connection.check_constraints()
        transaction.set_rollback(True)
