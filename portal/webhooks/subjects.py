"""What a subscription is about: its register and, of that, what everybody sees under filters."""

from __future__ import annotations

from django.http import QueryDict

from common.registers.changes.objects import EVERYBODY, followed_registers
from common.registers.filters import canonical
from common.registers.listing import Listing, listing
from common.registers.register import Register, is_open


def open_registers() -> list[Register]:
    """Those whose changes are numbered, for everybody."""
    return [one for one in followed_registers() if is_open(one)]


def open_register(name: str) -> Register | None:
    return next((one for one in open_registers() if one.name == name), None)


def asked_of(register: Register, query: str) -> Listing | None:
    """What everybody sees under the filters.

    None when a filter does not hold any more: left out, as on a page, it would tell of everything.
    """
    parameters = QueryDict(query)
    asked = listing(register, parameters, EVERYBODY)
    return asked if asked.is_valid and canonical(register, parameters) == query else None
