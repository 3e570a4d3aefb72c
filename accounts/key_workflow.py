"""The life of an API key as one table. Its `status` is written here and nowhere else.

Who may take a step is a column of the table too: OWNER is the person who asked, OFFICIAL whoever
may decide about the key, BOTH either of them. That a key has expired, or was approved and never
made, follows from the clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.enums import KeyStatus
from accounts.key_exceptions import KeyAnswerMissing, KeyWrongStatus

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from accounts.models import ApiKey, User

WAITING, REFUSED, WITHDRAWN, APPROVED, ACTIVE, REVOKED = KeyStatus
OWNER, OFFICIAL, BOTH = "owner", "official", "both"


@dataclass(frozen=True)
class Step:
    """`decides` notes who and when. `says_why`: an official does not do it without a word."""

    code: str
    label: _StrPromise
    sources: frozenset[str]
    target: str
    who: str
    decides: bool = False
    says_why: bool = False


APPROVE = Step(
    "approve",
    pgettext_lazy("API key", "Approve"),
    frozenset({WAITING}),
    APPROVED,
    OFFICIAL,
    decides=True,
)
REFUSE = Step(
    "refuse",
    pgettext_lazy("API key", "Refuse"),
    frozenset({WAITING}),
    REFUSED,
    OFFICIAL,
    decides=True,
    says_why=True,
)
WITHDRAW = Step(
    "withdraw",
    _("Withdraw my request"),
    frozenset({WAITING, APPROVED}),
    WITHDRAWN,
    OWNER,
    decides=True,
)
MAKE = Step("make", _("Make the key and show it"), frozenset({APPROVED}), ACTIVE, OWNER)
ROTATE = Step("rotate", _("Make it anew"), frozenset({ACTIVE}), ACTIVE, OWNER)
REVOKE = Step(
    "revoke",
    pgettext_lazy("API key", "Revoke"),
    frozenset({APPROVED, ACTIVE}),
    REVOKED,
    BOTH,
    decides=True,
    says_why=True,
)
STEPS = (APPROVE, REFUSE, WITHDRAW, MAKE, ROTATE, REVOKE)
BY_CODE = {one.code: one for one in STEPS}


def is_possible(key: ApiKey, step: Step) -> bool:
    return key.status in step.sources and not (key.has_expired or key.has_lapsed)


def move(key: ApiKey, step: Step, *, actor: User, answer: str = "") -> None:
    """Take the step, now, in the actor's name. The caller holds the row and saves it.

    Refuses: KeyWrongStatus, KeyAnswerMissing.
    """
    if not is_possible(key, step):
        raise KeyWrongStatus
    is_own = key.user_id == actor.pk
    if step.says_why and not is_own and not answer.strip():
        raise KeyAnswerMissing
    key.status = step.target
    if step.decides:
        key.decided_by, key.decided_at = actor, timezone.now()
        key.decision_note = answer.strip()
