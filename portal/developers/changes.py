"""What became another in the API, the newest first: the page for developers tells it.

Whoever changes what an answer holds or what a request may ask adds a line here.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class ApiChange:
    """`breaks` when a program that worked before may stop working."""

    on: dt.date
    what: _StrPromise
    breaks: bool = False


CHANGES = (
    ApiChange(
        dt.date(2026, 11, 23),
        _(
            "What is written is of the types that the document names: “on” is no true, 5 no text. "
            "Amounts may be numbers or texts."
        ),
        breaks=True,
    ),
    ApiChange(
        dt.date(2026, 11, 22),
        _("An empty parameter, as in “?since=”, is refused with 400, not taken as none."),
        breaks=True,
    ),
    ApiChange(
        dt.date(2026, 11, 22),
        _(
            "What “search” finds is counted up to 1,000; “count_is_capped” says whether there is "
            "more. Figures say as of when they are, and tell projects and twin links by status, "
            "country and theme."
        ),
    ),
    ApiChange(
        dt.date(2026, 11, 22),
        _(
            "“search” finds words in any form, in Ukrainian and in English, in names and in texts, "
            "and forgives typing errors. The best come first: “ordering=relevance”."
        ),
    ),
    ApiChange(
        dt.date(2026, 11, 22),
        _("Webhooks: the portal tells your system of each change within seconds, signed."),
    ),
    ApiChange(
        dt.date(2026, 11, 22),
        _(
            "Progress reports: a partner or a community reports what a project has reached, the "
            "office accepts it."
        ),
    ),
    ApiChange(
        dt.date(2026, 11, 22),
        _(
            "Every open register as files of the last night with checksums, and a DCAT-AP "
            "catalogue of them."
        ),
    ),
    ApiChange(
        dt.date(2026, 11, 22),
        _("API keys: a program reads and writes what the owner of the key may."),
    ),
    ApiChange(
        dt.date(2026, 11, 22),
        _(
            "Parameters that would have been ignored are refused with 400: unknown ones, one given "
            "twice, “page_size” for files."
        ),
        breaks=True,
    ),
    ApiChange(
        dt.date(2026, 11, 22),
        _("“errors” of a refusal is always a list."),
        breaks=True,
    ),
    ApiChange(dt.date(2026, 11, 21), _("The first version of the API.")),
)
