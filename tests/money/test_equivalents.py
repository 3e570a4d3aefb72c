"""Equivalents: the rate of the day or the last one before it, named with its day."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import DateField, DecimalField, F, TextField, Value
from django.db.models.functions import Cast
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone, translation
from django.utils.html import strip_tags
from hypothesis import given, settings
from hypothesis import strategies as st

from common.codelists.models import Theme
from common.money.equivalents import equivalent
from common.money.expressions import equivalent_of, money_json
from common.money.rates import OLDEST_DAYS, Rates
from common.money.totals import total_columns, total_from, with_equivalents
from common.money.wording import full, short
from tests.factories.money import make_rate

DAY = dt.date(2024, 3, 15)
pytestmark = pytest.mark.django_db


@pytest.fixture
def rates() -> None:
    make_rate("EUR", "2024-03-01", "41.1234")
    make_rate("EUR", "2024-03-15", "42.9447")
    make_rate("USD", "2024-03-14", "38.5")
    make_rate("JPY", "2024-03-15", "0.26")


@pytest.mark.usefixtures("rates")
@pytest.mark.parametrize(
    ("on", "rate", "rate_on"),
    [
        ("2024-03-15", "42.9447", "2024-03-15"),
        ("2024-03-14", "41.1234", "2024-03-01"),
        ("2024-06-23", "42.9447", "2024-03-15"),
    ],
)
def test_the_latest_rate_on_or_before_the_day(on: str, rate: str, rate_on: str) -> None:
    found = equivalent(Decimal(100), "EUR", dt.date.fromisoformat(on))
    assert found is not None
    assert (found.rate, found.rate_on.isoformat()) == (Decimal(rate), rate_on)
    assert found.amount == (Decimal(rate) * 100).quantize(Decimal("0.01"))


@pytest.mark.usefixtures("rates")
def test_a_rate_that_is_too_old_tells_nothing() -> None:
    oldest = dt.date(2024, 3, 15) + dt.timedelta(days=OLDEST_DAYS)
    assert equivalent(Decimal(1), "EUR", oldest)
    assert equivalent(Decimal(1), "EUR", oldest + dt.timedelta(days=1)) is None
    assert equivalent(Decimal(1), "EUR", dt.date(2024, 2, 29)) is None


def test_a_day_to_come_counts_as_today() -> None:
    make_rate("EUR", timezone.localdate(), "50")
    make_rate("EUR", timezone.localdate() + dt.timedelta(days=1), "60")
    found = equivalent(Decimal(1), "EUR", timezone.localdate() + dt.timedelta(days=300))
    assert found is not None
    assert found.rate == 50


@pytest.mark.usefixtures("rates")
def test_foreign_currencies_go_through_the_hryvnia() -> None:
    found = equivalent(Decimal(1000), "EUR", DAY, "USD")
    assert found is not None
    assert found.amount == Decimal("1115.45")
    assert [quote.currency for quote in found.quotes] == ["EUR", "USD"]
    assert found.rate_on == dt.date(2024, 3, 14)
    yens = equivalent(Decimal(1000), "UAH", DAY, "JPY")
    assert yens is not None
    assert yens.amount == Decimal(3846)


@pytest.mark.usefixtures("rates")
def test_the_same_currency_has_no_equivalent() -> None:
    assert equivalent(Decimal(1), "UAH", DAY) is None
    assert equivalent(Decimal(1), "EUR", DAY, "EUR") is None


@pytest.mark.usefixtures("rates")
def test_many_amounts_cost_one_statement(django_assert_num_queries: Any) -> None:
    rates = Rates()
    with django_assert_num_queries(1):
        rates.prime((code, DAY) for code in ("EUR", "USD", "UAH"))
        found = [
            equivalent(Decimal(n), code, DAY, rates=rates)
            for n in range(30)
            for code in ("EUR", "USD", "UAH")
        ]
    assert [one is None for one in found[:3]] == [False, False, True]


def _with_amounts(amount: Decimal, currency: str, on: dt.date | None) -> Any:
    Theme.objects.get_or_create(slug="x", defaults={"name": "х", "name_en": "x"})
    return Theme.objects.annotate(
        amount=Value(amount, DecimalField(max_digits=18, decimal_places=2)),
        currency=Value(currency),
        on=Value(on, DateField()),
    )


@pytest.mark.usefixtures("rates")
@settings(max_examples=40)
@given(
    st.decimals(min_value=Decimal("-1e12"), max_value=Decimal("1e12"), places=2),
    st.sampled_from(("UAH", "EUR", "USD", "JPY", "SEK")),
    st.sampled_from(("UAH", "EUR", "USD", "JPY")),
    st.dates(dt.date(2024, 2, 20), dt.date(2024, 7, 10)),
)
def test_the_database_says_the_same(amount: Decimal, own: str, to: str, on: dt.date) -> None:
    rows = _with_amounts(amount, own, on).annotate(
        found=equivalent_of("amount", "currency", "on", to)
    )
    expected = equivalent(amount, own, on, to)
    found = rows.values_list("found", flat=True).get()
    if own == to:
        assert found == amount
    else:
        assert found == (expected.amount if expected else None)


@pytest.mark.usefixtures("rates")
def test_a_register_row_names_rate_and_day() -> None:
    def row(amount: Decimal, currency: str, on: dt.date | None) -> Any:
        whole = Cast(money_json("amount", "currency", "on"), TextField())
        rows = _with_amounts(amount, currency, on).annotate(whole=whole)
        return json.loads(rows.values_list("whole", flat=True).get())

    assert row(Decimal(100), "EUR", DAY) == {
        "amount": 100,
        "currency": "EUR",
        "value_date": "2024-03-15",
        "in_uah": {"amount": 4294.47, "rate": 42.9447, "rate_on": "2024-03-15"},
    }
    assert row(Decimal(5), "UAH", DAY)["in_uah"] is None
    assert row(Decimal(5), "EUR", None)["in_uah"] is None
    assert row(Decimal(5), "SEK", DAY)["in_uah"] is None


@pytest.mark.usefixtures("rates")
def test_a_total_says_what_it_leaves_out() -> None:
    for number, slug in enumerate("abc"):
        Theme.objects.create(slug=slug, name=slug, name_en=slug, position=number)
    rows = Theme.objects.annotate(
        amount=F("position") * Value(100, DecimalField(max_digits=18, decimal_places=2)),
        currency=Value("EUR"),
        value_date=Value(DAY, DateField()),
    )
    found = total_from(with_equivalents(rows).aggregate(**total_columns()), "UAH")
    assert (found.amount, found.counted, found.without_rate) == (Decimal("12883.41"), 3, 0)
    assert found.rates_from == found.rates_until == DAY


def shown(query: str = "", form: str = "full", language: str = "uk") -> str:
    request = RequestFactory().get(f"/{query}")
    template = Template("{% load money %}{% money amount 'EUR' day form=form %}")
    values = {"request": request, "amount": Decimal(1200000), "day": DAY, "form": form}
    with translation.override(language):
        return strip_tags(template.render(Context(values))).replace("\xa0", " ")


@pytest.mark.usefixtures("rates")
def test_the_tag_says_rate_and_day() -> None:
    english = shown(language="en")
    assert english == ("EUR 1,200,000 (≈ UAH 51,533,640 at the rate of 42.9447 on 15 March 2024)")
    assert shown(language="en", form="short") == (
        "EUR 1.2 million (≈ UAH 51.5 million at the rate of 42.9447 on 15 March 2024)"
    )
    assert shown("?currency=eur", language="en") == "EUR 1,200,000"
    assert "USD 1,338,536.10" in shown("?currency=usd", language="en")
    assert "1 200 000 євро" in shown()
    assert "51 533 640" in shown("?currency=nonsense")


def test_without_a_rate_the_amount_stands_alone() -> None:
    assert shown(language="en") == "EUR 1,200,000"


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("999", "UAH 999"),
        ("999.5", "UAH 999.50"),
        ("12345", "UAH 12,345"),
        ("999999", "UAH 1 million"),
        ("-2500000000", "UAH -2.5 billion"),
    ],
)
def test_short_amounts(amount: str, expected: str) -> None:
    with translation.override("en"):
        assert short(Decimal(amount), "UAH").replace("\xa0", " ") == expected


def test_full_amounts_in_ukrainian_agree_with_their_number() -> None:
    with translation.override("uk"):
        assert full(Decimal(2), "SEK").replace("\xa0", " ") == "2 шведські крони"
        assert full(Decimal("2.50"), "USD").replace("\xa0", " ") == "2,50 долара США"


def test_rates_are_read_once() -> None:
    make_rate("EUR", DAY, "42")
    rates = Rates()
    assert rates.quote("EUR", DAY) is rates.quote("EUR", DAY)
