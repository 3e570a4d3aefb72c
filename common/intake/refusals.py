"""What a service refuses, in words that can be shown to the person."""

from __future__ import annotations

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refusal(Exception):
    """What it was made with says why, else `message`, translated when shown; `status` is what a
    page or the API answers.
    """

    message: ClassVar[str | Promise] = _("This cannot be done.")
    status: ClassVar[int] = 409

    def __str__(self) -> str:
        return super().__str__() or str(self.message)


class ChangedMeanwhile(Refusal):
    message = _("Somebody else has changed this record since you opened it.")
