"""Countries by ISO 3166-1, with names in both languages."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.utils import translation
from django_countries import countries


@cache
def country_codes() -> dict[str, Any]:
    """alpha-2 code → {code, name by language, scheme}, as the API shows countries."""
    names: dict[str, dict[str, str]] = {}
    for language in ("uk", "en"):
        with translation.override(language):
            for code, name in countries:
                names.setdefault(str(code), {})[language] = str(name)
    return {
        code: {"code": code, "name": texts, "scheme": "ISO3166-1-alpha-2"}
        for code, texts in names.items()
    }
