"""Merge fields: names in braces that stand for what the portal knows of both sides.

Plain replacement and nothing else: no conditions, no loops, no code. Whatever stands in two
braces, `{{ … }}`, or in other signs is text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from common.documents.document import ITEM
from common.documents.languages import date_in, number_in
from communities.models import Community, Oblast
from twinning.letter_exceptions import LetterUnfinished, UnknownField
from twinning.letter_names import centre_name, country_in, home_name, oblast_name, place_name
from twinning.letter_sender import Profile, Sender
from twinning.models import Municipality

if TYPE_CHECKING:
    import datetime as dt

    from django.utils.functional import _StrPromise

FIELD = re.compile(r"(?<!\{)\{\s*([^\W\d]\w{0,39})\s*\}(?!\})")

# Known from the records of both sides.
KNOWN: dict[str, _StrPromise] = {
    "community": _("name of your community or oblast"),
    "centre": _("main town of your community"),
    "oblast": _("your oblast"),
    "population": _("population of your community"),
    "website": _("your website"),
    "profile": _("what your community says of itself"),
    "contact": _("your e-mail and telephone, from the letterhead"),
    "signatory": _("who signs"),
    "position": _("position of whoever signs"),
    "municipality": _("name of the place abroad"),
    "country": _("country of the place abroad"),
    "mayor": _("to whom the letter goes"),
    "date": _("date of the letter"),
}
# Only the author can say these.
BY_HAND: dict[str, _StrPromise] = {
    "event": _("what you congratulate on or invite to"),
    "event_date": _("when the event is"),
    "event_place": _("where the event is"),
}
FIELDS = KNOWN | BY_HAND


@dataclass(frozen=True)
class Filled:
    """`left_out`: fields that nobody knows, whose lines are gone. `to_write`: the author's."""

    text: str
    left_out: tuple[str, ...]
    to_write: tuple[str, ...]


def fields_in(text: str) -> list[str]:
    return list(dict.fromkeys(FIELD.findall(text)))


def refuse_unknown(*texts: str) -> None:
    """Refuses UnknownField, naming them all."""
    names = [name for text in texts for name in fields_in(text) if name not in FIELDS]
    if names:
        raise UnknownField(list(dict.fromkeys(names)))


def refuse_unfinished(*texts: str) -> None:
    """Refuses LetterUnfinished while any merge field stands in the texts."""
    names = [name for text in texts for name in fields_in(text)]
    if names:
        raise LetterUnfinished(list(dict.fromkeys(names)))


def values_of(
    *,
    home: Community | Oblast,
    place: Municipality,
    language: str,
    sender: Sender,
    profile: Profile,
    recipient: str,
    dated_on: dt.date,
) -> dict[str, str]:
    """Merge field → its words; empty where nobody knows."""
    community = home if isinstance(home, Community) else None
    oblast = community.oblast if community else home
    assert isinstance(oblast, Oblast)
    people = community.population if community else None
    return {
        "community": home_name(home, language),
        "centre": centre_name(home, language),
        "oblast": oblast_name(oblast, language),
        "population": number_in(language, people) if people else "",
        "website": sender.website,
        "profile": profile.text,
        "contact": sender.contact,
        "signatory": sender.signatory_name,
        "position": sender.signatory_position,
        "municipality": place_name(place, language),
        "country": country_in(str(place.country), language),
        "mayor": recipient,
        "date": date_in(language, dated_on),
    }


def fill(text: str, values: Mapping[str, str]) -> Filled:
    """Put the values in. Where nobody knows one, an item of a list is left out, and told; in a
    sentence the field stays, for the author to write.

    Values go in once: braces inside them stay as they are. Refuses UnknownField.
    """
    refuse_unknown(text)
    left_out: list[str] = []
    lines: list[str] = []
    for line in text.split("\n"):
        unknown = [name for name in fields_in(line) if not values.get(name)]
        if _may_go(line) and any(name in KNOWN for name in unknown):
            left_out += unknown
        else:
            lines.append(FIELD.sub(lambda match: values.get(match[1]) or match[0], line))
    whole = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    stay = [name for name in fields_in(text) if not values.get(name) and name not in left_out]
    return Filled(whole, tuple(dict.fromkeys(left_out)), tuple(stay))


def _may_go(line: str) -> bool:
    """An item of a list, or a line that is nothing but the field."""
    return bool(ITEM.match(line) or FIELD.fullmatch(line.strip()))
