"""Typed reading of the environment; production refuses open defaults here, in one place."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured


class Mode(StrEnum):
    """How the portal runs. Production is the default, so that forgetting the setting is safe."""

    PRODUCTION = "production"
    TRIAL = "trial"
    TEST = "test"


ENGINE = "common.operations.postgres"
# Values that stand in examples and must never protect a real installation.
OPEN_SECRETS = frozenset({"", "secret", "changeme", "change-me", "insecure", "example"})
SHORTEST_SECRET = 32
REQUIRED = ("ALLOWED_HOSTS", "SITE_URL", "REDIS_URL", "EMAIL_URL", "DEFAULT_FROM_EMAIL")


@dataclass(frozen=True)
class Environment:
    """One reading of the process environment. Raises ImproperlyConfigured with every problem."""

    base_dir: Path
    env: environ.Env = field(default_factory=environ.Env)

    @property
    def mode(self) -> Mode:
        value = self.env.str("MOSTY_MODE", default=Mode.PRODUCTION.value)
        try:
            return Mode(value)
        except ValueError as error:
            allowed = ", ".join(mode.value for mode in Mode)
            message = f"MOSTY_MODE is «{value}»; it must be one of: {allowed}."
            raise ImproperlyConfigured(message) from error

    @property
    def is_production(self) -> bool:
        return self.mode is Mode.PRODUCTION

    @property
    def var(self) -> Path:
        return Path(self.env.str("MOSTY_VAR", default=str(self.base_dir / "var")))

    def text(self, name: str, default: str = "") -> str:
        return str(self.env.str(name, default=default))

    def flag(self, name: str, *, default: bool = False) -> bool:
        return bool(self.env.bool(name, default=default))

    def words(self, name: str, default: list[str] | None = None) -> list[str]:
        return [word for word in self.env.list(name, default=default or []) if word]

    def secret_key(self) -> str:
        key = self.text("SECRET_KEY")
        if key or self.is_production:
            return key
        return "trial-and-tests-only-" + "0" * SHORTEST_SECRET

    def database(self) -> dict[str, Any]:
        """DATABASE_URL, else the PG* variables (a socket directory as PGHOST is welcome)."""
        if self.text("DATABASE_URL"):
            settings: dict[str, Any] = dict(self.env.db("DATABASE_URL"))
            settings["ENGINE"] = ENGINE
        else:
            settings = {
                "ENGINE": ENGINE,
                "HOST": self.text("PGHOST"),
                "PORT": self.text("PGPORT", "5432"),
                "USER": self.text("PGUSER", "postgres"),
                "PASSWORD": self.text("PGPASSWORD"),
                "NAME": self.text("PGDATABASE", "mosty"),
            }
        if self.mode is Mode.TEST:
            # Tests that commit empty the tables afterwards; elsewhere history refuses that.
            settings["OPTIONS"] = {"options": "-c mosty.history_may_be_emptied=on"}
        return settings | {
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
            "ATOMIC_REQUESTS": False,
            "DISABLE_SERVER_SIDE_CURSORS": False,
        }

    def redis_url(self) -> str:
        return self.text("REDIS_URL", "" if self.is_production else "redis://127.0.0.1:6379/0")

    def broker_url(self) -> str:
        """Celery names a Unix socket `redis+socket://`, the redis library `unix://`."""
        url = self.redis_url()
        if url.startswith("unix://"):
            return "redis+socket://" + urlsplit(url).path
        return url

    def email(self) -> dict[str, Any]:
        return dict(self.env.email_url("EMAIL_URL", default="consolemail://"))

    def problems(self) -> list[str]:
        """Everything that keeps a production installation from starting, as sentences."""
        if not self.is_production:
            return []
        found = [f"{name} is missing." for name in REQUIRED if not self.text(name)]
        if not self.text("DATABASE_URL") and not self.text("PGHOST"):
            found.append("DATABASE_URL (or PGHOST and its companions) is missing.")
        key = self.text("SECRET_KEY")
        if key.lower() in OPEN_SECRETS or len(key) < SHORTEST_SECRET:
            found.append(f"SECRET_KEY is missing, well known or shorter than {SHORTEST_SECRET}.")
        if "*" in self.words("ALLOWED_HOSTS"):
            found.append("ALLOWED_HOSTS must name the hosts; «*» would answer to any name.")
        if self.flag("DEBUG"):
            found.append("DEBUG must be off in production.")
        if not self.flag("SECOND_FACTOR_REQUIRED", default=True):
            found.append("SECOND_FACTOR_REQUIRED must stay on: officials change others' records.")
        if self.text("EMAIL_URL") and not self.text("EMAIL_URL").startswith("smtp"):
            found.append("EMAIL_URL must be a mail server (smtp+tls://…); letters would be lost.")
        if self.text("SITE_URL") and not self.text("SITE_URL").startswith("https://"):
            found.append("SITE_URL must begin with https://.")
        return found

    def refuse_open_defaults(self) -> None:
        found = self.problems()
        if found and os.environ.get("MOSTY_BUILD") != "1":
            raise ImproperlyConfigured("The portal does not start: " + " ".join(found))
