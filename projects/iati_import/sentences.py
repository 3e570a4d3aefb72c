"""What was found in a file, kept as data, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from projects.iati.findings import Finding


def told_in(problem: Mapping[str, Any]) -> str:
    """The sentence of a problem that was kept as `message` and `values`; empty for none."""
    if not problem:
        return ""
    return str(Finding(str(problem["message"]), problem.get("values", {})))
