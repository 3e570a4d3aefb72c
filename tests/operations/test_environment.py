"""A production installation with open defaults does not start, and says everything at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.environment import REQUIRED, Environment

SAFE = {
    "MOSTY_MODE": "production",
    "ALLOWED_HOSTS": "mosty.example",
    "SITE_URL": "https://mosty.example",
    "REDIS_URL": "redis://redis:6379/0",
    "EMAIL_URL": "smtp+tls://user:password@mail.example:587",
    "DEFAULT_FROM_EMAIL": "office@mosty.example",
    "DATABASE_URL": "postgres://mosty:mosty@database/mosty",
    "SECRET_KEY": "k" * 50,
}


@pytest.fixture
def production(monkeypatch: pytest.MonkeyPatch) -> Environment:
    for name in ("DEBUG", "PGHOST", "MOSTY_BUILD", "SECOND_FACTOR_REQUIRED"):
        monkeypatch.delenv(name, raising=False)
    for name, value in SAFE.items():
        monkeypatch.setenv(name, value)
    return Environment(base_dir=Path("/nowhere"))


def test_a_complete_environment_starts(production: Environment) -> None:
    assert production.problems() == []


@pytest.mark.parametrize("name", [*REQUIRED, "DATABASE_URL", "SECRET_KEY"])
def test_a_missing_setting_is_named(
    production: Environment, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.delenv(name)
    assert [problem.partition(" ")[0] for problem in production.problems()] == [name]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ALLOWED_HOSTS", "*"),
        ("DEBUG", "true"),
        ("SECOND_FACTOR_REQUIRED", "false"),
        ("SITE_URL", "http://mosty.example"),
        ("SECRET_KEY", "changeme"),
        ("EMAIL_URL", "consolemail://"),
        ("EMAIL_URL", "filemail:///tmp/letters"),
    ],
)
def test_an_open_default_is_refused(
    production: Environment, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    assert [problem.partition(" ")[0] for problem in production.problems()] == [name]
