#!/usr/bin/env python
"""Django's command line for the portal."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    from common.audit.commands import acting_as_command

    with acting_as_command():
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
