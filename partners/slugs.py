"""The word of a partner in addresses. Allocated once; nothing changes it later."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count

from django.db import connection, models
from django.utils.text import slugify

from common.audit.registry import rows_of
from common.design.romanisation import romanise
from partners.models import Partner

LONGEST = 80
# Words that are pages beside the partners, now or likely soon.
RESERVED = frozenset(
    {"new", "duplicates", "choices", "download", "import", "imports", "export", "map", "merge"}
    | {"edit", "archive", "restore", "history", "contacts", "search", "feed", "en", "uk"}
)
LOCK = 0x70_61_72_74  # "part": one allocation at a time, else two records could want one slug


def free_slug(*, name: str, name_en: str, acronym: str, model: type[models.Model] = Partner) -> str:
    """A slug that no partner has: the acronym, else the English, else the romanised name.

    Records of another `model` have slugs of their own.
    Must run in the transaction that saves the partner: it keeps others waiting until then.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    return next(
        slug
        for slug in _wishes(name, name_en, acronym, model._meta.model_name or "record")
        if slug not in RESERVED and not rows_of(model).filter(slug=slug).exists()
    )


def _wishes(name: str, name_en: str, acronym: str, otherwise: str) -> Iterator[str]:
    words = [_acronym(acronym), _slug(name_en), _slug(name)]
    wished = [word for word in words if len(word) > 1] or [otherwise]
    yield from wished
    for number in count(2):
        ending = f"-{number}"
        yield wished[-1][: LONGEST - len(ending)].rstrip("-") + ending


def _acronym(text: str) -> str:
    """Of "ПРООН / UNDP" the Latin one, which people abroad recognise too."""
    parts = [part.strip() for part in re.split(r"[/,;|]", text) if part.strip()]
    latin = [part for part in parts if part.isascii()]
    return _slug((latin or parts or [""])[0])


def _slug(text: str) -> str:
    return slugify(romanise(text))[:LONGEST].strip("-_")
