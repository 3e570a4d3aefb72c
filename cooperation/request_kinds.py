"""What each kind of request asks for and until when the office answers: one table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cooperation.request_enums import RequestKind, Urgency

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from cooperation.request_data import RequestData

# Needed for every kind.
ALWAYS = frozenset({"description", "contact_name"})


@dataclass(frozen=True, kw_only=True)
class KindOf:
    """`asks`: fields shown for this kind; `needs`: those without which it is not submitted.

    `terms`: working days for usual, urgent and critical.
    """

    about: _StrPromise
    asks: tuple[str, ...]
    needs: frozenset[str]
    terms: tuple[int, int, int]


KINDS: dict[str, KindOf] = {
    RequestKind.PARTNER: KindOf(
        about=_("Which organisation you look for, for what, from which countries."),
        asks=("themes", "countries", "amount", "currency", "amount_on", "needed_by"),
        needs=frozenset({"themes"}),
        terms=(20, 10, 3),
    ),
    RequestKind.TWIN: KindOf(
        about=_("Which municipality abroad would suit you and what you can give in return."),
        asks=("themes", "countries"),
        needs=frozenset({"themes"}),
        terms=(30, 15, 10),
    ),
    RequestKind.SUPPORT: KindOf(
        about=_("Which project or idea is to be supported, with what and by whom."),
        asks=("themes", "linked", "partner", "amount", "currency", "amount_on", "needed_by"),
        needs=frozenset({"themes"}),
        terms=(20, 10, 3),
    ),
    RequestKind.HUMANITARIAN: KindOf(
        about=_("What is lacking, how much, for how many people, where to deliver it."),
        asks=(
            "goods",
            "people_count",
            "deliver_to",
            "needed_by",
            "themes",
            "amount",
            "currency",
            "amount_on",
        ),
        needs=frozenset({"goods", "people_count", "deliver_to", "needed_by"}),
        terms=(10, 3, 1),
    ),
    RequestKind.AGREEMENT: KindOf(
        about=_("With whom, about what, whether there is a text already."),
        asks=("partner", "linked", "needed_by", "themes"),
        needs=frozenset({"needed_by"}),
        terms=(15, 5, 2),
    ),
    RequestKind.MEETING: KindOf(
        about=_("Whom you want to meet, when, how many people take part."),
        asks=("partner", "countries", "happens_on", "people_count", "themes"),
        needs=frozenset({"happens_on"}),
        terms=(10, 5, 2),
    ),
    RequestKind.TRANSLATION: KindOf(
        about=_("What has to be translated or written; attach the text."),
        asks=("from_language", "to_language", "partner", "needed_by"),
        needs=frozenset({"to_language", "needed_by"}),
        terms=(10, 3, 1),
    ),
    RequestKind.ADVICE: KindOf(
        about=_("What you want to know; what you have found out already."),
        asks=("themes", "needed_by"),
        needs=frozenset(),
        terms=(15, 5, 2),
    ),
    RequestKind.OTHER: KindOf(
        about=_("Anything else in international cooperation."),
        asks=("themes", "partner", "amount", "currency", "amount_on", "needed_by"),
        needs=frozenset(),
        terms=(20, 10, 3),
    ),
}
# Every field that only some kinds ask for.
BY_KIND = tuple(dict.fromkeys(name for one in KINDS.values() for name in one.asks))


def needed_for(kind: str) -> frozenset[str]:
    """Without these it is not submitted."""
    return ALWAYS | KINDS[kind].needs


def term_of(kind: str, urgency: str) -> int:
    """Working days within which the office answers."""
    return KINDS[kind].terms[Urgency.values.index(urgency)]


def missing_in(data: RequestData) -> Iterator[tuple[str, list[str]]]:
    """What the office must know and is not said: field → words."""
    if not data.description:
        yield "description", [_now("Describe what is needed and why.")]
    if not (data.contact_name and (data.contact_email or data.contact_phone)):
        yield "contact_name", [_now("Name a person with an e-mail address or a telephone number.")]
    kind = KINDS[data.kind]
    for name in kind.asks:
        if name in kind.needs and not getattr(data, name):
            yield name, [_now("The office needs this for a request of this kind.")]
