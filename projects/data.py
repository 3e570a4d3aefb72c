"""What the services of projects take: plain typed values, cleaned in one place."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any

from common.codelists.enums import Visibility
from common.codelists.models import Theme
from common.intake.texts import many_lines, once, one_line, with_scheme
from communities.models import StrategicGoal
from partners.models import Agreement, Programme, ProgrammeComponent
from projects.enums import ActivityStatus
from projects.models import Project

LINES = (
    "title",
    "title_en",
    "contract_no",
    "works_type",
    "activity_scope",
    "collaboration_type",
    "flow_type",
    "finance_type",
    "tied_status",
    "budget_not_provided",
)
TEXTS = (
    "description",
    "description_en",
    "aims",
    "aims_en",
    "tasks",
    "tasks_en",
    "target_groups",
    "target_groups_en",
    "expected_results",
    "expected_results_en",
)


@dataclass(frozen=True, kw_only=True)
class ProjectData:
    """What is said of a project in single values. Rows of their own: `projects.rows`."""

    kind: str
    title: str
    title_en: str = ""
    description: str = ""
    description_en: str = ""
    aims: str = ""
    aims_en: str = ""
    tasks: str = ""
    tasks_en: str = ""
    target_groups: str = ""
    target_groups_en: str = ""
    expected_results: str = ""
    expected_results_en: str = ""
    programme: Programme | None = None
    component: ProgrammeComponent | None = None
    status: str = ActivityStatus.IMPLEMENTATION.value
    start_planned_on: dt.date | None = None
    start_actual_on: dt.date | None = None
    end_planned_on: dt.date | None = None
    end_actual_on: dt.date | None = None
    amount: Decimal | None = None
    currency: str = ""
    amount_on: dt.date | None = None
    amount_applied_for: Decimal | None = None
    awarded_on: dt.date | None = None
    is_from_open_call: bool | None = None
    contract_no: str = ""
    agreement: Agreement | None = None
    website: str = ""
    works_type: str = ""
    is_humanitarian: bool = False
    activity_scope: str = ""
    collaboration_type: str = ""
    flow_type: str = ""
    finance_type: str = ""
    tied_status: str = ""
    capital_spend: Decimal | None = None
    budget_not_provided: str = ""
    has_conditions: bool | None = None
    visibility: str = Visibility.PUBLIC.value
    themes: tuple[Theme, ...] = ()
    # "11" is a goal, "11.2" a target of it.
    sdgs: tuple[str, ...] = ()
    goals: tuple[StrategicGoal, ...] = ()

    def cleaned(self) -> ProjectData:
        plain: dict[str, Any] = {name: one_line(getattr(self, name)) for name in LINES}
        plain |= {name: many_lines(getattr(self, name)) for name in TEXTS}
        has_amount = self.amount is not None
        return replace(
            self,
            **plain,
            website=with_scheme(one_line(self.website)),
            currency=one_line(self.currency).upper() if has_amount else "",
            amount_on=self._day_of_the_amount() if has_amount else None,
            themes=once(self.themes),
            sdgs=once(one_line(code).lower() for code in self.sdgs),
            goals=once(self.goals),
        )

    def _day_of_the_amount(self) -> dt.date | None:
        """The rate of this day is taken; that of the agreement or the start when nobody says."""
        return self.amount_on or self.awarded_on or self.start_actual_on or self.start_planned_on


LINKED = frozenset({"themes", "sdgs", "goals"})
COLUMNS = tuple(one.name for one in fields(ProjectData) if one.name not in LINKED)


def project_data_of(project: Project) -> ProjectData:
    """The project as it is now, to change a few fields with `dataclasses.replace`."""
    return ProjectData(
        **{name: getattr(project, name) for name in COLUMNS},
        themes=tuple(project.themes.all()),
        sdgs=tuple(one.target or str(one.goal) for one in project.sdgs.all()),
        goals=tuple(one.goal for one in project.project_goals.select_related("goal")),
    )


def sdg_values(code: str) -> dict[str, Any]:
    """`11.2` → goal 11, target 11.2. Raises ValueError for what is no goal."""
    goal, _point, target = code.partition(".")
    found = int(goal)
    if not 1 <= found <= 17 or (target and not target.isalnum()):
        raise ValueError(code)
    return {"goal": found, "target": code if target else ""}
