"""Errors of the API as problem documents (RFC 9457), in the language that was asked for.

`errors` is always a list: what is wrong with which `parameter` of the address, or with which
`field` of the body.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, AuthenticationFailed, ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler

from common.intake.refusals import Refusal
from common.intake.values import WrongValues
from common.registers.paging import BadParameter

CONTENT_TYPE = "application/problem+json"
# The field of an error that concerns the body as a whole.
WHOLE_BODY = ""


class BadRequest(APIException):
    """A request that names what is wrong, parameter by parameter."""

    status_code = HTTPStatus.BAD_REQUEST

    def __init__(self, errors: list[dict[str, str]]) -> None:
        super().__init__(self.sentence())
        self.errors = errors

    def sentence(self) -> str:
        return _("The request has parameters that cannot be used.")

    @classmethod
    def of(cls, error: BadParameter) -> BadRequest:
        return cls([{"parameter": error.name, "message": error.message}])


class Refused(APIException):
    """A refusal of a service, in its words."""

    def __init__(self, error: Refusal) -> None:
        super().__init__(str(error))
        self.status_code = error.status


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler. None lets an unforeseen error become a 500."""
    error = _as_answer(error)
    response = exception_handler(error, context)
    if response is None:
        return None
    response.data = problem(response.status_code, _title(error, response.status_code))
    errors = _errors(error)
    if errors:
        response.data["errors"] = errors
    response.content_type = CONTENT_TYPE
    return response


def _as_answer(error: Exception) -> Exception:
    """What our own code says, as DRF says it."""
    if isinstance(error, BadParameter):
        return BadRequest.of(error)
    if isinstance(error, WrongValues):
        return ValidationError(error.errors)
    return Refused(error) if isinstance(error, Refusal) else error


def problem(status: int, title: str) -> dict[str, Any]:
    return {"type": "about:blank", "title": title, "status": status}


def _errors(error: Exception) -> list[dict[str, str]]:
    if isinstance(error, BadRequest):
        return error.errors
    if isinstance(error, ValidationError):
        return [
            {"field": field, "message": message} for field, message in _messages(error.detail, "")
        ]
    return []


def _messages(detail: Any, path: str) -> Iterator[tuple[str, str]]:
    """(field, message) of each refusal; `themes.2` is the third element of the list `themes`."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            at = str(name) if name != "non_field_errors" else WHOLE_BODY
            yield from _messages(inner, f"{path}.{at}" if path and at else path or at)
    elif isinstance(detail, Sequence) and not isinstance(detail, str):
        for number, inner in enumerate(detail):
            is_list = isinstance(inner, Mapping | list)
            yield from _messages(inner, f"{path}.{number}" if is_list and path else path)
    else:
        yield path, str(detail)


def _title(error: Exception, status: int) -> str:
    if isinstance(error, Http404):
        return _("There is no such record, or you may not see it.")
    if isinstance(error, PermissionDenied):
        return _("You may not do this.")
    if isinstance(error, AuthenticationFailed):
        # What is wrong with what was given, not that nothing was.
        return str(error.detail)
    said = {
        HTTPStatus.UNAUTHORIZED: _("Sign in, or give a valid key."),
        HTTPStatus.METHOD_NOT_ALLOWED: _("This cannot be done at this address."),
        HTTPStatus.NOT_ACCEPTABLE: _("The answer cannot be given in a form that you accept."),
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE: _("Send the body as JSON (application/json)."),
        HTTPStatus.TOO_MANY_REQUESTS: _("Too many requests: wait for the time in Retry-After."),
    }.get(HTTPStatus(status))
    if said:
        return said
    if isinstance(error, ValidationError):
        return _("What was sent cannot be used.")
    own = getattr(error, "detail", None)
    return str(own) if isinstance(own, str) else HTTPStatus(status).phrase
