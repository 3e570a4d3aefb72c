"""What a service refuses, in words that can be shown to the person."""

from __future__ import annotations

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refusal(Exception):
    """`message` is translated when shown; `status` is what a page or the API answers."""

    message: ClassVar[str | Promise] = _("This cannot be done.")
    status: ClassVar[int] = 409

    def __str__(self) -> str:
        return str(self.message)
