"""What is held covers what is charged, whatever the price; and what is put on top of prices."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from chat_app.integrations.llm.port import ImagePart, LlmMessage, LlmRequest, Role, Sampling, TextDelta, TextPart, TokenUsage, ToolSpec
from chat_app.integrations.llm.rates import Rates
from chat_app.services.catalogue.dto import ModelCard, Price
from chat_app.services.catalogue.pricing import cost_nano, with_margin
from chat_app.services.charging.dto import Tariff
from chat_app.services.charging.estimates import Estimate, estimate, limited
from chat_app.services.charging.margins import points_for, rule_for, tariff_for
from chat_app.services.charging.meter import Meter
from chat_app.services.site.billing_sections import Credit, MarginRule

RATE = st.one_of(st.integers(0, 10**12), st.none())
PLAIN = st.integers(0, 10**12)
TARIFFS = st.builds(Tariff, st.integers(1, 10**9), st.just("2026-05-01"), st.integers(0, 10**9), st.integers(0, 10**9))
PRICES = st.builds(lambda rates: Price(rates, "v"), st.builds(Rates, PLAIN, PLAIN, RATE, RATE, RATE, RATE))
CARD = ModelCard("test/model", "Model", "test", "Test", max_output_tokens=1_000)


def words(text: str) -> int:
    return len(text)


@given(
    price=PRICES,
    tariff=TARIFFS,
    text=st.text(max_size=200),
    output=st.integers(0, 1_000),
    reasoning=st.integers(0, 1_000),
    cache=st.booleans(),
)
def test_what_is_held_for_so_many_tokens_covers_them(
    price: Price, tariff: Tariff, text: str, output: int, reasoning: int, cache: bool
) -> None:
    sampling = Sampling(prompt_cache="hour" if cache else None)
    request = LlmRequest("model", (LlmMessage.of_text(Role.USER, text),), sampling)
    expected = estimate(request, CARD, price, tariff, words)
    written = len(text) if cache else 0
    used = TokenUsage(
        len(text), output, reasoning=min(reasoning, output), cache_write=written >> 1, cache_write_1h=written - (written >> 1)
    )
    cost = cost_nano(price, used)
    assert cost is not None
    assert tariff.due(cost) <= expected.cost(output)


@given(price=PRICES, tariff=TARIFFS, nano=st.integers(0, 10**18))
def test_no_more_tokens_are_promised_than_there_is_credit_for(price: Price, tariff: Tariff, nano: int) -> None:
    expected = estimate(LlmRequest("model", (LlmMessage.of_text(Role.USER, "Hello"),)), CARD, price, tariff, words)
    tokens = expected.tokens(nano)
    if tokens is None:
        assert expected.cost(10**9) == expected.cost(0) <= nano
    elif tokens < 0:
        assert expected.cost(0) > nano
    else:
        assert expected.cost(tokens) <= nano


def test_pictures_tools_and_a_tenth_are_counted() -> None:
    tariff, price = Tariff(1_000_000, "2026-05-01"), Price(Rates(1_000_000, 0), "v")
    bare = LlmRequest("model", (LlmMessage(Role.USER, (TextPart("x" * 1_000),)),))
    full = LlmRequest(
        "model",
        (LlmMessage(Role.USER, (TextPart("x" * 1_000), ImagePart("image/png", b"", 500), ImagePart("image/png", b""))),),
        tools=(ToolSpec("search", "y" * 200, {}),),
    )
    least, most = (estimate(request, CARD, price, tariff, words).cost(0) for request in (bare, full))
    assert least >= 1_100
    assert most - least >= (500 + 1_600 + 200) * 11 // 10


def test_a_shorter_answer_thinks_less() -> None:
    assert limited(Sampling(thinking_budget=8_000), 10_000).thinking_budget == 8_000
    assert limited(Sampling(thinking_budget=8_000), 4_000).thinking_budget == 2_000
    assert limited(Sampling(thinking_budget=8_000), 400).thinking_budget is None


class TestMargins:
    RULES = Credit(
        charging=True,
        margins=(MarginRule(pattern="a/*", group_id="g", points=100), MarginRule(pattern="a/*", points=2_000, fixed_nano=3)),
        free_models=("a/free",),
        exchange_points=150,
    )

    def test_the_first_rule_that_fits_counts_before_the_general_margin(self) -> None:
        assert [points_for(self.RULES, groups, model, 500) for groups, model in (({"g"}, "a/x"), (set(), "a/x"), (set(), "b/x"))] == [
            252, 2_180, 658,
        ]  # fmt: skip
        assert points_for(Credit(), {"g"}, "a/x", 500) == 500
        assert rule_for(self.RULES, set(), "b/x") is None
        assert tariff_for(self.RULES, set(), "a/x", 1, "2026-05-01").fixed_nano == 3

    def test_what_is_given_away_costs_nothing(self) -> None:
        price = Price(Rates(3, 5, 1, request=9), "v", 10, Rates(7, 7))
        assert with_margin(price, points_for(self.RULES, set(), "a/free", 500)).is_nothing


@given(pieces=st.lists(st.text(max_size=30), max_size=40), tokens=st.integers(1, 600))
def test_the_meter_knows_when_an_answer_is_so_long(pieces: list[str], tokens: int) -> None:
    meter = Meter(len)
    for piece in pieces:
        meter.saw(TextDelta(piece))
    assert meter.has_reached(tokens) == (sum(map(len, pieces)) >= tokens)
    assert meter.came == any(pieces)


def test_an_estimate_never_holds_nothing() -> None:
    assert Estimate(Tariff(1_000_000, "2026-05-01"), 0, 0, 0).cost(0) == 1
