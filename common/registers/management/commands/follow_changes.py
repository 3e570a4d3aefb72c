"""`manage.py follow_changes`: bring what mirrors read up to what is committed, now."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from common.registers.changes.follow import follow


class Command(BaseCommand):
    help = "Look at all changed rows and note which public objects changed. The worker does it too."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{follow()} objects changed")
