"""Who may open which page of programmes and projects. 404: unknown to the person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from communities.models import Community
from partners.models import Partner, Programme
from projects.models import Project, ProjectLocation
from projects.services import Paper, add_photo, attach_document
from tests.conftest import CAST
from tests.factories.projects import ProgrammeFactory
from tests.factories.projects import project as make_project
from tests.tables import each

Browse = Callable[[str], Client]
PDF = b"%PDF-1.7\n1 0 obj\n"
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00"
    b"\x90wS\xde\x00\x00\x00\x00IEND\xaeB`\x82"
)


@pytest.fixture
def project(community: Community, partner: Partner) -> Project:
    """Of Poltava, under way, public; the partner funds it."""
    return make_project(
        oblast=community.oblast, communities=[community], partners=[("funding", partner)]
    )


@pytest.fixture
def programme(db: None) -> Programme:
    return ProgrammeFactory.create()


#                        admin head offic sumy analy coord else edit repr read newc anon
ALL = (200,) * 12
STAFF = (200, 200, 200, 200, 200, 404, 404, 404, 404, 404, 404, 404)
REGISTERED = (200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 404, 404)
# A draft is known to those who have a role in the project.
PARTIES = (200, 200, 200, 200, 200, 404, 404, 404, 200, 200, 404, 404)
PAGES = {
    "projects:project-list": ALL,
    "projects:project-charts": ALL,
    "programmes:programme-list": ALL,
    "work:work-page": ALL,
    "api:project-list": ALL,
    "api:programme-list": ALL,
}
STATES: dict[str, tuple[dict[str, str], tuple[int, ...]]] = {
    "public": ({}, ALL),
    "registered": ({"visibility": "registered"}, REGISTERED),
    "internal": ({"visibility": "internal"}, STAFF),
    "draft": ({"record_status": "draft"}, PARTIES),
    "internal draft": ({"record_status": "draft", "visibility": "internal"}, STAFF),
    "archived": ({"record_status": "archived", "archive_reason": "двічі"}, STAFF),
}


@each("page", PAGES)
@each("who", CAST)
def test_pages(browse: Browse, page: str, who: str, project: Project) -> None:
    assert browse(who).get(reverse(page)).status_code == PAGES[page][CAST.index(who)]


@each("state", STATES)
@each("who", CAST)
def test_a_project(browse: Browse, who: str, state: str, project: Project) -> None:
    values, expected = STATES[state]
    Project.objects.filter(pk=project.pk).update(**values)
    url = reverse("projects:project-detail", kwargs={"reference": project.reference})
    assert browse(who).get(url).status_code == expected[CAST.index(who)]
    api = reverse("api:project-detail", kwargs={"key": project.public_id})
    found = 404 if state == "archived" else expected[CAST.index(who)]
    assert browse(who).get(api).status_code == found


@each("state", [name for name in STATES if "draft" not in name])
@each("who", CAST)
def test_a_programme(browse: Browse, who: str, state: str, programme: Programme) -> None:
    values, expected = STATES[state]
    Programme.objects.filter(pk=programme.pk).update(**values)
    url = reverse("programmes:programme-detail", kwargs={"slug": programme.slug})
    assert browse(who).get(url).status_code == expected[CAST.index(who)]
    api = reverse("api:programme-detail", kwargs={"key": programme.public_id})
    found = 404 if state == "archived" else expected[CAST.index(who)]
    assert browse(who).get(api).status_code == found


@each("who", CAST)
def test_a_draft_of_a_programme_is_for_officials(
    browse: Browse, who: str, programme: Programme
) -> None:
    Programme.objects.filter(pk=programme.pk).update(record_status="draft")
    assert browse(who).get(programme.get_absolute_url()).status_code == STAFF[CAST.index(who)]


FILES = {"public": ALL, "registered": REGISTERED, "internal": STAFF}


@each("visibility", FILES)
@each("who", CAST)
def test_documents_follow_their_visibility(
    browse: Browse, who: str, visibility: str, project: Project
) -> None:
    paper = Paper(category="A12", title="Звіт", visibility=visibility)
    made = attach_document(actor=None, project=project, paper=paper, name="Звіт.pdf", content=PDF)
    keys = {"reference": project.reference, "public_id": made.public_id}
    answer: Any = browse(who).get(reverse("projects:project-document", kwargs=keys))
    assert answer.status_code == FILES[visibility][CAST.index(who)]
    if answer.status_code == 200:
        assert b"".join(answer.streaming_content) == PDF


@each(("is_published", "expected"), [(True, ALL), (False, STAFF)])
@each("who", CAST)
def test_photographs_are_shown_when_published(
    browse: Browse, who: str, expected: tuple[int, ...], project: Project, *, is_published: bool
) -> None:
    made = add_photo(
        actor=None,
        project=project,
        content=PNG,
        caption="Школа після ремонту",
        is_published=is_published,
    )
    keys = {"reference": project.reference, "public_id": made.public_id}
    answer: Any = browse(who).get(reverse("projects:project-photo", kwargs=keys))
    assert answer.status_code == expected[CAST.index(who)]
    if answer.status_code == 200:
        assert b"".join(answer.streaming_content) == PNG


@each("who", CAST)
def test_an_exact_place_is_for_officials(browse: Browse, who: str, project: Project) -> None:
    ProjectLocation.objects.create(project=project, name="Насосна станція")
    page = browse(who).get(project.get_absolute_url()).content.decode()
    assert ("Насосна станція" in page) == (STAFF[CAST.index(who)] == 200)
    api = browse(who).get(reverse("api:project-detail", kwargs={"key": project.public_id}))
    assert ("Насосна станція" in api.content.decode()) == (STAFF[CAST.index(who)] == 200)


@pytest.mark.parametrize(
    "name",
    ["projects:project-download", "programmes:programme-download", "work:work-download"],
)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_downloads_are_public(browse: Browse, name: str, kind: str, project: Project) -> None:
    answer: Any = browse("anonymous").get(reverse(name, args=[kind]))
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)
    assert browse("anonymous").get(reverse(name, args=["exe"])).status_code == 404


#                        admin head offic sumy analy coord else edit repr read newc anon
KEEPERS = (200, 200, 200, 403, 403, 403, 403, 403, 403, 403, 403, 302)
ANY_KEEPER = (200, 200, 200, 200, 403, 403, 403, 403, 403, 403, 403, 302)
EDITING = {
    "projects:project-edit": {"section": "parties"},
    "projects:project-files": {},
    "projects:document-new": {},
    "projects:photo-new": {},
    "projects:project-merge": {},
}


@each("page", ["projects:project-new", "programmes:programme-new"])
@each("who", CAST)
def test_who_enters_records(browse: Browse, who: str, page: str) -> None:
    assert browse(who).get(reverse(page)).status_code == ANY_KEEPER[CAST.index(who)]


@each("who", CAST)
def test_who_is_helped_while_typing(browse: Browse, who: str, partner: Partner) -> None:
    for name, keys in (
        ("projects:project-choices", {"what": "bodies"}),
        ("projects:project-similar", {}),
    ):
        answer = browse(who).get(reverse(name, kwargs=keys), {"q": partner.name, "title": "abc"})
        assert answer.status_code == ANY_KEEPER[CAST.index(who)]


@each("page", EDITING)
@each("who", CAST)
def test_who_changes_a_project(browse: Browse, who: str, page: str, project: Project) -> None:
    url = reverse(page, kwargs={"reference": project.reference, **EDITING[page]})
    assert browse(who).get(url).status_code == KEEPERS[CAST.index(who)]


@each("who", CAST)
def test_who_takes_steps(browse: Browse, who: str, project: Project) -> None:
    keys = {"reference": project.reference, "code": "archive"}
    answer = browse(who).get(reverse("projects:project-step", kwargs=keys))
    assert answer.status_code == KEEPERS[CAST.index(who)]


@each("who", CAST)
def test_who_changes_papers(browse: Browse, who: str, project: Project) -> None:
    paper = Paper(category="A12", title="Звіт", visibility="public")
    made = attach_document(actor=None, project=project, paper=paper, name="Звіт.pdf", content=PDF)
    photo = add_photo(actor=None, project=project, content=PNG, caption="Школа")
    expected = KEEPERS[CAST.index(who)]
    keys = {"reference": project.reference, "public_id": photo.public_id}
    url = reverse("projects:photo-edit", kwargs=keys)
    assert browse(who).get(url).status_code == expected
    keys = {"reference": project.reference, "public_id": made.public_id}
    answer = browse(who).post(reverse("projects:document-withdraw", kwargs=keys))
    assert answer.status_code == (302 if expected == 200 else expected)


# A programme that no office keeps may be changed by every office.
@each("who", CAST)
def test_who_changes_a_programme(browse: Browse, who: str, programme: Programme) -> None:
    keys = {"slug": programme.slug, "section": "parties"}
    url = reverse("programmes:programme-edit", kwargs=keys)
    assert browse(who).get(url).status_code == ANY_KEEPER[CAST.index(who)]
    keys = {"slug": programme.slug, "code": "archive"}
    url = reverse("programmes:programme-step", kwargs=keys)
    assert browse(who).get(url).status_code == ANY_KEEPER[CAST.index(who)]
