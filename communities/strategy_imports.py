"""Letting a table of goals into the register: recognised by strategy and number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.codelists.entries import SDG_GOALS, names_of
from common.design.formats import current_language
from common.exchange.columns import CODE, Code, More, columns_of
from common.exchange.imports import Change, Checked, Data, Importer, Match, Session, refusals
from common.exchange.models import ImportJob
from common.exchange.problems import Level, Problem
from common.exchange.vocabulary import Vocabulary, pieces, word_key
from common.intake.texts import many_lines, one_line
from communities.models import StrategicGoal, Strategy
from communities.models.strategies import GOAL_NUMBER
from communities.services.strategy_goals import add_goal, change_goal
from communities.strategy_data import GoalData, goal_data_of
from communities.strategy_enums import StrategyStatus
from communities.strategy_permissions import can_change_strategy, can_register_strategy
from communities.strategy_registers import GOALS

TEXTS = {"title": 500, "title_en": 500, "description": 4000, "description_en": 4000}


def _sdg_codes() -> Iterator[Code]:
    for code, name in names_of(SDG_GOALS).items():
        yield Code(code, name.uk, name.en)


def _show_sdgs(value: Any) -> str:
    names = names_of(SDG_GOALS)
    return ", ".join(f"{code} {names[code]}" if code in names else code for code in value or ())


def _strategy_codes() -> Iterator[Code]:
    for one in Strategy.objects.current().exclude(status=StrategyStatus.REPLACED):
        yield Code(one.slug, one.title, one.title_en or one.title)


def _show_strategy(value: Any) -> str:
    found = Strategy.objects.filter(slug=value or "").first()
    if not found:
        return str(value or "")
    return str(found.title_en if current_language() == "en" and found.title_en else found.title)


COLUMNS = columns_of(
    GOALS,
    {
        "strategy": More(
            headings=("Стратегія", "Назва стратегії"),
            codes=_strategy_codes,
            show=_show_strategy,
            example="poltava-2021-2027",
            help=_("Title or address of the strategy. Not needed when you keep one only."),
        ),
        "number": More(
            headings=("№", "№ цілі", "Номер", "Номер цілі", "Number", "No"),
            required=True,
            example="2.1",
            help=_("2 is a strategic goal, 2.1 an operational goal of it."),
        ),
        "title": More(
            headings=("Назва", "Ціль", "Назва цілі", "Goal"),
            required=True,
            example="Приклад: Доступні послуги в кожній громаді",
        ),
        "title_en": More(headings=("Назва англійською", "Title in English")),
        "description": More(headings=("Опис", "Description")),
        "sdg_goals": More(
            headings=("ЦСР", "Цілі сталого розвитку", "SDG", "SDGs"),
            codes=_sdg_codes,
            show=_show_sdgs,
            example="4; 11",
        ),
    },
)


class GoalSession(Session):
    def __init__(self, actor: Any) -> None:
        rows = Strategy.objects.current().select_related("oblast")
        self.strategies = {one.slug: one for one in rows}
        self.own = [
            one.slug
            for one in self.strategies.values()
            if can_change_strategy(actor, one) and one.status != StrategyStatus.REPLACED
        ]
        self.by_title: dict[str, set[str]] = {}
        for one in self.strategies.values():
            for title in filter(None, (one.title, one.title_en)):
                self.by_title.setdefault(word_key(title), set()).add(one.slug)
        names = names_of(SDG_GOALS)
        self.sdg = Vocabulary({code: [name.uk, name.en] for code, name in names.items()})
        known = StrategicGoal.objects.values_list("strategy__slug", "number", "public_id")
        self.known = {(slug, number): str(key) for slug, number, key in known}
        self.above: set[tuple[str, str]] = set(self.known)

    def check(self, cells: Mapping[str, str]) -> Checked:
        checked = _Row(self, cells).read()
        if checked.is_good:
            self.above.add((checked.data["strategy"], checked.data["number"]))
        return checked

    def label(self, data: Data) -> str:
        return " ".join(str(data[name]) for name in ("number", "title") if name in data)

    def keys(self, data: Data) -> Iterator[tuple[str, str]]:
        yield "number", f"{data['strategy']} {data['number']}"

    def match(self, data: Data) -> Match:
        found = self.known.get((data["strategy"], data["number"]))
        return Match(record=found, why=_("the same number in the strategy")) if found else Match()

    def check_new(self, data: Data) -> Iterator[Problem]:
        if data["strategy"] not in self.own:
            yield Problem("strategy", data["strategy"], _("You do not keep this strategy."))
        if "title" not in data:
            yield Problem("title", "", _("The title of the goal is missing."))
        upper = data["number"].rpartition(".")[0]
        if upper and (data["strategy"], upper) not in self.above:
            reason = _("There is no goal %(upper)s, neither in the strategy nor above in the file.")
            yield Problem("number", data["number"], reason, values={"upper": upper})

    def check_change(self, actor: Any, record: str, diff: Sequence[Change]) -> Iterator[Problem]:
        if self.seen[record].strategy.slug not in self.own:
            yield Problem("", "", _("You do not keep this strategy."))

    def current(self, records: Iterable[str]) -> dict[str, Data]:
        rows = StrategicGoal.objects.filter(public_id__in=list(records))
        self.seen = {str(one.public_id): one for one in rows.select_related("strategy")}
        return {key: _as_data(one) for key, one in self.seen.items()}

    def create(self, actor: Any, data: Data, job: ImportJob) -> str:
        strategy = self.strategies[data["strategy"]]
        with refusals():
            goal = add_goal(actor=actor, strategy=strategy, data=GoalData(**_said(data)))
        self.known[data["strategy"], data["number"]] = str(goal.public_id)
        return str(goal.public_id)

    def change(self, actor: Any, record: str, data: Data) -> None:
        goal = self.seen[record]
        with refusals():
            change_goal(actor=actor, goal=goal, data=replace(goal_data_of(goal), **_said(data)))


def _said(data: Data) -> dict[str, Any]:
    return {
        name: tuple(value) if name == "sdg_goals" else value
        for name, value in data.items()
        if name != "strategy"
    }


def _as_data(goal: StrategicGoal) -> Data:
    data: Data = {name: getattr(goal, name) for name in ("number", *TEXTS)}
    return data | {"strategy": goal.strategy.slug, "sdg_goals": list(goal.sdg_goals)}


class _Row:
    """One row being read: texts in, values and problems out."""

    def __init__(self, session: GoalSession, cells: Mapping[str, str]) -> None:
        self.session, self.cells = session, cells
        self.data: Data = {}
        self.problems: list[Problem] = []

    def read(self) -> Checked:
        self._strategy()
        self._number()
        for name, longest in TEXTS.items():
            self._text(name, longest)
        self._sdg()
        return Checked(self.data, self.problems)

    def _strategy(self) -> None:
        code = one_line(self.cells.get("strategy" + CODE, "")).lower()
        title = one_line(self.cells.get("strategy", ""))
        found = {code} & set(self.session.strategies) if code else self._by_title(title)
        if not (code or title):
            found = set(self.session.own)
        if len(found) == 1:
            self.data["strategy"] = found.pop()
        elif code or title:
            reason = _("There is no such strategy.") if not found else _("Several are called so.")
            self.problems.append(Problem("strategy", code or title, reason))
        else:
            reason = _("Say which strategy the goal belongs to.")
            self.problems.append(Problem("strategy", "", reason))

    def _by_title(self, title: str) -> set[str]:
        if title.lower() in self.session.strategies:
            return {title.lower()}
        return set(self.session.by_title.get(word_key(title), ()))

    def _number(self) -> None:
        text = one_line(self.cells.get("number", ""))
        number = GoalData(number=text, title="").cleaned().number
        if not text:
            self.problems.append(Problem("number", "", _("The number of the goal is missing.")))
        elif re.fullmatch(GOAL_NUMBER, number):
            self.data["number"] = number
        else:
            reason = _("A number is such as 2, 2.1 or 2.1.3.")
            self.problems.append(Problem("number", text, reason))

    def _text(self, name: str, longest: int) -> None:
        tidy = one_line if name.startswith("title") else many_lines
        text = tidy(self.cells.get(name, ""))
        if len(text) > longest:
            reason = _("This is %(length)s characters long; at most %(longest)s are kept.")
            values = {"length": len(text), "longest": longest}
            self.problems.append(Problem(name, text, reason, values=values))
        elif text:
            self.data[name] = text

    def _sdg(self) -> None:
        """Codes before names: a name may hold commas."""
        for column in ("sdg_goals" + CODE, "sdg_goals"):
            text = self.cells.get(column, "")
            if not text.strip():
                continue
            found, unknown = self._sdg_of(text)
            if unknown:
                reason = _("There is no such goal of sustainable development.")
                self.problems.append(Problem(column, unknown, reason, Level.ERROR))
            else:
                self.data["sdg_goals"] = sorted(set(found), key=lambda code: code.zfill(2))
            return

    def _sdg_of(self, text: str) -> tuple[list[str], str]:
        for parts in (text.split(";"), pieces(text)):
            named = [one_line(part) for part in parts if part.strip()]
            found = [self.session.sdg.find(part.lstrip("0")) for part in named]
            if all(found):
                return found, ""
        return [], next(part for part, code in zip(named, found, strict=True) if not code)


class GoalImporter(Importer):
    name = "strategic-goals"
    register = GOALS
    columns = COLUMNS

    def may_import(self, user: Any) -> bool:
        return bool(user.is_active) and can_register_strategy(user)

    def open(self, job: ImportJob) -> GoalSession:
        return GoalSession(job.uploaded_by)

    def urls_of(self, records: Iterable[str]) -> dict[str, str]:
        rows = StrategicGoal.objects.filter(public_id__in=list(records))
        return {
            str(key): reverse("strategies:goal-detail", kwargs={"slug": slug, "number": number})
            for key, slug, number in rows.values_list("public_id", "strategy__slug", "number")
        }
