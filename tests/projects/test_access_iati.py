"""Who may open the checks of a project and its IATI file. 404: unknown to the person."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from communities.models import Office
from projects.models import Project
from tests.conftest import CAST
from tests.projects.iati.whole import simple_project
from tests.tables import each

Browse = Callable[[str], Client]


@pytest.fixture
def project(office: Office) -> Project:
    Office.objects.filter(pk=office.pk).update(edrpou="99999999")
    return simple_project(office)


#         admin head offic sumy analy coord else edit repr read newc anon
ALL = (200,) * 12
OFFICIALS = (200, 200, 200, 200, 200, 403, 403, 403, 403, 403, 403, 403)
STAFF = (200, 200, 200, 200, 200, 404, 404, 404, 404, 404, 404, 404)
PAGES = {
    ("projects:project-checks", "public"): OFFICIALS,
    ("projects:project-checks", "internal"): STAFF,
    ("projects:project-iati", "public"): ALL,
    ("projects:project-iati", "internal"): STAFF,
}


@each(("page", "visibility"), PAGES)
@each("who", CAST)
def test_pages(browse: Browse, page: str, visibility: str, who: str, project: Project) -> None:
    Project.objects.filter(pk=project.pk).update(visibility=visibility)
    url = reverse(page, kwargs={"reference": project.reference})
    answer = browse(who).get(url)
    assert answer.status_code == PAGES[page, visibility][CAST.index(who)]
    # Read to the end, so that the file is closed.
    assert not answer.streaming or b"".join(answer)
