"""One pass over a table of twin links: whose they are, with which place, and whether known."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.exchange.columns import CODE
from common.exchange.countries import find_country
from common.exchange.imports import Change, Checked, Data, Match, RowRefused, Session
from common.exchange.models import ImportJob
from common.exchange.problems import Level, Problem
from common.exchange.vocabulary import Vocabulary, word_key
from common.intake.texts import many_lines, one_line
from communities.models import Community, Oblast
from partners.exceptions import PartnersError
from partners.vocabulary import oblast_words
from twinning import workflow
from twinning.exceptions import InvalidLink, TwinningError
from twinning.imports.columns import MENTION, certainty_words, kind_words, stage_words
from twinning.link_enums import LinkKind, LinkStage, Precision
from twinning.link_permissions import keeps_oblast
from twinning.models import Municipality, TwinLink, TwinLinkQuestion
from twinning.models.links import shown_date
from twinning.naming import Resolution, resolve_municipality
from twinning.services.links import change_twin_link, data_of, take_stage
from twinning.services.questions import ask, first_day, link_from

# What people put after the name of a community.
TYPE_WORDS = re.compile(
    r"\s+((міська|селищна|сільська)\s+)?(територіальна\s+громада|об'єднана\s+територіальна\s+громада"
    r"|громада|мтг|стг|отг|тг)$"
)
TYPES = {"міська": "urban", "селищна": "settlement", "сільська": "rural"}
YEAR = re.compile(r"(1[89]\d\d|20\d\d)( ?(р|рік|year)\.?)?")
FIRST_YEAR = 1900
# How many characters each text may have.
LONGEST = {"municipality": 200, "source": 500, "note": 2000, "note_en": 2000}
# What says which link a row is; the rest are things said of it.
OPEN = ("stage", "since", "source", "note", "note_en")

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
        self.links = self._known_links()
        self.questions = self._known_questions()
        self.resolved: dict[tuple[str, str, str], Resolution] = {}
        self.asked: dict[str, Data] = {}

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
        return _Row(self, cells).read()

    def place(self, name: str, country: str, region: str) -> Resolution:
        """A name without a country may be anywhere: that is never certain."""
        asked = (name, country, region)
        if asked not in self.resolved:
            found = resolve_municipality(name=name, country=country, region=region)
            self.resolved[asked] = found if country else Resolution(None, found.candidates)
        return self.resolved[asked]

    def label(self, data: Data) -> str:
        home = self.home(data)
        place = str(data.get("municipality", ""))
        found = next((one.found for one in self.resolved.values() if _is(one.found, place)), None)
        return f"{home or ''} – {found or place}"

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
        rows = TwinLink.objects.filter(public_id__in=wanted).with_sides()
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
            since = data["since"]
            values |= {
                "since_on": first_day(since),
                "since_precision": Precision.YEAR if len(since) == 4 else Precision.DAY,
            }
        with refusals():
            if values:
                changed = replace(data_of(link), **values)
                change_twin_link(actor=actor, link=link, data=changed)
            if "stage" in data:
                take_stage(actor=actor, link=link, stage=data["stage"])


def _key(data: Data) -> Key:
    home = data.get("community") or data.get("oblast") or ""
    return home, str(data.get("municipality", "")), str(data.get("kind", ""))


def _is(found: Municipality | None, reference: str) -> bool:
    return found is not None and str(found.public_id) == reference


def as_data(link: TwinLink) -> Data:
    """The link in the shape of a checked row."""
    data: Data = {name: getattr(link, name) for name in ("kind", "stage", "source")}
    data |= {"note": link.note, "note_en": link.note_en, "resolved": True}
    data["since"] = shown_date(link.since_on, link.since_precision)
    data["municipality"] = str(link.municipality.public_id)
    data["country"] = str(link.municipality.country)
    data["community" if link.community_id else "oblast"] = link.home.code
    return data


@contextmanager
def refusals() -> Iterator[None]:
    """Turns what the services refuse into words beside the cells of the row."""
    try:
        yield
    except InvalidLink as error:
        pairs = [(name, text) for name, texts in error.errors.items() for text in texts]
        raise RowRefused([Problem(name, "", _plain(text)) for name, text in pairs]) from error
    except (TwinningError, PartnersError) as error:
        raise RowRefused([Problem("", "", _plain(str(error)))]) from error


def _plain(text: str) -> str:
    """A finished sentence: its percent signs are no places for values."""
    return text.replace("%", "%%")


class _Row:
    """One row being read: texts in, values and problems out."""

    def __init__(self, session: TwinLinkSession, cells: Mapping[str, str]) -> None:
        self.session, self.cells = session, cells
        self.data: Data = {}
        self.problems: list[Problem] = []

    def read(self) -> Checked:
        self._home()
        for column in ("municipality", "source", "note", "note_en"):
            self._text(column)
        self._coded("stage", stage_words())
        self._coded("kind", kind_words())
        self._since()
        if "municipality" not in self.data:
            self._wrong("municipality", "", _("The name of the place abroad is missing."))
        elif not any(one.column.startswith("country") for one in self._country()):
            self._place()
        whole = "community" not in self.data and "oblast" in self.data
        usual = LinkKind.TWIN_REGION if whole else LinkKind.TWIN_CITY
        self.data.setdefault("kind", usual.value)
        return Checked(self.data, self.problems)

    def _wrong(
        self,
        column: str,
        value: str,
        reason: str | Promise,
        level: Level = Level.ERROR,
        **values: Any,
    ) -> None:
        self.problems.append(Problem(column, value, reason, level, values))  # type: ignore[arg-type]

    def _cell(self, column: str) -> str:
        return one_line(self.cells.get(column, ""))

    def _text(self, column: str) -> None:
        tidy = many_lines if column.startswith("note") else one_line
        text = tidy(self.cells.get(column, ""))
        if len(text) > LONGEST[column]:
            reason = _("This is %(length)s characters long; at most %(longest)s are kept.")
            self._wrong(column, text, reason, length=len(text), longest=LONGEST[column])
        elif text:
            self.data[column] = text

    # Our side

    def _home(self) -> None:
        oblast = self._oblast()
        code, name = self._cell("community" + CODE).upper(), self._cell("community")
        if name.upper().startswith("UA") and not code:
            code, name = name.upper(), ""
        if code:
            self._by_code(code)
        elif name:
            self._by_name(name, oblast)
        elif oblast:
            self.data["oblast"] = oblast
        elif not self.problems:
            self._wrong("community", "", _("Name the community or the oblast."))

    def _oblast(self) -> str:
        for column in ("oblast" + CODE, "oblast"):
            text = self._cell(column)
            if text:
                found = self.session.oblasts_by_word.find(text)
                if not found:
                    self._wrong(column, text, _("There is no such oblast."))
                return found
        return ""

    def _by_code(self, code: str) -> None:
        if code in self.session.communities:
            self.data["community"] = code
            return
        former = [one.code for one in self.session.communities.values() if code in one.former_codes]
        if len(former) == 1:
            self.data["community"] = former[0]
        elif code in self.session.oblasts:
            self.data["oblast"] = code
        else:
            reason = _("There is no community with this code.")
            self._wrong("community" + CODE, code, reason)

    def _by_name(self, text: str, oblast: str) -> None:
        """Nine communities may bear one name: never by the bare name."""
        if not oblast:
            if not self.problems:
                reason = _("Say the oblast too, or give the code: a name alone may mean several.")
                self._wrong("community", text, reason)
            return
        key = word_key(text)
        typed = TYPE_WORDS.search(key)
        found = self.session.by_name[oblast, TYPE_WORDS.sub("", key)]
        if typed and typed[2] and len(found) > 1:
            found = [one for one in found if one.kind == TYPES[typed[2]]]
        if len(found) == 1:
            self.data["community"] = found[0].code
        elif found:
            reason = _("The oblast has several communities of this name: give the code.")
            self._wrong("community", text, reason)
        else:
            self._wrong("community", text, _("The oblast has no community of this name."))

    # The other side

    def _coded(self, column: str, words: Vocabulary) -> None:
        for name in (column + CODE, column):
            text = self._cell(name)
            if not text:
                continue
            code = words.find(text)
            if code:
                self.data[column] = code
            else:
                reason = _("Not known. The allowed names and codes are in the template file.")
                self._wrong(name, text, reason)
            return

    def _country(self) -> list[Problem]:
        for name in ("country" + CODE, "country"):
            text = self._cell(name)
            if not text:
                continue
            code = find_country(text)
            if code:
                self.data["country"] = code
            else:
                self._wrong(name, text, _("There is no such country."))
            break
        return [one for one in self.problems if one.keeps_out]

    def _place(self) -> None:
        name, country = self.data["municipality"], self.data.get("country", "")
        region = self._cell("region")
        found = self.session.place(name, country, region)
        mentioned = certainty_words().find(self._cell("certainty")) == MENTION
        if found.found and not mentioned:
            self.data["municipality"] = str(found.found.public_id)
            self.data["country"] = str(found.found.country)
            self.data["resolved"] = True
            return
        if region:
            self.data["region"] = region
        reason = _("A source only mentions this link: it waits for the decision of an official.")
        if not mentioned and found.candidates:
            reason = _("Which place this is, is not certain: it waits for a decision.")
        elif not mentioned:
            reason = _("No such place is known: it waits for a decision.")
        self._wrong("municipality", name, reason, Level.WARNING)

    def _since(self) -> None:
        text = self._cell("since")
        if not text:
            return
        year = YEAR.fullmatch(text)
        if year:
            self._since_on(text, dt.date(int(year[1]), 1, 1), year[1])
            return
        for pattern in ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"):
            try:
                day = dt.datetime.strptime(text.split(" ")[0], pattern).date()  # noqa: DTZ007
            except ValueError:
                continue
            self._since_on(text, day, day.isoformat())
            return
        self._wrong("since", text, _("Write a year (1988) or a day (2022-05-01)."))

    def _since_on(self, text: str, day: dt.date, kept: str) -> None:
        if day > timezone.localdate() or day.year < FIRST_YEAR:
            self._wrong("since", text, _("This cannot be the beginning of a link."))
        else:
            self.data["since"] = kept
