"""What every request meets first and last: `/healthz`, and the line of the log."""

from __future__ import annotations

import datetime as dt
import json
import logging
import sys
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import uuid4

import structlog
from django.http import HttpRequest, HttpResponse
from django_structlog.middlewares import RequestMiddleware


class HealthMiddleware:
    """Answers before anything that could fail: the process lives."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info == "/healthz":
            return HttpResponse("ok\n", content_type="text/plain")
        return self.get_response(request)


class ReadersLogMiddleware(RequestMiddleware):
    """The line of a request that nobody in particular made.

    The same as everybody's; an answer that went well is written without a record of `logging`,
    which costs more than some answers do.
    """

    def __call__(self, request: HttpRequest) -> Any:
        request_id = str(uuid4())
        structlog.contextvars.bind_contextvars(request_id=request_id, user_id=None)
        answer: Any = self.get_response(request)
        if answer.streaming or answer.status_code >= HTTPStatus.BAD_REQUEST:
            self.handle_response(request, answer)
            return answer
        structlog.contextvars.clear_contextvars()
        if LOGGER.isEnabledFor(logging.INFO):
            _write(answer.status_code, f"{request.method} {request.path}", request_id)
        return answer


# Under whose name everybody's line is written.
LOGGER = logging.getLogger("django_structlog.middlewares.request")


def _write(code: int, request: str, request_id: str) -> None:
    now = dt.datetime.now(dt.UTC).isoformat().replace("+00:00", "Z")
    request = json.dumps(request, ensure_ascii=False)
    sys.stderr.write(
        f'{{"code": {code}, "request": {request}, "event": "request_finished", '
        f'"request_id": "{request_id}", "user_id": null, "level": "info", '
        f'"logger": "{LOGGER.name}", "timestamp": "{now}"}}\n'
    )
