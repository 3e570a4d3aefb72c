"""Components of programmes in tables of projects: by number or by name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from common.exchange.columns import CODE
from common.exchange.problems import Problem
from common.exchange.vocabulary import word_key
from common.intake.texts import one_line
from partners.models import Programme, ProgrammeComponent
from projects.table_rows import Cells

NUMBER = re.compile(r"^(\d{1,2})(?:\.|\s|$)")
COLUMN = "component"


class Components:
    """Those of the programmes that the person may see, loaded once."""

    def __init__(self, programmes: Iterable[Programme]) -> None:
        rows = ProgrammeComponent.objects.filter(programme__in=list(programmes))
        self._known: dict[tuple[str, str], ProgrammeComponent] = {}
        self._by_name: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for one in rows.select_related("programme"):
            key = (one.programme.slug, str(one.number))
            self._known[key] = one
            for name in filter(None, (one.name, one.name_en)):
                self._by_name[word_key(name)].add(key)

    def read(self, row: Cells) -> None:
        """Put the number of the component into the row's data."""
        name = COLUMN + CODE if row.cell(COLUMN + CODE).strip() else COLUMN
        text, programme = one_line(row.cell(name)), row.data.get("programme", "")
        if not text:
            return
        number = NUMBER.match(text)
        numbers = {str(int(number[1]))} if number else self._numbers(text, programme)
        if len(numbers) != 1 or (programme and (programme, *numbers) not in self._known):
            row.wrong(name, text, _("The programme has no such component: give its number."))
            return
        (row.data[COLUMN],) = numbers

    def _numbers(self, text: str, programme: str) -> set[str]:
        known = self._by_name.get(word_key(text), set())
        return {number for slug, number in known if programme in {"", slug}}

    def of(self, programme: Programme | None, number: str) -> ProgrammeComponent | None:
        return self._known.get((programme.slug, number)) if programme else None

    def problem(self, programme: Programme | None, number: str) -> Problem | None:
        """When the project's programme, or no programme at all, has the component."""
        if not number or self.of(programme, number):
            return None
        return Problem(COLUMN, number, _("The programme has no such component: give its number."))
