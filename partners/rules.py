"""Rules of laws, each a small class: what it says, and beside which field it says what is wrong."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Facts = TypeVar("Facts")


class Rule(ABC, Generic[Facts]):
    """One that `warns` is only told; any other keeps out what goes against it."""

    name: ClassVar[_StrPromise]
    text: ClassVar[_StrPromise]
    field: ClassVar[str]
    warns: ClassVar[bool] = False

    @abstractmethod
    def problem(self, facts: Facts) -> str:
        """What is wrong, in words; empty when nothing is."""


@dataclass(frozen=True)
class Broken:
    """A rule that is broken: beside which field to say what."""

    rule: Rule[Any]
    message: str

    @property
    def field(self) -> str:
        return self.rule.field

    @property
    def warns(self) -> bool:
        return self.rule.warns


def broken(rules: Iterable[Rule[Facts]], facts: Facts) -> Iterator[Broken]:
    """Those of the rules that are broken, in their order."""
    for rule in rules:
        if message := rule.problem(facts):
            yield Broken(rule, message)
