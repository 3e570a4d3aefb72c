"""Loads what a fresh portal must know: the territory of Ukraine, and the short lists."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from common.codelists.reference import registered


class Command(BaseCommand):
    help = "Load reference data. Run at every deployment; changes nothing where all is there."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        for reference in registered():
            count = reference.load()
            state = _("%(count)d loaded") % {"count": count} if count else _("up to date")
            self.stdout.write(f"{reference.name}: {state}")
