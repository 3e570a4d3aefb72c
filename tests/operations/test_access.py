"""Who may look after the jobs: administrators alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.conftest import CAST
from tests.tables import each

pytestmark = pytest.mark.django_db

NAMES = {"operations:job-list": {}, "operations:job-detail": {"name": "operations-watch"}}


@each("who", CAST)
@each("name", NAMES)
def test_pages_of_jobs(name: str, who: str, browse: Callable[[str], Client]) -> None:
    client, address = browse(who), reverse(name, kwargs=NAMES[name])
    allowed = {"administrator": 200, "anonymous": 302}.get(who, 403)
    assert client.get(address).status_code == allowed
    if name == "operations:job-detail":
        assert client.post(address).status_code in {allowed, 302 if allowed == 200 else allowed}


def test_unknown_jobs_and_those_that_nobody_may_start(browse: Callable[[str], Client]) -> None:
    client = browse("administrator")
    detail = "operations:job-detail"
    assert client.get(reverse(detail, kwargs={"name": "no-such-job"})).status_code == 404
    beat = reverse(detail, kwargs={"name": "operations-beat"})
    assert client.get(beat).status_code == 200
    assert client.post(beat).status_code == 403
