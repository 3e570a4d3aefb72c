"""What the logs say of requests: enough to find a fault, nothing that opens a door."""

from __future__ import annotations

import json
import logging
import logging.config

import pytest

from config.logs import logging_settings

TOKEN = "Zm9yLW9uZS1wZXJzb24tb25seQ"


@pytest.mark.parametrize(
    "path",
    [
        f"/accounts/invitations/{TOKEN}/",
        f"/en/accounts/confirm-email/{TOKEN}/",
        f"/accounts/password/reset/key/{TOKEN}/",
    ],
)
def test_keys_of_letters_are_left_out(path: str) -> None:
    formatter = logging_settings("INFO")["formatters"]["json"]
    made = formatter.pop("()")(**formatter)
    record = logging.LogRecord(
        "django.request", logging.WARNING, __file__, 1, "Forbidden: %s", (path,), None
    )
    line = json.loads(made.format(record))
    assert line["event"].startswith("Forbidden: /")
    assert TOKEN not in json.dumps(line)
