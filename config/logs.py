"""Logs as one JSON object a line on standard error, with request and task ids, without people."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

import structlog
from structlog.typing import Processor

from common.operations.log_words import request_words, without_secrets

# What would tell who somebody is: addresses and browsers. User ids stay, for tracing a fault.
PERSONAL = ("ip", "user_agent")


def without_personal_data(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    for name in PERSONAL:
        event.pop(name, None)
    # Django itself writes addresses into the sentence: "Forbidden: /accounts/invitations/…".
    if "event" in event:
        event["event"] = without_secrets(str(event["event"]))
    if "request" in event:
        event["request"] = request_words(str(event["request"]))
    return event


SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso"),
    without_personal_data,
]


def logging_settings(level: str) -> dict[str, Any]:
    """Django's LOGGING; also sets structlog up, whose events go the same way."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.processors.format_exc_info,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": [*SHARED, structlog.processors.format_exc_info],
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": formatter},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {"django.server": {"level": "WARNING"}},
    }
