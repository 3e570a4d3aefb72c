"""Rows of tables of calls and of aid: from texts to values, with what is wrong beside each cell.

Values are kept as JSON keeps them: amounts and days as texts, lists as lists of codes.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.exchange.columns import CODE
from common.exchange.imports import Data
from common.exchange.problems import Level, Problem
from common.exchange.vocabulary import Vocabulary, pieces, word_key
from common.intake.texts import many_lines, one_line, with_scheme
from common.money.currencies import CODE as CURRENCY_CODE
from partners.models import Partner

# Cells that mean "nothing here".
NOTHING = frozenset({"-", "–", "—", "н/д", "немає", "n/a", "n.a.", "..."})
DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y")
YES = frozenset({"так", "yes", "true", "1", "+", "оцінка"})
NO = frozenset({"ні", "no", "false", "0"})
CURRENCIES = {
    "грн": "UAH",
    "гривня": "UAH",
    "гривень": "UAH",
    "євро": "EUR",
    "€": "EUR",
    "euro": "EUR",
    "долар": "USD",
    "доларів": "USD",
    "дол. США": "USD",
    "$": "USD",
    "крон шведських": "SEK",
    "злотих": "PLN",
    "zł": "PLN",
    "£": "GBP",
    "фунтів": "GBP",
}
CURRENCY_WORDS = {word_key(word): code for word, code in CURRENCIES.items()}


@dataclass
class Cells:
    """One row being read: texts in, values and problems out."""

    cells: Mapping[str, str]
    data: Data = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def cell(self, column: str) -> str:
        text = self.cells.get(column, "")
        return "" if text.strip().casefold() in NOTHING else text

    def wrong(
        self,
        column: str,
        value: str,
        reason: str | Promise,
        level: Level = Level.ERROR,
        **values: Any,
    ) -> None:
        self.problems.append(Problem(column, value, reason, level, values))  # type: ignore[arg-type]

    def line(self, column: str, longest: int) -> None:
        self._text(column, one_line, longest)

    def lines(self, column: str, longest: int) -> None:
        self._text(column, many_lines, longest)

    def _text(self, column: str, tidy: Callable[[str], str], longest: int) -> None:
        text = tidy(self.cell(column))
        if len(text) > longest:
            reason = _("This is %(length)s characters long; at most %(longest)s are kept.")
            self.wrong(column, text, reason, length=len(text), longest=longest)
        elif text:
            self.data[column] = text

    def coded(self, column: str, words: Vocabulary) -> None:
        """A column with names, and perhaps the one with codes that our downloads have beside it."""
        for name in (column + CODE, column):
            text = one_line(self.cell(name))
            if not text:
                continue
            found = words.find(text)
            if found:
                self.data[column] = found
            else:
                self.unknown(name, text, words.nearest(text))
            return

    def many(self, column: str, words: Vocabulary) -> None:
        coded = self.cell(column + CODE)
        name = column + CODE if coded else column
        text = coded or self.cell(column)
        found: list[str] = []
        # Names may hold commas: between semicolons they are whole.
        whole = [one_line(one) for one in text.split(";") if one.strip()]
        for piece in whole if all(map(words.find, whole)) else pieces(text):
            code = words.find(piece) or words.begun_by(piece)
            if code:
                found.append(code)
            else:
                self.unknown(name, piece, words.nearest(piece))
        if found:
            self.data[column] = list(dict.fromkeys(found))

    def unknown(self, column: str, text: str, near: str) -> None:
        if near:
            self.wrong(column, text, _("Not known. Did you mean “%(near)s”?"), near=near)
        else:
            reason = _("Not known. The allowed names and codes are in the template file.")
            self.wrong(column, text, reason)

    def decimal(self, column: str, *, digits: int, places: int, unit: str = "") -> None:
        text = one_line(self.cell(column)).removesuffix(unit)
        if not text:
            return
        found = number(text)
        if found is None:
            self.wrong(column, text, _("A number looks like 1200,50."))
        elif found < 0:
            self.wrong(column, text, _("A number here is not negative."))
        elif found >= Decimal(10) ** (digits - places) or found != round(found, places):
            self.wrong(column, text, _("This number is too large or too exact to be kept."))
        else:
            self.data[column] = f"{found.normalize():f}"

    def day(self, column: str) -> None:
        text = one_line(self.cell(column))
        if not text:
            return
        found = as_day(text)
        if found is None:
            self.wrong(column, text, _("A date looks like 15.03.2024."))
        else:
            self.data[column] = found.isoformat()

    def percent(self, column: str) -> None:
        self.decimal(column, digits=5, places=2, unit="%")
        if column in self.data and Decimal(self.data[column]) > 100:
            self.wrong(column, self.data.pop(column), _("A share is from 0 to 100 per cent."))

    def link(self, column: str, longest: int) -> None:
        """An address of the web, without regard to whether its first part was written."""
        self._text(column, lambda cell: with_scheme(one_line(cell)), longest)
        if column not in self.data:
            return
        try:
            URLValidator(schemes=["http", "https"])(self.data[column])
        except ValidationError:
            del self.data[column]
            said = one_line(self.cell(column))
            self.wrong(column, said, _("A website looks like https://www.undp.org."))

    def flag(self, column: str) -> None:
        text = one_line(self.cell(column)).casefold()
        if text in YES:
            self.data[column] = True
        elif text in NO:
            self.data[column] = False
        elif text:
            self.wrong(column, text, _("Say yes or no."))

    def currency(self, column: str, known: Collection[str] = ()) -> None:
        text = one_line(self.cell(column))
        if not text:
            return
        code = CURRENCY_WORDS.get(word_key(text), text.upper())
        if CURRENCY_CODE.fullmatch(code) and (not known or code in known):
            self.data[column] = code
        else:
            self.wrong(column, text, _("A currency is three capital letters, such as EUR."))


def number(text: str) -> Decimal | None:
    plain = re.sub(r"[\s'’]", "", text)
    if "," in plain and "." not in plain and plain.count(",") == 1:
        plain = plain.replace(",", ".")
    try:
        found = Decimal(plain)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def as_day(text: str) -> dt.date | None:
    for pattern in DAYS:
        try:
            return dt.datetime.strptime(text[:10], pattern).replace(tzinfo=dt.UTC).date()
        except ValueError:
            continue
    return None


class PartnerNames:
    """Partners by the names under which a table may call them."""

    def __init__(self, user: Any) -> None:
        self._by_word: dict[str, set[int]] = defaultdict(set)
        self.by_pk: dict[int, Partner] = {}
        for one in Partner.objects.visible_to(user).current():
            self.by_pk[one.pk] = one
            for name in (one.name, one.name_en, one.acronym, str(one.public_id), one.slug):
                if name:
                    self._by_word[word_key(name)].add(one.pk)

    def find(self, text: str) -> tuple[str, int]:
        """(slug, how many have the name); the slug only when it is one."""
        found = self._by_word.get(word_key(text), set())
        return (self.by_pk[min(found)].slug if len(found) == 1 else "", len(found))


def text_of(value: Decimal | None) -> str:
    """A stored number as `Cells.decimal` keeps it."""
    return "" if value is None else f"{value.normalize():f}"
