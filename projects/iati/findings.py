"""What a check has found, told in one sentence in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils import translation
from django.utils.translation import gettext


class Severity(StrEnum):
    """An error keeps an activity from leaving; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """`message` is the English sentence, a key of the catalogue; `values` fill its gaps.

    `rule` says which check spoke: an id of the official rule set, "schema" for structure,
    "codes" for code lists, "file" for the file as a whole. `element` is the path inside the
    activity, `line` the line of the file (0 when there is none).
    """

    message: str
    values: Mapping[str, object] = field(default_factory=dict)
    severity: Severity = Severity.ERROR
    rule: str = "schema"
    element: str = ""
    line: int = 0

    def __str__(self) -> str:
        return gettext(self.message) % self.values if self.values else gettext(self.message)

    def in_language(self, language: str) -> str:
        with translation.override(language):
            return str(self)

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR


def has_errors(findings: list[Finding]) -> bool:
    return any(one.is_error for one in findings)
