"""`manage.py reindex_search`: make the documents that are searched anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from common.registers.changes.follow import follow
from common.registers.search_documents import searched_registers
from common.search.models import SearchDocument, SearchedRegister, SearchWord


class Command(BaseCommand):
    help = (
        "Make the documents that are searched anew. The worker keeps them up to date and makes "
        "them after an update of the portal: this is for when something went wrong."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("register", nargs="*", help="as in the API: projects, partners…")

    def handle(self, *args: Any, **options: Any) -> None:
        known = [one.name for one in searched_registers()]
        chosen = options["register"] or known
        if unknown := sorted(set(chosen) - set(known)):
            raise CommandError(f"No such register: {', '.join(unknown)}. Known: {', '.join(known)}")
        if chosen == known:
            # Words that stand in no document any longer.
            SearchWord.objects.all().delete()
        SearchedRegister.objects.filter(name__in=chosen).update(signature="")
        follow()
        for name in chosen:
            count = SearchDocument.objects.filter(register=name).count()
            self.stdout.write(f"{name}: {count} documents")
