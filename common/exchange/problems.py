"""What is wrong with a file or a row, in words that lead to mending it, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.design.languages import in_languages

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Texts = dict[str, str]


class Level(models.TextChoices):
    """CRITICAL and ERROR keep the row out; a WARNING lets it in and says what was assumed."""

    CRITICAL = "critical", _("the row cannot be read")
    ERROR = "error", _("error")
    WARNING = "warning", _("warning")


class UnreadableTable(Exception):
    """The file cannot be used as a whole; nothing of it was. One sentence says why."""

    def __init__(self, message: str | Promise, **values: Any) -> None:
        self.message = message
        self.values = values
        super().__init__(message)

    def texts(self) -> Texts:
        return in_languages(self.message, self.values)

    def __str__(self) -> str:
        return str(self.message) % {name: str(value) for name, value in self.values.items()}


@dataclass(frozen=True)
class Problem:
    """One remark on one cell (`column` is the import column's name; empty: the whole row)."""

    column: str
    value: str
    reason: _StrPromise | str
    level: Level = Level.ERROR
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def keeps_out(self) -> bool:
        return self.level is not Level.WARNING

    def as_json(self) -> dict[str, Any]:
        return {
            "column": self.column,
            "value": self.value[:500],
            "level": self.level.value,
            "reason": in_languages(self.reason, self.values),
        }
