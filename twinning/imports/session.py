"""One pass over a table of twin links: whose they are, with which place, and whether known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from common.exchange.imports import Change, Checked, Data, Match, Session, refusals
from common.exchange.models import ImportJob
from common.exchange.problems import Problem
from common.exchange.vocabulary import word_key
from communities.models import Community, Oblast
from partners.models import Agreement, AgreementParty
from partners.vocabulary import oblast_words
from twinning import workflow
from twinning.imports.rows import Row
from twinning.inexact_dates import read_date, typed_date
from twinning.link_data import data_of
from twinning.link_enums import LinkStage
from twinning.link_permissions import keeps_oblast
from twinning.models import Municipality, TwinLink, TwinLinkQuestion
from twinning.naming import Resolution, resolve_municipality
from twinning.services.links import change_twin_link, take_stage
from twinning.services.questions import ask, link_from

# What says which link a row is; the rest are things said of it.
OPEN = ("stage", "since", "agreement", "source", "note", "note_en")

Key = tuple[str, str, str]


class TwinLinkSession(Session):
    def __init__(self, *, actor: Any, origin_note: str) -> None:
        self.actor, self.origin_note = actor, origin_note
        rows = Community.objects.in_force().select_related("oblast")
        self.communities = {one.code: one for one in rows}
        self.oblasts = {one.code: one for one in Oblast.objects.in_force()}
        self.oblasts_by_word = oblast_words(self.oblasts)
        self.by_name: dict[tuple[str, str], list[Community]] = defaultdict(list)
        for one in self.communities.values():
            self.by_name[one.oblast.code, word_key(one.name)].append(one)
        self.agreements = self._known_agreements()
        self.links = self._known_links()
        self.questions = self._known_questions()
        self.resolved: dict[tuple[str, str, str], Resolution] = {}
        self.places: dict[str, Municipality] = {}
        self.asked: dict[str, Data] = {}

    def _known_agreements(self) -> dict[str, dict[str, set[str]]]:
        found: dict[str, dict[str, set[str]]] = defaultdict(dict)
        rows = AgreementParty.objects.filter(agreement__is_archived=False).values_list(
            "community__code",
            "oblast__code",
            "agreement__reference",
            "agreement__title",
            "agreement__title_en",
        )
        for community, oblast, reference, *titles in rows:
            words = {word_key(text) for text in (reference, *titles) if text}
            found[community or oblast][reference] = words
        return found

    def _known_links(self) -> dict[Key, str]:
        rows = TwinLink.objects.order_by("-pk").values_list(
            "community__code", "oblast__code", "municipality__public_id", "kind", "public_id"
        )
        return {
            (community or oblast, str(place), kind): str(key)
            for community, oblast, place, kind, key in rows
        }

    def _known_questions(self) -> dict[tuple[str, str, str, str], str]:
        rows = TwinLinkQuestion.objects.values_list(
            "community__code", "oblast__code", "name", "country", "kind", "public_id"
        )
        return {
            (community or oblast, name, country, kind): str(key)
            for community, oblast, name, country, kind, key in rows
        }

    # Reading

    def check(self, cells: Mapping[str, str]) -> Checked:
        return Row(self, cells).read()

    def place(self, name: str, country: str, region: str) -> Resolution:
        """A name without a country may be anywhere: that is never certain."""
        asked = (name, country, region)
        if asked not in self.resolved:
            found = resolve_municipality(name=name, country=country, region=region)
            self.resolved[asked] = found if country else Resolution(None, found.candidates)
            if found.found:
                self.places[str(found.found.public_id)] = found.found
        return self.resolved[asked]

    def label(self, data: Data) -> str:
        home = self.home(data)
        place = str(data.get("municipality", ""))
        return f"{home or ''} – {self.places.get(place, place)}"

    def home(self, data: Data) -> Community | Oblast | None:
        return self.communities.get(data.get("community", "")) or self.oblasts.get(
            data.get("oblast", "")
        )

    def keys(self, data: Data) -> Iterator[tuple[str, str]]:
        yield "municipality", "|".join((*_key(data), data.get("country", "")))

    # Which link is it?

    def match(self, data: Data) -> Match:
        found = self.links.get(_key(data))
        if found:
            return Match(record=found, why=_("the same two sides and kind"))
        home, place, kind = _key(data)
        question = self.questions.get((home, place, data.get("country", ""), kind))
        if question:
            self.asked[question] = data
            return Match(record=question, why=_("the same question was asked before"))
        return Match()

    def check_new(self, data: Data) -> Iterator[Problem]:
        home = self.home(data)
        assert home is not None
        oblast = home.oblast_id if isinstance(home, Community) else home.pk
        if not keeps_oblast(self.actor, oblast):
            yield Problem("", "", _("This territory belongs to another office. Ask that office."))
        if data.get("stage") == LinkStage.ENDED:
            reason = _("A new link cannot begin with its end.")
            yield Problem("stage", str(data["stage"]), reason)

    def current(self, records: Iterable[str]) -> dict[str, Data]:
        """A question is never changed by a later row: it stands as it was asked."""
        wanted = list(records)
        rows = (
            TwinLink.objects.filter(public_id__in=wanted).with_sides().select_related("agreement")
        )
        self.seen = {str(one.public_id): one for one in rows}
        said = {key: self.asked[key] for key in wanted if key in self.asked}
        return said | {key: as_data(one) for key, one in self.seen.items()}

    def check_change(self, actor: Any, record: str, diff: Sequence[Change]) -> Iterator[Problem]:
        link = self.seen[record]
        if not keeps_oblast(actor, link.home_oblast.pk):
            yield Problem("", "", _("This territory belongs to another office. Ask that office."))
        for change in diff:
            if change.column != "stage":
                continue
            if change.after == LinkStage.ENDED or change.after not in workflow.steps_from(
                link.stage
            ):
                reason = _("The link cannot go to this stage by a table: do it on its own page.")
                yield Problem("stage", str(change.after), reason)

    # Through the services

    def create(self, actor: Any, data: Data, job: ImportJob) -> str:
        home = self.home(data)
        assert home is not None
        place = data["municipality"]
        with refusals():
            if data.get("resolved"):
                municipality = Municipality.objects.get(public_id=place)
                link = link_from(actor=actor, home=home, municipality=municipality, said=data)
                self.links[_key(data)] = str(link.public_id)
                return str(link.public_id)
            question = ask(
                actor=actor,
                home=home,
                name=place,
                country=data.get("country", ""),
                kind=data["kind"],
                said=data,
                origin_note=f"{self.origin_note}",
            )
        reference = str(question.public_id)
        self.questions[_key(data)[0], place, data.get("country", ""), data["kind"]] = reference
        return reference

    def change(self, actor: Any, record: str, data: Data) -> None:
        link = self.seen[record]
        values: Data = {name: data[name] for name in ("source", "note", "note_en") if name in data}
        if "since" in data:
            values["since_on"], values["since_precision"] = read_date(data["since"])
        if "agreement" in data:
            values["agreement"] = Agreement.objects.get(reference=data["agreement"])
        with refusals():
            if values:
                changed = replace(data_of(link), **values)
                change_twin_link(actor=actor, link=link, data=changed)
            if "stage" in data:
                take_stage(actor=actor, link=link, stage=data["stage"])


def _key(data: Data) -> Key:
    home = data.get("community") or data.get("oblast") or ""
    return home, str(data.get("municipality", "")), str(data.get("kind", ""))


def as_data(link: TwinLink) -> Data:
    """The link in the shape of a checked row."""
    data: Data = {name: getattr(link, name) for name in ("kind", "stage", "source")}
    data |= {"note": link.note, "note_en": link.note_en, "resolved": True}
    data["since"] = typed_date(link.since_on, link.since_precision)
    data["agreement"] = link.agreement.reference if link.agreement else ""
    data["municipality"] = str(link.municipality.public_id)
    data["country"] = str(link.municipality.country)
    data["community" if link.community_id else "oblast"] = link.home.code
    return data
