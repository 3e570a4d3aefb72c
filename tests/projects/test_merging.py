"""Two records of one project become one: nothing that points at a project is forgotten."""

from __future__ import annotations

from datetime import date
from typing import Any

import pghistory.models
import pytest
from django.apps import apps
from django.urls import reverse

from communities.models import Community
from projects.exceptions import MergedAssistance
from projects.models import MonitoringCard, Project, ProjectRegistrationEvent
from projects.mta_terms import HalfYear
from projects.services import merge_projects
from projects.services.merging import WHOLES, coming_over, relations
from tests.factories.mta import assistance, card, received
from tests.factories.projects import project as make_project

# What becomes of the rows of each table here. A new one that points at a project is put here:
# does it tell the whole project (then the survivor keeps its own), or does each row come over?
BY_ROW = {
    "projects.aiddelivery",
    "projects.fieldsource",
    "projects.monitoringcard",
    "projects.project",
    "projects.projectcondition",
    "projects.projectcontact",
    "projects.projectdocument",
    "projects.projectgoal",
    "projects.projectidea",
    "projects.progressreport",
    "projects.projectidentifier",
    "projects.projectphoto",
    "projects.projectregistrationevent",
    "projects.projectrole",
    "projects.projectsdg",
    "projects.projecttheme",
    "projects.receivedproperty",
    "projects.relatedproject",
    "projects.stagedactivity",
}


def test_every_table_that_points_at_a_project_is_thought_of() -> None:
    found = {
        one._meta.label_lower
        for one in apps.get_models()
        if not issubclass(one, pghistory.models.Event)
        for field in one._meta.get_fields()
        if field.concrete and field.related_model is Project and not field.many_to_many
    }
    wholes = {one._meta.label_lower for one in WHOLES}
    # Rows of other apps come over one by one, unless the survivor has the same already.
    assert {one for one in found if one.startswith("projects.")} == BY_ROW | wholes
    assert {model._meta.label_lower for model, _column in relations()} == found


@pytest.fixture
def pair(community: Community) -> tuple[Project, Project]:
    return assistance(community), assistance(community)


def entry(project: Project, kind: str, day: date, number: str = "") -> ProjectRegistrationEvent:
    made: ProjectRegistrationEvent = project.registration_events.create(
        kind=kind, happened_on=day, number=number
    )
    return made


def test_entries_of_the_state_register_come_over_once(pair: tuple[Project, Project]) -> None:
    kept, merged = pair
    entry(kept, "registration", date(2024, 3, 1), "5001")
    entry(merged, "registration", date(2024, 3, 2), "5001")
    moved = entry(merged, "cost", date(2025, 3, 1), "77")
    merge_projects(actor=None, kept=kept, merged=merged)
    assert [one.kind for one in kept.registration_events.order_by("happened_on")] == [
        "registration",
        "cost",
    ]
    assert kept.registration_events.filter(pk=moved.pk).exists()


def test_a_card_that_is_filled_in_is_not_lost_to_an_empty_one(
    pair: tuple[Project, Project],
) -> None:
    kept, merged = pair
    card(kept, HalfYear(2025, 1))
    written = card(merged, HalfYear(2025, 1), status="submitted", done="Зроблено")
    card(kept, HalfYear(2025, 2), status="accepted", done="Наше")
    card(merged, HalfYear(2025, 2), status="accepted", done="Інше")
    only = card(merged, HalfYear(2024, 2))
    told = {one.label: (one.count, one.staying) for one in coming_over(kept, merged)}
    assert told[str(MonitoringCard._meta.verbose_name_plural)] == (2, 1)
    merge_projects(actor=None, kept=kept, merged=merged)
    found = list(kept.monitoring_cards.order_by("starts_on").values_list("pk", "done"))
    assert found[0] == (only.pk, "")
    assert found[1] == (written.pk, "Зроблено")
    assert found[2][1] == "Наше"


def test_property_comes_over_once(pair: tuple[Project, Project]) -> None:
    kept, merged = pair
    received(kept)
    received(merged)
    received(merged, description="Автобус")
    merge_projects(actor=None, kept=kept, merged=merged)
    names = kept.received_property.order_by("description").values_list("description", flat=True)
    assert list(names) == ["Автобус", "Генератор 60 кВт"]


def test_assistance_does_not_vanish_in_another_kind(browse: Any, community: Community) -> None:
    kept, merged = make_project(oblast=community.oblast, kind="grant"), assistance(community)
    received(merged)
    with pytest.raises(MergedAssistance):
        merge_projects(actor=None, kept=kept, merged=merged)
    url = reverse("projects:project-merge", kwargs={"reference": kept.reference})
    answer = browse("officer").get(url, {"with": merged.reference})
    assert answer.status_code == 409
    merge_projects(actor=None, kept=merged, merged=kept)
    assert merged.received_property.count() == 1
