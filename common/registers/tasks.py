"""What the worker does for the registers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from common.operations.jobs import job
from common.operations.rhythms import Every
from common.registers.changes.follow import follow


@job("registers-changes", _("Changes for those who mirror the registers"), Every(5))
def follow_changes() -> int:
    """Every few seconds: bring what mirrors read up to what is committed."""
    return follow()
