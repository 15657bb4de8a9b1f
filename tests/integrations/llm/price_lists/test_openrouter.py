"""OpenRouter's list of models: amounts written as text, overrides for long inputs, what it says of a model."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from chat_app.integrations.llm.price_lists import openrouter
from chat_app.integrations.llm.price_lists.errors import ListRefusedError
from chat_app.integrations.llm.price_lists.facts import ModelFacts
from chat_app.integrations.llm.rates import Rates
from tests.price_lists import OPENROUTER, needs_lists


def one(pricing: dict[str, Any], **fields: Any) -> ModelFacts:
    return openrouter.parse(json.dumps({"data": [{"id": "a/b", "pricing": pricing, **fields}]}).encode())["openrouter"]["a/b"]


def test_every_kind_of_rate() -> None:
    facts = one(
        {
            "prompt": "0.000002", "completion": "0.000012", "input_cache_read": "0.0000002", "input_cache_write": "0.000000375",
            "input_cache_write_1h": "0.000004", "internal_reasoning": "0.000013", "audio": "0.000003", "audio_output": "0.0000024",
            "image": "0.0000021", "image_output": "0.00012", "request": "0.001", "web_search": "0.014",
        }
    )  # fmt: skip
    assert facts.rates == Rates(
        input=2_000_000_000, output=12_000_000_000, cache_read=200_000_000, cache_write=375_000_000, cache_write_1h=4_000_000_000,
        reasoning=13_000_000_000, audio_in=3_000_000_000, audio_out=2_400_000_000, image_in=2_100_000_000, image_out=120_000_000_000,
        request=10**12, search=14 * 10**12,
    )  # fmt: skip


def test_the_price_of_a_picture_is_not_that_of_a_token() -> None:
    rates = one({"prompt": "0.000003", "completion": "0.000015", "image": "0.0048"}).rates
    assert rates == Rates(3_000_000_000, 15_000_000_000)


def test_overrides_hold_from_their_limit_on() -> None:
    low = {"min_prompt_tokens": 32_000, "prompt": "0.000002", "completion": "0.000006"}
    high = {"min_prompt_tokens": 256_000, "prompt": "0.000003", "completion": "0.000009", "input_cache_read": "0.0000003"}
    facts = one({"prompt": "0.000001", "completion": "0.000003", "input_cache_read": "0.0000001", "overrides": [high, low]})
    # "At least so many" is "more than one fewer".
    assert (facts.long_above, facts.long_rates) == (31_999, Rates(2 * 10**9, 6 * 10**9, cache_read=10**8))
    assert facts.higher == ((255_999, Rates(3 * 10**9, 9 * 10**9, cache_read=3 * 10**8)),)


def test_a_router_has_no_price_of_its_own() -> None:
    assert one({"prompt": "-1", "completion": "-1"}).rates is None


def test_free_is_a_price() -> None:
    assert one({"prompt": "0", "completion": "0"}).rates == Rates(0, 0)


def test_what_it_says_of_a_model() -> None:
    facts = one(
        {"prompt": "0", "completion": "0", "input_cache_read": "0"},
        context_length=1_000_000,
        top_provider={"max_completion_tokens": 64_000},
        architecture={"input_modalities": ["image", "text", "file", "smell"], "output_modalities": ["text"]},
        supported_parameters=["tools", "reasoning", "temperature", "structured_outputs"],
        reasoning={"supported_efforts": ["max", "high", "wild", "low"], "default_effort": "high"},
        expiration_date="2026-08-10",
    )
    assert (facts.context_tokens, facts.max_output_tokens, facts.retires_on) == (1_000_000, 64_000, date(2026, 8, 10))
    assert (facts.inputs, facts.vision, facts.tools, facts.reasoning, facts.json_mode, facts.caching) == (
        ("text", "image", "file"),
        True,
        True,
        True,
        True,
        True,
    )
    assert (facts.efforts, facts.default_effort) == (("low", "high", "max"), "high")
    assert facts.parameters == ("tools", "reasoning", "temperature", "structured_outputs")


@pytest.mark.parametrize(
    ("body", "key"),
    [
        (b"{}", "prices.problem.shape"),
        (b'{"data": [1]}', "prices.problem.shape"),
        (b'{"data": [{"id": "a/b"}]}', "prices.problem.shape"),
        (b'{"data": [{"id": "a/b", "pricing": {"prompt": "-0.5", "completion": "0"}}]}', "prices.problem.rate"),
        (b'{"data": [{"id": "a/b", "pricing": {"prompt": "1e99999", "completion": "0"}}]}', "prices.problem.rate"),
    ],
)
def test_what_cannot_be_is_refused(body: bytes, key: str) -> None:
    with pytest.raises(ListRefusedError) as refused:
        openrouter.parse(body)
    assert refused.value.key == key


@needs_lists
def test_the_real_list_equals_an_own_reading() -> None:
    models = openrouter.parse(OPENROUTER.read_bytes())["openrouter"]
    entries = json.loads(OPENROUTER.read_bytes())["data"]
    assert len(models) == len(entries) > 300
    for entry in entries:
        rates, pricing = models[entry["id"]].rates, entry["pricing"]
        if rates is None:
            assert pricing["prompt"] == "-1"
            continue
        assert (rates.input, rates.output) == tuple(round(Decimal(pricing[name]) * 10**15) for name in ("prompt", "completion"))
