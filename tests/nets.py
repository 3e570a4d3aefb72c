"""Nets under the whole suite: what no test may do without noticing."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.db import connection
from django.template.base import Node

OUR_TEMPLATES = str(Path(settings.BASE_DIR) / "templates")
# The library's elements ask for attributes that their callers need not give.
FOREIGN = (str(Path(OUR_TEMPLATES) / "allauth"), str(Path(OUR_TEMPLATES) / "admin"))

WRITE = re.compile(r"^\s*(INSERT\s+INTO|UPDATE|DELETE\s+FROM|TRUNCATE)\s+\"?(\w+)", re.IGNORECASE)
# Being signed in leaves these traces; the library notes that recovery codes have been looked at.
SESSIONS = frozenset({"django_session", "usersessions_usersession", "mfa_authenticator"})


class UndefinedVariable(AssertionError):
    """A template of ours asks for something that its view does not give."""


class FailOnUndefined(str):
    """Stands as `string_if_invalid`: Django asks whether it holds `%s`, then formats it."""

    __slots__ = ()

    def __contains__(self, key: object) -> bool:
        return key == "%s" or super().__contains__(str(key))

    def __mod__(self, value: Any) -> str:
        template = _template_in_work()
        if template.startswith(OUR_TEMPLATES) and not template.startswith(FOREIGN):
            message = f"{Path(template).relative_to(OUR_TEMPLATES)} uses undefined «{value}»"
            raise UndefinedVariable(message)
        return ""


def _template_in_work() -> str:
    """The file of the innermost template node on the stack."""
    frame: FrameType | None = sys._getframe(2)
    while frame is not None:
        node = frame.f_locals.get("self")
        if isinstance(node, Node) and getattr(node, "origin", None):
            return str(node.origin.name)
        frame = frame.f_back
    return ""


@contextmanager
def no_writing() -> Iterator[list[str]]:
    """Collect the statements that change something other than sessions."""
    written: list[str] = []

    def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 - Django's signature
        found = WRITE.match(sql)
        if found and found[2] not in SESSIONS:
            written.append(sql[:200])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield written
