"""What of a record is searched: said in the description of its register."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from common.registers.fields import Field


@dataclass(frozen=True, kw_only=True)
class Searched:
    """Names of fields of the register, all of them for everybody who sees the record at all: who
    finds a record by a word knows that the word stands in it.

    `codes` are found whole (references, numbers in other registers), `names` weigh more than
    `texts`. `also` are names that no answer shows, such as former ones.
    """

    names: tuple[str, ...]
    codes: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    also: tuple[Field, ...] = ()
