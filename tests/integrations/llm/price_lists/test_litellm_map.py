"""LiteLLM's map: every kind of rate, exactly; what is none is refused."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_app.integrations.llm.price_lists import litellm_map
from chat_app.integrations.llm.price_lists.errors import ListRefusedError
from chat_app.integrations.llm.price_lists.facts import ModelFacts
from chat_app.integrations.llm.rates import PriceKind, Rates
from tests.price_lists import AUGUST, SHORT, needs_lists, shipped_list

PLAIN = {"litellm_provider": "openai", "mode": "chat", "input_cost_per_token": 1e-06, "output_cost_per_token": 4e-06}


def one(**fields: Any) -> ModelFacts:
    return litellm_map.parse(json.dumps({"gpt-x": {**PLAIN, **fields}}).encode())["openai"]["gpt-x"]


class TestRates:
    def test_every_kind(self) -> None:
        facts = one(
            cache_read_input_token_cost=1e-07, cache_creation_input_token_cost=1.25e-06, cache_creation_input_token_cost_above_1hr=2e-06,
            output_cost_per_reasoning_token=5e-06, input_cost_per_audio_token=6e-06, output_cost_per_audio_token=7e-06,
            input_cost_per_image_token=8e-06, output_cost_per_image_token=9e-06, output_cost_per_image=0.04, input_cost_per_request=0.005,
            search_context_cost_per_query={"search_context_size_low": 0.03, "search_context_size_medium": 0.035, "search_context_size_high": 0.05},
        )  # fmt: skip
        assert facts.rates == Rates(
            input=10**9, output=4 * 10**9, cache_read=10**8, cache_write=1_250_000_000, cache_write_1h=2 * 10**9, reasoning=5 * 10**9,
            audio_in=6 * 10**9, audio_out=7 * 10**9, image_in=8 * 10**9, image_out=9 * 10**9, image=40 * 10**12, request=5 * 10**12,
            search=35 * 10**12,
        )  # fmt: skip

    def test_tiers_of_service_also_for_long_inputs(self) -> None:
        facts = one(
            input_cost_per_token_above_200k_tokens=2e-06, output_cost_per_token_above_200k_tokens=8e-06,
            input_cost_per_token_flex=5e-07, output_cost_per_token_flex=2e-06, cache_read_input_token_cost_flex=5e-08,
            input_cost_per_token_above_200k_tokens_flex=1e-06, output_cost_per_token_above_200k_tokens_flex=4e-06,
            input_cost_per_token_priority=2e-06, output_cost_per_token_priority=8e-06,
        )  # fmt: skip
        assert facts.tier_rates == (
            ("flex", 0, 5 * 10**8, 2 * 10**9, 5 * 10**7),
            ("flex", 200_000, 10**9, 4 * 10**9, None),
            ("priority", 0, 2 * 10**9, 8 * 10**9, None),
        )

    def test_deepseeks_name_of_a_cached_read(self) -> None:
        rates = one(input_cost_per_token_cache_hit=3.625e-09).rates
        assert rates is not None
        assert rates.cache_read == 3_625_000

    @given(st.decimals(min_value=0, max_value="0.0006", allow_nan=False, allow_infinity=False, places=15))
    def test_no_digit_is_lost(self, amount: Decimal) -> None:
        body = json.dumps({"gpt-x": {**PLAIN, "input_cost_per_token": 0}}).replace(
            '"input_cost_per_token": 0', f'"input_cost_per_token": {amount:f}'
        )
        rates = litellm_map.parse(body.encode())["openai"]["gpt-x"].rates
        assert rates is not None
        assert rates.input == int(amount.scaleb(15))

    def test_rates_of_batches_and_priority_are_not_the_plain_ones(self) -> None:
        assert one(
            input_cost_per_token_batches=5e-07, output_cost_per_token_priority=1e-05, cache_read_input_token_cost_flex=1e-09
        ).rates == Rates(10**9, 4 * 10**9)


class TestLongInputs:
    def test_what_is_named_changes_and_the_rest_stays(self) -> None:
        facts = one(
            cache_read_input_token_cost=1e-07, cache_creation_input_token_cost=1.25e-06, input_cost_per_audio_token=6e-06, output_cost_per_reasoning_token=4e-06,
            input_cost_per_token_above_200k_tokens=2e-06, output_cost_per_token_above_200k_tokens=6e-06, cache_read_input_token_cost_above_200k_tokens=2e-07,
        )  # fmt: skip
        # Reasoning cost what the answer costs, and still does.
        assert facts.long_rates == Rates(2 * 10**9, 6 * 10**9, cache_read=2 * 10**8, cache_write=1_250_000_000, audio_in=6 * 10**9)
        assert facts.long_above == 200_000

    def test_several_limits(self) -> None:
        facts = one(
            input_cost_per_token_above_128k_tokens=2e-06, output_cost_per_token_above_128k_tokens=8e-06,
            input_cost_per_token_above_256k_tokens=3e-06, output_cost_per_token_above_256k_tokens=9e-06,
        )  # fmt: skip
        assert (facts.long_above, facts.long_rates) == (128_000, Rates(2 * 10**9, 8 * 10**9))
        assert facts.higher == ((256_000, Rates(3 * 10**9, 9 * 10**9)),)


class TestFacts:
    def test_all_of_them(self) -> None:
        facts = one(
            max_input_tokens=1000, max_output_tokens=100, supports_vision=True, supports_pdf_input=True, supports_function_calling=True,
            supports_reasoning=True, supports_response_schema=True, supports_prompt_caching=True, supports_audio_output=True,
            supports_xhigh_reasoning_effort=True, supports_none_reasoning_effort=False, deprecation_date="2027-03-01",
        )  # fmt: skip
        assert (facts.context_tokens, facts.max_output_tokens, facts.retires_on) == (1000, 100, date(2027, 3, 1))
        assert (facts.vision, facts.tools, facts.reasoning, facts.json_mode, facts.caching) == (True, True, True, True, True)
        assert (facts.inputs, facts.outputs) == (("text", "image", "file"), ("text", "audio"))
        assert (facts.efforts, facts.no_efforts) == (("xhigh",), ("none",))

    def test_others_vendors_are_left_out(self) -> None:
        assert litellm_map.parse(json.dumps({"m": {**PLAIN, "litellm_provider": "nobody"}}).encode()) == {}


@pytest.mark.parametrize(
    ("body", "key"),
    [
        (b"<!doctype html><html>", "prices.problem.html"),
        (b"", "prices.problem.not_json"),
        (b"\xfa\x01 and more", "prices.problem.not_json"),
        (b"[1]", "prices.problem.shape"),
        (b'{"a": NaN}', "prices.problem.not_json"),
        (b'{"a": {"b": 1}', "prices.problem.truncated"),
        (b'{"a": {"b": "c', "prices.problem.truncated"),
        ("{\"a\": \"ü".encode()[:-1], "prices.problem.truncated"),
        (b"[" * 100_000, "prices.problem.not_json"),
        (b'{"m": {"litellm_provider": "openai", "input_cost_per_token": -1e-6}}', "prices.problem.rate"),
        (b'{"m": {"litellm_provider": "openai", "input_cost_per_token": 1e999999}}', "prices.problem.rate"),
        (b'{"m": {"litellm_provider": "openai", "input_cost_per_token": 2.5}}', "prices.problem.rate"),
        (b'{"m": {"litellm_provider": "openai", "output_cost_per_image": 1000}}', "prices.problem.rate"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_words(body: bytes, key: str) -> None:
    with pytest.raises(ListRefusedError) as refused:
        litellm_map.parse(body)
    assert refused.value.key == key


@needs_lists
@pytest.mark.parametrize("path", [AUGUST, SHORT, shipped_list()], ids=["august", "short", "shipped"])
def test_real_lists_equal_an_own_reading(path: Path) -> None:
    listing = litellm_map.parse(path.read_bytes())
    entries: dict[str, dict[str, Any]] = json.loads(path.read_bytes(), parse_float=Decimal)
    checked = 0
    for name, entry in entries.items():
        brand = litellm_map.BRANDS.get(str(entry.get("litellm_provider")))
        paid, answered = entry.get("input_cost_per_token"), entry.get("output_cost_per_token")
        # Where a name is listed with its vendor and without, the first one counts.
        if brand is None or f"{brand}/{name}" in entries or name != litellm_map.bare(name, brand) or paid is None or answered is None:
            continue
        rates = listing[brand][name].rates
        assert rates is not None
        cached = entry.get("cache_read_input_token_cost", entry.get("input_cost_per_token_cache_hit", paid))
        expected = tuple(round(Decimal(amount) * 10**15) for amount in (paid, answered, cached))
        assert (rates.input, rates.output, rates.of(PriceKind.CACHE_READ)) == expected, name
        checked += 1
    assert checked > 100
