"""What a process has made already: the latest few thousand of it, whoever asks."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Made = TypeVar("Made")


class Remembered(Generic[Made]):
    """At least the `most` last used are known, at most twice as many; threads may share it.

    A key must tell all that the thing depends on: nothing is ever taken back.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._new: dict[Hashable, Made] = {}
        self._old: dict[Hashable, Made] = {}

    def known(self, key: Hashable) -> Made | None:
        found = self._new.get(key)
        if found is None and (found := self._old.get(key)) is not None:
            self.note(key, found)
        return found

    def note(self, key: Hashable, made: Made) -> None:
        if len(self._new) >= self.most:
            self._old, self._new = self._new, {}
        self._new[key] = made

    def get(self, key: Hashable, make: Callable[[], Made]) -> Made:
        found = self.known(key)
        if found is None:
            found = make()
            self.note(key, found)
        return found
