"""What the services of ideas take: plain typed values, cleaned in one place."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any

from django.utils import timezone

from common.codelists.enums import Visibility
from common.codelists.models import Theme
from common.intake.texts import many_lines, once, one_line
from common.money.currencies import HRYVNIA
from communities.models import Community, StrategicGoal
from projects.models import ProjectIdea

LINES = ("title", "title_en", "contact_name", "contact_position", "contact_phone", "source_note")
TEXTS = (
    "problem",
    "problem_en",
    "solution",
    "solution_en",
    "expected_result",
    "expected_result_en",
)


@dataclass(frozen=True, kw_only=True)
class IdeaData:
    """All that people say of an idea; what leads it through its life has services of its own."""

    title: str
    title_en: str = ""
    problem: str = ""
    problem_en: str = ""
    solution: str = ""
    solution_en: str = ""
    expected_result: str = ""
    expected_result_en: str = ""
    readiness: str = ""
    amount: Decimal | None = None
    currency: str = ""
    amount_on: dt.date | None = None
    own_amount: Decimal | None = None
    own_percent: Decimal | None = None
    sdg_goals: tuple[str, ...] = ()
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    contact_name: str = ""
    contact_position: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    visibility: str = Visibility.PUBLIC.value
    source_note: str = ""
    themes: tuple[Theme, ...] = ()
    goals: tuple[StrategicGoal, ...] = ()
    together_with: tuple[Community, ...] = ()

    def cleaned(self) -> IdeaData:
        plain: dict[str, Any] = {name: one_line(getattr(self, name)) for name in LINES}
        plain |= {name: many_lines(getattr(self, name)) for name in TEXTS}
        has_amount = self.amount is not None
        return replace(
            self,
            **plain,
            contact_email=one_line(self.contact_email).lower(),
            # Without an amount neither its currency nor its day says anything.
            currency=(one_line(self.currency).upper() or HRYVNIA) if has_amount else "",
            amount_on=(self.amount_on or timezone.localdate()) if has_amount else None,
            sdg_goals=tuple(sorted(once(self.sdg_goals), key=lambda code: code.zfill(2))),
            themes=once(self.themes),
            goals=once(self.goals),
            together_with=once(self.together_with),
        )

    def names_the_same(self, other: IdeaData) -> bool:
        """Themes, goals and communities, in whatever order."""
        return all(set(getattr(self, name)) == set(getattr(other, name)) for name in LINKED)


LINKED = frozenset({"themes", "goals", "together_with"})
COLUMNS = tuple(one.name for one in fields(IdeaData) if one.name not in LINKED)


def idea_data_of(idea: ProjectIdea) -> IdeaData:
    """The idea as it is now, to change a few fields with `dataclasses.replace`."""
    plain = {name: getattr(idea, name) for name in COLUMNS if name != "sdg_goals"}
    return IdeaData(
        **plain,
        sdg_goals=tuple(idea.sdg_goals),
        themes=tuple(idea.themes.all()),
        goals=tuple(idea.goals.select_related("strategy").order_by("strategy", "place")),
        together_with=tuple(
            one.community for one in idea.idea_communities.select_related("community__oblast")
        ),
    )
