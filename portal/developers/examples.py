"""Examples to copy. The tests run them as they stand on the page, against a running portal."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

FOLDER = Path(__file__).parent / "examples"
LABELS = {"curl": "curl", "python": "Python", "r": "R"}
# Stands in the examples for the address of the portal.
SITE = "https://mosty.example"


@dataclass(frozen=True)
class Example:
    """`language` is curl, python or r; the text lies in a file of both names."""

    name: str
    language: str
    title: _StrPromise
    about: _StrPromise

    @property
    def label(self) -> str:
        return LABELS[self.language]

    @property
    def text(self) -> str:
        file = FOLDER / f"{self.name}.{self.language}.txt"
        return file.read_text(encoding="utf-8").replace(SITE, settings.SITE_URL)


EXAMPLES = (
    Example(
        "search",
        "curl",
        _("Find projects by words"),
        _("Words are found in any form; “fields” says what of each record you want."),
    ),
    Example(
        "table",
        "curl",
        _("Take a register as a table"),
        _("Filters, search and order hold for files too."),
    ),
    Example(
        "unchanged",
        "curl",
        _("Take a list only when it has changed"),
        _("The second time the answer is 304: nothing is loaded."),
    ),
    Example(
        "key",
        "curl",
        _("Read with a key"),
        _("Public data need none. With a key a program reads and writes what its owner may."),
    ),
    Example(
        "pages",
        "python",
        _("Read a list to its end"),
        _("“next” leads on until there is no next page; nothing is lost while others write."),
    ),
    Example(
        "mirror",
        "python",
        _("Keep a copy of a register up to date"),
        _(
            "Run it as often as you want: the first time it takes everything, later only what "
            "became another and what is gone."
        ),
    ),
    Example(
        "table",
        "r",
        _("Count projects in R"),
        _("Nothing has to be installed beside R itself."),
    ),
)
