from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.role_table import UnknownPermission, apply_roles, role_codes


class Command(BaseCommand):
    help = "Give every role the permissions of the table in the code; run it at each deploy."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            changes = apply_roles()
        except UnknownPermission as error:
            message = f"The table of roles names permissions that do not exist: {error}"
            raise CommandError(message) from error
        for line in changes:
            self.stdout.write(line)
        state = "changed" if changes else "already as the table says"
        self.stdout.write(f"{len(role_codes())} roles, {state}.")
