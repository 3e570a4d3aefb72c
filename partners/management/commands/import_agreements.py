"""Let a file of the state register of agreements in: XLSX, CSV, or JSON rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from common.exchange.problems import UnreadableTable
from common.exchange.reading import open_table
from partners.agreement_enums import RowOutcome
from partners.agreement_imports.rows import Register
from partners.agreement_imports.session import COLUMNS

Row = dict[str, Any]


class Command(BaseCommand):
    help = "Import the state register of agreements (XLSX, CSV or JSON rows)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen.")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        register = Register(actor=None, file_name=path.name)
        counts: Counter[str] = Counter()
        with transaction.atomic():
            for number, row in read_rows(path):
                counts[register.take(row, number).outcome] += 1
            if options["dry_run"]:
                transaction.set_rollback(True)
        self._tell(counts, is_dry=options["dry_run"])

    def _tell(self, counts: Counter[str], *, is_dry: bool) -> None:
        self.stdout.write(f"{'Would be taken in' if is_dry else 'Rows'}: {counts.total()}")
        for outcome in RowOutcome:
            self.stdout.write(f"  {outcome.value}: {counts[outcome.value]}")


def read_rows(path: Path) -> Iterator[tuple[int, Row]]:
    """(number in the file, row). Raises CommandError for what cannot be read."""
    try:
        with path.open("rb") as file, open_table(file, COLUMNS) as table:
            for row in table.rows:
                cells = dict(zip(table.columns, row.cells, strict=False))
                yield row.number, {name: text for name, text in cells.items() if name}
    except UnreadableTable as error:
        raise CommandError(str(error)) from error
