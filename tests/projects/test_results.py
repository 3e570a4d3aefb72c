"""Results entered table by table, and added up for a programme."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from communities.models import Community
from projects.exceptions import InvalidData
from projects.models import Project, ResultIndicator
from projects.programme_results import results_of
from projects.rows import Indicator, Period, Result
from projects.services import set_results
from projects.services.results import (
    IndicatorLine,
    PeriodLine,
    ResultLine,
    set_indicator_lines,
    set_period_lines,
    set_result_lines,
)
from tests.factories.projects import ProgrammeFactory
from tests.factories.projects import project as make_project

Browse = Callable[[str], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def project(community: Community) -> Project:
    return make_project(oblast=community.oblast)


def url_of(project: Project, section: str) -> str:
    keys = {"reference": project.reference, "section": section}
    return reverse("projects:project-edit", kwargs=keys)


def filled(browser: Client, url: str, *rows: dict[str, str]) -> Any:
    form = browser.get(url).context["form"]
    data = {"seen": form.mark(), "rows-TOTAL_FORMS": str(len(rows)), "rows-INITIAL_FORMS": "0"}
    for number, row in enumerate(rows):
        data |= {f"rows-{number}-{name}": value for name, value in row.items()}
    return browser.post(url, data)


def test_results_indicators_and_what_was_reached(browse: Browse, project: Project) -> None:
    browser = browse("officer")
    blank = {"title": "", "kind": "1"}
    answer = filled(browser, url_of(project, "results"), {"title": "Вода", "kind": "1"}, blank)
    assert answer.status_code == 302, answer.content.decode()
    result = project.results.get()
    answer = filled(
        browser,
        url_of(project, "indicators"),
        {
            "owner": str(result.pk),
            "title": "Кілометрів",
            "measure": "1",
            "is_ascending": "True",
            "baseline": "0",
            "unit": "км",
        },
    )
    assert answer.status_code == 302, answer.content.decode()
    indicator = ResultIndicator.objects.get()
    answer = filled(
        browser,
        url_of(project, "progress"),
        {
            "owner": str(indicator.pk),
            "starts_on": "2025-01-01",
            "ends_on": "2025-12-31",
            "target": "10",
            "actual": "7,5",
        },
    )
    assert answer.status_code == 302, answer.content.decode()
    assert indicator.periods.get().actual == Decimal("7.5")
    page = browse("anonymous").get("/en" + project.get_absolute_url()).content.decode()
    assert "75 % of the way" in page


def test_bad_periods_are_told_beside_their_row(browse: Browse, project: Project) -> None:
    set_results(
        actor=None, project=project, results=[Result(title="А", indicators=(Indicator(title="Б"),))]
    )
    row = {"owner": "", "starts_on": "2025-12-31", "ends_on": "2025-01-01", "target": "багато"}
    answer = filled(browse("officer"), url_of(project, "progress"), row)
    assert answer.status_code == 200
    assert "2025-12-31" in answer.content.decode()
    key = str(ResultIndicator.objects.get().pk)
    answer = filled(
        browse("officer"), url_of(project, "progress"), {**row, "owner": key, "target": "1"}
    )
    assert answer.status_code == 200
    foreign = {**row, "owner": "999999", "ends_on": "2026-01-01", "target": "1"}
    assert filled(browse("officer"), url_of(project, "progress"), foreign).status_code == 200


def test_a_new_name_keeps_the_indicators(project: Project) -> None:
    set_results(
        actor=None, project=project, results=[Result(title="А", indicators=(Indicator(title="Б"),))]
    )
    result, indicator = project.results.get(), ResultIndicator.objects.get()
    set_result_lines(actor=None, project=project, lines=[ResultLine(pk=result.pk, title="В")])
    indicator.refresh_from_db()
    assert indicator.result.title == "В"
    with pytest.raises(InvalidData):
        set_result_lines(actor=None, project=project, lines=[])
    set_indicator_lines(actor=None, project=project, lines=[])
    set_result_lines(actor=None, project=project, lines=[])
    assert not project.results.exists()


def test_the_same_again_changes_nothing(project: Project) -> None:
    set_result_lines(actor=None, project=project, lines=[ResultLine(title="А")])
    row = project.results.get()
    owner = IndicatorLine(owner=row.pk, title="Б", baseline=Decimal(1))
    set_indicator_lines(actor=None, project=project, lines=[owner])
    indicator = ResultIndicator.objects.get()
    period = PeriodLine(
        owner=indicator.pk, starts_on=date(2025, 1, 1), ends_on=date(2025, 6, 30), target=Decimal(2)
    )
    set_period_lines(actor=None, project=project, lines=[period])
    project.refresh_from_db()
    moment = project.updated_at
    set_result_lines(actor=None, project=project, lines=[ResultLine.of(row)])
    lines = [IndicatorLine.of(ResultIndicator.objects.get())]
    set_indicator_lines(actor=None, project=project, lines=lines)
    set_period_lines(actor=None, project=project, lines=[PeriodLine.of(indicator.periods.get())])
    project.refresh_from_db()
    assert project.updated_at == moment


def test_an_indicator_of_another_project_is_refused(project: Project, community: Community) -> None:
    other = make_project(oblast=community.oblast)
    set_result_lines(actor=None, project=other, lines=[ResultLine(title="А")])
    line = IndicatorLine(owner=other.results.get().pk, title="Б")
    with pytest.raises(InvalidData):
        set_indicator_lines(actor=None, project=project, lines=[line])


def with_indicator(project: Project, *periods: tuple[int, str, str | None], **said: Any) -> None:
    rows = tuple(
        Period(
            starts_on=date(year, 1, 1),
            ends_on=date(year, 12, 31),
            target=Decimal(target),
            actual=Decimal(actual) if actual else None,
        )
        for year, target, actual in periods
    )
    one = Indicator(title="Навчених фахівців", unit="осіб", periods=rows, **said)
    set_results(actor=None, project=project, results=[Result(title="А", indicators=(one,))])


def test_a_programme_adds_up(community: Community) -> None:
    programme = ProgrammeFactory.create()
    first, second, third, hidden = (
        make_project(oblast=community.oblast, programme=programme, visibility=visibility)
        for visibility in ("public", "public", "public", "internal")
    )
    with_indicator(first, (2024, "60", "71"), (2025, "100", "90"), (2026, "120", None))
    with_indicator(second, (2025, "20", "10"))
    with_indicator(third, (2025, "50", "40"), measure="2")
    with_indicator(hidden, (2025, "1000", "1000"))
    found = results_of(programme, AnonymousUser())
    assert len(found) == 1
    assert [found[0].target, found[0].actual] == [Decimal(120), Decimal(100)]
    assert len(found[0].projects) == 2
    assert found[0].done == 83
