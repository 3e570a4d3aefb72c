"""Letting a table of partners into the register: what its columns mean, and which record a row is.

Words are understood as officials write them (`partners.vocabulary`); what a row says goes through
`partners.services`, as everything else does.
"""

from __future__ import annotations

import re
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import connection, models
from django.urls import reverse
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from common.codelists.enums import OrganisationType
from common.codelists.models import Theme
from common.exchange.columns import CODE, Code, ImportColumn, More, columns_of
from common.exchange.countries import OF_NO_COUNTRY, country_words, find_country
from common.exchange.imports import (
    Change,
    Checked,
    Data,
    Importer,
    Match,
    RowRefused,
    Session,
    Suggestion,
)
from common.exchange.models import ImportJob
from common.exchange.problems import Level, Problem
from common.exchange.vocabulary import Vocabulary, pieces, word_key
from communities.models import Oblast, Office
from communities.permissions import curated_offices, is_administrator
from partners import workflow
from partners.data import PartnerData, data_of, language_names, many_lines, one_line, with_scheme
from partners.duplicates import OWN_DOMAIN, SHARED_DOMAINS, domain_of
from partners.enums import IdentifierScheme, PartnerOrigin, PartnerStatus
from partners.exceptions import InvalidData, PartnersError
from partners.identifiers import Identifier, check_identifier
from partners.likeness import EMPTY, PROBABLE, consonants, likeness, sound, weight
from partners.models import Partner
from partners.permissions import can_keep_partner, can_register_partner
from partners.registers import PARTNERS, organisation_types, partner_kinds, partner_statuses
from partners.services import change_partner, register_partner, set_status
from partners.vocabulary import (
    USUAL_TYPE,
    kind_words,
    language_words,
    oblast_words,
    organisation_type_words,
    scheme_words,
    status_words,
    theme_words,
)

# Cells that mean "nothing here".
NOTHING = frozenset({"-", "–", "—", "н/д", "немає", "n/a", "n.a.", "..."})
IDENTIFIER = "identifier:"
# A word that so many partners share tells nothing of any of them.
TELLING = 100
MOST_SUGGESTIONS = 5
TEXTS = ("name", "name_en", "acronym")
LONG_TEXTS = ("description", "description_en")


# The columns


def _codes_of(codes: Callable[[], Mapping[str, Any]]) -> Callable[[], Iterator[Code]]:
    def listed() -> Iterator[Code]:
        for code, entry in codes().items():
            yield Code(code, entry["name"]["uk"], entry["name"]["en"])

    return listed


def _theme_codes() -> Iterator[Code]:
    for one in Theme.objects.filter(is_archived=False):
        yield Code(one.slug, one.name, one.name_en)


def _oblast_codes() -> Iterator[Code]:
    for one in Oblast.objects.in_force().in_ukrainian_order():
        yield Code(one.code, one.full_name, one.full_name_en)


def _language_codes() -> Iterator[Code]:
    english = language_names("en")
    for code, name in language_names("uk").items():
        yield Code(code, name, english.get(code, ""))


def _country_codes() -> Iterator[Code]:
    field_of = PARTNERS.by_name["country"]
    assert field_of.choices is not None
    yield from _codes_of(field_of.choices)()


def _show_code(codes: Callable[[], Mapping[str, Any]]) -> Callable[[Any], str]:
    from common.registers.fields import text_in  # noqa: PLC0415 - kept beside its only use
    from django.utils.translation import get_language  # noqa: PLC0415

    def show(value: Any) -> str:
        entry = codes().get(value)
        return text_in(entry["name"], get_language() or "uk") if entry else str(value or "")

    return show


def _show_themes(value: Any) -> str:
    names = dict(Theme.objects.filter(slug__in=value or ()).values_list("slug", "name"))
    return ", ".join(str(names.get(slug, slug)) for slug in value or ())


def _show_oblasts(value: Any) -> str:
    names = dict(Oblast.objects.filter(code__in=value or ()).values_list("code", "name"))
    return ", ".join(str(names.get(code, code)) for code in value or ())


MORE: dict[str, More] = {
    "name": More(
        headings=("Назва", "Назва українською", "Назва організації", "Організація", "Партнер",
                  "Повна назва", "Name in Ukrainian", "Organisation", "Partner"),
        required=True,
        example="Приклад: Агентство доброї волі",
        help=_("The only column that must be there."),
    ),
    "name_en": More(
        headings=("Назва англійською", "Назва англ", "Назва (англ.)", "Name in English",
                  "English name"),
        example="Example: Goodwill Agency",
    ),
    "acronym": More(headings=("Скорочення", "Абревіатура", "Скорочена назва", "Abbreviation"),
                    example="GWA"),
    "kind": More(headings=("Вид", "Тип", "Вид партнера", "Тип організації", "Type"),
                 codes=_codes_of(partner_kinds), show=_show_code(partner_kinds),
                 example="foundation",
                 help=_("Code or name; a new partner must have it.")),
    "kind:code": More(headings=("Код виду",)),
    "iati_type": More(headings=("Тип IATI", "IATI type"), codes=_codes_of(organisation_types),
                      show=_show_code(organisation_types), example="60",
                      help=_("When empty, the usual one of the kind.")),
    "country": More(headings=("Країна", "Держава"), codes=_country_codes,
                    show=_show_code(lambda: PARTNERS.by_name["country"].choices()),  # type: ignore[misc]
                    example="DK",
                    help=_("Code or name; empty for an international organisation.")),
    "country:code": More(headings=("Код країни",)),
    "status": More(headings=("Статус", "Стан"), codes=_codes_of(partner_statuses),
                   show=_show_code(partner_statuses), example="active",
                   help=_("When empty, a new partner is a candidate.")),
    "themes": More(headings=("Напрями", "Напрямки", "Напрями роботи", "Теми", "Сфери", "Directions"),
                   codes=_theme_codes, show=_show_themes, example="energy, water",
                   help=_("Codes or names with commas between them.")),
    "oblasts": More(headings=("Області", "Область", "Регіони", "Де працює", "Oblast", "Regions"),
                    codes=_oblast_codes, show=_show_oblasts, example="Полтавська, Сумська",
                    help=_("KATOTTG codes or names with commas between them.")),
    "identifiers": More(headings=("Ідентифікатори",), example="XI-ROR:05k7znr35",
                        help=_("Register and number, a colon between them; commas between several."),
                        codes=lambda: (Code(str(one.value), "", "") for one in IdentifierScheme)),
    "website": More(headings=("Сайт", "Вебсайт", "Веб-сайт", "Веб-сторінка", "URL", "Web"),
                    example="https://www.example.org"),
    "languages": More(headings=("Мови", "Мова", "Мови спілкування", "Language"),
                      codes=_language_codes, example="en, uk",
                      help=_("Codes or names with commas between them.")),
    "description": More(headings=("Опис", "Опис українською", "Про організацію"),
                        example="Допомагає громадам з водою та енергією."),
    "description_en": More(headings=("Опис англійською", "Description in English"),
                           example="Helps communities with water and energy."),
}  # fmt: skip
SCHEME_HEADINGS: dict[IdentifierScheme, tuple[str, ...]] = {
    IdentifierScheme.IATI: ("Ідентифікатор IATI", "IATI", "Код IATI", "IATI identifier"),
    IdentifierScheme.UA_EDR: ("ЄДРПОУ", "Код ЄДРПОУ", "EDRPOU", "Код за ЄДРПОУ"),
    IdentifierScheme.ROR: ("ROR",),
    IdentifierScheme.LEI: ("LEI",),
    IdentifierScheme.WIKIDATA: ("Wikidata", "Вікідані"),
}


def _columns() -> Iterator[ImportColumn]:
    yield ImportColumn(
        name="id",
        label=PARTNERS.by_name["id"].label,
        in_template=False,
    )
    yield from columns_of(PARTNERS, MORE)
    for scheme, headings in SCHEME_HEADINGS.items():
        yield ImportColumn(
            name=IDENTIFIER + scheme.value,
            label=scheme.label,
            headings=headings,
            in_template=scheme in {IdentifierScheme.IATI, IdentifierScheme.UA_EDR},
        )


# Reading one row


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
                reason = _("Taken as %(value)s: a spreadsheet drops a zero at the beginning.")
                self.wrong(column, text, reason, Level.WARNING, value=value)
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


# The register, as one pass over a table needs it


@dataclass
class Known:
    """What is remembered of each partner."""

    pk: int
    public_id: str
    name: str
    slug: str
    country: str
    survivor: int
    domain: str | None
    acronym: str
    keys: tuple[str, str]
    schemes: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    @property
    def url(self) -> str:
        return reverse("partners:partner-detail", kwargs={"slug": self.slug})


class PartnerIndex:
    """Every partner by what may tell that a row is that partner. Read once; grows with the rows."""

    def __init__(self) -> None:
        self.partners: dict[int, Known] = {}
        self.by_reference: dict[str, int] = {}
        self.by_identifier: dict[str, int] = {}
        self.by_name: dict[str, set[int]] = defaultdict(set)
        self.by_domain: dict[str, set[int]] = defaultdict(set)
        self.by_word: dict[str, set[int]] = defaultdict(set)
        self.by_acronym: dict[str, set[int]] = defaultdict(set)
        self.add(Partner.objects.all())

    def add(self, partners: models.QuerySet[Any]) -> None:
        columns = ("pk", "public_id", "name", "name_en", "slug", "country", "merged_into_id")
        more = ("web_domain", "acronym", "name_key", "name_en_key")
        for row in partners.values_list(*columns, *more).iterator():
            self._add(*row)
        identifiers = partners.model.identifiers.rel.related_model.objects
        held = identifiers.filter(partner__in=partners).values_list("partner", "scheme", "value")
        for pk, scheme, value in held.iterator():
            self.by_identifier[f"{scheme}:{value}"] = pk
            self.partners[pk].schemes[scheme].add(value)

    def _add(
        self, pk: int, public_id: Any, name: str, name_en: str, slug: str, country: Any, *rest: Any
    ) -> None:
        merged_into, domain, acronym, key, key_en = rest
        known = Known(
            pk, str(public_id), name, slug, str(country or ""), merged_into or pk, domain, acronym,
            (key, key_en),
        )  # fmt: skip
        self.partners[pk] = known
        self.by_reference[known.public_id] = pk
        for one in (name, name_en):
            if one:
                self.by_name[word_key(one)].add(pk)
        if merged_into:
            return
        if domain:
            self.by_domain[domain].add(pk)
        for word in _acronyms(acronym):
            self.by_acronym[word].add(pk)
        for word in {word for one in known.keys for word in telling_words(one)}:
            self.by_word[word].add(pk)

    def survivor(self, pk: int) -> int:
        """Who bears the name today: of a merged record the one into which it went."""
        seen: set[int] = set()
        while pk in self.partners and self.partners[pk].survivor != pk and pk not in seen:
            seen.add(pk)
            pk = self.partners[pk].survivor
        return pk


def telling_words(key: str) -> set[str]:
    """Words of a Latin key as they sound, and their consonants, but for those that all bear."""
    heard = {sound(word) for word in key.split() if word not in EMPTY}
    telling = {word for word in heard if weight(word) >= 1}
    return telling | {bones for word in telling if len(bones := consonants(word)) > 3}


def _acronyms(text: str) -> set[str]:
    parts = (part.strip().casefold() for part in re.split(r"[/,;|()]", text))
    return {part for part in parts if len(part) > 1}


class PartnerSession(Session):
    additive = frozenset({"identifiers"})

    def __init__(self, office: Office | None) -> None:
        self.office = office
        themes = {one.slug: one for one in Theme.objects.all()}
        oblasts = {one.code: one for one in Oblast.objects.in_force()}
        self.themes, self.oblasts = themes, oblasts
        self.themes_by_word, self.oblasts_by_word = theme_words(themes), oblast_words(oblasts)

    @cached_property
    def index(self) -> PartnerIndex:
        return PartnerIndex()

    def check(self, cells: Mapping[str, str]) -> Checked:
        return Row(cells, self.themes, self.themes_by_word, self.oblasts_by_word).read()

    def label(self, data: Data) -> str:
        return str(data.get("name") or data.get("name_en") or "")

    def keys(self, data: Data) -> Iterator[tuple[str, str]]:
        for column in ("name", "name_en"):
            if column in data:
                yield column, f"{word_key(data[column])}|{data.get('country', '')}"
        for one in data.get("identifiers", ()):
            yield "identifiers", one
        if "id" in data:
            yield "id", data["id"]

    # Which record is it?

    def match(self, data: Data) -> Match:
        if "id" in data:
            return self._by_reference(data["id"])
        held = {self.index.by_identifier.get(one, 0) for one in data.get("identifiers", ())} - {0}
        holders = {self.index.survivor(pk) for pk in held}
        named = self._named(data)
        if len(holders) > 1:
            return Match(problems=(self._split(data, holders),))
        if holders:
            pk = holders.pop()
            if named and pk not in named:
                return Match(problems=(self._other_name(data, pk, min(named)),))
            return self._surely(pk, _("the same identifier"))
        if len(named) == 1 and not self._disagrees(data, pk := min(named)):
            return self._surely(pk, _("the same name"))
        return Match(
            suggestions=tuple(
                self._suggestion(pk, self._disagrees(data, pk) or _("the same name"))
                for pk in sorted(named)
            )
        )

    def _by_reference(self, reference: str) -> Match:
        pk = self.index.by_reference.get(reference)
        if pk is None:
            reason = _("The register has no partner with this identifier.")
            return Match(problems=(Problem("id", reference, reason),))
        return self._surely(self.index.survivor(pk), _("the same record"))

    def _surely(self, pk: int, why: str | Promise) -> Match:
        return Match(record=self.index.partners[pk].public_id, why=why)

    def _named(self, data: Data) -> set[int]:
        names = (data[column] for column in ("name", "name_en") if column in data)
        found = (self.index.by_name.get(word_key(name), ()) for name in names)
        return {self.index.survivor(pk) for pks in found for pk in pks}

    def _disagrees(self, data: Data, pk: int) -> str | Promise:
        """Why a record of the same name may still be another organisation."""
        known = self.index.partners[pk]
        country = data.get("country")
        if country and known.country and country != known.country:
            return _("the same name, another country")
        for one in data.get("identifiers", ()):
            scheme = one.partition(":")[0]
            if known.schemes.get(scheme):
                return _("the same name, another identifier")
        return ""

    def _split(self, data: Data, holders: set[int]) -> Problem:
        names = [self.index.partners[pk].name for pk in sorted(holders)]
        reason = _("These identifiers belong to different partners: %(partners)s.")
        shown = ", ".join(data["identifiers"])
        return Problem("identifiers", shown, reason, values={"partners": "; ".join(names)})

    def _other_name(self, data: Data, holder: int, named: int) -> Problem:
        reason = _("The identifier belongs to “%(holder)s”, the name to “%(named)s”.")
        partners = self.index.partners
        values = {"holder": partners[holder].name, "named": partners[named].name}
        return Problem("identifiers", ", ".join(data["identifiers"]), reason, values=values)

    def _suggestion(self, pk: int, reason: str | Promise, **values: Any) -> Suggestion:
        known = self.index.partners[pk]
        return Suggestion(known.public_id, known.name, known.url, reason, values)  # type: ignore[arg-type]

    def suggest(self, rows: Sequence[Data]) -> list[list[Suggestion]]:
        names = [data.get(column, "") for data in rows for column in ("name", "name_en")]
        keys = latin_keys(names)
        return [
            self._alike(data, (keys[2 * place], keys[2 * place + 1]))
            for place, data in enumerate(rows)
        ]

    def _alike(self, data: Data, keys: tuple[str, str]) -> list[Suggestion]:
        found: dict[int, tuple[float, Suggestion]] = {}
        domain = domain_of(data.get("website", ""))
        same_site = self.index.by_domain.get(domain, set())
        if domain not in SHARED_DOMAINS and 0 < len(same_site) <= OWN_DOMAIN:
            for pk in same_site:
                said = self._suggestion(pk, _("the same website: %(domain)s"), domain=domain)
                found[pk] = (0.8, said)
        for word in _acronyms(data.get("acronym", "")):
            for pk in self.index.by_acronym.get(word, ()):
                said = self._suggestion(pk, _("the same acronym: %(word)s"), word=word.upper())
                found.setdefault(pk, (0.75, said))
        for pk in self._candidates(keys):
            alike = _likeness(keys, self.index.partners[pk].keys)
            if alike >= PROBABLE and (pk not in found or found[pk][0] < alike):
                found[pk] = (alike, self._suggestion(pk, _("a similar name")))
        ranked = sorted(found.items(), key=lambda one: (-one[1][0], one[0]))
        return [suggestion for _pk, (_score, suggestion) in ranked[:MOST_SUGGESTIONS]]

    def _candidates(self, keys: tuple[str, str]) -> set[int]:
        words = {word for key in keys for word in telling_words(key)}
        shared = (self.index.by_word.get(word, set()) for word in words)
        return {pk for pks in shared if len(pks) <= TELLING for pk in pks}

    # What it is now, and what may become of it

    def check_new(self, data: Data) -> Iterator[Problem]:
        if "kind" not in data:
            yield Problem("kind", "", _("A new partner must have a kind."))
        if data.get("status") == PartnerStatus.ARCHIVED:
            reason = _("A new partner cannot begin in the archive.")
            yield Problem("status", str(data["status"]), reason)

    def current(self, records: Iterable[str]) -> dict[str, Data]:
        return {record: as_data(one) for record, one in self._partners(records).items()}

    def _partners(self, records: Iterable[str]) -> dict[str, Partner]:
        found = Partner.objects.filter(public_id__in=list(records))
        whole = found.prefetch_related("themes", "oblasts", "identifiers")
        self.seen = {str(one.public_id): one for one in whole}
        return self.seen

    def check_change(self, actor: Any, record: str, diff: Sequence[Change]) -> Iterator[Problem]:
        partner = self.seen[record]
        if partner.status == PartnerStatus.ARCHIVED:
            yield Problem("", "", _("The partner is archived. Restore it first."))
        elif not can_keep_partner(actor, partner):
            yield Problem("", "", _("Another office keeps this record. Ask that office."))
        for change in diff:
            if change.column == "status":
                yield from self._check_step(partner, change.after)

    def _check_step(self, partner: Partner, wanted: str) -> Iterator[Problem]:
        if partner.status == PartnerStatus.ARCHIVED:
            return
        if wanted == PartnerStatus.ARCHIVED:
            reason = _("A partner is archived on its own page, with a reason.")
            yield Problem("status", wanted, reason)
        elif workflow.step_between(partner.status, wanted) is None:
            reason = _("The status cannot go from “%(before)s” to “%(after)s”.")
            values = {
                "before": PartnerStatus(partner.status).label,
                "after": PartnerStatus(wanted).label,
            }
            yield Problem("status", wanted, reason, values=values)

    # Through the services

    def create(self, actor: Any, data: Data, job: ImportJob) -> str:
        values = self._values(data)
        values.setdefault("iati_type", USUAL_TYPE.get(data["kind"], OrganisationType.OTHER).value)
        with Refusals():
            partner = register_partner(
                actor=actor,
                data=PartnerData(**values),
                status=data.get("status", PartnerStatus.CANDIDATE.value),
                origin=PartnerOrigin.IMPORT.value,
                origin_note=job.file_name,
                curated_by=self.office,
            )
        self.index.add(Partner.objects.filter(pk=partner.pk))
        return str(partner.public_id)

    def change(self, actor: Any, record: str, data: Data) -> None:
        partner = self.seen[record]
        with Refusals():
            values = self._values(data)
            if values:
                change_partner(actor=actor, partner=partner, data=replace(data_of(partner), **values))
            if "status" in data:
                set_status(actor=actor, partner=partner, status=data["status"])

    def _values(self, data: Data) -> dict[str, Any]:
        """The data as `PartnerData` takes them."""
        values = {name: value for name, value in data.items() if name not in {"id", "status"}}
        if "themes" in values:
            values["themes"] = tuple(self.themes[slug] for slug in values["themes"])
        if "oblasts" in values:
            values["oblasts"] = tuple(self.oblasts[code] for code in values["oblasts"])
        if "languages" in values:
            values["languages"] = tuple(values["languages"])
        if "identifiers" in values:
            pairs = (one.split(":", 1) for one in values["identifiers"])
            values["identifiers"] = tuple(Identifier(scheme, value) for scheme, value in pairs)
        return values


class Refusals:
    """Turns what the services refuse into words beside the cells of the row."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        if isinstance(error, InvalidData):
            pairs = [(name, text) for name, texts in error.errors.items() for text in texts]
            raise RowRefused([Problem(name, "", _plain(text)) for name, text in pairs]) from error
        if isinstance(error, PartnersError):
            raise RowRefused([Problem("", "", _plain(str(error)))]) from error


def _plain(text: str) -> str:
    """A finished sentence: its percent signs are no places for values."""
    return text.replace("%", "%%")


def as_data(partner: Partner) -> Data:
    """The record in the shape of a checked row."""
    plain = ("name", "name_en", "acronym", "kind", "iati_type", "status", "website")
    data: Data = {name: getattr(partner, name) for name in (*plain, *LONG_TEXTS)}
    data["country"] = str(partner.country.code or "")
    data["languages"] = list(partner.languages)
    data["themes"] = [one.slug for one in partner.themes.all()]
    data["oblasts"] = [one.code for one in partner.oblasts.all()]
    data["identifiers"] = [f"{one.scheme}:{one.value}" for one in partner.identifiers.all()]
    data["id"] = str(partner.public_id)
    return data


def _likeness(ours: tuple[str, str], theirs: tuple[str, str]) -> float:
    return max(likeness(one, other) for one in ours for other in theirs)


def latin_keys(names: Sequence[str]) -> list[str]:
    """SQL's own `latin_key` of each name, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT latin_key(name) FROM unnest(%s::text[]) WITH ORDINALITY AS t(name, place) "
            "ORDER BY place",
            [list(names)],
        )
        return [str(key) for (key,) in cursor.fetchall()]


class PartnerImporter(Importer):
    name = "partners"
    register = PARTNERS

    def __init__(self) -> None:
        self.columns = tuple(_columns())

    def may_import(self, user: Any) -> bool:
        return bool(user.is_active) and can_register_partner(user)

    def offices(self, user: Any) -> list[tuple[str, str]]:
        """The offices for which the user registers partners."""
        found = Office.objects.in_ukrainian_order()
        if not is_administrator(user):
            found = found.filter(pk__in=curated_offices(user))
        return [(one.slug, one.name) for one in found]

    def open(self, job: ImportJob) -> PartnerSession:
        return PartnerSession(Office.objects.filter(slug=job.office).first() if job.office else None)

    def urls_of(self, records: Iterable[str]) -> dict[str, str]:
        found = Partner.objects.filter(public_id__in=list(records))
        return {
            str(reference): reverse("partners:partner-detail", kwargs={"slug": slug})
            for reference, slug in found.values_list("public_id", "slug")
        }
