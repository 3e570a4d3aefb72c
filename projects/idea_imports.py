"""Letting a table of ideas in: rows become drafts of their communities, or change those."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.codelists.entries import SDG_GOALS, names_of
from common.codelists.models import Theme
from common.exchange.columns import CODE, Code, More, columns_of
from common.exchange.imports import Change, Checked, Data, Importer, Match, RowRefused, Session
from common.exchange.models import ImportJob
from common.exchange.problems import Level, Problem
from common.exchange.vocabulary import Vocabulary, code_names, pieces, word_key
from common.intake.refusals import Refusal
from common.intake.texts import many_lines, one_line
from common.money.currencies import HRYVNIA, OFFERED
from common.registers.fields import text_in
from communities.models import Community
from partners.vocabulary import theme_words
from projects.idea_data import IdeaData, idea_data_of
from projects.idea_exceptions import InvalidData
from projects.idea_permissions import can_change_idea, can_write_ideas, can_write_now
from projects.idea_registers import IDEAS, readiness_levels
from projects.models import ProjectIdea
from projects.services.ideas import change_idea, write_idea

CURRENCY, ON = "cost:currency", "cost:value_date"
TEXTS = {
    "title": 300,
    "title_en": 300,
    "problem": 4000,
    "problem_en": 4000,
    "solution": 4000,
    "solution_en": 4000,
    "expected_result": 4000,
    "expected_result_en": 4000,
}
NUMBERS = ("cost", "own_amount", "own_percent")
DAYS = ("starts_on", "ends_on")
# Column of the table → column of the record.
RENAMED = {"cost": "amount", CURRENCY: "currency", ON: "amount_on"}
LARGEST = Decimal(10) ** 16


def _readiness_codes() -> Iterator[Code]:
    for code, entry in readiness_levels().items():
        yield Code(code, entry["name"]["uk"], entry["name"]["en"])


def _show_readiness(value: Any) -> str:
    entry = readiness_levels().get(value)
    return text_in(entry["name"]) if entry else str(value or "")


def _theme_codes() -> Iterator[Code]:
    for one in Theme.objects.filter(is_archived=False):
        yield Code(one.slug, one.name, one.name_en)


def _show_themes(value: Any) -> str:
    names = dict(Theme.objects.filter(slug__in=value or ()).values_list("slug", "name"))
    return ", ".join(str(names.get(slug, slug)) for slug in value or ())


def _show_community(value: Any) -> str:
    found = Community.objects.filter(code=value or "").first()
    return found.full_name if found else str(value or "")


def _sdg_codes() -> Iterator[Code]:
    for code, name in names_of(SDG_GOALS).items():
        yield Code(code, name.uk, name.en)


COLUMNS = columns_of(
    IDEAS,
    {
        "reference": More(
            headings=("Номер", "Номер ідеї", "№ ідеї"),
            help=_("Of an idea that is in the portal already. New ones get theirs here."),
        ),
        "title": More(
            headings=("Назва", "Назва проєкту", "Назва ідеї", "Проєктна ідея"),
            required=True,
            example="Приклад: Ремонт дитячого садка «Сонечко»",
        ),
        "title_en": More(headings=("Назва англійською", "Title in English")),
        "community": More(
            headings=("Громада", "Назва громади", "Територіальна громада", "Hromada"),
            show=_show_community,
            help=_("The KATOTTG code, or the name as in the codifier. Empty: your only one."),
            example="UA53060270000065218",
        ),
        "community:code": More(headings=("Код громади", "КАТОТТГ", "Код КАТОТТГ", "KATOTTG")),
        "themes": More(
            headings=("Напрям", "Напрями", "Сфера", "Theme", "Themes"),
            codes=_theme_codes,
            show=_show_themes,
            example="education",
        ),
        "readiness": More(
            headings=("Готовність", "Стан готовності", "Readiness"),
            codes=_readiness_codes,
            show=_show_readiness,
            example="design",
        ),
        "cost": More(
            headings=("Вартість", "Орієнтовна вартість", "Бюджет", "Сума", "Cost", "Budget"),
            example="250000",
        ),
        CURRENCY: More(headings=("Валюта", "Currency"), example="EUR"),
        ON: More(headings=("Станом на", "As of")),
        "own_amount": More(headings=("Співфінансування", "Власний внесок", "Own share")),
        "own_percent": More(headings=("Співфінансування, %", "Власний внесок, %")),
        "sdg_goals": More(
            headings=("ЦСР", "Цілі сталого розвитку", "SDG", "SDGs"),
            codes=_sdg_codes,
            example="4; 11",
        ),
        "problem": More(headings=("Проблема", "Problem")),
        "solution": More(headings=("Рішення", "Розв’язання", "Шлях вирішення", "Solution")),
        "expected_result": More(
            headings=("Очікуваний результат", "Очікувані результати", "Expected result")
        ),
        "starts_on": More(headings=("Початок", "Start"), example="2027-03-01"),
        "ends_on": More(headings=("Завершення", "Кінець", "End")),
    },
)


class IdeaSession(Session):
    additive = frozenset({"themes", "sdg_goals"})

    def __init__(self, actor: Any) -> None:
        self.actor = actor
        rows = Community.objects.in_force().select_related("oblast")
        self.communities = {one.code: one for one in rows}
        self.own = {one.code for one in self.communities.values() if can_write_ideas(actor, one)}
        self.by_name: dict[str, set[str]] = {}
        for one in self.communities.values():
            for name in (one.name, one.full_name):
                self.by_name.setdefault(word_key(name), set()).add(one.code)
        self.themes = {one.slug: one for one in Theme.objects.filter(is_archived=False)}
        self.theme_words = theme_words(self.themes)
        self.readiness = Vocabulary(code_names(readiness_levels()))
        names = names_of(SDG_GOALS)
        self.sdg = Vocabulary({code: [name.uk, name.en] for code, name in names.items()})
        ideas = ProjectIdea.objects.visible_to(actor)
        known = ideas.values_list("reference", "community__code", "title")
        self.by_reference = {reference for reference, _code, _title in known}
        self.by_title = {(code, word_key(title)): ref for ref, code, title in known}

    def check(self, cells: Mapping[str, str]) -> Checked:
        return _Row(self, cells).read()

    def label(self, data: Data) -> str:
        return str(data.get("title") or data.get("reference") or "")

    def keys(self, data: Data) -> Iterator[tuple[str, str]]:
        if "reference" in data:
            yield "reference", data["reference"]
        elif "title" in data:
            yield "title", f"{data.get('community', '')} {word_key(data['title'])}"

    def match(self, data: Data) -> Match:
        if "reference" in data:
            if data["reference"] in self.by_reference:
                return Match(record=data["reference"], why=_("the same record"))
            reason = _("There is no idea with this reference.")
            return Match(problems=(Problem("reference", data["reference"], reason),))
        key = (data.get("community", ""), word_key(data.get("title", "")))
        found = self.by_title.get(key)
        return Match(record=found, why=_("the same title in the community")) if found else Match()

    def check_new(self, data: Data) -> Iterator[Problem]:
        if "title" not in data:
            yield Problem("title", "", _("The title of the idea is missing."))
        if "community" not in data:
            yield Problem("community", "", _("Say which community proposes the idea."))
        elif data["community"] not in self.own:
            reason = _("You do not write ideas of this community.")
            yield Problem("community", data["community"], reason)

    def current(self, records: Iterable[str]) -> dict[str, Data]:
        rows = ProjectIdea.objects.filter(reference__in=list(records))
        rows = rows.select_related("community__oblast", "oblast").prefetch_related("themes")
        self.seen = {one.reference: one for one in rows}
        return {key: _as_data(one) for key, one in self.seen.items()}

    def check_change(self, actor: Any, record: str, diff: Sequence[Change]) -> Iterator[Problem]:
        idea = self.seen[record]
        if not can_change_idea(actor, idea):
            yield Problem("", "", _("You do not write ideas of this community."))
        elif not can_write_now(actor, idea):
            reason = _("The idea cannot be changed in its present status.")
            yield Problem("", "", reason)
        if any(one.column == "community" for one in diff):
            yield Problem("community", "", _("An idea stays with its community."))

    def create(self, actor: Any, data: Data, job: ImportJob) -> str:
        community = self.communities[data["community"]]
        said = IdeaData(**self._said(data), source_note=job.file_name[:300])
        with refusals():
            idea = write_idea(actor=actor, community=community, data=said)
        self.by_reference.add(idea.reference)
        self.by_title[data["community"], word_key(idea.title)] = idea.reference
        return idea.reference

    def change(self, actor: Any, record: str, data: Data) -> None:
        idea = self.seen[record]
        before = idea_data_of(idea)
        said = self._said(data)
        for name in ("themes", "sdg_goals"):
            if name in said:
                said[name] = (*getattr(before, name), *said[name])
        with refusals():
            change_idea(actor=actor, idea=idea, data=replace(before, **said))

    def _said(self, data: Data) -> dict[str, Any]:
        said: dict[str, Any] = {}
        for name, value in data.items():
            if name == "themes":
                said[name] = tuple(self.themes[slug] for slug in value)
            elif name == "sdg_goals":
                said[name] = tuple(value)
            elif name in NUMBERS:
                said[RENAMED.get(name, name)] = Decimal(value)
            elif name in (*DAYS, ON):
                said[RENAMED.get(name, name)] = dt.date.fromisoformat(value)
            elif name not in {"community", "reference"}:
                said[RENAMED.get(name, name)] = value
        return said


def _as_data(idea: ProjectIdea) -> Data:
    data: Data = {name: getattr(idea, name) for name in (*TEXTS, "reference", "readiness")}
    data |= {"community": idea.community.code, "sdg_goals": list(idea.sdg_goals)}
    data["themes"] = [one.slug for one in idea.themes.all()]
    values = {"cost": idea.amount, "own_amount": idea.own_amount, "own_percent": idea.own_percent}
    data |= {name: _plain(value) for name, value in values.items() if value is not None}
    days = {ON: idea.amount_on, "starts_on": idea.starts_on, "ends_on": idea.ends_on}
    data |= {name: day.isoformat() for name, day in days.items() if day}
    return data | ({CURRENCY: idea.currency} if idea.currency else {})


def _plain(value: Decimal) -> str:
    """«250000» and «250000.00» are the same amount."""
    return format(value.quantize(Decimal("0.01")), "f")


@contextmanager
def refusals() -> Iterator[None]:
    """Turns what the services refuse into words beside the cells of the row."""
    columns = {after: before for before, after in RENAMED.items()}
    try:
        yield
    except InvalidData as error:
        raise RowRefused(
            [
                Problem(columns.get(name, name), "", text.replace("%", "%%"))
                for name, texts in error.errors.items()
                for text in texts
            ]
        ) from error
    except Refusal as error:
        raise RowRefused([Problem("", "", str(error))]) from error


class _Row:
    """One row being read: texts in, values and problems out."""

    def __init__(self, session: IdeaSession, cells: Mapping[str, str]) -> None:
        self.session, self.cells = session, cells
        self.data: Data = {}
        self.problems: list[Problem] = []

    def read(self) -> Checked:
        reference = one_line(self.cells.get("reference", "")).upper()
        if reference:
            self.data["reference"] = reference
        self._community()
        for name, longest in TEXTS.items():
            self._text(name, longest)
        self._several("themes", self.session.theme_words)
        self._several("sdg_goals", self.session.sdg)
        self._readiness()
        for name in NUMBERS:
            self._number(name)
        self._currency()
        for name in (*DAYS, ON):
            self._day(name)
        return Checked(self.data, self.problems)

    def _wrong(self, column: str, value: str, reason: Any, **values: Any) -> None:
        self.problems.append(Problem(column, value, reason, Level.ERROR, values))

    def _cell(self, column: str) -> str:
        return one_line(self.cells.get(column, ""))

    def _community(self) -> None:
        code, name = self._cell("community" + CODE).upper(), self._cell("community")
        if name.upper().startswith("UA"):
            code = code or name.upper()
        own = self.session.own
        if code:
            found = {code} & set(self.session.communities)
        elif name:
            named = self.session.by_name.get(word_key(name), set())
            found = named & own or named
        else:
            found = set(own) if len(own) == 1 and "reference" not in self.data else set()
        if len(found) == 1:
            self.data["community"] = found.pop()
        elif found:
            self._wrong("community", name, _("Several communities are called so: give the code."))
        elif code or name:
            self._wrong("community", code or name, _("There is no such community."))

    def _text(self, name: str, longest: int) -> None:
        tidy = one_line if name.startswith("title") else many_lines
        text = tidy(self.cells.get(name, ""))
        if len(text) > longest:
            reason = _("This is %(length)s characters long; at most %(longest)s are kept.")
            self._wrong(name, text, reason, length=len(text), longest=longest)
        elif text:
            self.data[name] = text

    def _several(self, name: str, words: Vocabulary) -> None:
        """Codes before names: a name may hold commas."""
        for column in (name + CODE, name):
            text = self.cells.get(column, "").strip()
            if not text:
                continue
            for parts in (text.split(";"), pieces(text)):
                named = [one_line(part) for part in parts if part.strip()]
                found = [words.find(part) or words.find(part.lstrip("0")) for part in named]
                if named and all(found):
                    self.data[name] = list(dict.fromkeys(found))
                    return
            unknown = next(part for part, code in zip(named, found, strict=True) if not code)
            nearest = words.nearest(unknown)
            if nearest:
                reason = _("Not known. Is “%(nearest)s” meant?")
                self._wrong(column, unknown, reason, nearest=nearest)
            else:
                reason = _("Not known. The allowed names and codes are in the template file.")
                self._wrong(column, unknown, reason)
            return

    def _readiness(self) -> None:
        for column in ("readiness" + CODE, "readiness"):
            text = self._cell(column)
            if not text:
                continue
            code = self.session.readiness.find(text)
            if code:
                self.data["readiness"] = code
            else:
                reason = _("Not known. The allowed names and codes are in the template file.")
                self._wrong(column, text, reason)
            return

    def _number(self, name: str) -> None:
        text = self._cell(name).replace(" ", "").replace("\N{NO-BREAK SPACE}", "")
        if not text:
            return
        plain = text.rstrip("%").replace(",", ".")
        try:
            value = Decimal(plain)
        except InvalidOperation:
            self._wrong(name, text, _("This is not a number. Write it in digits: 250000 or 0.5."))
            return
        if not value.is_finite() or not 0 <= value < LARGEST:
            self._wrong(name, text, _("This number cannot be right."))
            return
        if name == "own_percent" and value > 100:
            self._wrong(name, text, _("A share is from 0 to 100 per cent."))
            return
        self.data[name] = _plain(value)

    def _currency(self) -> None:
        text = self._cell(CURRENCY).upper()
        words = {"ГРН": HRYVNIA, "ГРИВНЯ": HRYVNIA, "ЄВРО": "EUR", "€": "EUR", "$": "USD"}
        code = words.get(text.rstrip("."), text)
        if not text:
            return
        if code in OFFERED:
            self.data[CURRENCY] = code
        else:
            self._wrong(CURRENCY, text, _("A currency is three letters, such as UAH or EUR."))

    def _day(self, name: str) -> None:
        text = self._cell(name)
        if not text:
            return
        for pattern in ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"):
            try:
                day = dt.datetime.strptime(text.split(" ")[0], pattern).date()  # noqa: DTZ007
            except ValueError:
                continue
            self.data[name] = day.isoformat()
            return
        self._wrong(name, text, _("Write a day: 2027-03-01 or 01.03.2027."))


class IdeaImporter(Importer):
    name = "ideas"
    register = IDEAS
    columns = COLUMNS

    def may_import(self, user: Any) -> bool:
        return bool(user.is_active) and can_write_ideas(user)

    def open(self, job: ImportJob) -> IdeaSession:
        return IdeaSession(job.uploaded_by)

    def urls_of(self, records: Iterable[str]) -> dict[str, str]:
        return {
            reference: reverse("ideas:idea-detail", kwargs={"reference": reference})
            for reference in records
        }
