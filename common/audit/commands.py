"""What a management command changes is recorded as the work of a command."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from common.audit.context import Source, acting


def acting_as_command() -> AbstractContextManager[Any]:
    """Around all of `manage.py`; settings that cannot be read are left to Django to report."""
    try:
        settings.configured or settings.DATABASES  # noqa: B018 - reads the settings
    except ImproperlyConfigured:
        return nullcontext()
    return acting(source=Source.COMMAND)
