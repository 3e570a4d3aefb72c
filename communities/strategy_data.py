"""What the services of strategies take: plain typed values, cleaned in one place."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields, replace

from common.codelists.enums import Visibility
from common.intake.texts import many_lines, once, one_line, with_scheme
from communities.models import StrategicGoal, Strategy


@dataclass(frozen=True, kw_only=True)
class StrategyData:
    """What people say of a strategy; goals, updates and documents have services of their own."""

    title: str
    starts_year: int
    ends_year: int
    title_en: str = ""
    about: str = ""
    about_en: str = ""
    decision_no: str = ""
    decision_on: dt.date | None = None
    link: str = ""
    visibility: str = Visibility.PUBLIC.value

    def cleaned(self) -> StrategyData:
        return replace(
            self,
            title=one_line(self.title),
            title_en=one_line(self.title_en),
            about=many_lines(self.about),
            about_en=many_lines(self.about_en),
            decision_no=one_line(self.decision_no),
            link=with_scheme(one_line(self.link)),
        )


@dataclass(frozen=True, kw_only=True)
class GoalData:
    number: str
    title: str
    title_en: str = ""
    description: str = ""
    description_en: str = ""
    sdg_goals: tuple[str, ...] = ()
    is_dropped: bool = False

    def cleaned(self) -> GoalData:
        """«2.1.» and «02.1» are written too; a goal is numbered 2.1."""
        parts = [part.lstrip("0") for part in one_line(self.number).strip(". ").split(".")]
        return replace(
            self,
            number=".".join(parts),
            title=one_line(self.title),
            title_en=one_line(self.title_en),
            description=many_lines(self.description),
            description_en=many_lines(self.description_en),
            sdg_goals=tuple(sorted(once(self.sdg_goals), key=lambda code: code.zfill(2))),
        )


@dataclass(frozen=True, kw_only=True)
class EditionData:
    decided_on: dt.date
    summary: str
    decision_no: str = ""
    summary_en: str = ""
    link: str = ""

    def cleaned(self) -> EditionData:
        return replace(
            self,
            decision_no=one_line(self.decision_no),
            summary=many_lines(self.summary),
            summary_en=many_lines(self.summary_en),
            link=with_scheme(one_line(self.link)),
        )


COLUMNS = tuple(one.name for one in fields(StrategyData))
GOAL_COLUMNS = tuple(one.name for one in fields(GoalData))
EDITION_COLUMNS = tuple(one.name for one in fields(EditionData))


def strategy_data_of(strategy: Strategy) -> StrategyData:
    return StrategyData(**{name: getattr(strategy, name) for name in COLUMNS})


def goal_data_of(goal: StrategicGoal) -> GoalData:
    values = {name: getattr(goal, name) for name in GOAL_COLUMNS if name != "sdg_goals"}
    return GoalData(**values, sdg_goals=tuple(goal.sdg_goals))
