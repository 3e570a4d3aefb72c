"""A mirror kept by `updated_since` is equal to its source, whatever is written at the same time."""

from __future__ import annotations

import pytest

from tests.mirroring import begin, play, source_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_mirror_ends_up_as_the_source(seed: int) -> None:
    begin()
    for mirror in play(seed):
        source = source_of(mirror.register, mirror.query)
        assert mirror.listed(source) == source, mirror
