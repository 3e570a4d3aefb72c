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

from common.operations.log_words import request_words


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

    It says what everybody's does; an answer that went well is written without a record of
    `logging`, which costs more than some answers do.
    """

    def __call__(self, request: HttpRequest) -> Any:
        request_id = str(uuid4())
        structlog.contextvars.bind_contextvars(request_id=request_id, user_id=None)
        answer: Any = self.get_response(request)
        if answer.streaming or answer.status_code >= HTTPStatus.BAD_REQUEST:
            self.handle_response(request, answer)
            return answer
        structlog.contextvars.clear_contextvars()
        _write(answer.status_code, f"{request.method} {request.path}", request_id)
        return answer


# Under whose name everybody's line is written.
LOGGER = logging.getLogger("django_structlog.middlewares.request")


def log_answered(status: str, environ: dict[str, Any]) -> None:
    """The line of what was answered well before Django was asked."""
    path = f"{environ.get('SCRIPT_NAME', '')}{environ['PATH_INFO']}"
    _write(int(status[:3]), f"{environ['REQUEST_METHOD']} {path}", str(uuid4()))


def _write(code: int, asked: str, request_id: str) -> None:
    if LOGGER.isEnabledFor(logging.INFO):
        sys.stderr.write(_line(code, asked, request_id))


def _line(code: int, asked: str, request_id: str) -> str:
    now = dt.datetime.now(dt.UTC).isoformat().replace("+00:00", "Z")
    return (
        f'{{"code": {code}, "request": {json.dumps(request_words(asked), ensure_ascii=False)}, '
        f'"event": "request_finished", "request_id": "{request_id}", "user_id": null, '
        f'"level": "info", "logger": "{LOGGER.name}", "timestamp": "{now}"}}\n'
    )
