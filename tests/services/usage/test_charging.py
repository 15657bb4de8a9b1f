"""What a call costs, and what its person pays."""

from __future__ import annotations

from dataclasses import fields
from decimal import ROUND_CEILING, Decimal

from hypothesis import given
from hypothesis import strategies as st

from chat_app.integrations.llm.port import TokenUsage
from chat_app.integrations.llm.rates import Rates
from chat_app.services.catalogue.dto import LOCAL_PRICE, ModelCard, Price, Route
from chat_app.services.catalogue.pricing import cost_nano, with_margin
from chat_app.services.usage.charging import charge, charge_of, lines_of, lines_text
from tests.fakes.scripted_gateway import ScriptedGateway

amounts = st.integers(0, 10**12)
tokens = st.integers(0, 10**8)
points = st.integers(0, 100_000)
all_rates = st.builds(Rates, amounts, amounts, *[st.none() | amounts] * 8, amounts, amounts, amounts)
prices = st.builds(Price, all_rates, st.just("test"), st.just(0) | tokens, st.none() | all_rates)
usages = st.builds(TokenUsage, *[tokens] * len(fields(TokenUsage)))
PRICE = Price(Rates(3_000_000_000, 15_000_000_000, cache_read=300_000_000), "test")


@given(prices, usages, points, st.booleans())
def test_cost_and_sale_are_the_sums_of_their_lines(price: Price, usage: TokenUsage, margin: int, own_key: bool) -> None:
    done = charge(price, with_margin(price, margin), usage, own_key=own_key)
    assert done.cost_nano == cost_nano(price, usage) == sum(line.nano for line in done.lines)
    assert done.sale_nano == sum(line.sale_nano for line in done.lines)
    assert all(type(value) is int for line in done.lines for value in (line.nano, line.sale_nano, line.rate, line.sale_rate))
    assert lines_of(lines_text(done.lines)) == done.lines


@given(prices, usages, points)
def test_the_sale_is_the_cost_with_its_margin_reckoned_apart(price: Price, usage: TokenUsage, margin: int) -> None:
    """Each rate raised and rounded up to a whole nano-dollar per million, then each line rounded up: as decimals."""
    done = charge(price, with_margin(price, margin), usage, own_key=False)
    for line in done.lines:
        rate = (Decimal(line.rate) * (10_000 + margin) / 10_000).to_integral_value(ROUND_CEILING)
        assert line.sale_rate == rate
        assert line.sale_nano == (rate * line.count / 1_000_000).to_integral_value(ROUND_CEILING)
    assert (done.sale_nano or 0) >= (done.cost_nano or 0)


@given(prices, usages)
def test_without_a_margin_people_pay_what_it_costs(price: Price, usage: TokenUsage) -> None:
    done = charge(price, with_margin(price, 0), usage, own_key=False)
    assert done.sale_nano == done.cost_nano == done.shown_nano


def test_a_margin_of_a_fifth() -> None:
    done = charge(PRICE, with_margin(PRICE, 2_000), TokenUsage(input=1_000, output=100, cached=400), own_key=False)
    assert done.cost_nano == 600 * 3_000 + 400 * 300 + 100 * 15_000
    assert done.sale_nano == 600 * 3_600 + 400 * 360 + 100 * 18_000


def test_with_an_own_key_nothing_is_charged_and_the_vendors_price_is_shown() -> None:
    done = charge(PRICE, PRICE, TokenUsage(input=1_000), own_key=True)
    assert (done.sale_nano, done.cost_nano, done.shown_nano) == (0, 3_000_000, 3_000_000)
    assert [(line.sale_rate, line.sale_nano) for line in done.lines] == [(0, 0), (0, 0)][: len(done.lines)]


def test_an_unknown_price_is_no_amount() -> None:
    assert charge(None, None, TokenUsage(5, 5), own_key=False).shown_nano is None
    assert (charge(None, None, TokenUsage(5, 5), own_key=True).sale_nano, charge(None, None, TokenUsage(5, 5), own_key=True).cost_nano) == (
        0,
        None,
    )


def test_local_models_are_free_with_their_lines() -> None:
    done = charge(LOCAL_PRICE, LOCAL_PRICE, TokenUsage(7, 5), own_key=False)
    assert (done.cost_nano, done.sale_nano, [(line.kind, line.count) for line in done.lines]) == (0, 0, [("input", 7), ("output", 5)])


def test_a_way_knows_what_is_taken_and_what_is_paid() -> None:
    card = ModelCard("a/b", "B", "a", "A", price=with_margin(PRICE, 1_000))
    done = charge_of(Route(ScriptedGateway(), "b", card, provider_price=PRICE), TokenUsage(input=1_000_000))
    assert (done.cost_nano, done.sale_nano) == (3_000_000_000, 3_300_000_000)


def test_long_requests_pay_their_margin_on_the_rates_for_long_ones() -> None:
    price = Price(Rates(1_000_000, 0), "test", 10, Rates(2_000_000, 0))
    done = charge(price, with_margin(price, 5_000), TokenUsage(input=11), own_key=False)
    assert (done.cost_nano, done.sale_nano) == (22, 33)
