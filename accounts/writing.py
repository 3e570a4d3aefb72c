"""Who writes through the API, and what the services refuse there."""

from __future__ import annotations

from rest_framework.exceptions import APIException, NotAuthenticated
from rest_framework.request import Request

from accounts.models import User
from common.intake.refusals import Refusal


class Refused(APIException):
    """A refusal of a service, in its words."""

    def __init__(self, error: Refusal) -> None:
        super().__init__(str(error))
        self.status_code = error.status


def signed_in(request: Request) -> User:
    if not isinstance(request.user, User):
        raise NotAuthenticated
    return request.user
