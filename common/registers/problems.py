"""Errors of the API as problem documents (RFC 9457)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, NotAuthenticated, ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler

from common.registers.paging import BadParameter

CONTENT_TYPE = "application/problem+json"


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


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler. None lets an unforeseen error become a 500."""
    if isinstance(error, BadParameter):
        error = BadRequest.of(error)
    response = exception_handler(error, context)
    if response is None:
        return None
    response.data = _problem(error, response.status_code)
    response.content_type = CONTENT_TYPE
    return response


def _problem(error: Exception, status: int) -> dict[str, Any]:
    problem: dict[str, Any] = {
        "type": "about:blank",
        "title": _title(error, status),
        "status": status,
    }
    if isinstance(error, BadRequest):
        problem["errors"] = error.errors
    elif isinstance(error, ValidationError):
        problem["errors"] = error.detail
    return problem


def _title(error: Exception, status: int) -> str:
    if isinstance(error, Http404):
        return _("There is no such record, or you may not see it.")
    if isinstance(error, NotAuthenticated | PermissionDenied):
        return _("You may not do this.")
    if isinstance(error, APIException):
        return str(error.detail if isinstance(error.detail, str) else error.default_detail)
    return HTTPStatus(status).phrase
