"""Keeps docs/openapi.yaml and the API the same: who builds on the file is not surprised."""

from __future__ import annotations

from difflib import unified_diff
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer

MOST_LINES = 40


def schema_text() -> str:
    """The OpenAPI description in English, whatever the installation."""
    with translation.override("en"):
        schema = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
        text: bytes = OpenApiYamlRenderer().render(schema, renderer_context={})  # type: ignore[no-untyped-call]
        return text.decode()


class Command(BaseCommand):
    help = "Check that docs/openapi.yaml describes the API as it is; --write writes it anew."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true", help="write the file")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.BASE_DIR) / "docs" / "openapi.yaml"
        now = schema_text()
        if options["write"]:
            path.write_text(now, encoding="utf-8")
            self.stdout.write(f"{path} written")
            return
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        if now != before:
            lines = unified_diff(before.splitlines(), now.splitlines(), "file", "API", lineterm="")
            for line in list(lines)[:MOST_LINES]:
                self.stderr.write(line)
            raise CommandError("docs/openapi.yaml is out of date: manage.py check_openapi --write")
        self.stdout.write("docs/openapi.yaml describes the API.")
