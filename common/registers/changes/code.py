"""The portal's own code, as far as it says what the objects of registers are in a table."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings

# They say nothing of an object.
ASIDE = {"migrations", "management", "tests"}


@cache
def code_digest() -> str:
    """The same on all machines that run the same release; 60 ms, once in a process.

    All of it, since no function tells which others it calls; that costs each release one look at
    all objects.
    """
    made = hashlib.md5(usedforsecurity=False)
    for path in _files():
        made.update(path.relative_to(settings.BASE_DIR).as_posix().encode())
        made.update(path.read_bytes())
    return made.hexdigest()


def _files() -> Iterator[Path]:
    base = Path(settings.BASE_DIR)
    named = [(Path(one.path), one.name.split(".")) for one in apps.get_app_configs()]
    for folder in sorted({base / name[0] for path, name in named if path == base.joinpath(*name)}):
        for path in sorted(folder.rglob("*.py")):
            if ASIDE.isdisjoint(path.relative_to(folder).parts):
                yield path
    yield from sorted(base.glob("locale/*/LC_MESSAGES/*.mo"))
