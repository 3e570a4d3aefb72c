"""Compiles the translations. Needs no GNU gettext."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation
from django.utils.translation.reloader import translation_file_changed

from common.operations.catalogues import compile_all


class Command(BaseCommand):
    help = "Compile locale/*/LC_MESSAGES/django.po."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        language = translation.get_language()
        for path in compile_all():
            self.stdout.write(str(path))
            # Django keeps what it has read. A first start goes on in this process to write
            # letters, and would write them untranslated.
            translation_file_changed(None, path.with_suffix(".mo"))
        if language:
            translation.activate(language)
