"""The administration changes projects and programmes through the same services."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import User
from communities.models import Community, Oblast
from partners.models import Partner, Programme
from projects.data import COLUMNS
from projects.models import Project
from tests.factories.projects import ProgrammeFactory
from tests.factories.projects import project as make_project

pytestmark = pytest.mark.django_db
PROJECTS = "/admin/projects/project/"
PROGRAMMES = "/admin/partners/programme/"
EMPTY = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": "0"}


def filled(page: Any, **values: Any) -> dict[str, Any]:
    """What the page's form would send."""
    form = page.context["adminform"].form
    given = {
        name: form[name].value() for name in form.fields if form[name].value() not in (None, False)
    }
    for one in page.context["inline_admin_formsets"]:
        given |= {f"{one.formset.prefix}-{name}": value for name, value in EMPTY.items()}
    return given | values


def test_entering_a_project(browse: Any, officer: User, poltava: Oblast) -> None:
    client = browse("officer")
    page = client.get(f"{PROJECTS}add/")
    given = filled(page, title="Ремонт школи", kind="grant", oblast=poltava.pk)
    answer = client.post(f"{PROJECTS}add/", given)
    assert answer.status_code == 302, answer.context["errors"]
    made = Project.objects.get()
    assert made.reference.startswith("PL-PRJ-")
    assert (made.record_status, made.office) == ("draft", made.oblast.office)
    event = made.events.first()  # type: ignore[attr-defined]
    assert (event.pgh_context["actor"], event.pgh_context["source"]) == (officer.pk, "admin")


def test_changing_a_project_keeps_its_rows(
    browse: Any, community: Community, partner: Partner
) -> None:
    project = make_project(
        oblast=community.oblast, communities=[community], partners=[("funding", partner)]
    )
    client, url = browse("officer"), f"{PROJECTS}{project.pk}/change/"
    page = client.get(url)
    assert partner.name in page.content.decode()
    answer = client.post(url, filled(page, title="Інша назва"))
    assert answer.status_code == 302, answer.context["errors"]
    project.refresh_from_db()
    assert project.title == "Інша назва"
    assert (project.roles.count(), project.territories.count()) == (1, 1)


def test_a_refusal_stands_beside_the_field(browse: Any, community: Community) -> None:
    project = make_project(oblast=community.oblast)
    client, url = browse("officer"), f"{PROJECTS}{project.pk}/change/"
    answer = client.post(
        url, filled(client.get(url), start_actual_on="2090-01-01", title="Лишиться")
    )
    assert answer.status_code == 200
    assert "start_actual_on" in answer.context["adminform"].form.errors
    assert "Лишиться" in answer.content.decode()


def test_who_else_changed_it_is_not_overwritten(browse: Any, community: Community) -> None:
    project = make_project(oblast=community.oblast)
    client, url = browse("officer"), f"{PROJECTS}{project.pk}/change/"
    given = filled(client.get(url), title="Моя назва")
    project.title = "Їхня назва"
    project.save()
    client.post(url, given)
    project.refresh_from_db()
    assert project.title == "Їхня назва"


def test_others_only_read(browse: Any, community: Community, office_of_sumy: Any) -> None:
    project = make_project(oblast=community.oblast)
    for who in ("officer_of_sumy", "analyst"):
        url = f"{PROJECTS}{project.pk}/change/"
        page = browse(who).get(url)
        assert page.status_code == 200
        assert not page.context["has_change_permission"]
        assert browse(who).post(url, {"title": "Чужа"}).status_code == 403


def test_steps(browse: Any, community: Community) -> None:
    project = make_project(oblast=community.oblast)
    chosen = {"action": "archive", "_selected_action": [project.pk], "reason": "Двічі"}
    browse("officer").post(PROJECTS, chosen)
    project.refresh_from_db()
    assert (project.record_status, project.archive_reason) == ("archived", "Двічі")
    browse("officer").post(PROJECTS, chosen | {"action": "restore", "reason": ""})
    project.refresh_from_db()
    assert project.record_status == "draft"


def test_a_programme(browse: Any, officer: User) -> None:
    client = browse("officer")
    answer = client.post(
        f"{PROGRAMMES}add/", filled(client.get(f"{PROGRAMMES}add/"), name="Програма Альфа")
    )
    assert answer.status_code == 302, answer.context["errors"]
    made = Programme.objects.get()
    url = f"{PROGRAMMES}{made.pk}/change/"
    client.post(url, filled(client.get(url), name_en="Alpha Programme"))
    made.refresh_from_db()
    assert (made.name_en, made.record_status) == ("Alpha Programme", "draft")


@pytest.mark.parametrize("count", [1, 30])
def test_lists_ask_the_same_number_of_questions(
    browse: Any, community: Community, django_assert_max_num_queries: Any, count: int
) -> None:
    for _number in range(count):
        make_project(oblast=community.oblast, programme=ProgrammeFactory.create())
    client = browse("officer")
    client.get(PROJECTS)
    with django_assert_max_num_queries(25):
        assert client.get(PROJECTS).status_code == 200
    with django_assert_max_num_queries(25):
        assert client.get(PROGRAMMES).status_code == 200


def test_every_column_has_its_place(browse: Any, officer: User) -> None:
    page = browse("officer").get(f"{PROJECTS}add/")
    assert set(COLUMNS) <= set(page.context["adminform"].form.fields)
