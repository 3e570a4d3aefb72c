"""Compiles the translations. Needs no GNU gettext."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from common.operations.catalogues import compile_all


class Command(BaseCommand):
    help = "Compile locale/*/LC_MESSAGES/django.po."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        for path in compile_all():
            self.stdout.write(str(path))
