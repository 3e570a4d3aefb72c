"""One row of a table of partners, from texts to values, with what is wrong beside each cell."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from common.codelists.models import Theme
from common.exchange.columns import CODE
from common.exchange.countries import OF_NO_COUNTRY, country_words, find_country
from common.exchange.imports import Checked, Data
from common.exchange.problems import Level, Problem
from common.exchange.vocabulary import Vocabulary, pieces, word_key
from common.intake.texts import many_lines, one_line, with_scheme
from partners.enums import IdentifierScheme
from partners.identifiers import check_identifier
from partners.imports.columns import IDENTIFIER
from partners.vocabulary import (
    kind_words,
    language_words,
    organisation_type_words,
    scheme_words,
    status_words,
)

# Cells that mean "nothing here".
NOTHING = frozenset({"-", "–", "—", "н/д", "немає", "n/a", "n.a.", "..."})
LONG_TEXTS = ("description", "description_en")


@dataclass
class Row:
    """One row being read: texts in, values and problems out."""

    cells: Mapping[str, str]
    themes: Mapping[str, Theme]
    themes_by_word: Vocabulary
    oblasts_by_word: Vocabulary
    data: Data = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def read(self) -> Checked:
        for column, longest in (("name", 250), ("name_en", 250), ("acronym", 30)):
            self._text(column, one_line, longest)
        for column in LONG_TEXTS:
            self._text(column, many_lines, 4000)
        self._name()
        self._record()
        for column, words in (
            ("kind", kind_words()),
            ("iati_type", organisation_type_words()),
            ("status", status_words()),
        ):
            self._coded(column, words.find, words.nearest)
        self._coded("country", find_country, country_words().nearest, none=OF_NO_COUNTRY)
        self._website()
        self._list("themes", self.themes_by_word)
        self._list("oblasts", self.oblasts_by_word)
        self._list("languages", language_words())
        self._identifiers()
        return Checked(self.data, self.problems)

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

    def _text(self, column: str, tidy: Callable[[str], str], longest: int) -> None:
        text = tidy(self.cell(column))
        if len(text) > longest:
            reason = _("This is %(length)s characters long; at most %(longest)s are kept.")
            self.wrong(column, text, reason, length=len(text), longest=longest)
        elif text:
            self.data[column] = text

    def _name(self) -> None:
        name = self.cell("name")
        if not name:
            self.wrong("name", "", _("The name is missing."))
        elif not re.search(r"\w", name):
            self.wrong("name", name, _("A name holds letters or digits."))

    def _record(self) -> None:
        text = self.cell("id")
        if not text:
            return
        try:
            self.data["id"] = str(uuid.UUID(text))
        except ValueError:
            reason = _("This is not an identifier of the portal; it was left out.")
            self.wrong("id", text, reason, Level.WARNING)

    def _coded(
        self,
        column: str,
        find: Callable[[str], str],
        nearest: Callable[[str], str],
        none: frozenset[str] = frozenset(),
    ) -> None:
        """A column with names, and perhaps the one with codes that our downloads have beside it."""
        found: dict[str, str] = {}
        for name in (column, column + CODE):
            text = self.cell(name)
            if not text or word_key(text) in none:
                continue
            found[name] = find(text)
            if not found[name]:
                self._unknown(name, text, nearest(text))
        if len(set(found.values())) > 1 and all(found.values()):
            reason = _("The name and the code beside it disagree. Leave one of them.")
            self.wrong(column, self.cell(column), reason)
        elif found and all(found.values()):
            self.data[column] = next(iter(found.values()))

    def _unknown(self, column: str, text: str, near: str) -> None:
        if near:
            self.wrong(column, text, _("Not known. Did you mean “%(near)s”?"), near=near)
        elif len(text) <= 3 and column.startswith("country"):
            self.wrong(column, text, _("There is no country with this code."))
        else:
            reason = _("Not known. The allowed names and codes are in the template file.")
            self.wrong(column, text, reason)

    def _website(self) -> None:
        text = one_line(self.cell("website"))
        if not text:
            return
        if re.match(r"(?i)(javascript|data|vbscript|file|mailto)\s*:", text):
            self.wrong("website", text, _("This is not the address of a website."))
            return
        address = with_scheme(text)
        try:
            URLValidator(schemes=["http", "https"])(address)
        except ValidationError:
            reason = _("A website looks like https://www.undp.org.")
            self.wrong("website", text, reason)
            return
        if len(address) > 200:
            self.wrong("website", text, _("The address is too long."))
            return
        if address != text:
            reason = _("Taken as %(address)s.")
            self.wrong("website", text, reason, Level.WARNING, address=address)
        self.data["website"] = address

    def _list(self, column: str, words: Vocabulary) -> None:
        """The column with names or, as in our downloads, the one with codes beside it."""
        coded = self.cell(column + CODE)
        name = column + CODE if coded else column
        found: list[str] = []
        for piece in self._pieces(coded or self.cell(column), words):
            code = words.find(piece) or self._begun_by(name, piece, words)
            if code:
                found.append(code)
            else:
                self._unknown(name, piece, words.nearest(piece))
        if found:
            self.data[column] = list(dict.fromkeys(found))

    def _pieces(self, text: str, words: Vocabulary) -> list[str]:
        """A name may itself hold a comma: the whole cell is tried first."""
        return [text] if text and words.find(text) else pieces(text)

    def _begun_by(self, column: str, piece: str, words: Vocabulary) -> str:
        code = words.begun_by(piece)
        if code and column == "themes":
            reason = _("Taken as “%(name)s”.")
            self.wrong(column, piece, reason, Level.WARNING, name=self.themes[code].name)
            return code
        return ""

    def _identifiers(self) -> None:
        found = [*self._listed_identifiers(), *self._own_columns()]
        kept: list[str] = []
        for column, scheme, text in found:
            value = _with_lost_zero(text) if scheme == IdentifierScheme.UA_EDR else text
            checked = check_identifier(scheme, value)
            if checked.error:
                self.wrong(column, text, _said(scheme, value, "error"))
                continue
            if checked.warning:
                self.wrong(column, text, _said(scheme, value, "warning"), Level.WARNING)
            if value != text:
                reason = _("Taken as %(taken)s: a spreadsheet drops a zero at the beginning.")
                self.wrong(column, text, reason, Level.WARNING, taken=value)
            kept.append(f"{checked.identifier.scheme}:{checked.identifier.value}")
        if kept:
            self.data["identifiers"] = list(dict.fromkeys(kept))

    def _own_columns(self) -> Iterator[tuple[str, str, str]]:
        for scheme in IdentifierScheme:
            column = IDENTIFIER + scheme.value
            for text in pieces(self.cell(column)):
                yield column, scheme.value, text

    def _listed_identifiers(self) -> Iterator[tuple[str, str, str]]:
        for piece in pieces(self.cell("identifiers")):
            register, colon, value = piece.partition(":")
            scheme = scheme_words().find(register) if colon else ""
            if scheme:
                yield "identifiers", scheme, value
            else:
                reason = _("Say the register too, for example “iati:XM-DAC-41114”.")
                self.wrong("identifiers", piece, reason)


def _with_lost_zero(text: str) -> str:
    return text.zfill(8) if re.fullmatch(r"[0-9]{6,7}", text) else text


def _say(scheme: str, value: str, part: str) -> str:
    return str(getattr(check_identifier(scheme, value), part))


# In the language of the reader, who may not be the one who uploaded the file.
_said = lazy(_say, str)
