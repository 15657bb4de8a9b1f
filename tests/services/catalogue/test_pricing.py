"""The cost of a call."""

from __future__ import annotations

import random
from dataclasses import fields
from decimal import ROUND_CEILING, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_app.integrations.llm.port import TokenUsage
from chat_app.integrations.llm.rates import PriceKind, Rates
from chat_app.services.catalogue.dto import LOCAL_PRICE, Price
from chat_app.services.catalogue.pricing import cost_lines, cost_nano, rates_for, with_margin

amounts = st.integers(0, 10**12)
tokens = st.integers(0, 10**8)
all_rates = st.builds(Rates, amounts, amounts, *[st.none() | amounts] * 8, amounts, amounts, amounts)
prices = st.builds(Price, all_rates, st.just("test"), st.just(0) | tokens, st.none() | all_rates)
usages = st.builds(TokenUsage, *[tokens] * (len(fields(TokenUsage)) - 1), st.sampled_from(["", "flex", "priority"]))
GPT = Price(Rates(2_500_000_000, 10_000_000_000, cache_read=1_250_000_000), "test")


class TestCostNano:
    @pytest.mark.parametrize(
        ("usage", "cost"),
        [
            (TokenUsage(input=1000, output=500), 7_500_000),
            (TokenUsage(input=1000, output=500, cached=800), 6_500_000),
            (TokenUsage(), 0),
            (TokenUsage(input=1), 2_500),
        ],
    )
    def test_known_costs(self, usage: TokenUsage, cost: int) -> None:
        assert cost_nano(GPT, usage) == cost

    def test_each_line_is_rounded_up(self) -> None:
        price = Price(Rates(250_000, 250_000), "test")
        assert cost_nano(price, TokenUsage(input=1)) == 1
        assert cost_nano(price, TokenUsage(input=4, output=1)) == 2

    def test_a_tier_has_its_own_rates_as_far_as_it_has_any(self) -> None:
        tiers = (("flex", 0, Rates(1_000, 2_000)), ("flex", 100, Rates(3_000, 4_000)), ("priority", 0, Rates(9_000, 9_000)))
        price = Price(Rates(2_000, 4_000), "test", 100, Rates(6_000, 8_000), tiers=tiers)
        assert rates_for(price, 100, "flex") == Rates(1_000, 2_000)
        assert rates_for(price, 101, "flex") == Rates(3_000, 4_000)
        assert rates_for(price, 101, "priority") == rates_for(price, 101) == Rates(6_000, 8_000)
        assert [line.rate for line in cost_lines(price, TokenUsage(input=100, tier="flex"))] == [1_000]
        assert with_margin(price, 10_000).tiers[0] == ("flex", 0, Rates(2_000, 4_000))

    def test_unknown_price_has_no_cost(self) -> None:
        assert cost_nano(None, TokenUsage(5, 5)) is None

    def test_local_is_free(self) -> None:
        assert cost_nano(LOCAL_PRICE, TokenUsage(10**9, 10**9)) == 0

    def test_long_context_costs_more_for_all_tokens(self) -> None:
        price = Price(Rates(1_000_000, 2_000_000), "test", 200_000, Rates(3_000_000, 4_000_000))
        assert cost_nano(price, TokenUsage(200_000, 10)) == 200_020
        assert cost_nano(price, TokenUsage(200_001, 10)) == 600_043

    def test_beyond_further_limits_further_rates_hold(self) -> None:
        higher = ((300_000, Rates(5_000_000, 0)), (400_000, Rates(7_000_000, 0)))
        price = Price(Rates(1_000_000, 0), "test", 200_000, Rates(3_000_000, 0), higher)
        assert [cost_nano(price, TokenUsage(count)) for count in (200_000, 300_000, 300_001, 400_000, 400_001)] == [
            200_000,
            900_000,
            1_500_005,
            2_000_000,
            2_800_007,
        ]

    def test_cached_beyond_input_is_no_credit(self) -> None:
        assert cost_nano(Price(Rates(10**9, 0, cache_read=0), "test"), TokenUsage(input=10, cached=50)) == 0

    @given(prices, usages, tokens, tokens)
    def test_more_tokens_never_cost_less(self, price: Price, usage: TokenUsage, read: int, written: int) -> None:
        tokens_only = Price(price.rates, "test")
        plain = TokenUsage(usage.input + read, usage.output + written, usage.cached)
        assert (cost_nano(tokens_only, plain) or 0) >= (cost_nano(tokens_only, TokenUsage(usage.input, usage.output, usage.cached)) or 0)


class TestCostLines:
    def test_the_kinds_add_up_to_everything_read_and_written(self) -> None:
        usage = TokenUsage(1000, 500, cached=300, cache_write=200, audio_in=50, reasoning=120, audio_out=30)
        counts = {line.kind: line.count for line in cost_lines(GPT, usage)}
        assert counts == {
            PriceKind.INPUT: 450,
            PriceKind.CACHE_READ: 300,
            PriceKind.CACHE_WRITE: 200,
            PriceKind.AUDIO_IN: 50,
            PriceKind.OUTPUT: 350,
            PriceKind.REASONING: 120,
            PriceKind.AUDIO_OUT: 30,
        }

    def test_what_has_no_rate_of_its_own_costs_what_its_plain_tokens_cost(self) -> None:
        rates = Rates(1_000_000, 3_000_000, cache_write=2_000_000)
        lines = cost_lines(Price(rates, "test"), TokenUsage(10, 10, cache_write_1h=10, reasoning=10))
        assert {line.kind: line.nano for line in lines} == {PriceKind.CACHE_WRITE_1H: 20, PriceKind.REASONING: 30}

    def test_searches_pictures_and_requests_are_lines_where_they_cost(self) -> None:
        rates = Rates(0, 0, image=40_000_000 * 10**6, request=5_000_000 * 10**6, search=10_000_000 * 10**6)
        lines = cost_lines(Price(rates, "test"), TokenUsage(10, 10, images=2, searches=3))
        assert [line.nano for line in lines if line.nano] == [80_000_000, 30_000_000, 5_000_000]
        assert not any(line.kind == PriceKind.SEARCH for line in cost_lines(GPT, TokenUsage(1, 1, searches=3)))

    @given(prices, usages)
    def test_the_charge_is_the_sum_of_its_lines_and_no_token_is_counted_twice(self, price: Price, usage: TokenUsage) -> None:
        lines = cost_lines(price, usage)
        assert cost_nano(price, usage) == sum(line.nano for line in lines)
        single = {PriceKind.IMAGE, PriceKind.SEARCH, PriceKind.REQUEST}
        assert sum(line.count for line in lines if line.kind not in single) == usage.input + usage.output
        assert all(type(line.nano) is int and line.nano >= 0 for line in lines)


def test_five_hundred_usages_against_decimals() -> None:
    dice = random.Random(7)
    differences = [case for case in (constructed(dice) for _ in range(500)) if cost_nano(case[0], case[1]) != by_decimals(case[2], case[1])]
    assert differences == []


def constructed(dice: random.Random) -> tuple[Price, TokenUsage, dict[str, Decimal]]:
    """A price in dollars per million with up to six places, the same as a `Price`, and a usage of every kind."""
    dollars = {kind: Decimal(dice.randrange(10**8)) / 10**6 for kind in PriceKind}
    rates = Rates(**{kind: int(amount * 10**9) for kind, amount in dollars.items()})
    read, written = dice.randrange(1, 10**6), dice.randrange(10**5)
    parts = {name: dice.randrange(read // 5 + 1) for name in ("cached", "cache_write", "cache_write_1h", "audio_in", "image_in")}
    parts |= {name: dice.randrange(written // 3 + 1) for name in ("reasoning", "audio_out", "image_out")}
    usage = TokenUsage(read, written, **parts, images=dice.randrange(4), searches=dice.randrange(4))
    return Price(rates, "test"), usage, {str(kind): amount for kind, amount in dollars.items()}


def by_decimals(dollars: dict[str, Decimal], usage: TokenUsage) -> int:
    """The same reckoned apart: dollars as decimals, each line rounded up to a nano-dollar."""
    counts = {
        "cache_read": usage.cached,
        "cache_write": usage.cache_write,
        "cache_write_1h": usage.cache_write_1h,
        "audio_in": usage.audio_in,
        "image_in": usage.image_in,
        "reasoning": usage.reasoning,
        "audio_out": usage.audio_out,
        "image_out": usage.image_out,
    }
    special_in = usage.cached + usage.cache_write + usage.cache_write_1h + usage.audio_in + usage.image_in
    counts |= {"input": usage.input - special_in, "output": usage.output - usage.reasoning - usage.audio_out - usage.image_out}
    counts |= {"image": usage.images, "search": usage.searches, "request": 1}
    nano = [(dollars[kind] * count / 10**6 * 10**9).to_integral_value(ROUND_CEILING) for kind, count in counts.items()]
    return int(sum(nano))
