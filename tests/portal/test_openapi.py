"""The published description of the API."""

from __future__ import annotations

from typing import Any

import pytest

from portal.management.commands.check_openapi import schema_text


def test_does_not_depend_on_the_installation(settings: Any) -> None:
    before = schema_text()
    settings.SITE_URL = "https://another.example"
    settings.LANGUAGE_CODE = "en"
    assert schema_text() == before
    assert "127.0.0.1" not in before


@pytest.mark.parametrize("language", ["uk", "en"])
def test_the_page_shows_it_without_inline_scripts(client: Any, db: None, language: str) -> None:
    page = client.get("/api/v1/docs/", {"lang": language}).content.decode()
    assert f'<html lang="{language}">' in page
    assert "<script>" not in page
    assert "style=" not in page
    script = client.get("/api/v1/docs/", {"lang": language, "script": ""})
    assert script["Content-Type"].startswith("application/javascript")
    assert f"/api/v1/schema/?lang={language}" in script.content.decode().replace("\\u003D", "=")
