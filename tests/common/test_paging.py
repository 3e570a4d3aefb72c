"""Keyset pages: nothing is lost or doubled, whatever the order and whatever happens meanwhile."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.registers.paging import LARGEST_KEY, BadParameter, Cursor, ordering_of, page_of
from communities.models import Community
from communities.registers import COMMUNITIES
from tests.factories.communities import CommunityFactory, OblastFactory, RaionFactory


@given(
    st.one_of(st.text(), st.integers(), st.floats(allow_nan=False)),
    st.integers(0, LARGEST_KEY),
    st.booleans(),
)
def test_cursor_comes_back_as_it_was(value: str | float, pk: int, back: bool) -> None:  # noqa: FBT001
    cursor = Cursor(value, pk, back)
    assert Cursor.decode(cursor.encode()) == cursor


@pytest.mark.parametrize("text", ["zzz", "", "%%%", "W10", "WzEsMl0", "bnVsbA", "Ж" * 5, "A" * 999])
def test_a_foreign_cursor_is_refused(text: str) -> None:
    with pytest.raises(BadParameter):
        Cursor.decode(text)


@pytest.fixture
def many(db: None) -> list[Community]:
    raion = RaionFactory.create(oblast=OblastFactory.create())
    names = ["Ялтинська", "Їжаківська", "Ірпінська", "Ґалаґанівська", "Галицька", "Ємільчинська"]
    return [
        CommunityFactory.create(raion=raion, name=names[n % 6], population=n % 4 * 1000 or None)
        for n in range(23)
    ]


def walk(ordering: str, size: int) -> list[int]:
    """All primary keys, page after page forwards; and the same backwards must agree."""
    rows = COMMUNITIES.queryset()
    page = page_of(COMMUNITIES, rows, ordering=ordering, size=size)
    seen = [page.keys]
    while page.next:
        page = page_of(COMMUNITIES, rows, ordering=ordering, cursor=page.next, size=size)
        seen.append(page.keys)
    back = [seen[-1]]
    while page.previous:
        page = page_of(COMMUNITIES, rows, ordering=ordering, cursor=page.previous, size=size)
        back.insert(0, page.keys)
    assert back == seen
    return [pk for keys in seen for pk in keys]


@pytest.mark.parametrize("ordering", ["", "name", "-name", "population", "-population", "code"])
@pytest.mark.parametrize("size", [1, 5, 23, 50])
def test_pages_hold_every_record_once(many: list[Community], ordering: str, size: int) -> None:
    keys = walk(ordering, size)
    assert sorted(keys) == sorted(one.pk for one in many)


def test_pages_follow_the_ukrainian_alphabet(many: list[Community]) -> None:
    first = page_of(COMMUNITIES, COMMUNITIES.queryset(), size=50)
    by_key = Community.objects.in_bulk(first.keys)
    names = list(dict.fromkeys(by_key[key].name for key in first.keys))
    assert names == [
        "Галицька",
        "Ґалаґанівська",
        "Ємільчинська",
        "Ірпінська",
        "Їжаківська",
        "Ялтинська",
    ]


def test_a_new_record_shifts_nothing(many: list[Community]) -> None:
    rows = COMMUNITIES.queryset()
    first = page_of(COMMUNITIES, rows, size=5)
    seen = first.keys
    CommunityFactory.create(raion=many[0].raion, name="Авангардівська")
    second = page_of(COMMUNITIES, rows, cursor=first.next, size=5)
    assert not set(seen) & set(second.keys)


def test_only_known_orders() -> None:
    with pytest.raises(BadParameter) as refused:
        ordering_of(COMMUNITIES, "about")
    assert refused.value.name == "ordering"
