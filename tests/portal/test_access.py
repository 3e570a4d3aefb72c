"""Who may open which page of the portal itself: what combines the registers is for everybody."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.test import Client
from django.urls import reverse

from tests.conftest import CAST
from tests.tables import each

Browse = Callable[[str], Client]

EVERYBODY = (200,) * 12
ADMINISTRATORS = (200, 403, 403, 403, 403, 302, 302, 302, 302, 302, 302, 302)
OFFICIALS = (200, 200, 200, 200, 200, 302, 302, 302, 302, 302, 302, 302)

PAGES = {
    "portal:home": EVERYBODY,
    "portal:search": EVERYBODY,
    "portal:open-data": EVERYBODY,
    "portal:developers": EVERYBODY,
    "portal:about": EVERYBODY,
    "portal:accessibility": EVERYBODY,
    "portal:privacy": EVERYBODY,
    "portal:report-mistake": EVERYBODY,
    "robots": EVERYBODY,
    "sitemap": EVERYBODY,
    "security-txt": EVERYBODY,
    "catalogue-turtle": EVERYBODY,
    "catalogue-json": EVERYBODY,
    "api-docs": EVERYBODY,
    "api:index": EVERYBODY,
    "api:schema": EVERYBODY,
    "api:codelists": EVERYBODY,
    "design:components": EVERYBODY,
    "admin:codelists_theme_changelist": OFFICIALS,
    "admin:codelists_theme_add": ADMINISTRATORS,
}


@each("person", CAST)
@each("page", PAGES)
def test_who_opens_which_page(page: str, person: str, browse: Browse) -> None:
    assert browse(person).get(reverse(page)).status_code == PAGES[page][CAST.index(person)]


def test_who_reads_a_code_list(browse: Browse) -> None:
    for person in CAST:
        answer = browse(person).get("/api/v1/codelists/mosty-partner-kind/")
        assert answer.status_code == 200, person


def test_who_takes_a_nightly_file(browse: Browse, settings: Any, tmp_path: Path) -> None:
    settings.DUMPS_DIR = tmp_path
    day = tmp_path / "2026-01-01"
    day.mkdir()
    (day / "SHA256SUMS").touch()
    manifest = {"day": "2026-01-01", "made_at": "2026-01-01T01:30:00+00:00", "files": []}
    (day / "manifest.json").write_text(json.dumps(manifest))
    addresses = ("/open-data/dumps/latest/SHA256SUMS", "/open-data/dumps/2026-01-01/SHA256SUMS")
    for person in CAST:
        for address in addresses:
            answer: Any = browse(person).get(address)
            assert answer.status_code == 200, person
            assert b"".join(answer.streaming_content) == b""
