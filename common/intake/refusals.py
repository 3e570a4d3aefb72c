"""What a service refuses, in words that can be shown to the person."""

from __future__ import annotations

from typing import ClassVar, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class HasStatus(Protocol):
    """A record that a workflow leads from status to status."""

    @property
    def status(self) -> str: ...

    def get_status_display(self) -> str: ...


class Refusal(Exception):
    """What it was made with says why, else `message`, translated when shown; `status` is what a
    page or the API answers.
    """

    message: ClassVar[str | Promise] = _("This cannot be done.")
    status: ClassVar[int] = 409

    def __str__(self) -> str:
        return super().__str__() or str(self.message)


class MovedOn(Refusal):
    """The record is no longer where the step leads on from. Given the record and where the step
    leads, it says where it stands: whoever finds the step taken has nothing more to do.
    """

    message = _("Meanwhile the status has changed: this step is not possible any more.")

    def __init__(self, record: HasStatus | None = None, target: str = "") -> None:
        self.standing = str(record.get_status_display()) if record else ""
        self.is_there = record is not None and record.status == target
        super().__init__()

    def __str__(self) -> str:
        if not self.standing:
            return str(self.message)
        words = ALREADY if self.is_there else NO_LONGER
        return str(words) % {"status": self.standing}


ALREADY = _("Nothing is left to do: the status is “%(status)s” already.")
NO_LONGER = _("The status is “%(status)s” by now: this step is not possible any more.")


class ChangedMeanwhile(Refusal):
    message = _(
        "This record has changed since you opened it, by somebody else or in your other window."
    )
