"""The life of a record that is drafted, published and archived: programmes and projects.

`record_status` is written here and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from common.intake.refusals import Refusal
from partners.exceptions import InvalidData
from partners.programme_enums import RecordStatus

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

DRAFT, PUBLISHED, ARCHIVED = RecordStatus
LONGEST_REASON = 500


class WrongRecordStatus(Refusal):
    message = _("Meanwhile the record is in another state, from which this step is not possible.")


class RecordArchived(Refusal):
    message = _("The record is archived. Restore it first.")


class RecordReasonMissing(Refusal):
    message = _("Say why the record is archived.")
    status = 400


@dataclass(frozen=True)
class Step:
    code: str
    label: _StrPromise
    sources: frozenset[str]
    target: str
    needs_reason: bool = False


STEPS = (
    Step("publish", _("Publish"), frozenset({DRAFT}), PUBLISHED),
    Step("withdraw", _("Take back to draft"), frozenset({PUBLISHED}), DRAFT),
    Step("archive", _("Archive"), frozenset({DRAFT, PUBLISHED}), ARCHIVED, needs_reason=True),
    # As a draft: somebody looks at it before the world does.
    Step("restore", _("Restore as a draft"), frozenset({ARCHIVED}), DRAFT),
)
FIRST = frozenset({DRAFT, PUBLISHED})


def steps_from(record: Any) -> list[Step]:
    """Steps that lead on. None from a record that was merged into another one."""
    if getattr(record, "merged_into_id", None):
        return []
    return [step for step in STEPS if record.record_status in step.sources]


def begin(record: Any, status: str) -> None:
    """Give a new record its first state. Refuses WrongRecordStatus."""
    if status not in FIRST:
        raise WrongRecordStatus
    record.record_status = status


def take(record: Any, code: str, *, reason: str = "") -> None:
    """Take the step. Does not save. Refuses WrongRecordStatus, RecordReasonMissing, InvalidData."""
    step = next((one for one in steps_from(record) if one.code == code), None)
    if step is None:
        raise WrongRecordStatus
    reason = " ".join(reason.replace("\x00", "").split())
    if step.needs_reason and not reason:
        raise RecordReasonMissing
    if len(reason) > LONGEST_REASON:
        text = _("The text is longer than %(longest)s characters.") % {"longest": LONGEST_REASON}
        raise InvalidData({"reason": [text]})
    record.record_status = step.target
    record.archive_reason = reason if step.needs_reason else ""


def absorb(record: Any, survivor: Any, *, reason: str) -> None:
    """Close the record as merged into `survivor`, whatever its state. Does not save."""
    record.record_status = ARCHIVED
    record.archive_reason = record.archive_reason or reason
    record.merged_into = survivor
