"""One row of the state register from dirty texts to values. Asks nothing of the database."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from common.exchange.countries import find_country
from common.exchange.vocabulary import word_key
from common.intake.texts import many_lines, one_line
from partners.agreement_enums import AgreementKind, TermKind
from partners.agreement_terms import add_months
from partners.enums import PartnerKind

NOTHING = frozenset({"", "_", "-", "–", "—", "н/д", "немає", "відсутній", "відсутня"})
# Cyrillic words of the register → our kinds.
KINDS = {
    "транскордонне": AgreementKind.CROSS_BORDER,
    "транскордонна": AgreementKind.CROSS_BORDER,
    "міжтериторіальне": AgreementKind.INTERTERRITORIAL,
    "міжтериторіальна": AgreementKind.INTERTERRITORIAL,
    "транскордонне та міжтериторіальне": AgreementKind.CROSS_BORDER_INTERTERRITORIAL,
    "міжтериторіальне та транскордонне": AgreementKind.CROSS_BORDER_INTERTERRITORIAL,
    "транснаціональне": AgreementKind.TRANSNATIONAL,
    "транснаціональна": AgreementKind.TRANSNATIONAL,
}
KINDS_BY_WORD = {word_key(word): kind.value for word, kind in KINDS.items()}
KINDS_BY_WORD |= {word_key(str(one.value)): str(one.value) for one in AgreementKind}

COLUMNS = (
    "number",
    "registration_no",
    "title",
    "signed",
    "kind",
    "sphere",
    "region",
    "subject",
    "country",
    "foreign_unit",
    "partner_name",
    "duration",
    "katottg",
    "joined_code",
)
# Keys of published JSON rows → our columns.
KEYS = {
    "partner_country_ua": "country",
    "katottg_joined_upstream": "joined_code",
    "reg_no": "registration_no",
    "foreign_subject": "partner_name",
    "ukrainian_subject": "subject",
}


@dataclass(frozen=True)
class Term:
    """`is_certain` is False for words that nobody could read."""

    kind: str = TermKind.UNKNOWN.value
    months: int | None = None
    until_on: dt.date | None = None
    auto_renewal: bool = False
    is_certain: bool = True


@dataclass
class Reading:
    """What a row says. `raw` is the row as it came."""

    raw: dict[str, str]
    title: str = ""
    registration_no: str = ""
    kind: str = ""
    sphere: str = ""
    region: str = ""
    subject: str = ""
    signed_on: dt.date | None = None
    signed_place: str = ""
    country: str = ""
    partner_name: str = ""
    partner_kind: str = PartnerKind.LOCAL_AUTHORITY.value
    foreign_unit: str = ""
    term: Term = field(default_factory=Term)
    code: str = ""
    joined_code: str = ""

    @property
    def digest(self) -> str:
        """The same row in any file, whatever its spaces; its number in the file is not a part."""
        said = {key: one_line(text) for key, text in sorted(self.raw.items()) if key != "number"}
        text = json.dumps({key: one for key, one in said.items() if one}, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def likeness(self) -> str:
        """Rows of one title and one day may be the same agreement."""
        if not self.title or self.signed_on is None:
            return ""
        return likeness(self.title, self.signed_on)


def likeness(title: str, signed_on: dt.date) -> str:
    words = re.sub(r"[^\w]+", " ", word_key(title)).strip()
    return hashlib.sha256(f"{words}|{signed_on:%Y-%m-%d}".encode()).hexdigest()


def is_nothing(text: str) -> bool:
    return one_line(text).strip("_ ").casefold() in NOTHING or not one_line(text).strip("_ ")


def renamed(row: Mapping[str, object]) -> dict[str, str]:
    """A published row with our names of columns; what we do not know stays out."""
    found: dict[str, str] = {}
    for key, value in row.items():
        name = KEYS.get(key, key)
        if name in COLUMNS and value is not None:
            found[name] = str(value)
    return found


def read_row(row: Mapping[str, object]) -> Reading:
    raw = renamed(row)
    said = {name: "" if is_nothing(text) else text for name, text in raw.items()}

    def line(name: str) -> str:
        return one_line(said.get(name, ""))

    reading = Reading(raw)
    reading.title = line("title")[:500]
    reading.registration_no = line("registration_no")[:60]
    reading.kind = KINDS_BY_WORD.get(word_key(line("kind")), "")
    reading.sphere = many_lines(said.get("sphere", ""))[:4000]
    reading.region, reading.subject = line("region"), line("subject")
    reading.signed_on, reading.signed_place = signing(said.get("signed", ""))
    reading.country = find_country(line("country"))
    reading.foreign_unit = line("foreign_unit")
    reading.partner_name = clean_partner(said.get("partner_name", ""))[:250]
    reading.partner_kind = partner_kind(reading.partner_name)
    reading.term = term(line("duration"), reading.signed_on)
    reading.code, reading.joined_code = line("katottg").upper(), line("joined_code").upper()
    return reading


# Date and place

NUMERIC_DAY = re.compile(r"(?<!\d)(\d{1,2})[./\-](\d{1,2})[./\-](\d{4})(?!\d)")
ISO_DAY = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00)?)?(?!\d)")
MONTHS = {
    "січн": 1, "лют": 2, "берез": 3, "квітн": 4, "травн": 5, "червн": 6, "липн": 7, "серпн": 8,
    "вересн": 9, "жовтн": 10, "листопад": 11, "грудн": 12,
}  # fmt: skip
WORDED_DAY = re.compile(
    r"(?<!\d)(\d{1,2})\s+([а-яіїєґ]+)\s+(\d{4})(?:\s*р(?:оку|\.)?)?", re.IGNORECASE
)


def signing(text: str) -> tuple[dt.date | None, str]:
    """«22.03.2017,      м.Устрики Долішні» → the day and the place."""
    text = one_line(text)
    for pattern, read in ((ISO_DAY, _iso), (NUMERIC_DAY, _numeric), (WORDED_DAY, _worded)):
        for found in pattern.finditer(text):
            day = read(found)
            if day:
                rest = f"{text[: found.start()]} {text[found.end() :]}"
                return day, _place(rest)
    return None, _place(text)


def _day(year: str, month: int | str, day: str) -> dt.date | None:
    try:
        found = dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if 1945 <= found.year <= 2100 else None


def _iso(found: re.Match[str]) -> dt.date | None:
    return _day(found[1], found[2], found[3])


def _numeric(found: re.Match[str]) -> dt.date | None:
    return _day(found[3], found[2], found[1])


def _worded(found: re.Match[str]) -> dt.date | None:
    month = next((one for stem, one in MONTHS.items() if found[2].lower().startswith(stem)), 0)
    return _day(found[3], month, found[1]) if month else None


def _place(text: str) -> str:
    place = re.sub(r"^\W*(?:р\.|року)?[\s,;.()–—-]*", "", one_line(text))
    # «м.Нарбонна» → «м. Нарбонна»
    place = re.sub(r"^(м|с|смт|к)\.\s*(?=\w)", r"\1. ", place)
    return "" if is_nothing(place) else place.strip(" ,;")[:200]


# Term

NUMBERS = {
    "один": 1, "одного": 1, "два": 2, "двох": 2, "три": 3, "трьох": 3, "чотири": 4,
    "чотирьох": 4, "п'ять": 5, "п’ять": 5, "пяти": 5, "п'яти": 5, "п’яти": 5, "десять": 10,
    "десяти": 10,
}  # fmt: skip
LENGTH = re.compile(r"(\d+|[а-яіїєґ'’]+)\s*(?:\([^)]*\)\s*)?(рок|рік|річ|міс)", re.IGNORECASE)
RENEWS = re.compile(r"автоматичн|пролонг|продовж", re.IGNORECASE)
NO_RENEWAL = re.compile(r"без\s+(?:автоматичн\w*\s+)?(?:продовж|пролонг)", re.IGNORECASE)
ENDLESS = re.compile(r"безстроков|необмежен|невизначен|бессроч|indefinite|unlimited", re.IGNORECASE)
UNTIL = re.compile(r"\bдо\b|\buntil\b", re.IGNORECASE)


def term(text: str, signed_on: dt.date | None = None) -> Term:
    """«5 років з автоматичним продовженням», «Безстрокова», «_», «до 31.12.2027»."""
    if is_nothing(text):
        return Term()
    if ENDLESS.search(text):
        return Term(TermKind.INDEFINITE)
    renews = bool(RENEWS.search(text)) and not NO_RENEWAL.search(text)
    months = _months(text)
    if months:
        return Term(TermKind.MONTHS, months, auto_renewal=renews)
    until, _rest = signing(text)
    if until and (UNTIL.search(text) or until > (signed_on or dt.date.min)):
        # A renewal of unknown length cannot be computed: it stays with the official.
        return Term(TermKind.UNTIL, until_on=until, is_certain=not renews)
    return Term(is_certain=False)


def _months(text: str) -> int:
    found = LENGTH.search(text)
    if not found:
        return 0
    word = found[1].casefold()
    count = int(word) if word.isdigit() else NUMBERS.get(word, 0)
    months = count if found[2].casefold() == "міс" else count * 12
    return months if months <= 1200 else 0


def last_day(term: Term, signed_on: dt.date | None) -> dt.date | None:
    if term.until_on:
        return term.until_on
    return add_months(signed_on, term.months) if term.months and signed_on else None


# The other side

CONTACTS = re.compile(r"\([^()]*\)|\S+@\S+|https?://\S+|\+?\d[\d\s()\-]{7,}\d")
SETTLEMENT = re.compile(r"^(?:м|к|с|смт|г)\.\s*", re.IGNORECASE)
REGIONAL = re.compile(
    r"повіт|воєводств|регіон|область|кантон|провінці|департамент|жудець|край\b|земл[яі]\b|"
    r"county|voivodeship|region|province",
    re.IGNORECASE,
)


def clean_partner(text: str) -> str:
    """Without the mayors, e-mails and telephones that people wrote into the name."""
    before, text = "", one_line(text)
    while before != text:
        before, text = text, CONTACTS.sub(" ", text)
    text = SETTLEMENT.sub("", one_line(text).strip(" ,;.:–—-"))
    return text.strip(" ,;:–—-")


def partner_kind(name: str) -> str:
    regional = REGIONAL.search(name)
    return (PartnerKind.REGIONAL_AUTHORITY if regional else PartnerKind.LOCAL_AUTHORITY).value
