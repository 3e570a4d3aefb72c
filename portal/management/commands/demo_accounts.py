"""Prints the sign-ins of a trial."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from portal.demo.accounts import one_of_each_role
from portal.demo.loader import PASSWORD


class Command(BaseCommand):
    help = "Show one demonstration account of each role."

    def handle(self, *args: Any, **options: Any) -> None:
        accounts = one_of_each_role()
        width = max(len(one.role) for one in accounts)
        longest = max(len(one.email) for one in accounts)
        for one in accounts:
            self.stdout.write(f"  {one.role:<{width}}  {one.email:<{longest}}  {PASSWORD}")
