"""All figures at once, as of a moment: those of the whole country are kept, at most a minute old.

A job counts them again when anything that the registers show has changed (`refresh`); whoever reads
them is told as of when they are. When nothing has changed since they were counted, that is now.
Figures older than a minute are never given: then, for parts of the country and for people who see
more than everybody, they are counted on the spot, by the same code (docs/decisions/0045).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone

from common.registers.changes.objects import EVERYBODY
from communities.models import Oblast
from communities.registers import COMMUNITIES
from partners.agreement_registers import AGREEMENTS
from partners.registers import PARTNERS
from portal.breakdowns import BREAKDOWNS, Part
from portal.models import KeptFigures
from portal.statistics import Statistic, questions
from projects.registers import PROJECTS
from twinning.link_registers import TWIN_LINKS
from twinning.registers import MUNICIPALITIES

OLDEST = dt.timedelta(minutes=1)
# One more when the same lists are counted in another way.
WAY = 1
WHOLE_COUNTRY = "ukraine"
# The registers that are counted; a test compares their tables with those that counting reads.
COUNTED = (COMMUNITIES, MUNICIPALITIES, TWIN_LINKS, AGREEMENTS, PARTNERS, PROJECTS)

# How far these registers are followed; nothing while a changed row waits to be looked at.
STATE = (
    "SELECT string_agg(name || version, ' ' ORDER BY name) FROM registers_followedregister "
    "WHERE name = ANY(%s) AND NOT EXISTS (SELECT FROM registers_changedrow)"
)
KEPT = (
    f"SELECT numbers, parts, as_of, state, ({STATE}) "  # noqa: S608 - a text of our own
    "FROM portal_keptfigures WHERE scope = %s"
)


@dataclass(frozen=True)
class Figures:
    """Numbers by the name of their question, parts by the name of their breakdown."""

    numbers: dict[str, int]
    parts: dict[str, list[Part]]
    as_of: dt.datetime

    def statistics(self, oblast: Oblast | None, since: dt.date | None) -> dict[str, Statistic]:
        """Each number with the list that it counts."""
        return {one.name: one.told(self.numbers[one.name]) for one in questions(oblast, since)}


def figures(user: Any, *, oblast: Oblast | None = None, since: dt.date | None = None) -> Figures:
    """As the user sees them; as they are kept where that is what everybody asks for."""
    is_kept = oblast is None and since is None and not user.is_authenticated
    return (_kept() if is_kept else None) or counted(user, oblast=oblast, since=since)


def counted(user: Any, *, oblast: Oblast | None = None, since: dt.date | None = None) -> Figures:
    """Counted now, from the lists themselves."""
    as_of = timezone.now()
    numbers = {one.name: one.counted(user) for one in questions(oblast, since)}
    parts = {one.name: one.made(user, oblast) for one in BREAKDOWNS}
    return Figures(numbers, parts, as_of)


def refresh() -> int:
    """Count again what is kept, if anything has changed since; how many scopes were counted."""
    state = _marked(_asked(STATE, _names())[0])
    known = KeptFigures.objects.filter(scope=WHOLE_COUNTRY).first()
    if state and known and known.state == state:
        return 0
    made = counted(EVERYBODY)
    KeptFigures.objects.update_or_create(
        scope=WHOLE_COUNTRY,
        defaults={
            "numbers": made.numbers,
            "parts": made.parts,
            "as_of": made.as_of,
            "state": state,
        },
    )
    return 1


def _kept() -> Figures | None:
    """None where nothing is kept, or what is kept may be too old."""
    found = _asked(KEPT, _names(), WHOLE_COUNTRY)
    if found is None:
        return None
    numbers, parts = json.loads(found[0]), json.loads(found[1])
    as_of, state, present = found[2:]
    now = timezone.now()
    if state and state == _marked(present):
        return Figures(numbers, parts, now)
    is_current = now - as_of < OLDEST and (numbers.keys(), parts.keys()) == _what_is_told()
    return Figures(numbers, parts, as_of) if is_current else None


def _names() -> list[str]:
    return [one.name for one in COUNTED]


def _what_is_told() -> tuple[set[str], set[str]]:
    """Names of numbers, names of parts."""
    return {one.name for one in questions(None, None)}, {one.name for one in BREAKDOWNS}


def _marked(state: str | None) -> str:
    """With the day and with what is asked: another one asks for other figures. "": not known."""
    if state is None:
        return ""
    asked = [(one.name, one.register.name, dict(one.filters)) for one in questions(None, None)]
    asked += [(one.name, one.register.name, dict(one.filters)) for one in BREAKDOWNS]
    said = f"{state} {timezone.localdate()} {WAY} {asked!r}"
    return hashlib.md5(said.encode(), usedforsecurity=False).hexdigest()


def _asked(statement: str, *parameters: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchone()
