"""Files of open standards leave while they are made: checked first, a chunk at a time."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import translation
from lxml import etree

from projects import publication
from projects.iati.export import export_stream
from projects.models import Project
from projects.oc4ids.answers import PACKAGE
from projects.packages import package_stream
from projects.publication import projects_for_export
from projects.registers import PROJECTS
from tests.factories.projects import project as make_project
from tests.projects.iati.whole import office, simple_project

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


@pytest.fixture
def five(monkeypatch: pytest.MonkeyPatch) -> list[Project]:
    """More than two chunks of two."""
    monkeypatch.setattr(publication, "CHUNK", 2)
    reporter = office()
    return [simple_project(reporter) for _number in range(5)]


def test_the_first_chunk_leaves_before_the_last_is_read(
    five: list[Project],
) -> None:
    stream = package_stream(PACKAGE, Project.objects.order_by("pk"), NOBODY, "https://x.example/")
    assert not stream.is_whole
    assert stream.report.written == 2
    first = next(stream.pieces)
    assert first.count(b'"id"') >= 2
    whole = json.loads(first + b"".join(stream.pieces))
    assert len(whole["projects"]) == stream.report.written == 5


def test_a_large_file_tells_at_its_end_what_is_not_in_it(
    client: Client, five: list[Project]
) -> None:
    bad = make_project(oblast=five[0].oblast, office=five[0].office)
    stream = export_stream(Project.objects.order_by("pk"), NOBODY)
    text = b"".join(stream.pieces)
    named = set(stream.report.left_out)
    assert bad.reference in named
    assert bad.reference.encode() in text.split(b"<!--")[-1]
    assert len(etree.fromstring(text)) == stream.report.written + 1
    answer = client.get(PROJECTS.api_path, {"format": "iati"})
    assert "X-Activities" not in answer
    assert answer["X-Official-Check"] in {"yes", "no"}


def test_a_small_file_tells_it_in_its_headers(client: Client) -> None:
    simple_project(office())
    answer = client.get(PROJECTS.api_path, {"format": "oc4ids"})
    assert (answer["X-Records"], answer["X-Left-Out"]) == ("1", "0")


def test_each_chunk_is_in_the_language_that_was_asked_for(five: list[Project]) -> None:
    Project.objects.update(title="Школа", title_en="A school")
    with translation.override("en"):
        stream = package_stream(PACKAGE, Project.objects.order_by("pk"), NOBODY, "https://x/")
    with translation.override("uk"):
        whole = json.loads(b"".join(stream.pieces))
        assert translation.get_language() == "uk"
    assert {one["title"] for one in whole["projects"]} == {"A school"}


def test_statements_depend_on_chunks_only(
    five: list[Project], monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr(publication, "CHUNK", 5)
    rows = Project.objects.order_by("pk")
    with django_assert_num_queries(OF_A_CHUNK):
        (chunk,) = projects_for_export(rows, NOBODY)
        assert [list(one.roles.all()) for one in chunk.projects]
    assert [one.pk for one in chunk.projects] == [one.pk for one in five]


OF_A_CHUNK = 21
