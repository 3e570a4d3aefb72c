"""What the worker does for the registers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from common.operations.jobs import job
from common.operations.rhythms import Every
from common.registers.changes.follow import follow
from common.registers.once import forget_answers


@job("registers-changes", _("Changes for those who mirror the registers"), Every(5))
def follow_changes() -> int:
    """Every few seconds: bring what mirrors read up to what is committed."""
    return follow()


@job("registers-kept-answers", _("Kept answers to requests sent twice are removed"), Every(60 * 60))
def forget_kept_answers() -> int:
    return forget_answers()
