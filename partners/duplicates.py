"""Is this organisation in the register already? Asked while somebody types, and again on saving."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import F, Func, Q, TextField, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from common.design.romanisation import romanise
from common.intake.texts import with_scheme
from partners.identifiers import Identifier, check_identifier
from partners.likeness import PROBABLE, likeness
from partners.models import Partner

# So many nearest names (by trigrams) are compared word by word.
NEAREST = 40
SHOWN = 5
LONGEST = 250
SAME_IDENTIFIER, SAME_DOMAIN, SAME_ACRONYM = 1.0, 0.8, 0.75
# A host with more records than this is not one organisation's own (un.org, europa.eu …).
OWN_DOMAIN = 3
SHARED_DOMAINS = frozenset(
    """facebook.com m.facebook.com fb.com instagram.com linkedin.com twitter.com x.com youtube.com
    t.me telegram.me google.com sites.google.com docs.google.com drive.google.com wikipedia.org
    en.wikipedia.org uk.wikipedia.org wixsite.com wordpress.com blogspot.com linktr.ee github.io
    europa.eu gov.ua gov.uk un.org""".split()  # noqa: SIM905 - readable as a block
)


@dataclass(frozen=True)
class Duplicate:
    """A partner that may be the one meant, from 0 to 1 how surely, and why in words."""

    partner: Partner
    score: float
    reasons: tuple[str, ...]

    @property
    def is_certain(self) -> bool:
        return self.score >= SAME_IDENTIFIER


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What is known of the organisation so far."""

    name: str = ""
    name_en: str = ""
    acronym: str = ""
    website: str = ""
    identifiers: tuple[Identifier, ...] = field(default=())

    @property
    def domain(self) -> str:
        return domain_of(self.website)

    @cached_property
    def acronyms(self) -> set[str]:
        """The typed ones, and words in capitals out of the names: "UNDP Ukraine" is UNDP's."""
        names = f"{self.name} {self.name_en}"
        capitals = re.findall(r"\b[^\W\d_a-zа-яґєії]{3,}\b", names)
        single = {one for one in (self.name, self.name_en) if len(one.split()) == 1}
        words = acronyms_in(self.acronym) | {word.lower() for word in {*capitals, *single}}
        return {spelling for word in words for spelling in _spellings(word)}


def probable_duplicates(
    *,
    name: str = "",
    name_en: str = "",
    acronym: str = "",
    website: str = "",
    identifiers: Iterable[tuple[str, str]] = (),
    exclude: Partner | None = None,
    user: Any = None,
) -> list[Duplicate]:
    """Records (also archived ones) that may be of this organisation, the surest first.

    With `user` only those that he may see. Two queries.
    """
    results = [check_identifier(scheme, value) for scheme, value in identifiers]
    checked = [one.identifier for one in results if not one.error]
    typed = Typed(
        name=_short(name),
        name_en=_short(name_en),
        acronym=_short(acronym),
        website=_short(website),
        identifiers=tuple(checked),
    )
    rows = Partner.objects.filter(merged_into=None)
    if user is not None:
        rows = Partner.objects.visible_to(user)
    if exclude and exclude.pk:
        rows = rows.exclude(pk=exclude.pk)
    rows = rows.prefetch_related("identifiers") if checked else rows
    found = [*_same(rows, typed), *_near(rows, typed)]
    hosts = Counter(one.web_domain for one in {one.pk: one for one in found}.values())
    judged = (_judged(one, typed, hosts) for one in {one.pk: one for one in found}.values())
    probable = sorted((one for one in judged if one.reasons), key=lambda one: -one.score)
    return probable[:SHOWN]


def domain_of(website: str) -> str:
    """As the database computes `web_domain`; empty when there is none."""
    try:
        host = urlsplit(with_scheme(website.strip())).hostname or ""
    except ValueError:
        return ""
    return host.lower().removeprefix("www.")


def _short(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())[:LONGEST]


def _same(rows: Any, typed: Typed) -> list[Partner]:
    """Records with the same number, host or acronym."""
    rule = Q()
    for one in typed.identifiers:
        rule |= Q(identifiers__scheme=one.scheme, identifiers__value=one.value)
    if typed.domain and typed.domain not in SHARED_DOMAINS:
        rule |= Q(web_domain=typed.domain)
    for acronym in sorted(typed.acronyms)[:12]:
        rule |= Q(acronym__icontains=acronym)
    return list(rows.filter(rule).distinct()[:NEAREST]) if rule else []


def _near(rows: Any, typed: Typed) -> list[Partner]:
    names = [one for one in (typed.name, typed.name_en) if len(one) > 2]
    if not names:
        return []
    distances = [
        TrigramSimilarity(F(column), _latin_key(one))  # type: ignore[arg-type]
        for one in names
        for column in ("name_key", "name_en_key")
    ]
    keys = {f"typed_key_{place}": _latin_key(one) for place, one in enumerate(names)}
    near = rows.annotate(nearness=Greatest(*distances), **keys)
    return list(near.filter(nearness__gt=0.05).order_by("-nearness", "pk")[:NEAREST])


def _latin_key(text: str) -> Func:
    return Func(Value(text), function="latin_key", output_field=TextField())


def _judged(partner: Partner, typed: Typed, hosts: Counter[str]) -> Duplicate:
    signs = list(_signs(partner, typed, hosts))
    score = max((score for score, _reason in signs), default=0.0)
    # Several signs together say more than the best alone, but only an identifier is proof.
    score += 0.05 * (len(signs) - 1) if score < SAME_IDENTIFIER else 0
    score = score if score >= SAME_IDENTIFIER else min(score, 0.99)
    return Duplicate(partner, round(score, 2), tuple(reason for _score, reason in signs))


def _signs(partner: Partner, typed: Typed, hosts: Counter[str]) -> Iterator[tuple[float, str]]:
    if typed.identifiers:
        held = {(one.scheme, one.value) for one in partner.identifiers.all()}
        for one in typed.identifiers:
            if one in held:
                yield SAME_IDENTIFIER, _("the same identifier: %(value)s") % {"value": one.value}
    domain = typed.domain
    if domain and domain == partner.web_domain and _is_own(domain, hosts):
        yield SAME_DOMAIN, _("the same website: %(domain)s") % {"domain": domain}
    common = typed.acronyms & acronyms_in(partner.acronym)
    if common:
        yield SAME_ACRONYM, _("the same acronym: %(acronym)s") % {"acronym": max(common).upper()}
    alike = _alike(partner)
    if alike >= PROBABLE:
        yield min(alike, 0.95), _("a similar name")


def _is_own(domain: str, hosts: Counter[str]) -> bool:
    return domain not in SHARED_DOMAINS and hosts[domain] <= OWN_DOMAIN


def acronyms_in(text: str) -> set[str]:
    parts = (part.strip().lower() for part in re.split(r"[/,;|()]", text))
    return {part for part in parts if len(part) > 1}


def _spellings(word: str) -> set[str]:
    """In Latin letters too: ГІЗ is GIZ to its people, though г is officially h."""
    return {word, romanise(word).lower(), romanise(word.replace("г", "ґ")).lower()}


def _alike(partner: Partner) -> float:
    typed = [getattr(partner, f"typed_key_{place}", "") for place in (0, 1)]
    return max(
        likeness(key, own) for key in typed for own in (partner.name_key, partner.name_en_key)
    )
