"""Splitting: exact to the cent, whatever the shares."""

from __future__ import annotations

import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.money.sharing import UnusableShares, split

amounts = st.decimals(
    min_value=Decimal("-1e13"), max_value=Decimal("1e13"), places=2, allow_nan=False
)
shares = st.lists(
    st.one_of(
        st.integers(min_value=0, max_value=10**6),
        st.decimals(min_value=0, max_value=1000, places=4, allow_nan=False),
    ),
    min_size=1,
    max_size=60,
).filter(any)


@given(amounts, shares, st.sampled_from(("UAH", "EUR", "JPY")))
def test_the_parts_sum_up_to_the_whole(amount: Decimal, by: list[Decimal], currency: str) -> None:
    assert sum(split(amount, by, currency)) == amount


@given(amounts, shares)
def test_nobody_is_more_than_a_cent_off(amount: Decimal, by: list[Decimal]) -> None:
    whole = sum(map(Decimal, by))
    for part, share in zip(split(amount, by, "EUR"), by, strict=True):
        assert abs(part - amount * Decimal(share) / whole) <= Decimal("0.01")
        assert share or part == 0


@given(st.decimals(min_value=0, max_value=10**12, places=2), shares)
def test_a_larger_share_never_gets_less(amount: Decimal, by: list[Decimal]) -> None:
    pairs = sorted(zip(by, split(amount, by, "UAH"), strict=True))
    for (small, less), (large, more) in itertools.pairwise(pairs):
        assert small == large or less <= more


def test_the_odd_cent_goes_to_the_first() -> None:
    parts = split(Decimal("100.00"), (1, 1, 1), "EUR")
    assert parts == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]


def test_yens_have_no_cents() -> None:
    assert split(Decimal(100), (1, 2), "JPY") == [Decimal(33), Decimal(67)]


@pytest.mark.parametrize("by", [(), (0, 0), (1, -1)])
def test_shares_that_say_nothing_are_refused(by: tuple[int, ...]) -> None:
    with pytest.raises(UnusableShares):
        split(Decimal(1), by, "EUR")
