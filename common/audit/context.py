"""Who is acting, and through which door: travels with each change into its history."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser


class Source(models.TextChoices):
    """The door through which a change came."""

    ADMIN = "admin", _("administration")
    PAGE = "page", _("page")
    API = "api", _("API")
    IMPORT = "import", _("import")
    TASK = "task", _("background task")
    COMMAND = "command", _("command")


@dataclass(frozen=True)
class Acting:
    """What the triggers write beside each change. `actor` is a user's primary key."""

    actor: int | None = None
    source: str = Source.COMMAND.value
    note: str = ""


_current: ContextVar[Acting | None] = ContextVar("acting", default=None)


def current() -> Acting | None:
    return _current.get()


@contextmanager
def acting(
    *,
    actor: AbstractBaseUser | AnonymousUser | None = None,
    source: Source | None = None,
    note: str = "",
) -> Iterator[Acting]:
    """Record changes made inside as those of `actor` through `source`.

    Inside another `acting` what is not said is inherited, so a service names only what it knows.
    """
    outer = _current.get()
    inherited = outer or Acting()
    inner = Acting(
        actor=getattr(actor, "pk", None) or inherited.actor,
        source=source.value if source else inherited.source,
        note=note or inherited.note,
    )
    token = _current.set(inner)
    try:
        with pghistory.context(**asdict(inner)):
            yield inner
    finally:
        _current.reset(token)
        if outer is not None:
            pghistory.context(**asdict(outer))
