"""The cost of a turn."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_app.integrations.llm.port import TokenUsage
from chat_app.services.catalogue.dto import LOCAL_PRICE, LongContextPrice, Price
from chat_app.services.catalogue.pricing import cost_nano

rates = st.integers(0, 10**12)
tokens = st.integers(0, 10**8)


@st.composite
def prices(draw: st.DrawFn) -> Price:
    paid, answered = draw(rates), draw(rates)
    return Price(paid, answered, draw(st.integers(0, paid)), "test")


@st.composite
def usages(draw: st.DrawFn) -> TokenUsage:
    read = draw(tokens)
    return TokenUsage(read, draw(tokens), draw(st.integers(0, read)))


class TestCostNano:
    @pytest.mark.parametrize(
        ("usage", "cost"),
        [
            # gpt-4o: 2.50 $ in, 1.25 $ cached, 10 $ out per million.
            (TokenUsage(input=1000, output=500), 7_500_000),
            (TokenUsage(input=1000, output=500, cached=800), 6_500_000),
            (TokenUsage(), 0),
            (TokenUsage(input=1), 2_500),
        ],
    )
    def test_known_costs(self, usage: TokenUsage, cost: int) -> None:
        assert cost_nano(Price(2_500_000_000, 10_000_000_000, 1_250_000_000, "test"), usage) == cost

    def test_half_a_nano_rounds_up_once(self) -> None:
        price = Price(input=250_000, output=250_000, cached_input=0, version="test")
        assert cost_nano(price, TokenUsage(input=1)) == 0
        assert cost_nano(price, TokenUsage(input=1, output=1)) == 1

    def test_unknown_price_has_no_cost(self) -> None:
        assert cost_nano(None, TokenUsage(5, 5)) is None

    def test_local_is_free(self) -> None:
        assert cost_nano(LOCAL_PRICE, TokenUsage(10**9, 10**9)) == 0

    def test_long_context_costs_more_for_all_tokens(self) -> None:
        price = Price(1_000_000, 2_000_000, 0, "test", LongContextPrice(200_000, 3_000_000, 4_000_000, 0))
        assert cost_nano(price, TokenUsage(200_000, 10)) == 200_020
        assert cost_nano(price, TokenUsage(200_001, 10)) == 600_043

    def test_cached_beyond_input_is_no_credit(self) -> None:
        assert cost_nano(Price(10**9, 0, 0, "test"), TokenUsage(input=10, cached=50)) == 0

    @given(prices(), usages())
    def test_exact_within_half_a_nano_and_an_integer(self, price: Price, usage: TokenUsage) -> None:
        cost = cost_nano(price, usage)
        exact = Fraction(
            (usage.input - usage.cached) * price.input + usage.cached * price.cached_input + usage.output * price.output, 10**6
        )
        assert type(cost) is int
        assert -Fraction(1, 2) < cost - exact <= Fraction(1, 2)

    @given(prices(), usages(), tokens, tokens)
    def test_more_tokens_never_cost_less(self, price: Price, usage: TokenUsage, read: int, written: int) -> None:
        more = TokenUsage(usage.input + read, usage.output + written, usage.cached)
        assert (cost_nano(price, more) or 0) >= (cost_nano(price, usage) or 0)

    @given(prices(), usages(), usages())
    def test_two_turns_cost_what_their_sum_does_within_a_nano(self, price: Price, first: TokenUsage, second: TokenUsage) -> None:
        both = TokenUsage(first.input + second.input, first.output + second.output, first.cached + second.cached)
        apart = (cost_nano(price, first) or 0) + (cost_nano(price, second) or 0)
        assert abs(apart - (cost_nano(price, both) or 0)) <= 1
