from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import translation

from projects.models import (
    PolicyMarker,
    ProjectBudget,
    ProjectDocument,
    ProjectIdentifier,
    ProjectLocation,
    ProjectRole,
    ProjectSDG,
    ProjectSector,
    ProjectTerritory,
    RelatedProject,
)
from tests.factories.communities import CommunityFactory
from tests.factories.partners import PartnerFactory
from tests.factories.projects import ProgrammeFactory, ProjectFactory, project

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "values",
    [
        {"start_planned_on": date(2025, 5, 1), "end_planned_on": date(2025, 4, 1)},
        {"start_actual_on": date(2025, 5, 1), "end_actual_on": date(2025, 4, 1)},
        {"amount": 5},
        {"amount": -1, "currency": "EUR"},
        {"amount": 1, "currency": "eur"},
        {"amount_applied_for": 5},
        {"capital_spend": 101},
        {"record_status": "archived"},
        {"kind": "unheard"},
        {"status": "9"},
    ],
)
def test_a_project_that_cannot_be_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError):
        ProjectFactory.create(**values)


def test_two_sides_of_dates_do_not_bind_each_other() -> None:
    """What began late may have ended before its planned end."""
    ProjectFactory.create(
        start_planned_on=date(2024, 1, 1),
        end_planned_on=date(2024, 2, 1),
        start_actual_on=date(2025, 1, 1),
        end_actual_on=date(2025, 3, 1),
    )


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (ProjectIdentifier, {"kind": "iati", "value": ""}),
        (ProjectRole, {"role": "funding"}),
        (ProjectRole, {"role": "funding", "name": "Хтось", "share": 120}),
        (ProjectTerritory, {"level": "community"}),
        (ProjectTerritory, {"level": "country", "country": "Ukraine"[:2]}),
        (ProjectLocation, {"name": "Тут", "latitude": 50}),
        (ProjectSector, {"code": "99"}),
        (ProjectSector, {"code": "14030", "percentage": 101}),
        (ProjectSDG, {"goal": 18}),
        (ProjectSDG, {"goal": 11, "target": "одинадцять"[:5]}),
        (PolicyMarker, {"code": "1"}),
        (ProjectDocument, {"category": "A01", "title": "Без нічого"}),
        (RelatedProject, {"kind": "1"}),
    ],
)
def test_a_part_that_cannot_be_is_refused(model: Any, values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError):
        model.objects.create(project=ProjectFactory.create(), **values)


def test_a_budget_covers_a_year_at_most() -> None:
    made = ProjectFactory.create()
    row = {"project": made, "amount": 5, "currency": "EUR", "value_date": date(2024, 1, 1)}
    leap = {"starts_on": date(2024, 1, 1), "ends_on": date(2024, 12, 31)}
    ProjectBudget.objects.create(**row, **leap)
    longer = ProjectBudget(**row, starts_on=date(2024, 1, 1), ends_on=date(2025, 2, 1))
    with translation.override("en"), pytest.raises(ValidationError, match="year"):
        longer.full_clean()
    with pytest.raises(IntegrityError):
        longer.save()


def test_a_state_number_names_one_project() -> None:
    ProjectIdentifier.objects.create(
        project=ProjectFactory.create(), kind="mta_registration", value="5012"
    )
    again = ProjectIdentifier(
        project=ProjectFactory.create(), kind="mta_registration", value="5012"
    )
    with translation.override("en"), pytest.raises(ValidationError, match="identifier"):
        again.full_clean()


def test_a_donors_number_may_repeat() -> None:
    for _ in range(2):
        ProjectIdentifier.objects.create(
            project=ProjectFactory.create(), kind="donor", value="A-1", owner_name="Sida"
        )


def test_one_role_once() -> None:
    partner = PartnerFactory.create()
    made = project(partners=[("funding", partner)])
    with pytest.raises(IntegrityError):
        ProjectRole.objects.create(project=made, role="funding", partner=partner)


def test_one_territory_once() -> None:
    community = CommunityFactory.create()
    made = project(communities=[community])
    again = {"oblast": community.oblast, "raion": community.raion, "community": community}
    with pytest.raises(IntegrityError):
        ProjectTerritory.objects.create(project=made, level="community", **again)


def test_programmes_end_after_they_begin() -> None:
    with pytest.raises(IntegrityError):
        ProgrammeFactory.create(starts_on=date(2025, 1, 2), ends_on=date(2025, 1, 1))
