"""Which community or oblast a row means: by code, or by full name with the oblast.

Never by a bare name: «Миколаївська» are nine communities, and a join that somebody made by name
took the town of Lviv oblast for the city of Mykolaiv.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from common.intake.texts import one_line
from communities.enums import CommunityKind
from communities.models import Community, Oblast, Raion
from partners.agreement_data import Party
from partners.agreement_enums import PartyKind
from partners.agreement_imports.reading import Reading

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

ADJECTIVE = r"([А-ЯІЇЄҐ][А-Яа-яІіЇїЄєҐґ'’ʼ\-]*?(?:ськ|цьк|зьк))(?:а|ої|ою|у|ій|ий|ого)\b"
COUNCIL = re.compile(
    ADJECTIVE + r"\s+(міськ|селищн|сільськ)\w*\s+(?:рад\w*|територіальн\w+\s+громад\w*|громад\w*)"
)
BODY = re.compile(
    ADJECTIVE + r"\s+(?:(обласн)\w*\s+(рад|державн|військов|адміністрац)|(ОДА|ОВА)\b)"
)
RAION_BODY = re.compile(ADJECTIVE + r"\s+районн\w*\s+(рад|державн|військов|адміністрац)")
OBLAST = re.compile(ADJECTIVE + r"\s+(?:обл\.|област[іьию])")
KINDS = {
    "міськ": CommunityKind.URBAN,
    "селищн": CommunityKind.SETTLEMENT,
    "сільськ": CommunityKind.RURAL,
}
_APOSTROPHES = str.maketrans("ʼ'`", "’’’")

NOT_NAMED = _("The row does not say which of our communities concluded it.")
BARE_NAME = _("Several communities bear this name, and the row does not say of which oblast.")
NO_SUCH = _("There is no such community in that oblast.")
NO_SUCH_RAION = _("There is no such raion, or no longer: raions were merged in 2020.")
CONTRADICTS = _("The code was joined by name, and the title names another place.")
UNKNOWN_CODE = _("No community or oblast has this KATOTTG code.")


@dataclass
class Found:
    """The parties when they are certain; else why not, and which they may be."""

    parties: list[Party] = field(default_factory=list)
    problem: _StrPromise | None = None
    suggestions: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Named:
    """A council or community that the texts name."""

    name: str
    kind: str


class Territory:
    """Every oblast, raion and community by code and by name; read once for a whole file."""

    def __init__(self) -> None:
        self.oblasts = {one.code: one for one in Oblast.objects.in_force()}
        self.oblasts_by_name = {_key(one.name): one for one in self.oblasts.values()}
        self.raions: dict[str, list[Raion]] = defaultdict(list)
        for raion in Raion.objects.in_force().select_related("oblast"):
            self.raions[_key(raion.name)].append(raion)
        self.communities: dict[str, Community] = {}
        self.by_name: dict[str, list[Community]] = defaultdict(list)
        for one in Community.objects.in_force().select_related("oblast"):
            for code in (one.code, *one.former_codes):
                self.communities[code] = one
            self.by_name[_key(one.name)].append(one)

    def find(self, reading: Reading) -> Found:
        if reading.code and reading.code not in self.oblasts:
            return self._by_code(reading.code)
        texts = [one_line(text).translate(_APOSTROPHES) for text in _texts(reading)]
        bodies = list(self._bodies(texts))
        if bodies:
            return Found(bodies)
        return self._of_raions(reading, texts) or self._by_words(reading, texts)

    def _of_raions(self, reading: Reading, texts: list[str]) -> Found | None:
        """Councils and administrations of raions; the oblast settles namesakes."""
        here = {one.pk for one in self._oblasts(reading, texts)}
        parties: list[Party] = []
        for match in (each for text in texts for each in RAION_BODY.finditer(text)):
            named = self.raions.get(_key(f"{match[1]}ий"), [])
            found = [one for one in named if not here or one.oblast_id in here]
            if len(found) != 1:
                return Found(problem=BARE_NAME if found else NO_SUCH_RAION)
            is_council = match[2] == "рад"
            kind = PartyKind.RAION_COUNCIL if is_council else PartyKind.RAION_ADMINISTRATION
            parties.append(Party.of_raion(kind.value, found[0]))
        return Found(list(dict.fromkeys(parties))) if parties else None

    def _by_words(self, reading: Reading, texts: list[str]) -> Found:
        oblasts = self._oblasts(reading, texts)
        named = list(_councils(texts))
        if named and len(oblasts) == 1:
            found = self._by_full_name(named, oblasts[0])
            found.suggestions = [] if found.parties else self._suggested(named)
            return found
        if reading.joined_code:
            return self._by_joined_code(reading.joined_code, named, oblasts)
        if named:
            return Found(problem=BARE_NAME, suggestions=self._suggested(named))
        return Found(problem=NOT_NAMED)

    def _by_code(self, code: str) -> Found:
        community = self.communities.get(code)
        if community:
            return Found([Party.of_community(community)])
        return Found(problem=UNKNOWN_CODE)

    def _by_full_name(self, named: list[Named], oblast: Oblast) -> Found:
        parties: list[Party] = []
        for one in named:
            rows = [
                each
                for each in self.by_name.get(_key(one.name), ())
                if each.oblast_id == oblast.pk and each.kind in {one.kind, ""}
            ]
            if len(rows) != 1:
                return Found(problem=NO_SUCH if not rows else BARE_NAME)
            parties.append(Party.of_community(rows[0]))
        return Found(list(dict.fromkeys(parties)))

    def _by_joined_code(self, code: str, named: list[Named], oblasts: list[Oblast]) -> Found:
        """Somebody's join by name: believed only where no other community bears that name and
        the row says nothing against it.
        """
        community = self.communities.get(code)
        if community is None:
            return Found(problem=UNKNOWN_CODE, suggestions=self._suggested(named))
        here = community.oblast_id
        other_place = oblasts and all(one.pk != here for one in oblasts)
        other_name = named and all(_key(one.name) != _key(community.name) for one in named)
        if other_place or other_name:
            return Found(problem=CONTRADICTS, suggestions=self._suggested(named))
        namesakes = self.by_name[_key(community.name)]
        if len(namesakes) == 1 or (named and len(oblasts) == 1):
            return Found([Party.of_community(community)])
        codes = [community.code, *(one.code for one in namesakes if one.code != community.code)]
        return Found(problem=BARE_NAME, suggestions=codes)

    def _suggested(self, named: list[Named]) -> list[str]:
        rows = [each for one in named for each in self.by_name.get(_key(one.name), ())]
        return list(dict.fromkeys(one.code for one in rows))

    def _oblasts(self, reading: Reading, texts: Iterable[str]) -> list[Oblast]:
        """The oblasts that the row names: in its own column, or in the texts."""
        said = [*texts, f"{reading.region} область".translate(_APOSTROPHES)]
        found: dict[int, Oblast] = {}
        for text in said:
            for match in OBLAST.finditer(text):
                oblast = self.oblasts_by_name.get(_key(f"{match[1]}а"))
                if oblast:
                    found[oblast.pk] = oblast
        return list(found.values())

    def _bodies(self, texts: Iterable[str]) -> Iterator[Party]:
        seen: set[tuple[str, int]] = set()
        for text in texts:
            for match in BODY.finditer(text):
                oblast = self.oblasts_by_name.get(_key(f"{match[1]}а"))
                is_council = match[2] and match[3] == "рад"
                kind = (PartyKind.COUNCIL if is_council else PartyKind.ADMINISTRATION).value
                if oblast and (kind, oblast.pk) not in seen:
                    seen.add((kind, oblast.pk))
                    yield Party(kind, oblast)


def _texts(reading: Reading) -> list[str]:
    """Our subject says it best; the title only when nobody filled in the subject."""
    return [reading.subject] if reading.subject else [reading.title]


def _councils(texts: Iterable[str]) -> Iterator[Named]:
    seen: set[Named] = set()
    for text in texts:
        for match in COUNCIL.finditer(text):
            one = Named(f"{match[1]}а", str(KINDS[match[2]].value))
            if one not in seen:
                seen.add(one)
                yield one


def _key(name: str) -> str:
    return name.casefold().translate(_APOSTROPHES).replace("’", "")
