"""Every partner by what may tell that a row is that partner."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.urls import reverse

from common.exchange.vocabulary import word_key
from partners.duplicates import acronyms_in
from partners.likeness import EMPTY, consonants, sound, weight
from partners.models import Partner, PartnerIdentifier

COLUMNS = (
    "pk",
    "public_id",
    "name",
    "name_en",
    "slug",
    "country",
    "merged_into_id",
    "web_domain",
    "acronym",
    "name_key",
    "name_en_key",
)


@dataclass
class Known:
    """What is remembered of each partner."""

    pk: int
    public_id: str
    name: str
    name_en: str
    slug: str
    country: str
    survivor: int
    domain: str
    acronym: str
    keys: tuple[str, str]
    schemes: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def of(cls, row: Sequence[Any]) -> Known:
        """A row of COLUMNS."""
        pk, reference, name, name_en, slug, country, merged_into, domain, acronym, *keys = row
        return cls(
            pk, str(reference), name, name_en, slug, str(country or ""), merged_into or pk,
            domain or "", acronym, (keys[0], keys[1]),
        )  # fmt: skip

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

    def add(self, partners: Any) -> None:
        for row in partners.values_list(*COLUMNS):
            self._remember(Known.of(row))
        held = PartnerIdentifier.objects.filter(partner__in=partners)
        for pk, scheme, value in held.values_list("partner", "scheme", "value"):
            self.by_identifier[f"{scheme}:{value}"] = pk
            self.partners[pk].schemes[scheme].add(value)

    def _remember(self, known: Known) -> None:
        self.partners[known.pk] = known
        self.by_reference[known.public_id] = known.pk
        for name in filter(None, (known.name, known.name_en)):
            self.by_name[word_key(name)].add(known.pk)
        if known.survivor != known.pk:
            return
        if known.domain:
            self.by_domain[known.domain].add(known.pk)
        for word in acronyms_in(known.acronym):
            self.by_acronym[word].add(known.pk)
        for word in {word for key in known.keys for word in telling_words(key)}:
            self.by_word[word].add(known.pk)

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


def latin_keys(names: Sequence[str]) -> list[str]:
    """SQL's own `latin_key` of each name, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT latin_key(name) FROM unnest(%s::text[]) WITH ORDINALITY AS t(name, place) "
            "ORDER BY place",
            [list(names)],
        )
        return [str(key) for (key,) in cursor.fetchall()]
