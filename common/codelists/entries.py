"""What official codes are called. Codes stay plain text in records; their names come from here.

A code that no list knows is shown as it is: a list may be older than the data.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from common.codelists.models import CodelistEntry
from common.design.formats import current_language

SDG_GOALS = "UNSDG-Goals"
SDG_TARGETS = "UNSDG-Targets"
SECTOR = "Sector"
SECTOR_CATEGORY = "SectorCategory"


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a code; `category` is the code of its group, empty when there is none."""

    uk: str
    en: str
    category: str = ""
    is_withdrawn: bool = False

    def __str__(self) -> str:
        return self.in_language(current_language())

    def in_language(self, language: str | None) -> str:
        """The name in the language, else in the other one."""
        return (self.en or self.uk) if language == "en" else (self.uk or self.en)


def names_of(codelist: str) -> dict[str, Name]:
    """code → name, in the order of the list, withdrawn codes included. One query."""
    return names_of_lists((codelist,))[codelist]


def names_of_lists(codelists: Iterable[str]) -> dict[str, dict[str, Name]]:
    """The names of several lists by one query; a list that is not loaded is empty."""
    found: dict[str, dict[str, Name]] = {one: {} for one in codelists}
    rows = CodelistEntry.objects.filter(codelist__in=found).values_list(
        "codelist", "code", "name", "name_en", "category", "is_withdrawn"
    )
    for codelist, code, uk, en, category, is_withdrawn in rows:
        found[codelist][code] = Name(uk, en, category, is_withdrawn)
    return found


def name_of(codelist: str, code: str) -> str:
    """The name in the active language, or the code itself when no list knows it."""
    return str(names_of(codelist).get(code, code))


def choices_of(codelist: str, *, keep: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Code and name in the active language for forms; of withdrawn codes only those in `keep`."""
    return choices_of_lists((codelist,), keep=keep)[codelist]


def choices_of_lists(
    codelists: Iterable[str], *, keep: Iterable[str] = ()
) -> dict[str, list[tuple[str, str]]]:
    """`choices_of` several lists by one query."""
    kept = set(keep)
    return {
        codelist: [
            (code, f"{code} {name}" if _shows_code(codelist) else str(name))
            for code, name in names.items()
            if not name.is_withdrawn or code in kept
        ]
        for codelist, names in names_of_lists(codelists).items()
    }


def grouped_choices_of(
    codelist: str, groups: str, *, keep: Iterable[str] = ()
) -> list[tuple[str, list[tuple[str, str]]]]:
    """The same under the names of their groups, as a select shows them."""
    kept = set(keep)
    names = names_of_lists((codelist, groups))
    found: dict[str, list[tuple[str, str]]] = {}
    for code, name in names[codelist].items():
        if not name.is_withdrawn or code in kept:
            group = str(names[groups].get(name.category, name.category))
            found.setdefault(group, []).append((code, f"{code} {name}"))
    return list(found.items())


def is_known(codelist: str, code: str) -> bool:
    """Whether the list has the code, withdrawn or not."""
    return CodelistEntry.objects.filter(codelist=codelist, code=code).exists()


def _shows_code(codelist: str) -> bool:
    """Experts look for these by number."""
    return codelist in {SECTOR, SECTOR_CATEGORY, SDG_GOALS, SDG_TARGETS, "AidType", "FinanceType"}
