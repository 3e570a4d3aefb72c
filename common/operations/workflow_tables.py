"""Tables of steps as the code has them, for docs/: written and compared by one command.

An app adds its tables in `AppConfig.ready()`; `manage.py check_workflow_tables --write` puts each
between its two marks in the page that it names, without `--write` it only compares.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils import translation

BEGIN, END = "<!-- workflow-table: {} -->", "<!-- end of workflow-table: {} -->"
COLUMNS = ("step", "from", "to", "who", "needs", "tells")


@dataclass(frozen=True, kw_only=True)
class StepRow:
    """One step in words; `code` is what the API and the history call it."""

    code: str
    label: Any
    sources: Iterable[Any]
    target: Any
    who: Any = ""
    needs: Iterable[Any] = ()
    tells: Iterable[Any] = ()

    def cells(self) -> tuple[str, ...]:
        name = f"{_capital(str(self.label))} (`{self.code}`)" if self.code else str(self.label)
        lists = (_joined(self.sources), str(self.target), str(self.who))
        return (name, *lists, _joined(self.needs), _joined(self.tells))


@dataclass(frozen=True)
class WorkflowTable:
    """`page` is a file of docs/; `rows` is asked when the table is written, in English."""

    name: str
    page: str
    rows: Callable[[], Iterable[StepRow]]

    def text(self) -> str:
        with translation.override("en"):
            cells = [one.cells() for one in self.rows()]
        used = [place for place in range(len(COLUMNS)) if any(row[place] for row in cells)]
        head = [COLUMNS[place] for place in used]
        lines = [head, ["---"] * len(used), *([row[place] for place in used] for row in cells)]
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)


_tables: dict[str, WorkflowTable] = {}


def add_workflow_table(table: WorkflowTable) -> None:
    _tables[table.name] = table


def workflow_tables() -> Iterator[WorkflowTable]:
    yield from sorted(_tables.values(), key=lambda one: one.name)


def labels(choices: Any, values: Iterable[str]) -> list[str]:
    """In the order of the choices, which is the order of a life."""
    wanted = set(values)
    return [str(one.label) for one in choices if one.value in wanted]


def named(words: Mapping[str, Any], codes: Iterable[str]) -> list[str]:
    wanted = set(codes)
    return [str(word) for code, word in words.items() if code in wanted]


def put_into(page: Path, table: WorkflowTable) -> str:
    """The text of the page with the table as it is now. Raises ValueError without the marks."""
    begin, end = BEGIN.format(table.name), END.format(table.name)
    before = page.read_text(encoding="utf-8")
    if begin not in before or end not in before:
        raise ValueError(f"{page.name} lacks {begin} … {end}")
    between = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    return between.sub(lambda _found: f"{begin}\n\n{table.text()}\n\n{end}", before)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _joined(values: Iterable[Any]) -> str:
    return "; ".join(str(one) for one in values)
