"""Long texts: PostgreSQL keeps them whatever their length, and Django asks only in its forms."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext as _


def overlong(record: models.Model) -> dict[str, list[str]]:
    """Field → words, for each long text that is longer than its column says."""
    found = {}
    for one in record._meta.concrete_fields:
        largest = one.max_length if isinstance(one, models.TextField) else None
        text = getattr(record, one.attname) if largest and not one.generated else ""
        if largest and len(text or "") > largest:
            words = _("At most %(largest)s characters, this text has %(length)s.")
            found[one.name] = [words % {"largest": largest, "length": len(text)}]
    return found
