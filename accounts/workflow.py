"""The life of a request for access as one table. `status` is written here and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from accounts.enums import AccessRequestStatus
from accounts.exceptions import AnswerMissing, RequestAlreadyDecided

if TYPE_CHECKING:
    from accounts.models import AccessRequest, User

WAITING, APPROVED, REFUSED, WITHDRAWN = AccessRequestStatus

# From where → to where. A decision stands: who was refused asks anew.
STEPS: dict[AccessRequestStatus, frozenset[AccessRequestStatus]] = {
    WAITING: frozenset({APPROVED, REFUSED, WITHDRAWN}),
    APPROVED: frozenset(),
    REFUSED: frozenset(),
    WITHDRAWN: frozenset(),
}
NEEDS_ANSWER = frozenset({REFUSED})


def move(
    request: AccessRequest, target: AccessRequestStatus, *, actor: User, answer: str = ""
) -> None:
    """Decide the request, now, in the actor's name. The caller holds the row and saves it.

    Refuses: RequestAlreadyDecided, AnswerMissing.
    """
    if target not in STEPS[AccessRequestStatus(request.status)]:
        raise RequestAlreadyDecided
    if target in NEEDS_ANSWER and not answer.strip():
        raise AnswerMissing
    request.status = target
    request.decided_by, request.decided_at = actor, timezone.now()
    request.decision_note = answer.strip()
