"""One pass over a table of partners: which record a row is, and its way through the services."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.codelists.enums import OrganisationType
from common.codelists.models import Theme
from common.exchange.imports import Change, Checked, Data, Match, Session, Suggestion, refusals
from common.exchange.models import ImportJob
from common.exchange.problems import Problem
from common.exchange.vocabulary import word_key
from communities.models import Oblast, Office
from partners import workflow
from partners.data import PartnerData, data_of
from partners.duplicates import OWN_DOMAIN, SHARED_DOMAINS, Typed, domain_of
from partners.enums import PartnerOrigin, PartnerStatus
from partners.identifiers import Identifier
from partners.imports.index import PartnerIndex, latin_keys, telling_words
from partners.imports.rows import LONG_TEXTS, Row
from partners.likeness import PROBABLE, likeness
from partners.models import Partner
from partners.permissions import can_keep_partner
from partners.services import change_partner, register_partner, set_status
from partners.vocabulary import USUAL_TYPE, oblast_words, theme_words

# A word that so many partners share tells nothing of any of them.
TELLING = 100
MOST_SUGGESTIONS = 5


class PartnerSession(Session):
    additive = frozenset({"identifiers", "themes", "oblasts", "languages"})

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
        if not _is_shared(domain) and 0 < len(same_site) <= OWN_DOMAIN:
            for pk in same_site:
                said = self._suggestion(pk, _("the same website: %(domain)s"), domain=domain)
                found[pk] = (0.8, said)
        typed = Typed(
            name=data.get("name", ""),
            name_en=data.get("name_en", ""),
            acronym=data.get("acronym", ""),
        )
        for word in sorted(typed.acronyms):
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
        with refusals():
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
        with refusals():
            values = self._values(data)
            if values:
                change_partner(
                    actor=actor, partner=partner, data=replace(data_of(partner), **values)
                )
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


def _is_shared(domain: str) -> bool:
    """A host of many organisations, such as a state's own portal (gov.pl, gouv.fr)."""
    state = re.fullmatch(r"(gov|gouv|gob|govt|government)\.[a-z]{2}", domain)
    return domain in SHARED_DOMAINS or state is not None


def _likeness(ours: tuple[str, str], theirs: tuple[str, str]) -> float:
    return max(likeness(one, other) for one in ours for other in theirs)
