"""One row of a table of twin links: texts in, values and problems out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any, Protocol

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.exchange.columns import CODE
from common.exchange.countries import find_country
from common.exchange.imports import Checked, Data
from common.exchange.problems import Level, Problem
from common.exchange.vocabulary import Vocabulary, word_key
from common.intake.texts import many_lines, one_line
from communities.models import Community, Oblast
from twinning.imports.columns import MENTION, certainty_words, kind_words, stage_words
from twinning.link_enums import LinkKind
from twinning.naming import Resolution

# What people put after the name of a community.
TYPE_WORDS = re.compile(
    r"\s+((міська|селищна|сільська)\s+)?(територіальна\s+громада|об'єднана\s+територіальна\s+громада"
    r"|громада|мтг|стг|отг|тг)$"
)
TYPES = {"міська": "urban", "селищна": "settlement", "сільська": "rural"}
YEAR = re.compile(r"(1[89]\d\d|20\d\d)( ?(р|рік|year)\.?)?")
FIRST_YEAR = 1900
# How many characters each text may have.
LONGEST = {"municipality": 200, "source": 500, "note": 2000, "note_en": 2000}


class Known(Protocol):
    """What a pass over a table has read before its first row."""

    communities: dict[str, Community]
    oblasts: dict[str, Oblast]
    oblasts_by_word: Vocabulary
    by_name: dict[tuple[str, str], list[Community]]
    # Of each community or oblast by its code: references of agreements with their words.
    agreements: dict[str, dict[str, set[str]]]

    def place(self, name: str, country: str, region: str) -> Resolution: ...


class Row:
    """One row being read: texts in, values and problems out."""

    def __init__(self, session: Known, cells: Mapping[str, str]) -> None:
        self.session, self.cells = session, cells
        self.data: Data = {}
        self.problems: list[Problem] = []

    def read(self) -> Checked:
        self._home()
        for column in ("municipality", "source", "note", "note_en"):
            self._text(column)
        self._coded("stage", stage_words())
        self._coded("kind", kind_words())
        self._since()
        self._agreement()
        if "municipality" not in self.data:
            self._wrong("municipality", "", _("The name of the place abroad is missing."))
        elif not any(one.column.startswith("country") for one in self._country()):
            self._place()
        whole = "community" not in self.data and "oblast" in self.data
        usual = LinkKind.TWIN_REGION if whole else LinkKind.TWIN_CITY
        self.data.setdefault("kind", usual.value)
        return Checked(self.data, self.problems)

    def _wrong(
        self,
        column: str,
        value: str,
        reason: str | Promise,
        level: Level = Level.ERROR,
        **values: Any,
    ) -> None:
        self.problems.append(Problem(column, value, reason, level, values))  # type: ignore[arg-type]

    def _cell(self, column: str) -> str:
        return one_line(self.cells.get(column, ""))

    def _text(self, column: str) -> None:
        tidy = many_lines if column.startswith("note") else one_line
        text = tidy(self.cells.get(column, ""))
        if len(text) > LONGEST[column]:
            reason = _("This is %(length)s characters long; at most %(longest)s are kept.")
            self._wrong(column, text, reason, length=len(text), longest=LONGEST[column])
        elif text:
            self.data[column] = text

    # Our side

    def _home(self) -> None:
        oblast = self._oblast()
        code, name = self._cell("community" + CODE).upper(), self._cell("community")
        if name.upper().startswith("UA") and not code:
            code, name = name.upper(), ""
        if code:
            self._by_code(code)
        elif name:
            self._by_name(name, oblast)
        elif oblast:
            self.data["oblast"] = oblast
        elif not self.problems:
            self._wrong("community", "", _("Name the community or the oblast."))

    def _oblast(self) -> str:
        for column in ("oblast" + CODE, "oblast"):
            text = self._cell(column)
            if text:
                found = self.session.oblasts_by_word.find(text)
                if not found:
                    self._wrong(column, text, _("There is no such oblast."))
                return found
        return ""

    def _by_code(self, code: str) -> None:
        if code in self.session.communities:
            self.data["community"] = code
            return
        former = [one.code for one in self.session.communities.values() if code in one.former_codes]
        if len(former) == 1:
            self.data["community"] = former[0]
        elif code in self.session.oblasts:
            self.data["oblast"] = code
        else:
            reason = _("There is no community with this code.")
            self._wrong("community" + CODE, code, reason)

    def _by_name(self, text: str, oblast: str) -> None:
        """Nine communities may bear one name: never by the bare name."""
        if not oblast:
            if not self.problems:
                reason = _("Say the oblast too, or give the code: a name alone may mean several.")
                self._wrong("community", text, reason)
            return
        key = word_key(text)
        typed = TYPE_WORDS.search(key)
        found = self.session.by_name[oblast, TYPE_WORDS.sub("", key)]
        if typed and typed[2] and len(found) > 1:
            found = [one for one in found if one.kind == TYPES[typed[2]]]
        if len(found) == 1:
            self.data["community"] = found[0].code
        elif found:
            reason = _("The oblast has several communities of this name: give the code.")
            self._wrong("community", text, reason)
        else:
            self._wrong("community", text, _("The oblast has no community of this name."))

    # The other side

    def _coded(self, column: str, words: Vocabulary) -> None:
        for name in (column + CODE, column):
            text = self._cell(name)
            if not text:
                continue
            code = words.find(text)
            if code:
                self.data[column] = code
            else:
                reason = _("Not known. The allowed names and codes are in the template file.")
                self._wrong(name, text, reason)
            return

    def _country(self) -> list[Problem]:
        for name in ("country" + CODE, "country"):
            text = self._cell(name)
            if not text:
                continue
            code = find_country(text)
            if code:
                self.data["country"] = code
            else:
                self._wrong(name, text, _("There is no such country."))
            break
        return [one for one in self.problems if one.keeps_out]

    def _place(self) -> None:
        name, country = self.data["municipality"], self.data.get("country", "")
        region = self._cell("region")
        found = self.session.place(name, country, region)
        mentioned = certainty_words().find(self._cell("certainty")) == MENTION
        if found.found and not mentioned:
            self.data["municipality"] = str(found.found.public_id)
            self.data["country"] = str(found.found.country)
            self.data["resolved"] = True
            return
        if region:
            self.data["region"] = region
        reason = _("A source only mentions this link: it waits for the decision of an official.")
        if not mentioned and found.candidates:
            reason = _("Which place this is, is not certain: it waits for a decision.")
        elif not mentioned:
            reason = _("No such place is known: it waits for a decision.")
        self._wrong("municipality", name, reason, Level.WARNING)

    def _since(self) -> None:
        text = self._cell("since")
        if not text:
            return
        year = YEAR.fullmatch(text)
        if year:
            self._since_on(text, dt.date(int(year[1]), 1, 1), year[1])
            return
        for pattern in ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"):
            try:
                day = dt.datetime.strptime(text.split(" ")[0], pattern).date()  # noqa: DTZ007
            except ValueError:
                continue
            self._since_on(text, day, day.isoformat())
            return
        self._wrong("since", text, _("Write a year (1988) or a day (2022-05-01)."))

    def _since_on(self, text: str, day: dt.date, kept: str) -> None:
        if day > timezone.localdate() or day.year < FIRST_YEAR:
            self._wrong("since", text, _("This cannot be the beginning of a link."))
        else:
            self.data["since"] = kept

    def _agreement(self) -> None:
        """By its reference; by its title only where our side has one of that title."""
        home = self.data.get("community") or self.data.get("oblast")
        own = self.session.agreements.get(home or "", {})
        for column in ("agreement" + CODE, "agreement"):
            text = self._cell(column)
            if not text:
                continue
            key = word_key(text)
            found = {reference for reference, words in own.items() if key in words}
            if len(found) == 1:
                self.data["agreement"] = found.pop()
            elif home:
                reason = _("The community or oblast has no such agreement: give its reference.")
                self._wrong(column, text, reason)
            return
