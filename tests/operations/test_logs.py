"""What the logs say of requests: enough to find a fault, nothing that opens a door."""

from __future__ import annotations

import json
import logging
import logging.config

import pytest
from django.test import RequestFactory

from common.operations.middleware import _line
from config.logs import logging_settings, without_personal_data


def written(record: logging.LogRecord) -> dict[str, str]:
    formatter = logging_settings("INFO")["formatters"]["json"]
    line: dict[str, str] = json.loads(formatter.pop("()")(**formatter).format(record))
    return line


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
    record = logging.LogRecord(
        "django.request", logging.WARNING, __file__, 1, "Forbidden: %s", (path,), None
    )
    line = written(record)
    assert line["event"].startswith("Forbidden: /")
    assert TOKEN not in json.dumps(line)


def test_the_question_of_a_request_is_left_out() -> None:
    """django-structlog names the request, with the words that were searched for."""
    said = {"event": "request_started", "request": f"GET /accounts/invitations/{TOKEN}/?q=Іван"}
    assert without_personal_data(None, "info", said)["request"] == "GET /accounts/invitations/…/"


def test_the_short_line_says_what_everybodys_says(rf: RequestFactory) -> None:
    request = rf.get("/api/v1/partners/%3Fq=Іван", {"search": "Іван"})
    said = json.loads(_line(200, f"{request.method} {request.path}", "some-id"))
    record = logging.LogRecord(said["logger"], logging.INFO, __file__, 1, "%s", ("x",), None)
    assert said.keys() - written(record).keys() == {"code", "request", "request_id", "user_id"}
    assert said["request"] == "GET /api/v1/partners/"
