"""Numbers of organisations in registers: one way of writing each, and where each can be looked up.

A rule that the register's owner enforces makes an error; a check digit that people get wrong in
otherwise usable numbers makes a warning.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from partners.enums import IdentifierScheme

LONGEST = 100


class Identifier(NamedTuple):
    scheme: str
    value: str


@dataclass(frozen=True, slots=True)
class Checked:
    """`error`: it cannot be kept; `warning`: it can, but somebody should look at it again."""

    identifier: Identifier
    error: str = ""
    warning: str = ""


def check_identifier(scheme: str, text: str) -> Checked:
    """The identifier as it is kept, with what is wrong with it.

    >>> check_identifier("XI-ROR", "https://ror.org/05k7znr35").identifier.value
    '05k7znr35'
    """
    value = re.sub(r"[\s\u200b\ufeff]+", "", text)
    if scheme not in IdentifierScheme.values:
        return Checked(Identifier(scheme, value), error=_("There is no such register."))
    if not value or len(value) > LONGEST or not value.isprintable():
        message = _("An identifier is 1 to %(longest)s characters long.") % {"longest": LONGEST}
        return Checked(Identifier(scheme, value), error=message)
    value, error, warning = _CHECKS.get(IdentifierScheme(scheme), _any)(value)
    return Checked(Identifier(scheme, value), error, warning)


def address_of(identifier: Identifier) -> str:
    """The page of the register about the organisation; empty where registers offer none."""
    pattern = _ADDRESSES.get(identifier.scheme, "")
    return pattern.format(identifier.value) if pattern else ""


_ADDRESSES: dict[str, str] = {
    IdentifierScheme.IATI: "https://d-portal.org/ctrack.html?publisher={}",
    IdentifierScheme.ROR: "https://ror.org/{}",
    IdentifierScheme.LEI: "https://search.gleif.org/#/record/{}",
    IdentifierScheme.WIKIDATA: "https://www.wikidata.org/wiki/{}",
}

# value, error, warning
_Result = tuple[str, str, str]


def _any(value: str) -> _Result:
    return value, "", ""


def _edrpou(text: str) -> _Result:
    value = text.upper().removeprefix("UA-EDR-")
    if not re.fullmatch(r"[0-9]{8}", value):
        return value, _("EDRPOU is eight digits."), ""
    if edrpou_check_digit(value) != int(value[-1]):
        return value, "", _("The last digit of this EDRPOU does not fit the others: check it.")
    return value, "", ""


def edrpou_check_digit(code: str) -> int:
    """The eighth digit by the first seven.

    The rule is known from practice, no official text of it was found; hence only a warning.
    """
    digits = [int(digit) for digit in code[:7]]
    weights = [7, 1, 2, 3, 4, 5, 6] if 30_000_000 <= int(code) <= 60_000_000 else list(range(1, 8))
    for more in (0, 2):
        rest = sum(digit * (weight + more) for digit, weight in zip(digits, weights, strict=True))
        if rest % 11 < 10:
            return rest % 11
    return 0


def _iati(text: str) -> _Result:
    if re.search(r"[/&|?]", text):
        return text, _("An IATI identifier holds none of / & | ?"), ""
    prefix = re.match(r"[A-Za-z]{2}-[A-Za-z]+-", text)
    value = prefix.group().upper() + text[prefix.end() :] if prefix else text
    return value, "", ""


ROR_PATTERN = re.compile(r"0[a-hj-km-np-tv-z0-9]{6}[0-9]{2}")
ROR_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"


def _ror(text: str) -> _Result:
    value = text.lower().rstrip("/").rpartition("/")[2]
    if not ROR_PATTERN.fullmatch(value):
        return value, _("A ROR identifier looks like 05k7znr35 or https://ror.org/05k7znr35."), ""
    number = 0
    for letter in value[1:7]:
        number = number * 32 + ROR_LETTERS.index(letter)
    if 98 - (number * 100) % 97 != int(value[-2:]):
        return value, "", _("The last two digits of this ROR identifier do not fit: check it.")
    return value, "", ""


def _lei(text: str) -> _Result:
    value = text.upper()
    if not re.fullmatch(r"[A-Z0-9]{18}[0-9]{2}", value):
        return value, _("LEI is 20 letters and digits, the last two are digits."), ""
    if int("".join(str(int(char, 36)) for char in value)) % 97 != 1:
        return value, _("This LEI is mistyped: its check digits do not fit."), ""
    return value, "", ""


def _wikidata(text: str) -> _Result:
    value = text.partition("#")[0].rstrip("/").rpartition("/")[2].upper()
    if not re.fullmatch(r"Q[1-9][0-9]{0,11}", value):
        return value, _("A Wikidata identifier looks like Q161718."), ""
    return value, "", ""


def _dac(text: str) -> _Result:
    value = text.upper().removeprefix("XM-DAC-")
    if not re.fullmatch(r"[0-9]{5}", value):
        return value, _("A DAC channel code is five digits."), ""
    return value, "", ""


_CHECKS: dict[IdentifierScheme, Callable[[str], _Result]] = {
    IdentifierScheme.UA_EDR: _edrpou,
    IdentifierScheme.IATI: _iati,
    IdentifierScheme.ROR: _ror,
    IdentifierScheme.LEI: _lei,
    IdentifierScheme.WIKIDATA: _wikidata,
    IdentifierScheme.DAC_CHANNEL: _dac,
}
