"""Takes facts about communities (type, place, area, population) from a table into the register."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import IO, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from common.audit.context import Source, acting
from communities.codifier import CODE, TAIL_DIGITS, Problem
from communities.enums import CommunityKind
from communities.models import Community
from communities.table_files import Table, TableError, WrongColumns, open_table

BATCH = 500
UNKNOWN = {"", "NA", "N/A"}
LATITUDES = (Decimal(44), Decimal(53))
LONGITUDES = (Decimal(22), Decimal(41))
KINDS = {
    "міська": CommunityKind.URBAN,
    "селищна": CommunityKind.SETTLEMENT,
    "сільська": CommunityKind.RURAL,
}
# What a column is called; the misspelling is that of the published data set.
HEADINGS = {
    "code": r"hromada_code|katottg|code",
    "kind": r"type",
    "latitude": r"lat_center|latitude",
    "longitude": r"lon_center|longitude",
    "area_km2": r"square|area_km2",
    "population": r"total_popul\w+_(?P<year>\d{4})",
}
COLUMNS = ("kind", "latitude", "longitude", "area_km2", "population", "population_on")


class BadFacts(TableError):
    """Rows that cannot be right. Nothing was changed."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        heading = ngettext(
            "%(count)d row is wrong. Nothing was changed.",
            "%(count)d rows are wrong. Nothing was changed.",
            len(problems),
        ) % {"count": len(problems)}
        super().__init__("\n".join([heading, *map(str, problems)]))


@dataclass(slots=True)
class FactsChanges:
    rows: int = 0
    changed: int = 0
    unchanged: int = 0
    unknown_values: int = 0
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Facts:
    row: int
    code: str
    values: dict[str, Any]


class _BadValue(Exception):
    pass


def import_territory_facts(
    *,
    source: Path | IO[bytes],
    actor: User | None = None,
    dry_run: bool = False,
    skip_bad_rows: bool = False,
) -> FactsChanges:
    """Set type, coordinates, area and population of the communities named by KATOTTG code.

    "NA" and an empty cell mean unknown and change nothing; columns that the table lacks neither.
    Whether a community is urban follows from the codifier alone, so a type that says otherwise
    is remarked on and left out. Refuses with a `TableError`; bad rows make it refuse
    (`BadFacts`) unless `skip_bad_rows`, and then they are listed in the result.
    """
    changes = FactsChanges()
    facts = list(_read(source, changes))
    with transaction.atomic(), acting(actor=actor, source=Source.IMPORT):
        changed = _compare(facts, changes)
        if changes.problems and not skip_bad_rows:
            raise BadFacts(sorted(changes.problems, key=lambda problem: problem.row))
        if changed and not dry_run:
            Community.objects.bulk_update(changed, (*COLUMNS, "updated_at"), batch_size=BATCH)
    return changes


# --- reading -------------------------------------------------------------------------------------


def _read(source: Path | IO[bytes], changes: FactsChanges) -> Iterator[_Facts]:
    seen: dict[str, int] = {}
    with open_table(source) as table:
        places, population_on = _header(table)
        for row, cells in table:
            if not any(cells):
                continue
            changes.rows += 1
            try:
                facts = _facts(row, cells, places)
                _refuse_repeated(facts, seen)
            except _BadValue as error:
                changes.problems.append(Problem(row, str(error)))
                continue
            changes.unknown_values += len(places) - 1 - len(facts.values)
            if "population" in facts.values:
                facts.values["population_on"] = population_on
            yield facts


def _header(table: Table) -> tuple[dict[str, int], date | None]:
    _row, headings = next(table, (1, []))
    places: dict[str, int] = {}
    population_on = None
    for place, heading in enumerate(headings):
        for name, pattern in HEADINGS.items():
            match = re.fullmatch(pattern, heading.lower())
            if match and name not in places:
                places[name] = place
                if name == "population":
                    population_on = date(int(match["year"]), 1, 1)
    if "code" not in places or len(places) == 1:
        text = _(
            "Row 1: a column “hromada_code” and at least one of “type”, “lat_center” with "
            "“lon_center”, “square”, “total_population_2022” are needed. Found: %(found)s."
        )
        raise WrongColumns(text % {"found": "; ".join(headings)[:200]})
    return places, population_on


def _facts(row: int, cells: list[str], places: dict[str, int]) -> _Facts:
    if len(cells) <= max(places.values()):
        raise _BadValue(_("the row is incomplete."))
    raw = {name: cells[place] for name, place in places.items()}
    code = raw.pop("code")
    if not CODE.fullmatch(code):
        raise _BadValue(_("“%(code)s” is not a code (UA and 17 digits).") % {"code": code})
    values = {name: READERS[name](text) for name, text in raw.items() if text not in UNKNOWN}
    if ("latitude" in values) != ("longitude" in values):
        raise _BadValue(_("latitude and longitude must be given together."))
    return _Facts(row, code, values)


def _refuse_repeated(facts: _Facts, seen: dict[str, int]) -> None:
    if facts.code in seen:
        details = {"code": facts.code, "row": seen[facts.code]}
        raise _BadValue(_("code %(code)s already stands in row %(row)d.") % details)
    seen[facts.code] = facts.row


def _kind(text: str) -> CommunityKind:
    if text.lower() not in KINDS:
        details = {"value": text, "known": ", ".join(KINDS)}
        raise _BadValue(_("type “%(value)s” is unknown; known are: %(known)s.") % details)
    return KINDS[text.lower()]


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text.replace(",", "."))
    except InvalidOperation as error:
        raise _BadValue(_("“%(value)s” is not a number.") % {"value": text}) from error
    if not number.is_finite():
        raise _BadValue(_("“%(value)s” is not a number.") % {"value": text})
    return number


def _coordinate(limits: tuple[Decimal, Decimal]) -> Callable[[str], Decimal]:
    def read(text: str) -> Decimal:
        number = _number(text)
        if not limits[0] <= number <= limits[1]:
            raise _BadValue(_("“%(value)s” lies outside Ukraine.") % {"value": text})
        return number.quantize(Decimal("0.00001"))

    return read


def _area(text: str) -> Decimal:
    number = _number(text)
    if not 0 < number < 100_000:
        raise _BadValue(_("“%(value)s” cannot be an area in km².") % {"value": text})
    return number.quantize(Decimal("0.1"))


def _population(text: str) -> int:
    number = _number(text)
    if not 0 <= number < 10_000_000:
        raise _BadValue(_("“%(value)s” cannot be a number of people.") % {"value": text})
    return round(number)


READERS: dict[str, Callable[[str], Any]] = {
    "kind": _kind,
    "latitude": _coordinate(LATITUDES),
    "longitude": _coordinate(LONGITUDES),
    "area_km2": _area,
    "population": _population,
}


# --- comparing -----------------------------------------------------------------------------------


def _compare(facts: Sequence[_Facts], changes: FactsChanges) -> list[Community]:
    """Set the new values on the communities; gives back those that differ from before."""
    known = {community.tail: community for community in Community.objects.select_for_update()}
    changed = []
    for item in facts:
        community = known.get(item.code[-TAIL_DIGITS:])
        if community is None or item.code not in (community.code, *community.former_codes):
            text = _("community %(code)s is not in the register.") % {"code": item.code}
            changes.problems.append(Problem(item.row, text))
            continue
        _keep_urban(community, item, changes)
        if _set(community, item.values):
            changed.append(community)
    changes.changed = len(changed)
    changes.unchanged = len(facts) - len(changed)
    return changed


def _keep_urban(community: Community, item: _Facts, changes: FactsChanges) -> None:
    kind = item.values.get("kind")
    if kind is None or not community.kind:
        return
    if (kind == CommunityKind.URBAN) != (community.kind == CommunityKind.URBAN):
        del item.values["kind"]
        text = _("%(name)s: by the codifier its type is “%(ours)s”, not “%(theirs)s”; kept.")
        details = {
            "name": community.name,
            "ours": community.get_kind_display(),
            "theirs": kind.label,
        }
        changes.remarks.append(Problem(item.row, text % details))


def _set(community: Community, values: dict[str, Any]) -> bool:
    before = [getattr(community, name) for name in values]
    if before == list(values.values()):
        return False
    for name, value in values.items():
        setattr(community, name, value)
    community.updated_at = timezone.now()
    return True
