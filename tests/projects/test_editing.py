"""Entering and changing projects and programmes on their pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from communities.models import Community
from partners.models import Partner
from projects.models import Project
from projects.programme_sections import PROGRAMME_SECTIONS
from projects.project_sections import SECTIONS
from tests.factories.projects import ProgrammeFactory
from tests.factories.projects import project as make_project

Browse = Callable[[str], Client]


@pytest.fixture
def project(community: Community, partner: Partner) -> Project:
    return make_project(
        oblast=community.oblast,
        communities=[community],
        partners=[("funding", partner)],
        record_status="draft",
    )


def url_of(project: Project, section: str) -> str:
    return reverse(
        "projects:project-edit", kwargs={"reference": project.reference, "section": section}
    )


def sent(client: Client, url: str, **changes: Any) -> Any:
    """The page's own form, as the browser sends it, with changes."""
    return client.post(url, fields_of(client, url) | changes)


def fields_of(client: Client, url: str) -> dict[str, Any]:
    form = client.get(url).context["form"]
    given: dict[str, Any] = {}
    for one in [form, *(form.rows.forms if form.rows is not None else [])]:
        for field in one:
            given |= _inputs(field)
    if form.rows is not None:
        for field in form.rows.management_form:
            given[field.html_name] = field.value()
    return given


def _inputs(field: Any) -> dict[str, Any]:
    value, name = field.value(), field.html_name
    if hasattr(value, "key") and hasattr(value, "text"):
        return {name: value.key, f"{name}_text": value.text}
    if value is None or value is False:
        return {}
    return {name: "on" if value is True and field.is_choice else value}


@pytest.mark.parametrize("section", [one.code for one in SECTIONS])
def test_every_section_opens_and_sent_back_as_it_is_changes_nothing(
    browse: Browse, project: Project, section: str
) -> None:
    client = browse("officer")
    before = project.updated_at
    answer = sent(client, url_of(project, section))
    assert answer.status_code == 302, answer.context["form"].errors
    project.refresh_from_db()
    assert project.updated_at == before


@pytest.mark.parametrize("section", [one.code for one in PROGRAMME_SECTIONS])
def test_every_section_of_a_programme_too(browse: Browse, section: str, partner: Partner) -> None:
    programme = ProgrammeFactory.create()
    url = reverse("programmes:programme-edit", kwargs={"slug": programme.slug, "section": section})
    answer = sent(browse("officer"), url)
    assert answer.status_code == 302, answer.context["form"].errors
    before = programme.updated_at
    programme.refresh_from_db()
    assert programme.updated_at == before
