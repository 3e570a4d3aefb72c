"""`Idempotency-Key`: a request that is sent again is done once, and answered as the first time.

The answer is kept in the transaction of what it tells of. A second request with the same key waits
for the first one at the unique constraint; if that failed, nothing is kept and this one is done.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import APIException
from rest_framework.request import Request

from common.registers.models import KeptAnswer
from common.registers.paging import BadParameter

HEADER = "Idempotency-Key"
KEPT_FOR = dt.timedelta(hours=24)
# Visible characters of ASCII, as UUIDs and most random keys are.
FORM = re.compile(r"[!-~]{1,200}")
HEADERS = ("Content-Type", "Location", "ETag")

IDEMPOTENCY_KEY = OpenApiParameter(
    HEADER,
    str,
    OpenApiParameter.HEADER,
    pattern=f"^{FORM.pattern}$",
    description=(
        "Any text of up to 200 visible characters, such as a new UUID. A request with the same key "
        "and body within 24 hours is not done again: the first answer is given, with "
        "`Idempotency-Replayed: true`."
    ),
)

Post = Callable[..., HttpResponse]


class AnotherRequest(APIException):
    """The key has been given with another body or at another address."""

    status_code = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self) -> None:
        super().__init__(_("This Idempotency-Key belongs to another request: send a new one."))


def once(post: Post) -> Post:
    """For a method that makes something: what is sent twice with one key is done once."""

    @wraps(post)
    def method(view: Any, request: Request, **keys: Any) -> HttpResponse:
        key = request.headers.get(HEADER)
        if key is None:
            return post(view, request, **keys)
        if not FORM.fullmatch(key):
            raise BadParameter(HEADER, _("Write up to 200 visible characters without spaces."))
        return _answer(key, request, lambda: post(view, request, **keys))

    return method


@transaction.atomic
def _answer(key: str, request: Request, make: Callable[[], HttpResponse]) -> HttpResponse:
    print_of = _fingerprint(request)
    rows = KeptAnswer.objects.filter(owner=str(request.user.pk or ""), key=key)
    rows.filter(made_at__lt=timezone.now() - KEPT_FOR).delete()
    mine = KeptAnswer(owner=str(request.user.pk or ""), key=key, fingerprint=print_of)
    KeptAnswer.objects.bulk_create([mine], ignore_conflicts=True)
    kept = rows.select_for_update().get()
    if kept.fingerprint != print_of:
        raise AnotherRequest
    if kept.status:
        return _replayed(kept)
    answer = make()
    kept.status, kept.text = answer.status_code, answer.content.decode()
    kept.headers = {name: answer[name] for name in HEADERS if name in answer}
    kept.save()
    return answer


def _fingerprint(request: Request) -> str:
    said = f"{request.method} {request.path} {request.content_type}\n".encode()
    return hashlib.sha256(said + request._request.body).hexdigest()  # noqa: SLF001 - unparsed yet


def _replayed(kept: KeptAnswer) -> HttpResponse:
    answer = HttpResponse(kept.text, status=kept.status, headers=kept.headers)
    answer["Idempotency-Replayed"] = "true"
    return answer


def forget_answers() -> int:
    """Remove what is older than it need be kept; how many."""
    count, _by_model = KeptAnswer.objects.filter(made_at__lt=timezone.now() - KEPT_FOR).delete()
    return count
